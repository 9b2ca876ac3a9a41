package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Decides which submission may use a request id and write to a path. */
final class Claims {
    private final Spool spool;
    private final Indexes indexes;
    private final Entries entries;

    Claims(Spool spool, Indexes indexes, Entries entries) {
        this.spool = spool;
        this.indexes = indexes;
        this.entries = entries;
    }

    /** The objection to a new intention, before anything is written. */
    Optional<Verdict> objection(Intention intention) throws IOException, History.NewerFormatException {
        Optional<String> requestId = intention.order().requestId();
        if (requestId.isPresent()) {
            Optional<Verdict> made =
                    objection(intention, requestId.get(), indexes.requests().of(requestId.get()));
            if (made.isPresent()) {
                return made;
            }
        }
        for (String claim : intention.claims().stream().sorted().toList()) {
            Optional<Verdict> claimed =
                    objection(claim, intention, indexes.claims().of(claim));
            if (claimed.isPresent()) {
                return claimed;
            }
        }
        return Optional.empty();
    }

    /** Claims the request id and the paths, in a fixed order, so that of two rivals one gets all of them. */
    Optional<Verdict> claim(Intention intention) throws IOException, History.NewerFormatException {
        SubmissionId submission = intention.order().submissionId();
        Optional<String> requestId = intention.order().requestId();
        if (requestId.isPresent()) {
            List<SubmissionId> before = indexes.requests().add(requestId.get(), submission);
            Optional<Verdict> made = objection(intention, requestId.get(), before);
            if (made.isPresent()) {
                return made;
            }
        }
        for (String claim : intention.claims().stream().sorted().toList()) {
            List<SubmissionId> before = indexes.claims().add(claim, submission);
            Optional<Verdict> claimed = objection(claim, intention, before);
            if (claimed.isPresent()) {
                return claimed;
            }
        }
        return Optional.empty();
    }

    private Optional<Verdict> objection(Intention intention, String requestId, List<SubmissionId> others)
            throws IOException, History.NewerFormatException {
        return made(requestId, others)
                .filter(entry -> !entry.submissionId().equals(intention.order().submissionId()))
                .map(entry -> answered(intention, entry));
    }

    private static Verdict answered(Intention intention, JournalEntry made) {
        return made.latest().fingerprint().equals(intention.fingerprint())
                ? new Verdict.Repeated(made)
                : new Verdict.RequestIdTaken(made);
    }

    private Optional<Verdict> objection(String claim, Intention intention, List<SubmissionId> others)
            throws IOException, History.NewerFormatException {
        for (SubmissionId other : others) {
            if (!other.equals(intention.order().submissionId()) && spool.isOpen(other)) {
                Optional<JournalEntry> entry = claimant(other).filter(JournalEntry::isOpen);
                if (entry.isPresent()) {
                    // The same request may have been submitted between the two checks.
                    return entry.map(open -> isSameRequest(intention, open)
                            ? answered(intention, open)
                            : new Verdict.Claimed(claim, open));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSameRequest(Intention intention, JournalEntry other) {
        Optional<String> requestId = intention.order().requestId();
        return requestId.isPresent() && requestId.equals(other.order().requestId());
    }

    private Optional<JournalEntry> made(String requestId, List<SubmissionId> others)
            throws IOException, History.NewerFormatException {
        try {
            return answering(requestId, others);
        } catch (SpoiltFileException unread) {
            throw new UnreadableClaimantException(unread);
        }
    }

    private Optional<JournalEntry> claimant(SubmissionId other) throws IOException, History.NewerFormatException {
        try {
            return entries.find(other);
        } catch (SpoiltFileException unread) {
            throw new UnreadableClaimantException(unread);
        }
    }

    /**
     * It is unknown whether something is still claimed, because the record of the claiming submission cannot be read.
     */
    static final class UnreadableClaimantException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String hint;

        private UnreadableClaimantException(SpoiltFileException unread) {
            super(
                    "another submission may have taken an output or the request id, and its record in the journal cannot"
                            + " be read: " + unread.getFile() + ": " + unread.getReason(),
                    unread);
            this.hint = unread.hint();
        }

        /** What to do, for the user. */
        String hint() {
            return hint;
        }
    }

    /** The submission of these that answers a request id, if any. */
    Optional<JournalEntry> answering(String requestId, List<SubmissionId> submissions)
            throws IOException, History.NewerFormatException {
        return entries.all(submissions).stream()
                .filter(entry -> entry.order().requestId().equals(Optional.of(requestId)))
                .filter(JournalEntry::answersItsRequest)
                .findFirst();
    }
}
