package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Lists the submissions of a journal, without those that cannot be read. */
final class Listing {
    private static final Comparator<JournalEntry> OLDEST_FIRST = Comparator.<JournalEntry, Instant>comparing(
                    entry -> entry.intentions().get(0).at())
            .thenComparing(entry -> entry.submissionId().value());

    private final Spool spool;
    private final Entries entries;
    private final JournalCalls calls;
    private final JournalFailures failures;
    /** The submissions that were left out. */
    private final Map<SubmissionId, Unreadable> unreadable = new ConcurrentHashMap<>();

    Listing(Spool spool, Entries entries, JournalCalls calls, JournalFailures failures) {
        this.spool = spool;
        this.entries = entries;
        this.calls = calls;
        this.failures = failures;
    }

    /** The submissions that have not ended, oldest first. */
    List<JournalEntry> open() throws IOException, History.NewerFormatException {
        Map<Owner, Boolean> atWork = new HashMap<>();
        List<JournalEntry> open = new ArrayList<>();
        for (SubmissionId submission : spool.open()) {
            readable(submission, true, atWork).ifPresent(entry -> {
                if (entry.isOpen()) {
                    open.add(entry);
                } else {
                    // Its program died before it moved the file.
                    spool.endIfPossible(
                            submission,
                            LocalDate.ofInstant(entry.ending().orElseThrow().at(), ZoneOffset.UTC));
                }
            });
        }
        open.sort(OLDEST_FIRST);
        return open;
    }

    /** The submissions that ended at or after a moment, newest first; read while the stream is consumed. */
    Stream<JournalEntry> ended(Instant since) {
        return calls.reading(List.<LocalDate>of(), spool::days).stream()
                .filter(day ->
                        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(since))
                .flatMap(day -> calls.reading(List.<SubmissionId>of(), () -> spool.endedOn(day)).stream())
                .flatMap(
                        submission -> calls
                                .reading(
                                        Optional.<JournalEntry>empty(),
                                        () -> readable(submission, false, new HashMap<>()))
                                .stream())
                .filter(entry -> entry.ending()
                        .filter(ending -> !ending.at().isBefore(since))
                        .isPresent());
    }

    /** The submissions that were left out and could not be read at the last try, sorted by id. */
    List<Unreadable> unreadable() {
        return unreadable.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Optional<JournalEntry> readable(SubmissionId submission, boolean isOpen, Map<Owner, Boolean> atWork)
            throws History.NewerFormatException {
        try {
            Entries.Listed listed = entries.listed(submission, atWork);
            if (listed.spoilt().isPresent()) {
                leaveOut(submission, isOpen, listed.spoilt().get());
            } else {
                unreadable.remove(submission);
            }
            return listed.entry();
        } catch (IOException spoilt) {
            leaveOut(submission, isOpen, spoilt);
            return Optional.empty();
        }
    }

    private void leaveOut(SubmissionId submission, boolean isOpen, IOException spoilt) {
        unreadable.put(
                submission, new Unreadable(failures.unreadable(spoilt).failure().of(submission), isOpen));
    }
}
