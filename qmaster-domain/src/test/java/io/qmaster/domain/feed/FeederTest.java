package io.qmaster.domain.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link Feeder} submits, and in which batches. */
class FeederTest {
    private static final String SETTING =
            "<setting name=\"Plain\"><encoder name=\"QT\"><file-extension>mov</file-extension>"
                    + "</encoder></setting>";

    private final EncodingEngine engine = new EncodingEngine();
    private final MemoryJournal journal = new MemoryJournal();
    private final MediaFiles files = new LocalFiles();
    private final Recorder heard = new Recorder();
    private final Path folder;
    private final Path media;

    FeederTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.media = Files.createDirectories(folder.resolve("media"));
        Files.writeString(folder.resolve("plain.compressorsetting"), SETTING);
    }

    /** What a feeder reported. */
    private static final class Recorder implements FeedListener {
        private final List<String> events = new ArrayList<>();
        private final List<String> rejected = new ArrayList<>();
        private final List<String> unsettled = new ArrayList<>();
        private final List<QmasterBatch> queued = new ArrayList<>();
        private final List<BatchRecord> before = new ArrayList<>();
        private Consumer<QmasterBatch> whenQueued = batch -> {};

        @Override
        public void queued(QmasterBatch batch) {
            queued.add(batch);
            whenQueued.accept(batch);
        }

        @Override
        public void endedBefore(BatchRecord batch) {
            before.add(batch);
        }

        @Override
        public void rejected(Path source, QmasterException why) {
            rejected.add(FileNames.of(source) + " " + why.code());
        }

        @Override
        public void unsettled(Path source, QmasterException why) {
            unsettled.add(FileNames.of(source));
        }

        @Override
        public void volumeMissing(Path place) {
            events.add("missing " + FileNames.of(place));
        }

        @Override
        public void volumeBack(Path place) {
            events.add("back " + FileNames.of(place));
        }

        @Override
        public void draining(int running, int left) {
            events.add("draining " + running + " " + left);
        }
    }

    private Path source(String name) {
        return source(name, "a movie");
    }

    private Path source(String name, String content) {
        try {
            Path file = Files.writeString(media.resolve(name), content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path[] sources(int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> source("clip" + index + ".mov"))
                .toArray(Path[]::new);
    }

    private BatchRequest.Builder request(Path... sources) {
        BatchRequest.Builder request = BatchRequest.builder()
                .compressorSettingFile(folder.resolve("plain.compressorsetting"))
                .destinationDirectory(folder.resolve("out"));
        for (Path source : sources) {
            request.job(JobRequest.of(source));
        }
        return request;
    }

    private Qmaster qmaster() {
        return Qmaster.builder(engine.backend).journal(journal).build();
    }

    private Feeder.Builder feeder(Qmaster qmaster) {
        return Feeder.over(qmaster, files, engine.backend.clock()).listener(heard);
    }

    private FeedSummary fed(BatchRequest.Builder request, Consumer<Feeder.Builder> options)
            throws InterruptedException {
        try (Qmaster qmaster = qmaster()) {
            Feeder.Builder feeder = feeder(qmaster);
            options.accept(feeder);
            return feeder.build().feed(request.build());
        }
    }

    @Test
    void aPreviewHasTheCommandOfEachBatchAndSubmitsNothing() throws Exception {
        Path[] sources = sources(3);
        source("clip1.mov", "");

        try (Qmaster qmaster = qmaster()) {
            List<CommandPreview> commands =
                    feeder(qmaster).perBatch(2).build().preview(request(sources).build());

            assertThat(commands).hasSize(2);
        }
        assertThat(heard.rejected).containsExactly("clip1.mov SOURCE_EMPTY");
        assertThat(heard.queued).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void sourcesAreSubmittedInBatchesOfSoManyEachOnce() throws Exception {
        FeedSummary summary = fed(request(sources(7)), feeder -> feeder.perBatch(3));

        assertThat(engine.batches())
                .containsExactly(
                        List.of("clip0.mov", "clip1.mov", "clip2.mov"),
                        List.of("clip3.mov", "clip4.mov", "clip5.mov"),
                        List.of("clip6.mov"));
        assertThat(summary.batches()).isEqualTo(3);
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 7));
        assertThat(summary.stopped()).isEmpty();
    }

    @Test
    void theEngineHasNoMoreBatchesThanAllowed() throws Exception {
        FeedSummary summary =
                fed(request(sources(20)), feeder -> feeder.perBatch(2).ahead(3));

        assertThat(engine.mostRunning()).isEqualTo(3);
        assertThat(summary.count(FeedOutcome.SUCCESSFUL)).isEqualTo(20);
    }

    @Test
    void allJobsOfASourceAreInOneBatch() throws Exception {
        Path other = Files.writeString(folder.resolve("other.compressorsetting"), SETTING);
        BatchRequest.Builder request = request(sources(2));
        for (Path source : sources(2)) {
            request.job(JobRequest.builder(source)
                    .compressorSettingFile(other)
                    .destinationDirectory(folder.resolve("other"))
                    .build());
        }

        fed(request, feeder -> feeder.perBatch(1));

        assertThat(engine.backend.submitted())
                .extracting(order -> order.targets().size())
                .containsExactly(2, 2);
    }

    @Test
    void withoutANumberABatchHasAsManyAsAnArgumentListCanHold() throws Exception {
        Path[] sources = IntStream.range(0, 400)
                .mapToObj(index -> source("x".repeat(180) + index + ".mov"))
                .toArray(Path[]::new);

        FeedSummary summary = fed(request(sources), feeder -> {});

        assertThat(summary.batches()).isBetween(2, 10);
        assertThat(engine.sources()).hasSize(400).doesNotHaveDuplicates();
        assertThat(Feeder.isTooLong(request(sources).build(), files)).isTrue();
        assertThat(Feeder.isTooLong(request(sources(20)).build(), files)).isFalse();
    }

    @Test
    void sourcesAreTakenInTheOrderThatIsWanted() throws Exception {
        Path big = source("a big one.mov", "a long movie");
        Path small = source("c small one.mov", "x");
        Path old = source("b old one.mov");
        for (Path young : List.of(big, small)) {
            Files.setLastModifiedTime(young, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }

        for (FeedOrder order : FeedOrder.values()) {
            fed(
                    request(small, big, old).destinationDirectory(folder.resolve(order.name())),
                    feeder -> feeder.perBatch(1).order(order));
        }

        assertThat(engine.sources().stream().map(name -> name.substring(0, 1)))
                .containsExactly("c", "a", "b", "a", "b", "c", "b", "a", "c", "c", "b", "a");
    }

    @Test
    void aSourceThatIsMissingIsSetAsideAndTheOthersStayInOneBatch() throws Exception {
        Path[] sources = sources(6);
        Files.delete(sources[1]);
        Files.writeString(sources[4], "");

        FeedSummary summary = fed(request(sources), feeder -> feeder.perBatch(6));

        assertThat(engine.batches()).containsExactly(List.of("clip0.mov", "clip2.mov", "clip3.mov", "clip5.mov"));
        assertThat(heard.rejected).containsExactly("clip1.mov SOURCE_MISSING", "clip4.mov SOURCE_EMPTY");
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 4, FeedOutcome.REJECTED, 2));
    }

    @Test
    void aRefusedBatchIsHalvedUntilTheGuiltySourceIsFound() throws Exception {
        Path[] sources = sources(16);
        sources[5] = source("poison.mov");

        FeedSummary summary =
                fed(request(sources), feeder -> feeder.perBatch(16).ahead(2));

        assertThat(heard.rejected).hasSize(1).allMatch(line -> line.startsWith("poison.mov "));
        assertThat(engine.sources()).hasSize(15).doesNotHaveDuplicates().doesNotContain("poison.mov");
        assertThat(engine.refusals()).isEqualTo(5);
        assertThat(engine.mostRunning()).isLessThanOrEqualTo(2);
        assertThat(summary.count(FeedOutcome.SUCCESSFUL)).isEqualTo(15);
    }

    @Test
    void anEngineThatRefusesEverySourceStopsTheRun() throws Exception {
        Path[] sources = IntStream.range(0, 50)
                .mapToObj(index -> source("poison" + index + ".mov"))
                .toArray(Path[]::new);

        FeedSummary summary = fed(request(sources), feeder -> feeder.perBatch(1));

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.REJECTED, 10, FeedOutcome.LEFT, 40));
        assertThat(summary.stopped()).isPresent();
        assertThat(engine.batches()).isEmpty();
    }

    @Test
    void aDrainedRunSubmitsNothingFurtherAndWaitsForWhatRuns() throws Exception {
        try (Qmaster qmaster = qmaster()) {
            Feeder feeder = feeder(qmaster).perBatch(2).ahead(2).build();
            heard.whenQueued = batch -> {
                if (heard.queued.size() == 3) {
                    feeder.drain();
                }
            };

            FeedSummary summary = feeder.feed(request(sources(20)).build());

            assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 6, FeedOutcome.LEFT, 14));
            assertThat(summary.drained()).isTrue();
            assertThat(heard.events).hasSize(1).allMatch(event -> event.startsWith("draining"));
            assertThat(feeder.running()).isEmpty();
        }
    }

    @Test
    void aDetachedRunReturnsWhenEverythingIsQueued() throws Exception {
        FeedSummary summary =
                fed(request(sources(6)), feeder -> feeder.perBatch(2).detach());

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.RUNNING, 6));
        assertThat(engine.batches()).hasSize(3);
    }

    @Test
    void theSummaryCountsABatchThatHasEndedEvenIfItsCompletionIsNotDeliveredYet() throws Exception {
        try (Qmaster qmaster = Qmaster.builder(engine.backend)
                .journal(journal)
                .executor(delayed -> {})
                .build()) {
            Feeder feeder = feeder(qmaster).perBatch(2).detach().build();
            feeder.feed(request(sources(4)).build());
            for (QmasterBatch batch : heard.queued) {
                batch.await(Duration.ofHours(1));
            }

            assertThat(feeder.summary().sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 4));
            assertThat(feeder.running()).isEmpty();
        }
    }

    @Test
    void whatWasBeingSubmittedWhenTheThreadWasInterruptedIsUnsettled() throws Exception {
        List<BatchRequest> prepared = new ArrayList<>();
        try (Qmaster qmaster = qmaster()) {
            Feeder feeder = feeder(qmaster)
                    .perBatch(2)
                    .ahead(2)
                    .preparation(batch -> {
                        prepared.add(batch);
                        if (prepared.size() == 2) {
                            throw new InterruptedException();
                        }
                        return Optional.of(batch);
                    })
                    .build();

            assertThatThrownBy(() -> feeder.feed(request(sources(12)).build()))
                    .isInstanceOf(InterruptedException.class);

            assertThat(feeder.summary().sources())
                    .isEqualTo(Map.of(FeedOutcome.RUNNING, 2, FeedOutcome.UNSETTLED, 2, FeedOutcome.LEFT, 8));
        }
    }

    @Test
    void aRunThatIsRepeatedUnderItsRequestIdGoesOnWhereItWas() throws Exception {
        Path[] sources = sources(12);
        try (Qmaster qmaster = qmaster()) {
            Feeder feeder = feeder(qmaster).perBatch(2).ahead(2).build();
            heard.whenQueued = batch -> {
                if (heard.queued.size() == 3) {
                    // As a process that is killed: two batches are left running.
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() ->
                            feeder.feed(request(sources).requestId("night").build()))
                    .isInstanceOf(InterruptedException.class);
        }
        heard.whenQueued = batch -> {};
        Files.delete(sources[11]);

        FeedSummary second = fed(
                request(sources).requestId("night"),
                feeder -> feeder.perBatch(3).ahead(2));

        assertThat(engine.sources()).hasSize(11).doesNotHaveDuplicates();
        assertThat(engine.mostRunning()).isLessThanOrEqualTo(2);
        assertThat(second.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 11, FeedOutcome.REJECTED, 1));

        source("clip11.mov");
        FeedSummary third = fed(request(sources).requestId("night"), feeder -> feeder.perBatch(2));

        assertThat(third.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 12));
        assertThat(engine.sources()).hasSize(12).doesNotHaveDuplicates();
        assertThat(fed(request(sources).requestId("night"), feeder -> {}).batches())
                .isEqualTo(third.batches());
        assertThat(engine.sources()).hasSize(12);
    }

    @Test
    void aSourceThatIsNamedTwiceIsEncodedOnce() throws Exception {
        Path[] sources = sources(2);

        FeedSummary summary = fed(request(sources[0], sources[1], sources[0]), feeder -> feeder.perBatch(1));

        assertThat(engine.sources()).containsExactly("clip0.mov", "clip1.mov");
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 2));
    }

    @Test
    void aRequestIdBelongsToOneRequest() throws Exception {
        Path[] sources = sources(2);
        fed(request(sources).requestId("night"), feeder -> {});
        Path other = Files.writeString(
                folder.resolve("other.compressorsetting"),
                Files.readString(folder.resolve("plain.compressorsetting")).replace("Plain", "Other"));

        assertThatThrownBy(
                        () -> fed(request(sources).compressorSettingFile(other).requestId("night"), feeder -> {}))
                .isInstanceOf(RequestIdTakenException.class)
                .hasMessageContaining("clip0.mov");
        assertThat(engine.sources()).hasSize(2);
        assertThat(fed(request(source("new.mov")).requestId("night"), feeder -> {})
                        .sources())
                .isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 3));
    }

    @Test
    void whatMayBeQueuedIsNotSubmittedAgain() throws Exception {
        ScriptedBackend silent = engine.backend.attempt(new SubmissionOutcome.Unknown(
                SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty()));
        silent.deaf(Duration.ZERO, Duration.ofDays(1));
        // The first answer that was written down is the engine's own.
        fed(request(source("first.mov")).requestId("night"), feeder -> feeder.detach());

        FeedSummary summary = fed(request(sources(2)).requestId("night2"), feeder -> feeder.perBatch(2));
        int submitted = silent.submitted().size();
        FeedSummary again = fed(request(sources(2)).requestId("night2"), feeder -> feeder.perBatch(1));

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.UNSETTLED, 2));
        assertThat(again.sources()).isEqualTo(Map.of(FeedOutcome.UNSETTLED, 2));
        assertThat(heard.unsettled).containsExactlyInAnyOrder("clip0.mov", "clip1.mov", "clip0.mov", "clip1.mov");
        assertThat(silent.submitted()).hasSize(submitted);
    }

    @Test
    void aVolumeThatIsGoneIsWaitedForAndFailsNothing() throws Exception {
        Path[] sources = sources(12);
        Path away = folder.resolve("away");
        engine.backend.clock().schedule(Duration.ofSeconds(70), () -> rename(media, away));
        engine.backend.clock().schedule(Duration.ofSeconds(190), () -> rename(away, media));

        FeedSummary summary =
                fed(request(sources), feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(10)));

        assertThat(heard.events).containsExactly("missing media", "back media");
        assertThat(heard.rejected).isEmpty();
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 12));
        assertThat(engine.sources()).doesNotHaveDuplicates();
    }

    @Test
    void whatFailsWhileItsVolumeIsGoneIsSubmittedAgainWhenItIsBack() throws Exception {
        Path[] sources = sources(6);
        volumeGoes(110, 250);

        FeedSummary summary = fed(
                request(sources).requestId("night"),
                feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(10)));

        assertThat(engine.batches())
                .containsExactly(
                        List.of("clip0.mov", "clip1.mov"),
                        List.of("clip2.mov", "clip3.mov"),
                        List.of("clip2.mov", "clip3.mov"),
                        List.of("clip4.mov", "clip5.mov"));
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 6));
        assertThat(heard.events).containsExactly("missing media", "back media");
    }

    @Test
    void onlyTheSourcesThatTheEngineDidNotFinishAreSubmittedAgain() throws Exception {
        Path[] sources = sources(2);
        engine.finishesFirst();
        volumeGoes(30, 190);

        FeedSummary summary =
                fed(request(sources), feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(10)));

        assertThat(engine.batches()).containsExactly(List.of("clip0.mov", "clip1.mov"), List.of("clip1.mov"));
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 2));
    }

    @Test
    void aRunThatIsKilledWhileTheVolumeIsGoneSubmitsWhatFailedAgain() throws Exception {
        Path[] sources = sources(4);
        volumeGoes(110, 1000);
        FeedSummary first = fed(
                request(sources).requestId("night"),
                feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(3)));

        engine.backend.clock().advance(Duration.ofMinutes(20));
        FeedSummary second = fed(
                request(sources).requestId("night"),
                feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(3)));

        assertThat(first.stopped()).isPresent();
        assertThat(second.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 4));
        assertThat(engine.batches())
                .containsExactly(
                        List.of("clip0.mov", "clip1.mov"),
                        List.of("clip2.mov", "clip3.mov"),
                        List.of("clip2.mov", "clip3.mov"));
    }

    @Test
    void aSourceThatTakesItsVolumeWithItEachTimeIsGivenUp() throws Exception {
        engine.ends(names -> "Failed");
        for (int minute = 0; minute < 60; minute++) {
            volumeGoes(minute * 60 + 20, minute * 60 + 50);
        }

        FeedSummary summary = fed(request(sources(1)), feeder -> feeder.waitForVolume(Duration.ofMinutes(10)));

        assertThat(engine.batches()).hasSize(4);
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.FAILED, 1));
    }

    /** What runs at that time fails. */
    private void volumeGoes(int from, int to) {
        Path away = folder.resolve("away");
        engine.backend.clock().schedule(Duration.ofSeconds(from), () -> rename(media, away));
        engine.backend.clock().schedule(Duration.ofSeconds(to), () -> rename(away, media));
    }

    @Test
    void aVolumeThatStaysAwayStopsTheRunAndLeavesTheRest() throws Exception {
        Path[] sources = sources(12);
        engine.backend.clock().schedule(Duration.ofSeconds(70), () -> rename(media, folder.resolve("away")));

        FeedSummary summary =
                fed(request(sources), feeder -> feeder.perBatch(2).ahead(1).waitForVolume(Duration.ofMinutes(10)));

        assertThat(summary.stopped().map(QmasterException::code)).contains("VOLUME_MISSING");
        assertThat(summary.count(FeedOutcome.LEFT)).isPositive();
        assertThat(summary.count(FeedOutcome.REJECTED)).isZero();
    }

    @Test
    void aPreparationCanLeaveOutWhatIsDone() throws Exception {
        FeedSummary summary = fed(
                request(sources(4)),
                feeder -> feeder.perBatch(1)
                        .preparation(request -> Optional.of(request)
                                .filter(batch -> !batch.jobs().get(0).source().endsWith("clip2.mov"))));

        assertThat(engine.sources()).containsExactly("clip0.mov", "clip1.mov", "clip3.mov");
        assertThat(summary.count(FeedOutcome.SKIPPED)).isEqualTo(1);
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
