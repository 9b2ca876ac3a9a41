package io.qmaster.domain.journal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Secret;
import io.qmaster.domain.SubmissionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The submissions that one journal object is at work on, and the passwords that must not be written of them. Thread-safe. */
final class OwnSubmissions {
    private final Map<SubmissionId, List<Secret>> secrets = new ConcurrentHashMap<>();

    /** Begins a submission, whose passwords are known. */
    void begin(BatchOrder order) {
        secrets.put(order.submissionId(), secretsOf(order));
    }

    /** Takes over a submission of another program. */
    void takeOver(SubmissionId submission) {
        secrets.putIfAbsent(submission, List.of());
    }

    /** Leaves a submission. */
    void leave(SubmissionId submission) {
        secrets.remove(submission);
    }

    /** Leaves all submissions. */
    void leaveAll() {
        secrets.clear();
    }

    /** Whether a submission is one of them. */
    boolean contains(SubmissionId submission) {
        return secrets.containsKey(submission);
    }

    /** A text about a submission without its passwords. */
    String masked(SubmissionId submission, String text) {
        String masked = text;
        for (Secret secret : secrets.getOrDefault(submission, List.of())) {
            masked = secret.maskIn(masked);
        }
        return masked;
    }

    private static List<Secret> secretsOf(BatchOrder order) {
        return Stream.of(order.cluster(), order.requestedCluster())
                .filter(Cluster.Address.class::isInstance)
                .map(cluster -> ((Cluster.Address) cluster).password())
                .toList();
    }
}
