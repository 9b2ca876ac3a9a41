package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterNotFoundException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SubmissionException;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;

/** The exceptions of failed submissions. */
final class SubmissionFailures {
    private final Policy policy;
    private final BatchLog log;

    SubmissionFailures(Policy policy, BatchLog log) {
        this.policy = policy;
        this.log = log;
    }

    /** The engine refused the batch and does not have it. */
    QmasterException refusal(BatchOrder order, Refused refused) {
        String message = refused.words().isBlank() ? "no text" : refused.words();
        log.error("refused: " + message);
        if (order.fellBack() || refused.kind() == RefusalKind.CLUSTER_UNAVAILABLE) {
            String cluster = order.requestedCluster().displayName();
            return new ClusterNotFoundException(Failure.notQueued(
                            "CLUSTER_NOT_FOUND",
                            order.fellBack()
                                    ? "the cluster \"" + cluster + "\" is not available, and "
                                            + Cluster.THIS_COMPUTER_NAME + " refused \"" + order.name() + "\" too: "
                                            + message
                                    : "the cluster \"" + cluster + "\" is not available: " + message)
                    .hint(
                            order.fellBack() || policy.fallback() == Policy.Fallback.WHEN_UNAVAILABLE
                                    ? "check the name of the cluster and whether its controller is running"
                                    : "check the name of the cluster and its controller, or allow the fallback to "
                                            + Cluster.THIS_COMPUTER_NAME)
                    .worthRetrying()
                    .of(order.submissionId()));
        }
        Failure failure = Failure.notQueued(
                        "SUBMISSION_REFUSED", "the engine refused \"" + order.name() + "\": " + message)
                .hint(adviceOn(refused))
                .of(order.submissionId());
        return new SubmissionException(
                refused.passing() ? failure.worthRetrying() : failure, refused.words(), refused.exitCode());
    }

    private static String adviceOn(Refused refused) {
        if (refused.passing()) {
            return "try again in a moment";
        }
        return refused.kind() == RefusalKind.SUBMISSION_ERROR
                ? "check that each source is a complete media file: engines report this of a source that they cannot read"
                : "fix the reported error";
    }

    /** The engine did not answer, and the batch was looked for. */
    QmasterException unsettled(BatchOrder order, Unknown unknown, QueueFate fate, String found) {
        String evidence = unknown.evidence() + "; " + found;
        String certainty = fate == QueueFate.NOT_QUEUED ? "it is not queued" : "it is unknown whether it is queued";
        log.error("no id of its own was returned, and " + certainty + ": " + evidence);
        boolean deadline = unknown.cause() == Unknown.Cause.DEADLINE;
        Failure failure = Failure.unknown(
                        deadline ? "SUBMISSION_TIMEOUT" : "SUBMISSION_WITHOUT_ID",
                        "submitting \"" + order.name() + "\" returned no id of its own and " + certainty + " ("
                                + evidence + ")")
                .hint(
                        fate == QueueFate.NOT_QUEUED
                                ? "it is safe to submit it again"
                                : "check the engine's queue before you submit it again: it could run twice; recover the"
                                        + " submission, or if that cannot settle it, give it up")
                .fate(fate)
                .of(order.submissionId());
        Failure complete = fate == QueueFate.NOT_QUEUED ? failure.worthRetrying() : failure;
        // A submission that cannot be settled is a timeout, also without a deadline: the program exits with 6 for both.
        return deadline || fate == QueueFate.UNKNOWN
                ? new SubmissionTimeoutException(complete, evidence)
                : new SubmissionException(complete, unknown.evidence(), unknown.exitCode());
    }

    /** The request id belongs to another request. */
    static RequestIdTakenException requestIdTaken(JournalEntry other) {
        return new RequestIdTakenException(Failure.notQueued(
                        "REQUEST_ID_TAKEN",
                        "the request id \"" + other.order().requestId().orElse("")
                                + "\" belongs to another request, submitted as " + other.submissionId())
                .hint("use a different id for every request"));
    }
}
