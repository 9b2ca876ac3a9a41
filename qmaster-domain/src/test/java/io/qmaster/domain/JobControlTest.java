package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single jobs of a batch: cancelled, paused, resumed and found by the engine's id of the job. */
class JobControlTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final JobId FIRST = new JobId("J-1");
    private static final JobId SECOND = new JobId("J-2");

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    JobControlTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    /** A batch of two jobs, of which the engine makes the second. */
    private QmasterBatch submitted(String end) throws InterruptedException {
        backend.attempt((order, deadline) -> {
            bench.encoded("other.mov");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of(FIRST, SECOND));
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Processing", 10).shows(Duration.ofMinutes(5), end);
        return qmaster.submit(
                bench.request().job(JobRequest.of(bench.source("other.mov"))).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cancelled", "Successful"})
    void aBatchOfWhichOneJobWasCancelledIsNotCalledCancelled(String end) throws Exception {
        QmasterBatch batch = submitted(end);

        batch.control(FIRST, ControlAction.CANCEL);
        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("JOB_CANCELLED");
        assertThat(failed).hasMessageContaining("clip.mov: its job was cancelled");
        BatchResult result = failed.result();
        assertThat(result.targets())
                .extracting(Output::state)
                .containsExactly(BatchState.CANCELLED, BatchState.SUCCESSFUL);
        assertThat(result.outputs()).containsExactly(bench.output("other.mov"));
        assertThat(result.cause()).isEmpty();
        assertThat(journal.entries().get(0).result()).contains(result);
    }

    @Test
    void aBatchWhoseJobsWereAllCancelledIsCancelledByTheUser() throws Exception {
        QmasterBatch batch = submitted("Cancelled");

        batch.control(FIRST, ControlAction.CANCEL);
        batch.control(SECOND, ControlAction.CANCEL);
        BatchCancelledException cancelled = catchThrowableOfType(BatchCancelledException.class, batch::await);

        assertThat(cancelled.result().cause()).contains(CancelCause.USER);
    }

    @Test
    void aBatchThatIsCancelledAfterOneOfItsJobsIsCancelled() throws Exception {
        QmasterBatch batch = submitted("Cancelled");

        batch.control(FIRST, ControlAction.CANCEL);
        batch.cancel();

        assertThatThrownBy(batch::await).isInstanceOf(BatchCancelledException.class);
    }

    @Test
    void aJobWhoseCancellingWasRefusedIsJudgedAsAnyOther() throws Exception {
        QmasterBatch batch = submitted("Cancelled");
        backend.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "no")));

        assertThatThrownBy(() -> batch.control(FIRST, ControlAction.CANCEL)).isInstanceOf(StatusException.class);

        assertThat(journal.entries().get(0).cancelledJobs()).isEmpty();
        assertThatThrownBy(batch::await).isInstanceOf(BatchCancelledException.class);
    }

    @Test
    void theEngineIsAskedForTheJobAndNotForItsBatch() throws Exception {
        QmasterBatch batch = submitted("Successful");

        batch.control(SECOND, ControlAction.PAUSE);
        batch.control(SECOND, ControlAction.RESUME);

        assertThat(backend.controls()).containsExactly("pause B-1 J-2", "resume B-1 J-2");
    }

    @ParameterizedTest
    @EnumSource(ControlAction.class)
    void anEngineThatCannotControlAJobRefusesBeforeAnythingStarts(ControlAction action) {
        ScriptedBackend plain = new ScriptedBackend() {
            @Override
            public void control(BatchReference batch, JobId job, ControlAction wanted, Deadline deadline) {
                throw new UnsupportedByEngineException(Failure.withoutSubmission("UNSUPPORTED", "not a single job"));
            }
        };

        assertThatThrownBy(() -> {
                    Qmaster.over(plain).attach(BATCH).control(FIRST, action);
                })
                .isInstanceOf(UnsupportedByEngineException.class);
    }

    @Test
    void theBatchOfAJobIsFoundInTheJournalWithoutAskingTheEngine() throws Exception {
        submitted("Successful");
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        assertThat(qmaster.batchOf(SECOND)).contains(BATCH);
    }

    @Test
    void theBatchOfAJobThatEndedIsRemembered() throws Exception {
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of(FIRST));
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        qmaster.submitAndWait(bench.request().build());
        backend.without(Capability.LIST);

        assertThat(qmaster.batchOf(FIRST)).contains(BATCH);
        assertThat(qmaster.batchOf(SECOND)).isEmpty();
    }

    @Test
    void theBatchOfAnotherUsersJobIsFoundInTheListOfTheEngine() throws Exception {
        backend.batch(BATCH)
                .named("theirs")
                .job("J-1", "clip.mov", "Processing")
                .shows(Duration.ZERO, "Processing");

        assertThat(qmaster.batchOf(FIRST)).contains(BATCH);
        assertThat(qmaster.batchOf(SECOND)).isEqualTo(Optional.empty());
    }
}
