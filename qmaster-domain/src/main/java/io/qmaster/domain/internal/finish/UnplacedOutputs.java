package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Finisher;
import io.qmaster.domain.port.Timekeeper;
import java.util.Optional;

/** Publishes valid outputs that could not be moved when their batch ended. */
public final class UnplacedOutputs {
    private final QmasterContext context;
    private final Timekeeper time;

    /** Uses the journal of these surroundings. */
    public UnplacedOutputs(QmasterContext context) {
        this.context = context;
        this.time = context.backend().timekeeper();
    }

    /**
     * Tries again to publish the outputs of an entry.
     *
     * @return why an output still cannot be moved; empty if there is none
     */
    public Optional<String> stuck(JournalEntry entry) {
        if (entry.conclusion().isEmpty()
                || !(context.journal()
                                .concluding(
                                        entry.submissionId(), entry.conclusion().get())
                        instanceof Finisher.Ours ours)) {
            return Optional.empty();
        }
        return stillStuck(entry, ours.found());
    }

    /** The same for an entry that this process already finishes, without writing to the journal. */
    public Optional<String> stillStuck(JournalEntry entry, BatchResult found) {
        Placement placement = new Placement(context.files());
        return placement.settle(entry.order(), found.targets(), new BatchLog(time, entry.submissionId())).stream()
                .filter(placement::canBeTriedAgain)
                .findFirst()
                .map(BatchFailures::words);
    }
}
