package io.qmaster.simulator.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of a batch. Not thread-safe while it is written. */
final class BatchHistory {
    private final String name;
    private final String cluster;
    private final String priority;
    private final Instant submittedAt;
    private final List<Stay> stays = new ArrayList<>();
    private final List<Resubmission> resubmissions = new ArrayList<>();
    private Ending ending = Ending.OPEN;
    private String status = "";
    private Optional<Phase> phase = Optional.of(Phase.WAITING);
    private Instant since;

    BatchHistory(String name, String cluster, String priority, Instant submittedAt) {
        this.name = name;
        this.cluster = cluster;
        this.priority = priority;
        this.submittedAt = submittedAt;
        this.since = submittedAt;
    }

    /** A period in a phase. */
    record Stay(Phase phase, Span span) {}

    /** A failed attempt that was followed by another one. */
    record Resubmission(Instant at, String reason) {}

    void enter(String newStatus, Instant at) {
        leave(at);
        status = newStatus;
        phase = Phase.of(newStatus);
        if (phase.isEmpty()) {
            ending = Ending.of(newStatus);
        }
    }

    /** Ends its current phase. */
    void leave(Instant at) {
        Span span = new Span(since, at);
        phase.filter(left -> !span.isEmpty()).ifPresent(left -> stays.add(new Stay(left, span)));
        since = at;
    }

    void resubmitted(Instant at, String reason) {
        resubmissions.add(new Resubmission(at, reason));
    }

    String name() {
        return name;
    }

    String cluster() {
        return cluster;
    }

    String priority() {
        return priority;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    List<Stay> stays() {
        return stays;
    }

    List<Resubmission> resubmissions() {
        return resubmissions;
    }

    Ending ending() {
        return ending;
    }

    /** When it ended, or the end of the run. */
    Instant lastSeen() {
        return since;
    }

    /** The engine's text for its last status, such as {@code Failed: 2x job controller down}. */
    String status() {
        return status;
    }

    boolean stopsWork() {
        return phase.isEmpty() || phase.get() == Phase.HOLD;
    }

    /** The time from its submission until it was first processed; empty if it never was. */
    Optional<Duration> waited() {
        return stays.stream()
                .filter(stay -> stay.phase() == Phase.PROCESSING)
                .findFirst()
                .map(stay -> Duration.between(submittedAt, stay.span().from()));
    }
}
