package io.qmaster.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A batch that the engine has, watched until it ends. Thread-safe.
 *
 * <p>An instance belongs to the {@link Qmaster} that gave it out. When that one is closed, open waits end with {@link
 * QmasterClosedException}, as does every later call that would query the engine, and the batch itself goes on.
 */
public interface QmasterBatch {
    /** The engine's id. */
    BatchId id();

    /** Where the batch runs, which is not where the user wanted it if {@link #fellBack()}. */
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
     * Queries the engine now. A final status is remembered and not queried again.
     *
     * @throws BatchLostException if the engine does not show the batch; that may pass
     * @throws StatusException if the query failed
     * @throws InterruptedException if the thread was interrupted
     */
    BatchStatus status() throws InterruptedException;

    /** The last status that was seen, without a query. */
    Optional<BatchStatus> lastStatus();

    /**
     * Waits for the end, however long it takes.
     *
     * @return the result of a batch that was successful, with outputs that were looked at
     * @throws BatchFailedException if the batch failed or an output is invalid
     * @throws BatchCancelledException if the batch was cancelled
     * @throws BatchLostException if the batch is lost
     * @throws StatusException if the status could not be read for longer than the policy allows
     * @throws QmasterClosedException if the {@link Qmaster} is closed meanwhile
     * @throws InterruptedException if the thread was interrupted; the batch is left alone
     */
    BatchResult await() throws InterruptedException;

    /**
     * Waits for the end for some time. Never cancels the batch.
     *
     * @return the result as {@link #await()} gives it, or empty if the time ran out; the batch is left alone
     * @throws InterruptedException if the thread was interrupted; the batch is left alone
     */
    Optional<BatchResult> await(Duration atMost) throws InterruptedException;

    /**
     * Waits for the end within limits. When one runs out the batch is cancelled, unless the limits say otherwise; if it
     * succeeds before it is cancelled, that is a success.
     *
     * @return the result as {@link #await()} gives it
     * @throws WaitTimeoutException if a limit ran out
     * @throws UnsupportedByEngineException if a limit could cancel the batch and the engine cannot
     * @throws InterruptedException if the thread was interrupted; the batch is left alone
     */
    BatchResult awaitOrCancel(WaitLimits limits) throws InterruptedException;

    /**
     * Waits until a poll shows a status that is wanted, or that the batch has ended. Meanwhile the engine is polled every
     * {@link Policy#firstPoll()}, for all watched batches together; a poll that fails is repeated.
     *
     * @return the status that is wanted, or a final one; empty if the time ran out
     * @throws BatchLostException as {@link #await()}
     * @throws StatusException as {@link #await()}
     * @throws QmasterClosedException if the {@link Qmaster} is closed meanwhile
     * @throws InterruptedException if the thread was interrupted; the batch is left alone
     */
    Optional<BatchStatus> awaitStatus(Predicate<BatchStatus> wanted, Duration atMost) throws InterruptedException;

    /**
     * A stage that ends as {@link #await()} does, with an exception of its own at every call. Callers cannot complete it. What
     * they attach runs on one of four threads, or on the executor that the {@link Qmaster} was given: attach what blocks with
     * the {@code …Async} methods. On virtual time a thread that blocks in {@code toCompletableFuture().get()} would stop time;
     * that call fails with {@link IllegalStateException} unless the stage has ended. Use {@link #await()} there.
     */
    CompletionStage<BatchResult> completion();

    /**
     * Calls a consumer with every event of this batch from now on, in order, never two at once. A slow or throwing one
     * delays no poll, completion or listener of all batches; at most eight consumers of single batches run at once. Progress
     * is dropped as {@link BatchListener} says.
     *
     * @return what stops it
     */
    Subscription onChange(Consumer<BatchEvent> consumer);

    /**
     * Asks the engine to cancel the batch; watching confirms it.
     *
     * @throws UnsupportedByEngineException if the engine cannot
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    default void cancel() throws InterruptedException {
        control(ControlAction.CANCEL);
    }

    /**
     * The same, with the cause that {@link BatchResult#cause()} will report. With {@link CancelCause#INTERRUPT} and
     * {@link CancelCause#TIMEOUT} the engine is not called if it shows a batch of ours under another name, since the id may
     * be that of another user's batch.
     *
     * @throws UnsupportedByEngineException if the engine cannot
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
     * Asks the engine to cancel, pause or resume one job; the other jobs of the batch go on. A batch of which only some jobs
     * were cancelled is not a cancelled batch: it ends as failed, and its targets report which were made.
     *
     * @throws UnsupportedByEngineException if the engine cannot
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    void control(JobId job, ControlAction action) throws InterruptedException;

    /**
     * Asks the engine for an action, as {@link #control(ControlAction)} does, and waits until it shows that, or that the batch
     * ended before.
     *
     * @return the status that shows it, or how the batch ended; empty if the time ran out
     * @throws QmasterException as {@link #control(ControlAction)} and {@link #awaitStatus}
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<BatchStatus> controlAndWait(ControlAction action, Duration atMost) throws InterruptedException {
        control(action);
        return awaitStatus(status -> action.isShownBy(status.state()), atMost);
    }

    /** The log of this batch in this process, the oldest line first. At most the last 1000 lines are kept. */
    List<LogEntry> logs();

    /** The lines that matter at least so much. */
    List<LogEntry> logs(LogLevel atLeast);

    /** The last line of level error, if there is one. */
    Optional<String> lastError();
}
