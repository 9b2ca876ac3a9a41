package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Holder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.internal.Reason;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionJournal.SubmittingTurn;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The turn to call the engine for a submission: that of this computer, which the journal keeps, then that of this process. The
 * turn of the computer spares a refusal that can be repeated, so that a process which hangs delays others, and stops none.
 */
final class Turns {
    /** Most submissions take a second or two; one that takes longer than this may take minutes. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration BRIEF_WAIT = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Surroundings around;
    private final Timekeeper time;
    private final BatchLog log;

    Turns(Surroundings around, BatchLog log) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.log = log;
    }

    /** Both turns. Used by one thread. */
    static final class Turn implements AutoCloseable {
        private final Optional<SubmittingTurn> ofComputer;
        private final LimitedBackend.Turn ofProcess;

        private Turn(Optional<SubmittingTurn> ofComputer, LimitedBackend.Turn ofProcess) {
            this.ofComputer = ofComputer;
            this.ofProcess = ofProcess;
        }

        SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
                throws InterruptedException {
            return ofProcess.submit(order, deadline, started);
        }

        @Override
        public void close() {
            ofProcess.close();
            ofComputer.ifPresent(SubmittingTurn::close);
        }
    }

    /**
     * Waits for both. At most half of the time that is left is spent on waiting for other processes.
     *
     * @throws EngineUnavailableException if other calls of this process run until the deadline; nothing was submitted
     * @throws InterruptedException if the thread was interrupted; it has no turn then
     */
    Turn await(SubmissionId submission, Deadline deadline) throws InterruptedException {
        Optional<SubmittingTurn> ofComputer = ofComputer(submission, deadline);
        LimitedBackend.Turn ofProcess = null;
        try {
            ofProcess = around.backend().turn(deadline);
            return new Turn(ofComputer, ofProcess);
        } finally {
            if (ofProcess == null) {
                ofComputer.ifPresent(SubmittingTurn::close);
            }
        }
    }

    private Optional<SubmittingTurn> ofComputer(SubmissionId submission, Deadline deadline)
            throws InterruptedException {
        Deadline patience =
                Deadline.after(shorter(PATIENCE, deadline.remaining(time).dividedBy(2)), time);
        Deadline brief = Deadline.after(BRIEF_WAIT, time);
        boolean reported = false;
        while (true) {
            Optional<SubmittingTurn> taken = around.journal().takeTurn();
            if (taken.isPresent()) {
                return taken;
            }
            if (patience.hasPassed(time)) {
                log.warn("submitting without waiting longer for "
                        + around.journal().turnHolder().map(Holder::toString).orElse("another process")
                        + ", which is submitting another batch");
                return Optional.empty();
            }
            if (!reported && brief.hasPassed(time)) {
                reported = true;
                report(submission, patience.remaining(time));
            }
            time.pause(shorter(LOOK, patience.remaining(time)));
        }
    }

    private void report(SubmissionId submission, Duration atMost) {
        Optional<Holder> holder = around.journal().turnHolder();
        log.warn("waiting up to " + atMost.toSeconds() + " s for "
                + holder.map(Holder::toString).orElse("another process") + ", which is submitting another batch");
        for (Listening listening : around.callbacks().listeners()) {
            try {
                listening.listener().waitingForTurn(submission, holder, atMost);
            } catch (RuntimeException fault) {
                log.debug("a listener failed: " + Reason.of(fault));
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
