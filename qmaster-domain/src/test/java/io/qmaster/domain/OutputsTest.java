package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputsTest {
    private final Workbench bench;
    private final Path out;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    OutputsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
        out = folder.resolve("out");
    }

    private static BatchReference batch() {
        return BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    }

    /** The engine writes its output at once, and reports this at the end. */
    private void encodes(String content, String end) {
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), content);
            return queued();
        });
        backend.batch(batch()).shows(Duration.ZERO, "Processing", 10).shows(Duration.ofMinutes(1), end);
    }

    private static SubmissionOutcome queued() {
        return new SubmissionOutcome.Queued(batch().id(), List.of());
    }

    private List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private BatchRequest replacing() {
        return bench.request().existingOutput(ExistingOutput.REPLACE).build();
    }

    private BatchRequest atomic() {
        return bench.request().publication(Publication.ATOMIC).build();
    }

    @Test
    void anExistingOutputIsRefusedAndUntouched() {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        encodes("new", "Successful");

        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(DestinationException.class);

        assertThat(old).hasContent("old");
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aReplacedOutputIsGoneWhenTheNewOneIsGood() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("new", "Successful");

        BatchResult result = qmaster.submitAndWait(replacing());

        assertThat(result.verified()).isTrue();
        assertThat(filesIn(out)).containsExactly("clip.mov");
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    @Test
    void anOldOutputStaysWhenTheBatchFails() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("half", "Failed: no");
        QmasterBatch submitted = qmaster.submit(replacing());

        assertThatThrownBy(submitted::await).isInstanceOf(BatchFailedException.class);

        assertThat(bench.output("clip.mov")).hasContent("old");
        assertThat(filesIn(out)).containsExactly("clip.mov");
    }

    /** Two targets, of which the engine makes these before the batch ends. */
    private BatchResult endedWithOneOfTwo(String end, String... made) {
        backend.attempt((order, deadline) -> {
            List.of(made).forEach(bench::encoded);
            return new SubmissionOutcome.Queued(batch().id(), List.of(new JobId("J-1"), new JobId("J-2")));
        });
        backend.batch(batch())
                .job("J-1", "clip.mov", "Successful")
                .job("J-2", "other.mov", end)
                .shows(Duration.ZERO, end);
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build()))
                .isInstanceOfAny(BatchFailedException.class, BatchCancelledException.class)
                .hasMessageContaining(end.equals("Cancelled") ? "was cancelled" : "failed: no disk");
        return journal.entries().get(0).result().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed: no disk", "Cancelled"})
    void whatWasFinishedBeforeABatchFailedIsLookedAtAndRemembered(String end) {
        BatchResult ended = endedWithOneOfTwo(end, "clip.mov");

        assertThat(ended.verified()).isFalse();
        assertThat(ended.targets()).extracting(Output::isGood).containsExactly(true, false);
        assertThat(ended.targets().get(0).path()).contains(bench.output("clip.mov"));
        assertThat(ended.targets().get(0).bytes()).hasValue("an encoded movie".length());
    }

    @Test
    void whyTheEngineFailedABatchIsNotHiddenByAnOutputThatIsMissing() {
        BatchResult ended = endedWithOneOfTwo("Failed: no disk");

        assertThat(ended.targets().get(0).fault()).contains(OutputFault.OUTPUT_MISSING);
        assertThat(ended.targets().get(1).fault()).isEmpty();
        assertThat(ended.targets().get(1).reason()).contains("no disk");
    }

    @ParameterizedTest
    @CsvSource({"film.mxf, film.mov", "film.mov, film-1.mov", "film.mov, film 1.MOV"})
    void anOutputThatWasWrittenBesideItsSourceIsNamedAndNotTaken(String name, String written) throws Exception {
        Path source = Workbench.written(out.resolveSibling(name), "a movie");
        Path beside = out.resolveSibling(written);
        backend.attempt((order, deadline) -> {
            Workbench.written(beside, "encoded");
            return queued();
        });
        backend.batch(batch()).shows(Duration.ZERO, "Successful");

        BatchFailedException failed = catchThrowableOfType(
                BatchFailedException.class,
                () -> qmaster.submitAndWait(BatchRequest.builder()
                        .sourceFile(source)
                        .compressorSettingFile(bench.setting())
                        .destinationDirectory(out)
                        .build()));

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed).hasMessageContaining(beside + " beside its source");
        assertThat(beside).hasContent("encoded");
        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void anOldOutputStaysWhenTheNewOneIsEmpty() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("", "Successful");

        BatchFailedException failed =
                catchThrowableOfType(BatchFailedException.class, () -> qmaster.submitAndWait(replacing()));

        assertThat(filesIn(out)).containsExactly("clip.mov");
        assertThat(bench.output("clip.mov")).hasContent("old");
        assertThat(failed.code()).isEqualTo("OUTPUT_EMPTY");
        assertThat(failed.result().targets().get(0).path()).isEmpty();
    }

    @Test
    void everyOutputThatIsNoGoodIsNamed() {
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(1).workPath(), "");
            return queued();
        });
        backend.batch(batch()).shows(Duration.ZERO, "Successful");
        BatchRequest both =
                bench.request().job(JobRequest.of(bench.source("other.mov"))).build();

        BatchFailedException failed =
                catchThrowableOfType(BatchFailedException.class, () -> qmaster.submitAndWait(both));

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed)
                .hasMessageContaining(bench.output("clip.mov") + " is missing")
                .hasMessageContaining(bench.output("other.mov") + " is empty");
    }

    @Test
    void anOldOutputStaysWhenTheEngineRefuses() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        backend.attempt(new Refused(RefusalKind.OTHER, "no", OptionalInt.of(1), false));

        assertThatThrownBy(() -> qmaster.submit(replacing())).isInstanceOf(SubmissionException.class);

        assertThat(filesIn(out)).containsExactly("clip.mov");
        assertThat(bench.output("clip.mov")).hasContent("old");
    }

    @Test
    void anOldOutputStaysWhileItIsUnknownWhetherTheBatchIsQueued() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        backend.attempt(new Unknown(Unknown.Cause.KILLED, "killed", OptionalInt.empty()))
                .deaf(Duration.ZERO, Duration.ofMinutes(10));
        assertThatThrownBy(() -> qmaster.submit(replacing())).isInstanceOf(SubmissionTimeoutException.class);
        assertThat(bench.output("clip.mov")).hasContent("old");
        backend.clock().advance(Duration.ofMinutes(10));

        assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.NOT_QUEUED);

        assertThat(bench.output("clip.mov")).hasContent("old");
        assertThat(filesIn(out)).containsExactly("clip.mov");
    }

    @Test
    void aFolderWhereAFileIsMeantIsNeverReplaced() throws Exception {
        Path kept = Workbench.written(bench.output("clip.mov/kept.txt"), "kept");
        backend.queues("B-1");

        assertThatThrownBy(() -> qmaster.submit(replacing()))
                .isInstanceOfSatisfying(
                        DestinationException.class,
                        refused -> assertThat(refused.code()).isEqualTo("DESTINATION_IS_FOLDER"));

        assertThat(kept).hasContent("kept");
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aFolderThatHoldsMoreThanFramesIsNeverReplaced() throws Exception {
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        Path kept = Workbench.written(bench.output("clip/notes.txt"), "kept");
        BatchRequest request = bench.request()
                .compressorSettingFile(tiff)
                .existingOutput(ExistingOutput.REPLACE)
                .build();
        backend.queues("B-1");

        assertThatThrownBy(() -> qmaster.submit(request)).isInstanceOf(DestinationException.class);

        assertThat(kept).hasContent("kept");
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void anAtomicOutputIsSeenOnlyWhenItIsChecked() throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(atomic());
        assertThat(bench.output("clip.mov")).doesNotExist();

        BatchResult result = submitted.await();

        assertThat(bench.output("clip.mov")).hasContent("new");
        assertThat(result.targets())
                .singleElement()
                .satisfies(one -> assertThat(one.path()).contains(bench.output("clip.mov")));
        assertThat(filesIn(out)).containsExactly("clip.mov");
    }

    @Test
    void anAtomicOutputKeepsTheExtensionThatTheEngineChose() throws Exception {
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath().resolveSibling("clip.mp4"), "new");
            return queued();
        });
        backend.batch(batch()).shows(Duration.ZERO, "Successful");

        qmaster.submitAndWait(atomic());

        assertThat(filesIn(out)).containsExactly("clip.mp4");
    }

    @Test
    void anAtomicOutputThatFailedLeavesNothingBehind() throws Exception {
        encodes("half", "Failed: no");

        assertThatThrownBy(() -> qmaster.submitAndWait(atomic())).isInstanceOf(BatchFailedException.class);

        assertThat(filesIn(out)).isEmpty();
    }

    @Test
    void anAtomicOutputThatFindsItsPlaceTakenIsKeptAndSaid() throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(atomic());
        Workbench.written(bench.output("clip.mov"), "somebody else's");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(bench.output("clip.mov")).hasContent("somebody else's");
        Path kept = failed.result().targets().get(0).path().orElseThrow();
        assertThat(kept).hasContent("new");
    }

    @Test
    void aReplacementKeepsTheOldOutputInItsPlaceUntilTheNewOneIsChecked() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(replacing());
        assertThat(bench.output("clip.mov")).hasContent("old");

        submitted.await();

        assertThat(bench.output("clip.mov")).hasContent("new");
        assertThat(filesIn(out)).containsExactly("clip.mov");
    }

    @Test
    void anOutputWhoseSourceChangedMeanwhileIsIncomplete() throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        Workbench.written(bench.source("clip.mov"), "another movie");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_INCOMPLETE");
        assertThat(failed).hasMessageContaining("changed while");
    }

    private BatchRequest ofFrames() {
        Path frames = Workbench.written(out.resolveSibling("frames/1.tiff"), "a frame")
                .getParent();
        return BatchRequest.builder()
                .compressorSettingFile(bench.setting())
                .destinationDirectory(out)
                .job(JobRequest.builder(frames)
                        .options(new JobOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(ImageSequenceInput.FRAMES)))
                        .build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.tiff", "2.tiff"})
    void anOutputOfWhichAFrameChangedOrCameMeanwhileIsIncomplete(String frame) throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(ofFrames());
        Workbench.written(out.resolveSibling("frames").resolve(frame), "another frame");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_INCOMPLETE");
        assertThat(failed).hasMessageContaining("changed while");
    }

    @Test
    void aLookOfTheFinderIntoAFolderOfFramesIsNoChangeOfTheSource() throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(ofFrames());
        Workbench.written(out.resolveSibling("frames/.DS_Store"), "looked");

        assertThat(submitted.await().verified()).isTrue();
    }

    @Test
    void framesThatWereClearedAwayByTheEndSpoilNothing() throws Exception {
        encodes("new", "Successful");
        QmasterBatch submitted = qmaster.submit(ofFrames());
        Files.delete(out.resolveSibling("frames/1.tiff"));

        assertThat(submitted.await().verified()).isTrue();
    }

    @Test
    void aFolderOfFramesInWhichOneStillGrowsIsNotSubmitted() throws Exception {
        BatchRequest request = ofFrames();
        Path frame = request.jobs().get(0).source().resolve("1.tiff");
        touch(frame.getParent(), Duration.ofDays(-1));
        touch(frame, Duration.ZERO);
        backend.queues("B-1").clock().schedule(Duration.ofSeconds(1), () -> touch(frame, Duration.ofSeconds(1)));

        assertThatThrownBy(() -> qmaster.submit(request))
                .isInstanceOfSatisfying(
                        SourceFileException.class,
                        failed -> assertThat(failed.code()).isEqualTo("SOURCE_CHANGING"));
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aSourceThatWasChangedAMomentAgoIsLookedAtTwice() throws Exception {
        BatchRequest request = bench.request().build();
        Files.setLastModifiedTime(
                request.jobs().get(0).source(), FileTime.from(backend.clock().now()));
        encodes("new", "Successful");

        qmaster.submit(request);

        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aSourceThatStillGrowsIsNotSubmitted() {
        BatchRequest request = bench.request().build();
        Path source = request.jobs().get(0).source();
        backend.queues("B-1").clock().schedule(Duration.ofSeconds(1), () -> touch(source, Duration.ofSeconds(1)));
        touch(source, Duration.ZERO);

        assertThatThrownBy(() -> qmaster.submit(request))
                .isInstanceOfSatisfying(
                        SourceFileException.class,
                        failed -> assertThat(failed.code()).isEqualTo("SOURCE_CHANGING"));
        assertThat(backend.submitted()).isEmpty();
        assertThat(journal.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.isOpen()).isFalse();
            assertThat(entry.submitted()).isEmpty();
        });
    }

    @Test
    void aSourceThatStopsGrowingInTimeIsSubmittedAsItIsThen() throws Exception {
        Qmaster patient = Qmaster.builder(backend)
                .policy(Policy.DEFAULT.sourceTimeout(Duration.ofMinutes(1)))
                .build();
        BatchRequest request = bench.request().build();
        Path source = request.jobs().get(0).source();
        touch(source, Duration.ZERO);
        for (int second = 1; second < 20; second++) {
            Duration at = Duration.ofSeconds(second);
            backend.clock().schedule(at, () -> touch(source, at));
        }
        backend.queues("B-1");

        QmasterBatch submitted = patient.submit(request);

        assertThat(submitted.order().orElseThrow().targets().get(0).sourceMark().modified())
                .isEqualTo(Files.getLastModifiedTime(source).toInstant());
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(22));
    }

    @Test
    void aSourceWhoseCopyHasJustBegunIsWaitedForAlthoughItIsEmpty() throws Exception {
        BatchRequest request = bench.request().build();
        Path source = request.jobs().get(0).source();
        Workbench.written(source, "");
        touch(source, Duration.ZERO);
        backend.queues("B-1").clock().schedule(Duration.ofSeconds(1), () -> {
            Workbench.written(source, "a movie");
            touch(source, Duration.ofSeconds(1));
        });
        Qmaster patient = Qmaster.builder(backend)
                .policy(Policy.DEFAULT.sourceTimeout(Duration.ofMinutes(1)))
                .build();

        patient.submit(request);

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void whatTheJournalKnowsToBeCompleteAndUnchangedIsLeftOut() throws Exception {
        encodes("new", "Successful");
        qmaster.submitAndWait(bench.request().build());
        BatchRequest more =
                bench.request().job(JobRequest.of(bench.source("other.mov"))).build();
        Files.setLastModifiedTime(
                more.jobs().get(0).source(),
                FileTime.from(journal.entries()
                        .get(0)
                        .order()
                        .targets()
                        .get(0)
                        .sourceMark()
                        .modified()));
        Files.setLastModifiedTime(
                more.jobs().get(0).setting().orElseThrow(),
                FileTime.from(journal.entries()
                        .get(0)
                        .order()
                        .targets()
                        .get(0)
                        .settingMark()
                        .modified()));

        Remaining remaining = qmaster.remaining(more);

        assertThat(remaining.complete())
                .extracting(Output::path)
                .containsExactly(Optional.of(bench.output("clip.mov")));
        assertThat(remaining.request().orElseThrow().jobs())
                .extracting(JobRequest::source)
                .containsExactly(bench.source("other.mov"));
    }

    @Test
    void whatIsLeftOutIsToldWithItsPlaceInTheWholeRequest() throws Exception {
        encodes("new", "Successful");
        qmaster.submitAndWait(bench.request().build());
        JobRequest done = bench.request().build().jobs().get(0);
        BatchRequest more = BatchRequest.builder()
                .job(JobRequest.builder(bench.source("other.mov"))
                        .compressorSettingFile(done.setting().orElseThrow())
                        .destinationDirectory(out)
                        .build())
                .job(done)
                .build();
        unchanged(done);

        assertThat(qmaster.remaining(more).complete())
                .extracting(output -> output.target().index())
                .containsExactly(1);
    }

    @Test
    void aRequestThatWasMadeBeforeUnderItsRequestIdIsLeftWhole() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().requestId("once").build();
        qmaster.submitAndWait(request);

        assertThat(qmaster.remaining(request).request()).contains(request);
    }

    @Test
    void whatWasChangedSinceIsNotLeftOut() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().build();
        qmaster.submitAndWait(request);
        assertThat(qmaster.remaining(request).request()).isEmpty();

        Workbench.written(bench.output("clip.mov"), "newer than new");

        assertThat(qmaster.remaining(request).request()).isPresent();
    }

    @Test
    void anOutputThatIsGoneIsMadeAgain() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().build();
        qmaster.submitAndWait(request);
        assertThat(qmaster.remaining(request).request()).isEmpty();

        Files.delete(bench.output("clip.mov"));

        assertThat(qmaster.remaining(request).request()).contains(request);
    }

    @Test
    void anOutputWhoseVolumeKeepsSilentIsNotLeftOut() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().build();
        qmaster.submitAndWait(request);
        Qmaster later = Qmaster.builder(backend)
                .journal(journal)
                .files(new WrappedFiles() {
                    private boolean answered;

                    @Override
                    public FileFacts look(Path path) {
                        if (path.equals(bench.output("clip.mov"))) {
                            if (!answered) {
                                answered = true;
                                return super.look(path);
                            }
                            throw new VolumeNotAnsweringException(path, Duration.ofSeconds(10));
                        }
                        return super.look(path);
                    }
                })
                .build();

        assertThat(later.remaining(request).complete()).isEmpty();
    }

    @Test
    void anOutputThatWasChangedByHandIsNotLeftOutEvenIfItsSizeIsTheSame() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().build();
        qmaster.submitAndWait(request);

        Path output = Workbench.written(bench.output("clip.mov"), "wen");
        Files.setLastModifiedTime(output, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertThat(qmaster.remaining(request).complete()).isEmpty();
    }

    @Test
    void aLookOfTheFinderIntoAFolderOfFramesChangesNothing() throws Exception {
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        BatchRequest request = bench.request().compressorSettingFile(tiff).build();
        backend.queues("B-1").batch(batch()).shows(Duration.ZERO, "Successful");
        QmasterBatch batch = qmaster.submit(request);
        Path frame = Workbench.written(bench.output("clip/clip 1.TIFF"), "one");
        assertThat(batch.await().verified()).isTrue();

        Workbench.written(bench.output("clip/.DS_Store"), "where its window was");
        assertThat(qmaster.remaining(request).request()).isEmpty();

        Files.setLastModifiedTime(frame, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        assertThat(qmaster.remaining(request).complete()).isEmpty();
    }

    @Test
    void aChangedSettingIsNotLeftOut() throws Exception {
        encodes("new", "Successful");
        BatchRequest request = bench.request().build();
        qmaster.submitAndWait(request);

        Workbench.written(request.jobs().get(0).setting().orElseThrow(), Workbench.SETTING + "<!-- finer -->");

        assertThat(qmaster.remaining(request).complete()).isEmpty();
    }

    @Test
    void anOutputOnAVolumeWithTooLittleSpaceIsRefused() {
        Qmaster demanding = Qmaster.builder(backend)
                .policy(Policy.DEFAULT.minFreeBytes(Long.MAX_VALUE))
                .build();

        assertThatThrownBy(() -> demanding.submit(bench.request().build()))
                .isInstanceOfSatisfying(
                        DestinationException.class,
                        failed -> assertThat(failed.code()).isEqualTo("VOLUME_FULL"));
    }

    @Test
    void aJournalOnAVolumeWithTooLittleSpaceKeepsEverythingFromTheEngine() {
        Qmaster demanding = withJournalOn(1023);

        assertThatThrownBy(() -> demanding.submit(bench.request().build()))
                .isInstanceOfSatisfying(JournalException.class, failed -> {
                    assertThat(failed.code()).isEqualTo("JOURNAL_VOLUME_FULL");
                    assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
                    assertThat(failed.isRetryable()).isTrue();
                });
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aJournalOnAVolumeWithJustEnoughSpaceWillDo() throws Exception {
        backend.queues("B-1");

        assertThat(withJournalOn(1024).submit(bench.request().build()).id()).isEqualTo(new BatchId("B-1"));
    }

    private Qmaster withJournalOn(long usableBytes) {
        return Qmaster.builder(backend)
                .policy(Policy.DEFAULT.minFreeBytes(1024))
                .journal(new WrappedJournal() {
                    @Override
                    public OptionalLong usableBytes() {
                        return OptionalLong.of(usableBytes);
                    }
                })
                .build();
    }

    /** Sets the times of the rewritten files of a job to those in the journal. */
    private void unchanged(JobRequest job) throws IOException {
        Target known = journal.entries().get(0).order().targets().get(0);
        Files.setLastModifiedTime(job.source(), FileTime.from(known.sourceMark().modified()));
        Files.setLastModifiedTime(
                job.setting().orElseThrow(), FileTime.from(known.settingMark().modified()));
    }

    private void touch(Path file, Duration sinceBirth) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(VirtualClock.START.plus(sinceBirth)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
