package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitLimitsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<BatchEvent> events = new ArrayList<>();
    private final Qmaster qmaster = Qmaster.builder(backend)
            .policy(Policy.DEFAULT.pollEvery(s(1)))
            .listener(new BatchListener() {
                @Override
                public void held(BatchEvent.Held event) {
                    events.add(event);
                }

                @Override
                public void stalled(BatchEvent.Stalled event) {
                    events.add(event);
                }
            })
            .build();

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Duration elapsed() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    private WaitTimeoutException timeoutOf(WaitLimits limits) {
        QmasterBatch batch = qmaster.attach(BATCH);
        return catchThrowableOfType(WaitTimeoutException.class, () -> batch.awaitOrCancel(limits));
    }

    @Test
    void aBatchThatTakesTooLongIsCancelled() {
        backend.batch(BATCH).shows(s(0), "Processing").shows(s(63), "Cancelled");

        WaitTimeoutException timeout = timeoutOf(WaitLimits.NONE.whole(s(60)));

        assertThat(timeout.isCancelled()).isTrue();
        assertThat(backend.controls()).containsExactly("cancel B-1");
        assertThat(elapsed()).isEqualTo(s(63));
    }

    @Test
    void aBatchThatTakesTooLongIsLeftWhenTheCallerSaysSo() {
        backend.batch(BATCH).shows(s(0), "Processing");

        WaitTimeoutException timeout = timeoutOf(WaitLimits.NONE.whole(s(60)).leaveOnTimeout());

        assertThat(timeout.isCancelled()).isFalse();
        assertThat(timeout.fate()).contains(QueueFate.QUEUED);
        assertThat(backend.controls()).isEmpty();
        assertThat(elapsed()).isEqualTo(s(60));
    }

    @Test
    void aSuccessThatWinsTheRaceAgainstCancellingIsASuccess() throws Exception {
        backend.batch(BATCH).shows(s(0), "Processing").shows(s(61), "Successful");

        BatchResult result = qmaster.attach(BATCH).awaitOrCancel(WaitLimits.NONE.whole(s(60)));

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void cancellingThatIsNotConfirmedIsSaid() {
        backend.batch(BATCH).shows(s(0), "Processing");

        WaitTimeoutException timeout = timeoutOf(WaitLimits.NONE.whole(s(60)));

        assertThat(timeout.isCancelled()).isFalse();
        assertThat(timeout).hasMessageContaining("not confirmed");
    }

    @Test
    void theLimitOfTheQueueEndsWhenTheBatchRuns() throws Exception {
        backend.batch(BATCH).shows(s(0), "Waiting").shows(s(50), "Processing").shows(s(500), "Successful");

        assertThat(qmaster.attach(BATCH)
                        .awaitOrCancel(WaitLimits.NONE.queue(s(60)))
                        .state())
                .isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void aBatchThatIsNotSeenCountsAsQueued() {
        assertThat(timeoutOf(WaitLimits.NONE.queue(s(60)).leaveOnTimeout())).hasMessageContaining("queue");
        assertThat(elapsed()).isEqualTo(s(60));
    }

    @Test
    void theLimitOfRunningDoesNotCountHolds() {
        backend.batch(BATCH)
                .shows(s(0), "Processing", 10)
                .shows(s(30), "Hold", 10)
                .shows(s(1000), "Processing", 20);

        assertThat(timeoutOf(WaitLimits.NONE.run(s(60)).leaveOnTimeout())).hasMessageContaining("running");
        assertThat(elapsed()).isBetween(s(1029), s(1033));
    }

    @Test
    void aHoldThatLastsTooLongIsATimeout() {
        backend.batch(BATCH).shows(s(0), "Processing").shows(s(30), "Hold");

        assertThat(timeoutOf(WaitLimits.NONE.hold(s(60)).leaveOnTimeout())).hasMessageContaining("hold");
        assertThat(events).hasAtLeastOneElementOfType(BatchEvent.Held.class);
    }

    @Test
    void aBatchWithoutProgressForHalfAnHourStallsOnce() throws Exception {
        backend.batch(BATCH)
                .shows(s(0), "Processing", 10)
                .shows(s(3600), "Processing", 11)
                .shows(s(3700), "Successful");

        qmaster.attach(BATCH).await();

        assertThat(events).hasOnlyElementsOfType(BatchEvent.Stalled.class).hasSize(1);
    }

    private static Progress progress(int percent, long elapsed, long remaining) {
        return Progress.of(percent, s(elapsed), s(remaining));
    }

    @Test
    void aBatchBehindAnotherOneWaitsAndDoesNotStall() throws Exception {
        backend.batch(BATCH)
                .shows(s(0), progress(0, 0, 0), "Processing")
                .shows(s(7200), progress(3, 60, 2000), "Processing")
                .shows(s(7300), "Successful");

        qmaster.attach(BATCH).await();

        assertThat(events).isEmpty();
    }

    @Test
    void timeBehindAnotherBatchCountsAsTimeInTheQueue() {
        backend.batch(BATCH).shows(s(0), progress(0, 0, 0), "Processing");

        assertThat(timeoutOf(WaitLimits.NONE.queue(s(60)).leaveOnTimeout())).hasMessageContaining("queue");
    }

    @Test
    void elapsedAndRemainingTimeAreProgress() throws Exception {
        ScriptedBackend.Script script = backend.batch(BATCH);
        for (int step = 0; step < 5; step++) {
            script.shows(s(step * 1500L), progress(1, 100 + step, 9000), "Processing");
        }
        script.shows(s(7500), progress(1, 104, 8000), "Processing").shows(s(9000), "Successful");

        qmaster.attach(BATCH).await();

        assertThat(events).isEmpty();
    }

    @Test
    void anOutputThatGrowsIsProgress(@TempDir Path folder) throws Exception {
        Workbench bench = new Workbench(folder);
        backend.queues("B-1")
                .batch(BATCH)
                .shows(s(0), progress(1, 100, 9000), "Processing")
                .shows(s(3000), progress(2, 200, 9000), "Processing")
                .shows(s(5000), "Successful");
        QmasterBatch batch = qmaster.submit(bench.request().build());
        for (int minutes = 5; minutes < 80; minutes += 5) {
            int bytes = minutes;
            backend.clock()
                    .schedule(
                            Duration.ofMinutes(minutes),
                            () -> Workbench.written(bench.output("clip.mov"), "x".repeat(bytes)));
        }

        batch.await();

        assertThat(events).isEmpty();
    }

    @Test
    void aStalledBatchIsCancelledWhenTheCallerSaysSo() {
        backend.batch(BATCH).shows(s(0), "Processing", 10).shows(s(1805), "Cancelled");

        WaitTimeoutException timeout = timeoutOf(WaitLimits.NONE.cancelWhenStalled());

        assertThat(timeout.isCancelled()).isTrue();
        assertThat(timeout).hasMessageContaining("no progress");
    }

    @Test
    void aLimitBeyondTenYearsIsRefused() {
        assertThatThrownBy(() -> WaitLimits.NONE.whole(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ten years");
        assertThatThrownBy(() -> Policy.DEFAULT.lostAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ten years");
    }

    @Test
    void aLimitThatCouldCancelIsRefusedByAnEngineThatCannot() {
        backend.without(Capability.CONTROL).batch(BATCH).shows(s(0), "Processing");
        QmasterBatch batch = qmaster.attach(BATCH);

        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.whole(s(60))))
                .isInstanceOf(UnsupportedByEngineException.class);
        assertThat(elapsed()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aLimitThatCouldCancelIsRefusedBeforeAnythingIsSubmitted(@TempDir Path folder) {
        backend.without(Capability.CONTROL);
        BatchRequest request = new Workbench(folder).request().build();

        assertThatThrownBy(() -> qmaster.submitAndWaitOrCancel(request, WaitLimits.NONE.whole(s(60))))
                .isInstanceOf(UnsupportedByEngineException.class);
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void aBatchIsSubmittedAndWaitedForWithinLimits(@TempDir Path folder) throws Exception {
        Workbench bench = new Workbench(folder);
        Workbench.encodesInAMinute(backend, "B-1");
        BatchRequest request = bench.request().build();

        WaitTimeoutException timeout = catchThrowableOfType(
                WaitTimeoutException.class,
                () -> qmaster.submitAndWaitOrCancel(
                        request, WaitLimits.NONE.whole(s(30)).leaveOnTimeout()));

        assertThat(timeout.fate()).contains(QueueFate.QUEUED);
        assertThat(elapsed()).isEqualTo(s(30));
    }
}
