package io.qmaster.domain.standard;

import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import java.util.Collection;
import java.util.Optional;

/** What stands against a new intention among the submissions that a journal knows: the same rule for every journal. */
final class Intentions {
    private Intentions() {}

    static Optional<Verdict> objection(Intention intention, Collection<JournalEntry> known) {
        return known.stream()
                .filter(entry -> !entry.submissionId().equals(intention.order().submissionId()))
                .map(entry -> objection(intention, entry))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Verdict> objection(Intention intention, JournalEntry entry) {
        Optional<String> requestId = intention.order().requestId();
        if (requestId.isPresent() && requestId.equals(entry.order().requestId()) && entry.answersItsRequest()) {
            boolean same = intention.fingerprint().equals(entry.latest().fingerprint());
            return Optional.of(same ? new Verdict.Repeated(entry) : new Verdict.RequestIdTaken(entry));
        }
        if (!entry.isOpen()) {
            return Optional.empty();
        }
        return entry.latest().claims().stream()
                .filter(intention.claims()::contains)
                .sorted()
                .findFirst()
                .map(claim -> new Verdict.Claimed(claim, entry));
    }
}
