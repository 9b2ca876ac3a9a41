package io.qmaster.simulator.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of a batch. Not thread-safe while it is written. */
public final class BatchHistory {
    private final String name;
    private final String cluster;
    private final String priority;
    private final Instant submittedAt;
    private final List<Stay> stays = new ArrayList<>();
    private final List<Resubmission> resubmissions = new ArrayList<>();
    private String details = "";
    private Ending ending = Ending.OPEN;
    private String status = "";
    private Optional<Phase> phase;
    private Instant since;

    /** A batch that waits. */
    public BatchHistory(String name, String cluster, String priority, Instant submittedAt) {
        this.name = name;
        this.cluster = cluster;
        this.priority = priority;
        this.submittedAt = submittedAt;
        this.since = submittedAt;
        this.phase = Optional.of(Phase.WAITING);
    }

    /** A period in a phase. */
    public record Stay(Phase phase, Span span) {}

    /** A failed attempt that was followed by another one. */
    public record Resubmission(Instant at, String reason) {}

    /** Adds what a person may search for, such as ids and labels. */
    public void describe(String text) {
        details = text;
    }

    /** The engine reports another status. */
    public void enter(String newStatus, Instant at) {
        leave(at);
        status = newStatus;
        phase = Phase.of(newStatus);
        if (phase.isEmpty()) {
            ending = Ending.of(newStatus);
        }
    }

    /** Begins a phase. */
    public void enter(Phase next, Instant at) {
        leave(at);
        phase = Optional.of(next);
    }

    /** It has ended. */
    public void end(Ending how, String reason, Instant at) {
        leave(at);
        phase = Optional.empty();
        ending = how;
        status = reason;
    }

    /** Ends its current phase. */
    public void leave(Instant at) {
        Span span = new Span(since, at);
        phase.filter(left -> !span.isEmpty()).ifPresent(left -> stays.add(new Stay(left, span)));
        since = at;
    }

    /** An attempt failed, and another one begins. */
    public void resubmitted(Instant at, String reason) {
        resubmissions.add(new Resubmission(at, reason));
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The name of its cluster. */
    public String cluster() {
        return cluster;
    }

    /** Its priority in lower case. */
    public String priority() {
        return priority;
    }

    /** When it was submitted. */
    public Instant submittedAt() {
        return submittedAt;
    }

    String details() {
        return details;
    }

    List<Stay> stays() {
        return stays;
    }

    List<Resubmission> resubmissions() {
        return resubmissions;
    }

    /** How it ended. */
    public Ending ending() {
        return ending;
    }

    /** When it ended, or the end of the time that is reported. */
    public Instant lastSeen() {
        return since;
    }

    /** The engine's text for its last status, such as {@code Failed: 2x job controller down}, or the reason of its end. */
    public String status() {
        return status;
    }

    /** Whether its segments are not encoded now. */
    public boolean stopsWork() {
        return phase.isEmpty() || phase.get() == Phase.HOLD;
    }

    /** The time from its submission until it was first processed; empty if it never was, or if that is not known. */
    public Optional<Duration> waited() {
        return stays.stream()
                .filter(stay -> stay.phase() == Phase.PROCESSING)
                .findFirst()
                .map(stay -> Duration.between(submittedAt, stay.span().from()));
    }

    /** The time from its submission to its end; empty if it has not ended, or was never queued. */
    public Optional<Duration> turnaround() {
        return ending == Ending.OPEN || ending == Ending.REFUSED
                ? Optional.empty()
                : Optional.of(Duration.between(submittedAt, since));
    }
}
