package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what the spool holds of submissions, with what is known of the processes that are at work on them. */
final class Entries {
    private static final Duration LONGEST_SUBMISSION = Duration.ofDays(1);

    private final Spool spool;
    private final Owners owners;
    private final Timekeeper time;

    Entries(Spool spool, Owners owners, Timekeeper time) {
        this.spool = spool;
        this.owners = owners;
        this.time = time;
    }

    /** The entries of submissions that are listed the oldest first, the newest first. */
    List<JournalEntry> all(List<SubmissionId> submissions) throws IOException, History.NewerFormatException {
        Map<Owner, Boolean> atWork = new HashMap<>();
        List<JournalEntry> entries = new ArrayList<>();
        for (SubmissionId submission : submissions) {
            entry(submission, atWork).ifPresent(entry -> entries.add(0, entry));
        }
        return entries;
    }

    /** The latest of some submissions whose batch is the one that is looked for. */
    Optional<JournalEntry> queued(List<SubmissionId> submissions, Predicate<Submitted> wanted)
            throws IOException, History.NewerFormatException {
        return all(submissions).stream()
                .filter(entry -> entry.submitted().filter(wanted).isPresent())
                .findFirst();
    }

    /** What is known of one submission. */
    Optional<JournalEntry> find(SubmissionId submission) throws IOException, History.NewerFormatException {
        return entry(submission, new HashMap<>());
    }

    private Optional<JournalEntry> entry(SubmissionId submission, Map<Owner, Boolean> atWork)
            throws IOException, History.NewerFormatException {
        Optional<History> history = history(submission);
        return history.isEmpty() ? Optional.empty() : Optional.of(withLife(history.get(), atWork));
    }

    /**
     * What a list says of a submission.
     *
     * @param entry what is known of it
     * @param spoilt a line of it that is not a record, and that the entry leaves out
     */
    record Listed(Optional<JournalEntry> entry, Optional<SpoiltFileException> spoilt) {}

    /**
     * For a list: the same, but a first record that is not complete is an error, too. A program that died while it wrote it
     * never handed its batch to the engine, but the file may have been cut short since.
     */
    Listed listed(SubmissionId submission, Map<Owner, Boolean> atWork)
            throws IOException, History.NewerFormatException {
        Optional<History> history = history(submission);
        if (history.isEmpty()
                && spool.read(submission).filter(text -> !text.isBlank()).isPresent()) {
            // Unless it has been completed since.
            history = history(submission);
            if (history.isEmpty()) {
                throw new SpoiltFileException(spool.file(submission), "its first record is not complete");
            }
        }
        Optional<SpoiltFileException> spoilt = Optional.empty();
        if (history.isPresent() && history.get().spoiltLine().isPresent()) {
            spoilt = Optional.of(SpoiltFileException.ofLine(
                    spool.file(submission), history.get().spoiltLine().getAsInt()));
        }
        return new Listed(history.map(known -> withLife(known, atWork)), spoilt);
    }

    /** One whose first record was never finished was never handed to the engine. */
    Optional<History> history(SubmissionId submission) throws IOException, History.NewerFormatException {
        Optional<String> records = spool.read(submission);
        if (records.isEmpty()) {
            return Optional.empty();
        }
        History history = History.read(submission, records.get());
        if (history.entry().isEmpty() && history.isDamaged()) {
            throw new SpoiltFileException(spool.file(submission), "its first record is damaged");
        }
        return history.entry().isEmpty() ? Optional.empty() : Optional.of(history);
    }

    /** The entry with what is known of living processes. */
    JournalEntry withLife(History history, Map<Owner, Boolean> atWork) {
        JournalEntry entry = history.entry().orElseThrow();
        if (!entry.isOpen()) {
            return entry;
        }
        String host = history.submitterOwner().orElseThrow().host();
        return entry.with(
                entry.submitter().filter(process -> isAlive(process, host)).isPresent(),
                history.owner()
                        .filter(owner -> atWork.computeIfAbsent(owner, owners::isAtWork))
                        .map(Owner::holder));
    }

    private boolean isAlive(SubmittingProcess process, String host) {
        return host.equals(owners.self().host())
                ? Processes.isAlive(process)
                : time.now().isBefore(process.startedAt().plus(LONGEST_SUBMISSION));
    }
}
