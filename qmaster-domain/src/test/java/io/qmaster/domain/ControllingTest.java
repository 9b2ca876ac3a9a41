package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllingTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final ScriptedBackend script = new ScriptedBackend();
    private final Qmaster qmaster = Qmaster.over(script);

    private void isCancelledAfterAMinute() {
        script.batch(BATCH).shows(Duration.ZERO, "Processing", 10).shows(Duration.ofMinutes(1), "Cancelled");
    }

    private static CancelCause causeOfEnd(QmasterBatch batch) {
        return catchThrowableOfType(BatchCancelledException.class, batch::await)
                .result()
                .cause()
                .orElseThrow();
    }

    @Test
    void anActionThatIsRefusedIsToldToTheCaller() {
        script.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "not now")));
        QmasterBatch batch = qmaster.attach(BATCH);

        assertThatThrownBy(batch::pause).isInstanceOf(StatusException.class).hasMessage("not now");
    }

    @Test
    void whetherTheEngineHasTheBatchOfAnotherUserIsNotClaimed() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> qmaster.cancel(BATCH),
                () -> qmaster.attach(BATCH).pause(),
                () -> qmaster.attach(BATCH).status())) {
            script.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "no such batch")));
            QmasterException failed = catchThrowableOfType(QmasterException.class, call);
            assertThat(failed.failure().fate()).contains(QueueFate.UNKNOWN);
            assertThat(failed.failure().batch()).contains(BATCH);
            assertThat(failed.isRetryable()).isFalse();
        }
    }

    @Test
    void whoeverAskedInVainToCancelIsNotTheCauseOfTheEnd() {
        isCancelledAfterAMinute();
        script.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "not now")));
        QmasterBatch batch = qmaster.attach(BATCH);
        assertThatThrownBy(batch::cancel).isInstanceOf(StatusException.class);

        assertThat(causeOfEnd(batch)).isEqualTo(CancelCause.EXTERNAL);
    }

    @Test
    void whoeverAskedFirstWithSuccessIsTheCauseOfTheEnd() throws Exception {
        isCancelledAfterAMinute();
        QmasterBatch batch = qmaster.attach(BATCH);
        batch.cancel(CancelCause.TIMEOUT);
        script.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "not now")));
        assertThatThrownBy(batch::cancel).isInstanceOf(StatusException.class);

        assertThat(causeOfEnd(batch)).isEqualTo(CancelCause.TIMEOUT);
    }

    @Test
    void aBatchIsPausedResumedAndCancelledByItself() throws Exception {
        QmasterBatch batch = qmaster.attach(BATCH);

        batch.pause();
        batch.resume();
        batch.cancel();

        assertThat(script.controls()).containsExactly("pause B-1", "resume B-1", "cancel B-1");
    }

    @Test
    void whoeverWaitsForAnActionIsGivenTheStatusThatShowsIt() throws Exception {
        script.batch(BATCH)
                .shows(Duration.ZERO, "Processing", 10)
                .shows(Duration.ofSeconds(5), "Hold", 10)
                .shows(Duration.ofSeconds(10), "Processing", 20)
                .shows(Duration.ofSeconds(15), "Cancelled");
        QmasterBatch batch = qmaster.attach(BATCH);

        assertThat(batch.controlAndWait(ControlAction.PAUSE, Duration.ofMinutes(1)))
                .map(BatchStatus::state)
                .contains(BatchState.HOLD);
        assertThat(batch.controlAndWait(ControlAction.RESUME, Duration.ofMinutes(1)))
                .map(BatchStatus::state)
                .contains(BatchState.PROCESSING);
        assertThat(batch.controlAndWait(ControlAction.CANCEL, Duration.ofMinutes(1)))
                .map(BatchStatus::state)
                .contains(BatchState.CANCELLED);
        assertThat(script.controls()).containsExactly("pause B-1", "resume B-1", "cancel B-1");
    }

    @Test
    void aBatchThatWasPolledRarelyIsPolledEverySecondWhileAnActionIsWaitedFor() throws Exception {
        script.batch(BATCH)
                .shows(Duration.ZERO, "Processing", 10)
                .shows(Duration.ofHours(1).plusSeconds(2), "Hold", 10);
        QmasterBatch batch = qmaster.attach(BATCH);
        script.clock().advance(Duration.ofHours(1));

        assertThat(batch.controlAndWait(ControlAction.PAUSE, Duration.ofMinutes(1)))
                .isPresent();

        assertThat(Duration.ofNanos(script.clock().elapsedNanos()))
                .isLessThanOrEqualTo(Duration.ofHours(1).plusSeconds(3));
    }

    @Test
    void anActionThatIsNotShownInTimeIsSaidToBeEmpty() throws Exception {
        script.batch(BATCH).shows(Duration.ZERO, "Processing", 10);

        assertThat(qmaster.attach(BATCH).controlAndWait(ControlAction.PAUSE, Duration.ofSeconds(30)))
                .isEmpty();
        assertThat(Duration.ofNanos(script.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aBatchThatEndsBeforeItIsPausedEndsTheWaitForThat() throws Exception {
        script.batch(BATCH).shows(Duration.ZERO, "Processing", 10).shows(Duration.ofSeconds(5), "Successful");

        assertThat(qmaster.attach(BATCH).controlAndWait(ControlAction.PAUSE, Duration.ofMinutes(1)))
                .map(BatchStatus::state)
                .contains(BatchState.SUCCESSFUL);
    }

    @Test
    void aQueryThatFailsMeanwhileDoesNotEndTheWaitForAnAction() throws Exception {
        script.deaf(Duration.ZERO, Duration.ofSeconds(10)).batch(BATCH).shows(Duration.ZERO, "Hold", 10);

        assertThat(qmaster.attach(BATCH).controlAndWait(ControlAction.PAUSE, Duration.ofMinutes(1)))
                .isPresent();
    }

    @Test
    void whoeverCancelsABatchByItsReferenceIsTheCauseOfItsEnd() throws Exception {
        isCancelledAfterAMinute();
        QmasterBatch batch = qmaster.attach(BATCH);

        qmaster.cancel(BATCH);

        assertThat(causeOfEnd(batch)).isEqualTo(CancelCause.USER);
    }

    @Test
    void whoeverCancelsWhatAnEarlierProgramSubmittedIsTheCauseOfItsEndToo(@TempDir Path folder) throws Exception {
        MemoryJournal journal = new MemoryJournal();
        script.queues("B-1");
        isCancelledAfterAMinute();
        try (Qmaster earlier = Qmaster.builder(script).journal(journal).build()) {
            earlier.submit(new Workbench(folder).request().build());
        }

        Qmaster.builder(script).journal(journal).build().cancel(BATCH);
        script.clock().advance(Duration.ofMinutes(2));

        assertThat(journal.entries().get(0).result().orElseThrow().cause()).contains(CancelCause.USER);
    }

    @Test
    void actionsByReferenceAreThoseOfTheBatch() throws Exception {
        qmaster.pause(BATCH);
        qmaster.resume(BATCH);
        qmaster.cancel(BATCH);

        assertThat(script.controls()).containsExactly("pause B-1", "resume B-1", "cancel B-1");
    }
}
