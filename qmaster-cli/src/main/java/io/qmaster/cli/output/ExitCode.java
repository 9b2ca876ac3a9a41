package io.qmaster.cli.output;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.CancelCause;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The exit codes of the program. Scripts depend on the numbers. */
public enum ExitCode {
    DONE(0, "done: queued, or with --wait successful"),
    FAILED(1, "the batch failed, or its output is missing, empty or incomplete"),
    USAGE(2, "the command line or the configuration is wrong"),
    FILE(3, "a source, a setting or a destination is invalid, or its volume does not answer"),
    REFUSED(4, "the engine refused the batch"),
    UNAVAILABLE(5, "the cluster is unavailable, or the engine is not installed or does not answer"),
    UNSETTLED(6, "the submission did not answer in time and could not be settled"),
    CANCELLED(7, "the batch was cancelled"),
    LOST(8, "the batch is lost, or its id is unknown"),
    UNSUPPORTED(9, "this backend or generation cannot do that"),
    JOURNAL(10, "the journal cannot be written; nothing was submitted"),
    STATUS(11, "the status cannot be read"),
    FAULT(70, "internal error"),
    TIMEOUT(124, "a timeout expired"),
    HUNG_UP(129, "hung up: every batch is left running"),
    INTERRUPTED(130, "interrupted: submit --wait cancels its own batch first"),
    TERMINATED(143, "terminated: every batch is left running");

    /** For several batches at once, the worst first. One that is not listed comes before the last. */
    private static final List<ExitCode> WORST_FIRST = List.of(
            FAULT, JOURNAL, STATUS, UNAVAILABLE, UNSUPPORTED, REFUSED, LOST, FAILED, CANCELLED, UNSETTLED, TIMEOUT);

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the process exits with. */
    public int number() {
        return number;
    }

    /** What it means, for the help text. */
    public String meaning() {
        return meaning;
    }

    /** Whether a signal ended the program, or a reader that closed its pipe. */
    public boolean isOfSignal() {
        return this == HUNG_UP || this == INTERRUPTED || this == TERMINATED;
    }

    /** The worst of several, {@link #DONE} of none. */
    public static ExitCode worst(Collection<ExitCode> codes) {
        return codes.stream().min(Comparator.comparingInt(ExitCode::rank)).orElse(DONE);
    }

    /** The exit code of a program that waited for a batch with this end. */
    public static ExitCode of(BatchResult result) {
        return result.state() == BatchState.CANCELLED ? ofCancelled(result.cause()) : of(result.state());
    }

    /** The exit code for a state: zero for a batch that has not ended, and a failure for an unknown word. */
    public static ExitCode of(BatchState state) {
        return switch (state) {
            case WAITING, PROCESSING, POST_PROCESSING, HOLD, SUCCESSFUL -> DONE;
            case CANCELLED -> CANCELLED;
            case FAILED -> FAILED;
            case UNKNOWN -> STATUS;
        };
    }

    private static ExitCode ofCancelled(Optional<CancelCause> cause) {
        return switch (cause.orElse(CancelCause.EXTERNAL)) {
            case USER, EXTERNAL -> CANCELLED;
            case TIMEOUT -> TIMEOUT;
            case INTERRUPT -> INTERRUPTED;
        };
    }

    private int rank() {
        if (this == DONE) {
            return Integer.MAX_VALUE;
        }
        int rank = WORST_FIRST.indexOf(this);
        return rank < 0 ? WORST_FIRST.size() : rank;
    }
}
