package io.qmaster.domain.internal.submit;

import static io.qmaster.domain.internal.Durations.shorter;

import io.qmaster.domain.BatchListener.WaitReason;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Holder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionJournal.SubmittingTurn;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import java.time.Duration;
import java.util.Optional;

/**
 * The permit to call the engine for a submission: this computer's turn, which the journal manages, and a call of this
 * process. The turn only avoids temporary refusals, so a process that hangs delays others but does not stop them. Not
 * thread-safe.
 */
final class SubmitPermit implements AutoCloseable {
    /** The longest wait for a turn. Most submissions take a second or two. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BRIEF_WAIT = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Optional<SubmittingTurn> turn;
    private final LimitedBackend.Permit call;

    private SubmitPermit(Optional<SubmittingTurn> turn, LimitedBackend.Permit call) {
        this.turn = turn;
        this.call = call;
    }

    /**
     * Waits for a permit. At most half of the remaining time is spent on waiting for other processes.
     *
     * @throws EngineUnavailableException if other calls of this process are running until the deadline; nothing was
     *     submitted
     */
    static SubmitPermit await(QmasterContext context, BatchLog log, SubmissionId submission, Deadline deadline)
            throws InterruptedException {
        Optional<SubmittingTurn> turn = turn(context, log, submission, deadline);
        LimitedBackend.Permit call = null;
        try {
            call = context.backend().permit(deadline);
            return new SubmitPermit(turn, call);
        } finally {
            if (call == null) {
                turn.ifPresent(SubmittingTurn::close);
            }
        }
    }

    /** The engine, whose calls need no further permit. */
    TranscodeEngine engine() {
        return call.engine();
    }

    @Override
    public void close() {
        call.close();
        turn.ifPresent(SubmittingTurn::close);
    }

    private static Optional<SubmittingTurn> turn(
            QmasterContext context, BatchLog log, SubmissionId submission, Deadline deadline)
            throws InterruptedException {
        Timekeeper time = context.backend().timekeeper();
        Deadline patience =
                Deadline.after(shorter(PATIENCE, deadline.remaining(time).dividedBy(2)), time);
        Deadline brief = Deadline.after(BRIEF_WAIT, time);
        boolean reported = false;
        while (true) {
            Optional<SubmittingTurn> taken = context.journal().takeTurn();
            if (taken.isPresent()) {
                return taken;
            }
            if (patience.hasPassed(time)) {
                log.warn("not waiting any longer for "
                        + context.journal().turnHolder().map(Holder::toString).orElse("another process")
                        + ", which is submitting another batch");
                return Optional.empty();
            }
            if (!reported && brief.hasPassed(time)) {
                reported = true;
                report(context, log, submission, patience.remaining(time));
            }
            time.pause(shorter(POLL, patience.remaining(time)));
        }
    }

    private static void report(QmasterContext context, BatchLog log, SubmissionId submission, Duration atMost) {
        Optional<Holder> holder = context.journal().turnHolder();
        log.warn("waiting up to " + atMost.toSeconds() + " s for "
                + holder.map(Holder::toString).orElse("another process") + ", which is submitting another batch");
        context.callbacks().waiting(WaitReason.TURN, submission, holder, atMost);
    }
}
