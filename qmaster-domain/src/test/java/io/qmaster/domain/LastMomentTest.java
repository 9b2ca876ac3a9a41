package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and links that appear between the checks of an order and the start of the engine are not written to. */
class LastMomentTest {
    private final Path folder;
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    LastMomentTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        bench = new Workbench(this.folder);
    }

    /** A request whose source has just been changed, so that it is observed for 2 s. */
    private BatchRequest.Builder young() throws IOException {
        BatchRequest.Builder request = bench.request();
        Files.setLastModifiedTime(
                folder.resolve("clip.mov"), FileTime.from(backend.clock().now()));
        return request;
    }

    private interface Change {
        void make() throws Exception;
    }

    private void after(Duration delay, Change change) {
        backend.clock().schedule(delay, () -> made(change));
    }

    private static void made(Change change) {
        try {
            change.make();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private DestinationException refused(BatchRequest request) {
        DestinationException refusal = catchThrowableOfType(DestinationException.class, () -> qmaster.submit(request));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(backend.submitted()).isEmpty();
        assertThat(journal.entries()).noneMatch(entry -> entry.isOpen());
        return refusal;
    }

    @ParameterizedTest
    @EnumSource(Publication.class)
    void aFileThatComesWhileAYoungSourceIsWatchedIsNotOverwritten(Publication publication) throws Exception {
        after(Duration.ofSeconds(1), () -> Workbench.written(bench.output("clip.mov"), "theirs"));

        DestinationException refusal = refused(young().publication(publication).build());

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(bench.output("clip.mov")).hasContent("theirs");
        assertThat(bench.output("")).isDirectoryNotContaining("glob:**.qmaster-*");
    }

    @Test
    void aFileThatComesWhileTheMonitorListsIsNotOverwritten() throws Exception {
        Qmaster slow = Qmaster.over(new ScriptedBackend() {
            @Override
            public List<BatchStatus> list(Deadline deadline) {
                Workbench.written(bench.output("clip.mov"), "theirs");
                return super.list(deadline);
            }
        });

        DestinationException refusal = catchThrowableOfType(
                DestinationException.class, () -> slow.submit(bench.request().build()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(bench.output("clip.mov")).hasContent("theirs");
    }

    /** An engine with one submission at a time, on the wall clock. */
    private static final class OneAtATime extends ScriptedBackend {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch previewed = new CountDownLatch(2);
        private final WallClock time = new WallClock();

        OneAtATime() {
            attempt((order, deadline) -> {
                begun.countDown();
                goOn.await();
                return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
            });
            queues("B-2");
        }

        @Override
        public CommandPreview preview(BatchOrder order) {
            previewed.countDown();
            return super.preview(order);
        }

        @Override
        public Timekeeper timekeeper() {
            return time;
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aFileThatComesWhileAnotherCallOfTheEngineIsWaitedForIsNotOverwritten() throws Exception {
        OneAtATime engine = new OneAtATime();
        Instant old = Instant.parse("2025-01-01T00:00:00Z");
        BatchRequest.Builder request = bench.request();
        Files.setLastModifiedTime(folder.resolve("clip.mov"), FileTime.from(old));
        try (Qmaster limited =
                Qmaster.builder(engine).policy(Policy.DEFAULT.engineCalls(2)).build()) {
            FutureTask<QmasterBatch> first = begun(() -> limited.submit(
                    request.destinationFile(bench.output("first.mov")).build()));
            engine.begun.await();
            FutureTask<QmasterBatch> second = new FutureTask<>(() -> limited.submit(
                    request.destinationFile(bench.output("clip.mov")).build()));
            Thread submitter = new Thread(second);
            submitter.start();
            engine.previewed.await();
            while (submitter.getState() != Thread.State.WAITING && submitter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }

            Workbench.written(bench.output("clip.mov"), "theirs");
            engine.goOn.countDown();

            assertThat(first.get().id().value()).isEqualTo("B-1");
            assertThat(catchThrowable(second::get))
                    .cause()
                    .isInstanceOfSatisfying(
                            DestinationException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS"));
            assertThat(bench.output("clip.mov")).hasContent("theirs");
            assertThat(engine.submitted()).hasSize(1);
        }
    }

    private static FutureTask<QmasterBatch> begun(Callable<QmasterBatch> submission) {
        FutureTask<QmasterBatch> task = new FutureTask<>(submission);
        new Thread(task).start();
        return task;
    }

    @Test
    void aFileThatComesBetweenTwoAttemptsIsNotOverwritten() throws Exception {
        backend.attempt(new SubmissionOutcome.Refused(RefusalKind.UNABLE_TO_SUBMIT, "busy", OptionalInt.of(1), true));
        after(Duration.ofSeconds(1), () -> Workbench.written(bench.output("clip.mov"), "theirs"));

        DestinationException refusal = catchThrowableOfType(
                DestinationException.class, () -> qmaster.submit(bench.request().build()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(backend.submitted()).hasSize(1);
        assertThat(journal.entries()).noneMatch(entry -> entry.isOpen());
        assertThat(bench.output("clip.mov")).hasContent("theirs");
    }

    @Test
    void anotherFileThanTheOneThatMayBeReplacedIsNotReplaced() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        after(Duration.ofSeconds(1), () -> Workbench.written(bench.output("clip.mov"), "theirs"));

        DestinationException refusal =
                refused(young().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(refusal.code()).isEqualTo("DESTINATION_CHANGED");
        assertThat(bench.output("clip.mov")).hasContent("theirs");
    }

    @Test
    void whatMayBeReplacedAndIsStillTheSameIsNoObstacle() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        backend.queues("B-1");

        qmaster.submit(young().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aDanglingLinkThatComesWhileTheDestinationIsResolvedIsNotFollowed() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.mov");
        Files.createDirectories(bench.output(""));
        Qmaster raced = Qmaster.builder(backend)
                .files(new WrappedFiles() {
                    @Override
                    public Path resolved(Path path) {
                        if (path.equals(bench.output("clip.mov")) && !Files.isSymbolicLink(path)) {
                            made(() -> Files.createSymbolicLink(path, elsewhere));
                        }
                        return super.resolved(path);
                    }
                })
                .build();
        backend.queues("B-1");

        DestinationException refusal = catchThrowableOfType(
                DestinationException.class, () -> raced.submit(bench.request().build()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_LINK");
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aDanglingLinkThatComesIsNotWrittenThrough() throws Exception {
        Path elsewhere = folder.resolve("elsewhere.mov");
        after(Duration.ofSeconds(1), () -> {
            Files.createDirectories(bench.output(""));
            Files.createSymbolicLink(bench.output("clip.mov"), elsewhere);
        });

        DestinationException refusal = refused(young().build());

        assertThat(refusal.code()).isEqualTo("DESTINATION_CHANGED");
        assertThat(elsewhere).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Publication.class)
    void aFolderThatIsSwappedForALinkLeadsNowhereElse(Publication publication) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectory(bench.output(""));
        after(Duration.ofSeconds(1), () -> {
            Files.delete(bench.output(""));
            Files.createSymbolicLink(bench.output(""), elsewhere);
        });

        DestinationException refusal = refused(young().publication(publication)
                .destinationDirectory(bench.output("").resolve("new"))
                .build());

        assertThat(refusal.code()).isEqualTo("DESTINATION_CHANGED");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theEngineIsGivenThePathWithoutLinks() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        backend.queues("B-1");
        BatchRequest request = young().destinationDirectory(link.resolve("new")).build();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        after(Duration.ofSeconds(1), () -> {
            Files.delete(link);
            Files.createSymbolicLink(link, elsewhere);
        });

        qmaster.submit(request);

        Target target = backend.submitted().get(0).targets().get(0);
        assertThat(target.workPath()).isEqualTo(real.resolve("new/clip.mov"));
        assertThat(target.plannedPath()).isEqualTo(real.resolve("new/clip.mov"));
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void anOutputIsClaimedWhileTheSourceIsStillWatched() throws Exception {
        backend.queues("B-1").queues("B-2");
        BatchRequest first = young().build();
        BatchRequest second = BatchRequest.builder()
                .sourceFile(bench.source("other.mov"))
                .compressorSettingFile(bench.setting())
                .destinationFile(bench.output("CLIP.mov"))
                .build();
        List<DestinationException> refusals = new ArrayList<>();
        after(
                Duration.ofSeconds(1),
                () -> refusals.add(catchThrowableOfType(DestinationException.class, () -> qmaster.submit(second))));

        qmaster.submit(first);

        assertThat(refusals)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("DESTINATION_CLAIMED"))
                .satisfies(refusal ->
                        assertThat(refusal).hasMessageContaining("the output " + bench.output("CLIP.mov") + " is"));
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aClaimIsReleasedWhenTheSourceNeverStopsChanging() throws Exception {
        Path source = folder.resolve("clip.mov");
        BatchRequest request = young().build();
        after(
                Duration.ofSeconds(1),
                () -> Files.setLastModifiedTime(
                        source, FileTime.from(backend.clock().now())));
        assertThat(catchThrowableOfType(SourceFileException.class, () -> qmaster.submit(request)))
                .isNotNull();
        backend.queues("B-1");

        qmaster.submit(request);

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void anInterruptionWhileASourceIsWatchedReleasesTheClaim() throws Exception {
        BatchRequest request = young().build();
        Thread submitter = Thread.currentThread();
        after(Duration.ofSeconds(1), submitter::interrupt);
        assertThat(catchThrowableOfType(InterruptedException.class, () -> qmaster.submit(request)))
                .isNotNull();

        assertThat(journal.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.isOpen()).isFalse());
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void theWatchedSourceIsJournaledAsItIsThenInTheFirstAttempt() throws Exception {
        BatchRequest request = young().build();
        Path source = folder.resolve("clip.mov");
        Qmaster patient = Qmaster.builder(backend)
                .journal(journal)
                .policy(Policy.DEFAULT.sourceTimeout(Duration.ofMinutes(1)))
                .build();
        after(Duration.ofSeconds(1), () -> Files.writeString(source, "a longer movie"));
        backend.queues("B-1");

        patient.submit(request);

        assertThat(journal.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.intentions()).hasSize(1);
            assertThat(entry.order().targets().get(0).sourceMark().bytes()).isEqualTo(14);
        });
    }
}
