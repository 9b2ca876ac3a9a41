package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Turn;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Finishes what could not be done when a batch ended: good outputs that were not moved, hidden folders that were not deleted. */
public final class UnplacedOutputs {
    /** For how long after a submission has ended its hidden folders are looked for. */
    private static final Duration LEFTOVERS = Duration.ofDays(1);

    private final Surroundings around;
    private final Timekeeper time;

    /** The outputs of the journal of these surroundings. */
    public UnplacedOutputs(Surroundings around) {
        this.around = around;
        this.time = around.backend().timekeeper();
    }

    /**
     * Tries to bring the outputs of an entry to their place that could not be moved when its batch ended.
     *
     * @return why that is still so; empty if nothing of it is left to try
     */
    public Optional<String> stuck(JournalEntry entry) {
        if (entry.conclusion().isEmpty()
                || !(around.journal()
                                .concluding(
                                        entry.submissionId(), entry.conclusion().get())
                        instanceof Turn.Ours ours)) {
            return Optional.empty();
        }
        return stillStuck(entry, ours.found());
    }

    /** The same for an entry that is known to be ours to finish: nothing is written to the journal. */
    public Optional<String> stillStuck(JournalEntry entry, BatchResult found) {
        Placement placement = new Placement(around.files());
        return placement.settle(entry.order(), found.targets(), new BatchLog(time)).stream()
                .filter(placement::canBeTriedAgain)
                .findFirst()
                .map(BatchFailures::words);
    }

    /** Deletes what could not be deleted when the outputs of submissions that ended lately had been brought to their place. */
    public void removeLeftovers() {
        Placement placement = new Placement(around.files());
        try (Stream<JournalEntry> ended = around.journal().ended(time.now().minus(LEFTOVERS))) {
            ended.filter(JournalEntry::isPublished)
                    .forEach(entry -> placement.removeLeftovers(entry.order(), new BatchLog(time)));
        }
    }

    /** Whether a token is that of a submission that ended lately and needs no hidden folder any more. */
    boolean isPublished(String token) {
        try (Stream<JournalEntry> ended = around.journal().ended(time.now().minus(LEFTOVERS))) {
            return ended.filter(entry -> entry.submissionId().token().equals(token))
                    .findFirst()
                    .filter(JournalEntry::isPublished)
                    .isPresent();
        }
    }
}
