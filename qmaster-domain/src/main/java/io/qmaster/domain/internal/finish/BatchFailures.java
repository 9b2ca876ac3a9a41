package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.QmasterClosedException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.WaitTimeoutException;
import io.qmaster.domain.port.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Creates the exceptions of one batch, with readable messages. Thread-safe. */
public final class BatchFailures {
    /** The maximum number of files in one message. */
    private static final int NAMED = 3;

    private static final String NO_REASON = "the engine gave no reason";

    private final BatchReference batch;
    private final Supplier<Optional<BatchOrder>> order;

    public BatchFailures(BatchReference batch, Supplier<Optional<BatchOrder>> order) {
        this.batch = batch;
        this.order = order;
    }

    /** The batch is not cancelled, because the engine lists it under a foreign name. */
    public StatusException foreign(String name) {
        return new StatusException(located(Failure.withoutSubmission(
                        "CONTROL_REFUSED",
                        "the engine lists the batch " + batch + " as \"" + name + "\": it may be another user's")
                .hint("find your batch in the engine's list, and cancel it by its id")
                .worthRetrying()));
    }

    public UnsupportedByEngineException unsupported(Failure objection) {
        return new UnsupportedByEngineException(located(objection));
    }

    public BatchLostException lost(Duration unseenFor) {
        return new BatchLostException(located(Failure.withoutSubmission(
                        "BATCH_LOST", "the batch " + batch + " has not been listed for " + unseenFor.toSeconds() + " s")
                .hint("the engine may have been reset: check its queue"
                        + (order.get().isPresent()
                                ? "; if it does not have the batch, give the submission up, then retry it"
                                : " before you submit it again"))));
    }

    public BatchLostException notSeen() {
        return new BatchLostException(
                unseen(Failure.withoutSubmission("BATCH_NOT_SEEN", "the engine does not show the batch " + batch)
                        .hint("it may have just been submitted, or to another cluster, or the engine was reset")));
    }

    public StatusException unreadable(Duration since, String reason, Throwable cause) {
        return new StatusException(unseen(Failure.withoutSubmission(
                        "STATUS_UNREADABLE",
                        "the status of the batch " + batch + " could not be read for " + since.toSeconds() + " s: "
                                + reason)
                .hint("the batch may be running normally; query it again later")
                .worthRetrying()
                .because(cause)));
    }

    public StatusException inconclusive(Throwable cause) {
        return new StatusException(located(Failure.withoutSubmission(
                        "OUTPUTS_UNREADABLE",
                        "the engine has finished the batch " + batch + ", but its outputs could not be checked: "
                                + Reason.withPath(cause))
                .hint("check the outputs yourself, or settle the batch again later with Qmaster.recover()")
                .worthRetrying()
                .because(cause)));
    }

    public QmasterClosedException closed() {
        return new QmasterClosedException(located(
                Failure.withoutSubmission("CLOSED", "watching the batch " + batch + " ended because Qmaster was closed")
                        .hint("the batch keeps running; attach to it again")));
    }

    /**
     * A limit expired.
     *
     * @param limit the limit, for the message
     * @param fate what happened to the batch, for the message
     */
    public WaitTimeoutException overdue(String limit, String fate, boolean cancelled) {
        return new WaitTimeoutException(
                located(Failure.withoutSubmission(
                                "TIMEOUT",
                                "the time limit for " + limit + " of the batch " + batch + " expired; " + fate)
                        .hint("allow more time, or check what delays it")),
                cancelled);
    }

    public BatchCancelledException cancelled(BatchResult result) {
        return new BatchCancelledException(
                located(Failure.withoutSubmission("BATCH_CANCELLED", "the batch " + batch + " was cancelled")
                        .hint("submit it again if that was not intended")),
                result);
    }

    public BatchFailedException failed(BatchResult result) {
        Optional<Output> withoutVolume = result.targets().stream()
                .filter(output -> result.status().state() == BatchState.FAILED && output.isWithoutVolume())
                .findFirst();
        if (withoutVolume.isPresent()) {
            return volumeMissing(result, withoutVolume.get());
        }
        boolean byTheEngine = result.status().state() == BatchState.FAILED;
        List<Output> faulty = result.targets().stream()
                .filter(output -> !byTheEngine && output.fault().isPresent())
                .toList();
        String code = faulty.stream()
                .findFirst()
                .flatMap(Output::fault)
                .map(OutputFault::name)
                .orElse("BATCH_FAILED");
        List<Output> cancelled = result.targets().stream()
                .filter(output -> !byTheEngine && output.state() == BatchState.CANCELLED)
                .toList();
        if (faulty.isEmpty() && !cancelled.isEmpty()) {
            return jobsCancelled(result, cancelled);
        }
        String reason = faulty.isEmpty() ? result.status().reason().orElse(NO_REASON) : words(faulty);
        return new BatchFailedException(
                located(Failure.withoutSubmission(
                                code,
                                "the batch " + batch + " failed: " + (faulty.isEmpty() ? engineReason(result) : reason))
                        .hint(hint(code))),
                reason,
                result);
    }

    private BatchFailedException volumeMissing(BatchResult result, Output output) {
        String reason = result.status().reason().orElse(NO_REASON);
        return new BatchFailedException(
                located(Failure.withoutSubmission(
                                Output.VOLUME_MISSING,
                                "the batch " + batch + " failed: " + reason + "; the volume of its source "
                                        + output.target().source() + " was gone")
                        .hint("mount the volume, then retry the batch")),
                reason,
                result);
    }

    private BatchFailedException jobsCancelled(BatchResult result, List<Output> cancelled) {
        String reason = named(cancelled.stream()
                .map(output -> output.target().source()
                        + output.reason().map(why -> ": " + why).orElse(""))
                .distinct()
                .toList());
        return new BatchFailedException(
                located(Failure.withoutSubmission("JOB_CANCELLED", "the batch " + batch + " is not complete: " + reason)
                        .hint("if that was not intended, retry the batch to submit the cancelled jobs")),
                reason,
                result);
    }

    /** Why a batch failed according to the engine, and for which files. */
    public static String engineReason(BatchResult result) {
        String reason = result.status().reason().orElse(NO_REASON);
        List<String> failed = result.targets().isEmpty()
                ? result.status().jobs().stream()
                        .filter(job -> job.state() == BatchState.FAILED)
                        .flatMap(job -> job.name().map(name -> name + differing(job.reason(), reason)).stream())
                        .toList()
                : result.targets().stream()
                        .filter(output -> output.state() == BatchState.FAILED)
                        .map(output -> output.target().source() + differing(output.reason(), reason))
                        .distinct()
                        .toList();
        if (failed.isEmpty()) {
            return reason;
        }
        return reason + " (" + (failed.size() == 1 ? "source " : "sources ") + named(failed) + ")";
    }

    private static String named(List<String> files) {
        String more = files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "";
        return files.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
    }

    private static String differing(Optional<String> own, String reason) {
        return own.filter(words -> !words.equals(reason))
                .map(words -> ": " + words)
                .orElse("");
    }

    private static String hint(String code) {
        return code.equals(OutputFault.OUTPUT_NOT_PUBLISHED.name())
                ? "remove the obstacle; recovering the submission then moves the output to its place"
                : "see the log of the batch for what happened before";
    }

    /** Describes an invalid output. */
    public static String words(Output output) {
        return words(List.of(output));
    }

    /** Describes invalid outputs. */
    private static String words(List<Output> outputs) {
        boolean published = outputs.get(0).fault().equals(Optional.of(OutputFault.OUTPUT_NOT_PUBLISHED));
        return (published ? "" : "the engine calls it successful, but ")
                + outputs.stream()
                        .flatMap(output -> output.complaint().stream())
                        .collect(Collectors.joining("; "));
    }

    /** The same failure for this batch, which the engine has. */
    public Failure located(Failure failure) {
        Failure known = failure.of(batch);
        return order.get()
                .map(BatchOrder::submissionId)
                .map((Function<SubmissionId, Failure>) known::of)
                .orElse(known);
    }

    /** The same failure for this batch, whose status is not known: nor is whether the engine has that of another user. */
    public Failure unseen(Failure failure) {
        Failure located = located(failure);
        return order.get().isPresent() ? located : located.fate(QueueFate.UNKNOWN);
    }
}
