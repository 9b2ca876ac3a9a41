package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchingTest {
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<BatchEvent> events = new ArrayList<>();
    private final Qmaster qmaster = Qmaster.builder(backend)
            .listener(new BatchListener() {
                @Override
                public void on(BatchEvent event) {
                    events.add(event);
                }
            })
            .build();

    WatchingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static BatchReference batch(String id) {
        return BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private <T extends BatchEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private Duration elapsed() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    @Test
    void aSuccessfulBatchEndsWithItsCheckedOutput() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        Path output = bench.encoded("clip.mov");

        BatchResult result = submitted.await();

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(result.verified()).isTrue();
        assertThat(result.targets()).singleElement().satisfies(one -> {
            assertThat(one.path()).contains(output);
            assertThat(one.bytes()).hasValue(Files.size(output));
        });
    }

    @Test
    void theListenerIsToldTheWholeStoryInOrderBeforeTheWaiter() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted =
                qmaster.submit(bench.request().label("reel", "7").build());
        bench.encoded("clip.mov");

        submitted.await();

        assertThat(events)
                .extracting(event -> event instanceof BatchEvent.Changed changed
                        ? changed.status().text().raw()
                        : event.getClass().getSimpleName())
                .containsExactly("Submitted", "Waiting", "Processing", "PostProcessing", "Ended");
        assertThat(events).extracting(event -> event.head().sequence()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(events).allSatisfy(event -> assertThat(event.head().labels()).containsEntry("reel", "7"));
    }

    @Test
    void aFailedBatchTellsTheReasonOfTheEngineAndNoPercent() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 50)
                .shows(s(30), "Failed: 2x job controller down", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.reason()).isEqualTo("2x job controller down");
        assertThat(failed.code()).isEqualTo("BATCH_FAILED");
        assertThat(failed.result().status().progress().percentComplete()).isEmpty();
        assertThat(submitted.lastError())
                .contains("failed: 2x job controller down (source " + bench.source("clip.mov") + ")");
    }

    @Test
    void aBatchIsWatchedAfterAnEndedOneOfItsClusterWasWaitedForAgain() throws Exception {
        backend.batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch ended = qmaster.attach(batch("B-1"));
        ended.await();
        assertThat(ended.awaitStatus(status -> true, s(10))).isPresent();
        backend.clock().advance(s(60));
        backend.batch(batch("B-2")).shows(s(0), "Processing", 50).shows(s(30), "Successful", 100);

        QmasterBatch later = qmaster.attach(batch("B-2"));

        assertThat(later.await(s(600))).isPresent();
    }

    @Test
    void theWordsOfAnotherEngineMeanWhatItsBackendSays() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), new StatusText(BatchState.PROCESSING, "Rendering"))
                .shows(s(30), new StatusText(BatchState.SUCCESSFUL, "Completed"));
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        BatchResult result = submitted.await();

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(result.status().text().raw()).isEqualTo("Completed");
    }

    @Test
    void aFailureInTheWordsOfAnotherEngineTellsItsReason() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), new StatusText(BatchState.FAILED, "Aborted (17)", Optional.of("no licence")));
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.reason()).isEqualTo("no licence");
    }

    @Test
    void anUnknownStatusIsWarnedOfOnceForEachOfItsTexts() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Rendering", 10)
                .shows(s(60), "Rendering", 50)
                .shows(s(120), "Completed")
                .shows(s(180), "Successful");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        submitted.await();

        assertThat(events(BatchEvent.UnknownStatus.class))
                .extracting(event -> event.status().text().raw())
                .containsExactly("Rendering", "Completed");
        assertThat(submitted.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .containsExactly(
                        "the engine reports the unknown status \"Rendering\": the batch is watched until a known status follows",
                        "the engine reports the unknown status \"Completed\": the batch is watched until a known status follows");
    }

    @Test
    void anEngineThatCountsInItsStatusIsNotWarnedOfWithoutEnd() throws Exception {
        ScriptedBackend.Script script = backend.queues("B-1").batch(batch("B-1"));
        for (int second = 0; second < 1000; second++) {
            script.shows(s(second), "Frame " + second);
        }
        script.shows(s(1000), "Successful");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        submitted.await();

        assertThat(events(BatchEvent.UnknownStatus.class)).hasSize(10);
    }

    @Test
    void aFailureThatIsResubmittedByTheEngineIsNoEnd() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Failed: service stopped")
                .shows(s(2), "Processing", 10)
                .shows(s(30), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void aBatchThatFailedAndWasForgottenHasFailed() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Failed: no").vanishes(s(2));
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThatThrownBy(submitted::await).isInstanceOf(BatchFailedException.class);
    }

    @Test
    void aBatchThatAnotherUserCancelledSaysSo() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Cancelled", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        BatchCancelledException cancelled = catchThrowableOfType(BatchCancelledException.class, submitted::await);

        assertThat(cancelled.result().cause()).contains(CancelCause.EXTERNAL);
    }

    @Test
    void aBatchThatWeCancelledSaysForWhom() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing").shows(s(20), "Cancelled");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        submitted.cancel(CancelCause.TIMEOUT);

        BatchCancelledException cancelled = catchThrowableOfType(BatchCancelledException.class, submitted::await);

        assertThat(backend.controls()).containsExactly("cancel B-1");
        assertThat(cancelled.result().cause()).contains(CancelCause.TIMEOUT);
    }

    @Test
    void anUnknownStatusIsNeverTheEnd() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successfully confused");
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThat(submitted.await(Duration.ofDays(1))).isEmpty();
        assertThat(submitted.lastStatus()).get().extracting(BatchStatus::state).isEqualTo(BatchState.UNKNOWN);
    }

    @Test
    void aSuccessWithoutAnOutputIsAFailureAfterThirtySecondsOfGrace() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed).hasMessageContaining(bench.output("clip.mov").toString());
        assertThat(elapsed()).isEqualTo(s(31));
    }

    @Test
    void aSuccessWithAnEmptyOutputIsAFailure() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        Workbench.written(bench.output("clip.mov"), "");

        assertThatThrownBy(submitted::await)
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        failed -> assertThat(failed.code()).isEqualTo("OUTPUT_EMPTY"));
    }

    @Test
    void anOutputThatComesLateIsWaitedFor() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        backend.clock().schedule(s(20), () -> bench.encoded("clip.mov"));

        assertThat(submitted.await().verified()).isTrue();
    }

    @Test
    void anOutputThatStillGrowsAtTheEndOfTheGraceIsIncomplete() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        StringBuilder content = new StringBuilder();
        for (int half = 1; half < 80; half++) {
            backend.clock()
                    .schedule(
                            Duration.ofMillis(500L * half),
                            () -> Workbench.written(
                                    bench.output("clip.mov"),
                                    content.append("more ").toString()));
        }

        assertThatThrownBy(submitted::await)
                .isInstanceOfSatisfying(
                        BatchFailedException.class,
                        failed -> assertThat(failed.code()).isEqualTo("OUTPUT_INCOMPLETE"));
    }

    @Test
    void anOutputWhoseExtensionTheEngineChangedIsFoundByItsStem() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        Path odd = bench.encoded("clip.m2v");

        assertThat(submitted.await().targets())
                .singleElement()
                .satisfies(one -> assertThat(one.path()).contains(odd));
    }

    @Test
    void aFolderOfFramesIsTheOutputOfAnImageSequence() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Successful", 100);
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        QmasterBatch submitted =
                qmaster.submit(bench.request().compressorSettingFile(tiff).build());
        Workbench.written(bench.output("clip/frame-000000.tiff"), "one");
        Workbench.written(bench.output("clip/frame-000001.tiff"), "two");

        assertThat(submitted.await().targets()).singleElement().satisfies(one -> {
            assertThat(one.path()).contains(bench.output("clip"));
            assertThat(one.bytes()).hasValue(6);
        });
    }

    @Test
    void aBatchThatIsNotListedForNinetySecondsIsLost() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing", 10).vanishes(s(60));
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);

        assertThat(events(BatchEvent.Lost.class))
                .singleElement()
                .satisfies(lost -> assertThat(lost.unseenFor()).isBetween(s(90), s(120)));
    }

    @Test
    void aBatchThatNeverShowsUpIsLost() throws Exception {
        backend.queues("B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);
    }

    @Test
    void aBatchThatComesBackInTimeIsNotLost() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(130), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(events(BatchEvent.Lost.class)).isEmpty();
    }

    @Test
    void questionsThatFailDoNotCountTowardsALoss() throws Exception {
        backend.queues("B-1")
                .deaf(s(60), s(600))
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(650), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(submitted.logs(LogLevel.WARNING)).isNotEmpty();
    }

    @Test
    void aLostBatchThatReappearsIsAdoptedAgain() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(1000), "Processing", 80)
                .shows(s(1100), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);

        backend.clock().advance(s(1000));

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(events(BatchEvent.Found.class)).hasSize(1);
    }

    @Test
    void aLostBatchIsNoLongerAskedForAfterADay() throws Exception {
        backend.batch(batch("B-1")).shows(s(0), "Processing", 10).vanishes(s(60));
        QmasterBatch attached = qmaster.attach(batch("B-1"));
        assertThatThrownBy(attached::await).isInstanceOf(BatchLostException.class);

        backend.clock().advance(Duration.ofHours(25));
        int asked = backend.questions().size();
        backend.clock().advance(Duration.ofHours(25));

        assertThat(backend.questions()).hasSize(asked);
    }

    @Test
    void aBatchThatIsNearlyDoneIsNotLeftAloneForAWholePause() throws Exception {
        Progress nearly = Progress.of(99, Duration.ofMinutes(10), Duration.ZERO);
        backend.batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .shows(s(600), nearly, "Processing")
                .shows(s(640), "Successful");

        qmaster.attach(batch("B-1")).await();

        assertThat(elapsed()).isBetween(s(640), s(647));
    }

    @Test
    void aBatchOfTheJournalThatWeCancelAfterARestartSaysSo() throws Exception {
        MemoryJournal journal = new MemoryJournal();
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing").shows(s(60), "Cancelled");
        try (Qmaster before = Qmaster.builder(backend).journal(journal).build()) {
            before.submit(bench.request().build());
        }
        Qmaster after = Qmaster.builder(backend).journal(journal).build();

        after.cancel(batch("B-1"));

        assertThatThrownBy(() -> after.attach(batch("B-1")).await())
                .isInstanceOfSatisfying(
                        BatchCancelledException.class,
                        cancelled -> assertThat(cancelled.result().cause()).contains(CancelCause.USER));
    }

    @Test
    void controllingABatchThatIsNotWatchedBeginsNoWatch() throws Exception {
        qmaster.cancel(batch("B-9"));

        backend.clock().advance(Duration.ofMinutes(10));

        assertThat(backend.controls()).containsExactly("cancel B-9");
        assertThat(backend.questions()).isEmpty();
    }

    @Test
    void whenAllBatchesGoAtOnceTheEngineWasResetAndTheyAreWaitedForThreeTimesAsLong() throws Exception {
        for (String id : List.of("B-1", "B-2")) {
            backend.batch(batch(id))
                    .shows(s(0), "Processing", 10)
                    .vanishes(s(60))
                    .shows(s(290), "Cancelled");
        }
        QmasterBatch one = qmaster.attach(batch("B-1"));
        QmasterBatch other = qmaster.attach(batch("B-2"));

        assertThatThrownBy(one::await).isInstanceOf(BatchCancelledException.class);
        assertThatThrownBy(other::await).isInstanceOf(BatchCancelledException.class);

        assertThat(events(BatchEvent.Lost.class)).isEmpty();
        assertThat(events(BatchEvent.EngineReset.class)).hasSize(2);
    }

    @Test
    void aStatusThatCannotBeReadForHalfAnHourEndsTheWait() throws Exception {
        backend.queues("B-1").deaf(s(10), s(100_000)).batch(batch("B-1")).shows(s(0), "Processing", 10);
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThatThrownBy(submitted::await).isInstanceOf(StatusException.class);
        assertThat(elapsed()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(32));
    }

    @Test
    void batchesOfOneClusterAreAskedForTogether() throws Exception {
        for (String id : List.of("B-1", "B-2", "B-3")) {
            backend.batch(batch(id)).shows(s(0), "Processing", 10);
            qmaster.attach(batch(id));
        }

        backend.clock().advance(s(1));

        assertThat(backend.questions()).containsExactly(Set.of(batch("B-1"), batch("B-2"), batch("B-3")));
    }

    @Test
    void questionsGrowFromOneSecondToThirtySecondsApart() throws Exception {
        backend.batch(batch("B-1")).shows(s(0), "Waiting");
        qmaster.attach(batch("B-1"));

        backend.clock().advance(s(1));
        assertThat(backend.questions()).hasSize(1);
        backend.clock().advance(Duration.ofMinutes(10));
        int soFar = backend.questions().size();
        backend.clock().advance(Duration.ofMinutes(10));

        assertThat(backend.questions()).hasSize(soFar + 20);
    }

    @Test
    void aListenerThatThrowsDoesNoHarm() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        submitted.onChange(event -> {
            throw new IllegalStateException("a fault of the caller");
        });
        bench.encoded("clip.mov");

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(submitted.logs(LogLevel.WARNING))
                .anySatisfy(line -> assertThat(line.message()).contains("a fault of the caller"));
        assertThat(events(BatchEvent.Ended.class)).hasSize(1);
    }

    @Test
    void aListenerThatWasStoppedHearsNoMore() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        List<BatchEvent> heard = new ArrayList<>();
        submitted.onChange(heard::add).cancel();
        bench.encoded("clip.mov");

        submitted.await();

        assertThat(heard).isEmpty();
    }

    @Test
    void closingEndsOpenWaitsAndCancelsNothing() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing", 10);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        backend.clock().schedule(s(100), qmaster::close);

        assertThatThrownBy(submitted::await).isInstanceOf(QmasterClosedException.class);
        int asked = backend.questions().size();
        backend.clock().advance(Duration.ofHours(1));

        assertThat(backend.controls()).isEmpty();
        assertThat(backend.questions()).hasSize(asked);
    }

    @Test
    void aWaitThatTimesOutLeavesTheBatchAlone() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing", 10);
        QmasterBatch submitted = qmaster.submit(bench.request().build());

        assertThat(submitted.await(Duration.ofMinutes(5))).isEmpty();

        assertThat(elapsed()).isEqualTo(Duration.ofMinutes(5));
        assertThat(backend.controls()).isEmpty();
    }

    @Test
    void callersCannotCompleteTheStage() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        CompletionStage<BatchResult> stage = submitted.completion();
        bench.encoded("clip.mov");

        stage.toCompletableFuture().cancel(true);

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void theEndStaysKnownAfterTheEngineHasForgottenIt() throws Exception {
        BatchReference reference = Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        submitted.await();
        backend.batch(reference).vanishes(s(61));
        backend.clock().advance(s(100));

        assertThat(submitted.status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(qmaster.find(reference)).get().extracting(BatchStatus::state).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(qmaster.attach(reference).await().verified()).isTrue();
    }

    @Test
    void anUnknownBatchIsNotFound() throws Exception {
        assertThat(qmaster.find(batch("B-9"))).isEqualTo(Optional.empty());
    }

    @Test
    void thirtySixHoursPassWithAListenerAndAWaiterAndWithoutASecondThread() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .shows(Duration.ofHours(36), "Successful");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        List<String> threads = new ArrayList<>();
        submitted.onChange(event -> threads.add(Thread.currentThread().getName()));
        bench.encoded("clip.mov");

        BatchResult result = submitted.await();

        assertThat(result.took())
                .isBetween(Duration.ofHours(36), Duration.ofHours(36).plusMinutes(1));
        assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread().getName());
    }

    @Test
    void blockingOnACompletionOnVirtualTimeFailsInsteadOfHanging() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        CompletableFuture<BatchState> state =
                submitted.completion().thenApply(BatchResult::state).toCompletableFuture();

        assertThatThrownBy(state::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call QmasterBatch.await(), or advance the VirtualClock");
        assertThatThrownBy(state::join).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> state.get(1, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);

        submitted.await();
        assertThat(state.get()).isEqualTo(BatchState.SUCCESSFUL);
    }
}
