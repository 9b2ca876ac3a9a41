package io.qmaster.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A batch that the engine has, watched until it ends.
 *
 * <p>When the {@link Qmaster} that created it is closed, open waits end with {@link QmasterClosedException}, as does
 * every later call that needs the engine; the batch itself continues. For library consumers, who get it from
 * {@link Qmaster#submit} or {@link Qmaster#attach}. Thread-safe.
 */
public interface QmasterBatch {
    /** The engine's id. */
    BatchId id();

    /** Where the batch runs; not the requested cluster if {@link #fellBack()}. */
    Cluster cluster();

    /** Id and cluster. */
    BatchReference reference();

    /** Our own id of the submission; empty for a batch that was attached and that the journal does not know. */
    Optional<SubmissionId> submissionId();

    /** What was submitted; empty for a batch that was attached and that the journal does not know. */
    Optional<BatchOrder> order();

    /** The engine's ids of the jobs, as many as it reported. */
    List<JobId> jobIds();

    /** Whether the batch was submitted to this computer because its cluster was not available. */
    boolean fellBack();

    /**
     * Queries the engine now. A final status is kept and not queried again.
     *
     * @throws BatchLostException if the engine does not list the batch, possibly only temporarily
     * @throws StatusException if the query failed
     * @throws InterruptedException if the thread was interrupted
     */
    BatchStatus status() throws InterruptedException;

    /** The last known status, without a query. */
    Optional<BatchStatus> lastStatus();

    /**
     * Waits for the end, however long it takes.
     *
     * @return the result of a successful batch with checked outputs
     * @throws BatchFailedException if the batch failed or an output is invalid
     * @throws BatchCancelledException if the batch was cancelled
     * @throws BatchLostException if the batch is lost
     * @throws StatusException if the status could not be read for longer than the policy allows
     * @throws QmasterClosedException if the {@link Qmaster} is closed meanwhile
     * @throws InterruptedException if the thread was interrupted; the batch is not affected
     */
    BatchResult await() throws InterruptedException;

    /**
     * Waits for the end, at most for some time. Never cancels the batch.
     *
     * @return the result as {@link #await()} returns it, or empty if the time expired
     * @throws InterruptedException if the thread was interrupted; the batch is not affected
     */
    Optional<BatchResult> await(Duration atMost) throws InterruptedException;

    /**
     * Waits for the end within limits. When one expires, the batch is cancelled unless the limits say otherwise; if it
     * succeeds before it is cancelled, its result is returned.
     *
     * @return the result as {@link #await()} returns it
     * @throws WaitTimeoutException if a limit expired
     * @throws UnsupportedByEngineException if a limit could cancel the batch and the engine cannot cancel
     * @throws InterruptedException if the thread was interrupted; the batch is not affected
     */
    BatchResult awaitOrCancel(WaitLimits limits) throws InterruptedException;

    /**
     * Waits until a poll returns a status that is wanted, or that the batch has ended. Meanwhile the engine is polled
     * every {@link Policy#firstPoll()}, for all watched batches together; a failed poll is repeated.
     *
     * @return the status that is wanted, or a final one; empty if the time expired
     * @throws BatchLostException as {@link #await()}
     * @throws StatusException as {@link #await()}
     * @throws QmasterClosedException if the {@link Qmaster} is closed meanwhile
     * @throws InterruptedException if the thread was interrupted; the batch is not affected
     */
    Optional<BatchStatus> awaitStatus(Predicate<BatchStatus> wanted, Duration atMost) throws InterruptedException;

    /**
     * A stage that completes as {@link #await()} returns, with a new exception at every call. Callers cannot complete
     * it. What they attach runs on one of four threads, or on the executor of the {@link Qmaster}: attach code that
     * blocks with the {@code …Async} methods. On virtual time a thread that blocks in
     * {@code toCompletableFuture().get()} would stop time; that call fails with {@link IllegalStateException} unless
     * the stage has completed. Use {@link #await()} there.
     */
    CompletionStage<BatchResult> completion();

    /**
     * Calls a consumer with every later event of this batch, in order, never two at once. A slow or throwing consumer
     * delays no poll, completion or listener of all batches; at most eight consumers of single batches run at once.
     * Progress events are dropped as {@link BatchListener} describes.
     *
     * @return the subscription, to end it
     */
    Subscription onChange(Consumer<BatchEvent> consumer);

    /**
     * Asks the engine to cancel the batch; watching confirms it.
     *
     * @throws UnsupportedByEngineException if the engine cannot cancel
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    default void cancel() throws InterruptedException {
        control(ControlAction.CANCEL);
    }

    /**
     * The same, with the cause that {@link BatchResult#cause()} will report. With {@link CancelCause#INTERRUPT} and
     * {@link CancelCause#TIMEOUT} the engine is not called if it shows a submitted batch under another name, since the
     * id may be that of another user's batch.
     *
     * @throws UnsupportedByEngineException if the engine cannot cancel
     * @throws StatusException if the call failed, or the batch may be another user's
     * @throws InterruptedException if the thread was interrupted
     */
    void cancel(CancelCause cause) throws InterruptedException;

    /** Asks the engine to pause the batch; otherwise as {@link #cancel()}. */
    default void pause() throws InterruptedException {
        control(ControlAction.PAUSE);
    }

    /** Asks the engine to resume the batch; otherwise as {@link #cancel()}. */
    default void resume() throws InterruptedException {
        control(ControlAction.RESUME);
    }

    /** Asks the engine to cancel, pause or resume the batch; otherwise as {@link #cancel()}. */
    void control(ControlAction action) throws InterruptedException;

    /**
     * Asks the engine to cancel, pause or resume one job; the other jobs of the batch continue. If only some jobs of a
     * batch were cancelled, the batch fails, and its targets show which outputs were made.
     *
     * @throws UnsupportedByEngineException if the engine cannot do that with a job
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    void control(JobId job, ControlAction action) throws InterruptedException;

    /**
     * Performs an action, as {@link #control(ControlAction)} does, and waits until the status shows it, or the batch
     * has ended.
     *
     * @return the status that shows it, or the final one; empty if the time expired
     * @throws QmasterException as {@link #control(ControlAction)} and {@link #awaitStatus}
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<BatchStatus> controlAndWait(ControlAction action, Duration atMost) throws InterruptedException {
        control(action);
        return awaitStatus(status -> action.isShownBy(status.state()), atMost);
    }

    /** The log of this batch in this process, oldest line first, at most the last 1000 lines. */
    List<LogEntry> logs();

    /** The lines of at least a level. */
    List<LogEntry> logs(LogLevel atLeast);

    /** The last line of level {@link LogLevel#ERROR}, if there is one. */
    Optional<String> lastError();
}
