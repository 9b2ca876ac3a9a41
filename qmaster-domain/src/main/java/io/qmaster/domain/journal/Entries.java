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

/** Reads submissions from the spool and adds the state of the processes that work on them. */
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

    /** The entries of submissions, in reverse order. */
    List<JournalEntry> all(List<SubmissionId> submissions) throws IOException, History.NewerFormatException {
        Map<Owner, Boolean> atWork = new HashMap<>();
        List<JournalEntry> entries = new ArrayList<>();
        for (SubmissionId submission : submissions) {
            entry(submission, atWork).ifPresent(entry -> entries.add(0, entry));
        }
        return entries;
    }

    /** The latest of some submissions whose batch matches. */
    Optional<JournalEntry> queued(List<SubmissionId> submissions, Predicate<Submitted> wanted)
            throws IOException, History.NewerFormatException {
        return all(submissions).stream()
                .filter(entry -> entry.submitted().filter(wanted).isPresent())
                .findFirst();
    }

    /** The entry of one submission. */
    Optional<JournalEntry> find(SubmissionId submission) throws IOException, History.NewerFormatException {
        return entry(submission, new HashMap<>());
    }

    private Optional<JournalEntry> entry(SubmissionId submission, Map<Owner, Boolean> atWork)
            throws IOException, History.NewerFormatException {
        return latest(submission, atWork).map(history -> withProcesses(history, atWork));
    }

    /**
     * The history of a submission. If its owner has ended, it was read after that end: the owner may have written its
     * last record just before.
     */
    private Optional<History> latest(SubmissionId submission, Map<Owner, Boolean> atWork)
            throws IOException, History.NewerFormatException {
        Optional<String> records = spool.read(submission);
        for (; ; ) {
            Optional<History> history = history(submission, records);
            Optional<Owner> owner = history.filter(History::isOpen)
                    .flatMap(History::owner)
                    .filter(other -> !other.equals(owners.self()) && !atWork.containsKey(other));
            if (owner.isEmpty() || atWork.computeIfAbsent(owner.get(), owners::isAtWork)) {
                return history;
            }
            Optional<String> now = spool.read(submission);
            if (now.equals(records)) {
                return history;
            }
            records = now;
        }
    }

    /**
     * A submission in a list.
     *
     * @param spoilt an invalid line, which the entry leaves out
     */
    record Listed(Optional<JournalEntry> entry, Optional<SpoiltFileException> spoilt) {}

    /**
     * The same for a list, where an incomplete first record is an error too. A program that died while it wrote that
     * record never submitted the batch, but the file may have been truncated since.
     */
    Listed listed(SubmissionId submission, Map<Owner, Boolean> atWork)
            throws IOException, History.NewerFormatException {
        Optional<History> history = latest(submission, atWork);
        if (history.isEmpty()
                && spool.read(submission).filter(text -> !text.isBlank()).isPresent()) {
            // It may have been completed meanwhile.
            history = latest(submission, atWork);
            if (history.isEmpty()) {
                throw new SpoiltFileException(spool.file(submission), "its first record is not complete");
            }
        }
        Optional<SpoiltFileException> spoilt = Optional.empty();
        if (history.isPresent() && history.get().spoiltLine().isPresent()) {
            spoilt = Optional.of(SpoiltFileException.ofLine(
                    spool.file(submission), history.get().spoiltLine().getAsInt()));
        }
        return new Listed(history.map(known -> withProcesses(known, atWork)), spoilt);
    }

    /** The history of a submission; empty if its first record is incomplete, in which case it was never submitted. */
    Optional<History> history(SubmissionId submission) throws IOException, History.NewerFormatException {
        return history(submission, spool.read(submission));
    }

    private Optional<History> history(SubmissionId submission, Optional<String> records)
            throws IOException, History.NewerFormatException {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        History history = History.read(submission, records.get());
        if (history.entry().isEmpty() && history.isDamaged()) {
            throw new SpoiltFileException(spool.file(submission), "its first record is damaged");
        }
        return history.entry().isEmpty() ? Optional.empty() : Optional.of(history);
    }

    /** The entry with the state of running processes. */
    JournalEntry withProcesses(History history, Map<Owner, Boolean> atWork) {
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
