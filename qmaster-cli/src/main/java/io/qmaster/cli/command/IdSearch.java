package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the id that the prefix of an id, the name of a batch, or a request id refers to. */
final class IdSearch {
    private static final Logger LOG = LoggerFactory.getLogger(IdSearch.class);
    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final int MOST_NAMED = 5;

    private final Invocation invocation;
    private final boolean asksEngine;

    private IdSearch(Invocation invocation, boolean asksEngine) {
        this.invocation = invocation;
        this.asksEngine = asksEngine;
    }

    /** Searches what the engine lists and the journal remembers. */
    static IdSearch everywhere(Invocation invocation) {
        return new IdSearch(invocation, true);
    }

    /** Searches the journal, for a command that needs no engine. */
    static IdSearch inJournal(Invocation invocation) {
        return new IdSearch(invocation, false);
    }

    /**
     * The id that a text refers to: the text itself if it is a complete id, or if it matches nothing else.
     *
     * @throws CommandFailure if several batches match, or none does and the text cannot be an id
     */
    String of(String text) throws InterruptedException {
        if (text.startsWith("-")) {
            // A mistyped option: no process is started for it.
            References.check(List.of(text));
        }
        if (SubmissionId.looksLike(text) || UUID.matcher(text).matches() || isKnown(text)) {
            return text;
        }
        Map<String, BatchRecord> meant = new LinkedHashMap<>();
        remembered(record -> record.isMeantBy(text)).forEach(record -> meant.putIfAbsent(id(record), record));
        if (asksEngine) {
            listed(text).forEach(record -> meant.putIfAbsent(id(record), record));
        }
        if (meant.isEmpty()) {
            refuseRun(text);
        }
        if (meant.isEmpty() || meant.containsKey(text)) {
            References.check(List.of(text));
            return text;
        }
        if (meant.size() > 1) {
            throw CommandFailure.usage(
                    "\"" + text + "\" may mean " + meant.size() + " batches: " + named(meant),
                    "give more of the id, or choose them with filters such as --name or --request-id");
        }
        return meant.keySet().iterator().next();
    }

    /** @throws CommandFailure if it is the request id of a run, whose batches have longer ones */
    private void refuseRun(String text) {
        HistoryFilter ofRun = HistoryFilter.REMEMBERED.requestId(text);
        long batches = remembered(ofRun::accepts).size();
        if (batches > 0) {
            throw CommandFailure.usage(
                    "\"" + text + "\" is the request id of a run of " + batches
                            + (batches == 1 ? " batch" : " batches"),
                    "choose them with --request-id, as in `qmaster list --all --request-id " + text + "`");
        }
    }

    private static String named(Map<String, BatchRecord> meant) {
        return meant.entrySet().stream()
                        .limit(MOST_NAMED)
                        .map(each -> each.getKey()
                                + each.getValue()
                                        .name()
                                        .map(name -> " \"" + name + "\"")
                                        .orElse(""))
                        .collect(Collectors.joining(", "))
                + (meant.size() > MOST_NAMED ? ", …" : "");
    }

    private static String id(BatchRecord record) {
        return record.batch()
                .map(BatchReference::id)
                .map(BatchId::value)
                .orElseGet(() -> record.submission().orElseThrow().id().value());
    }

    /** Whether it is the whole id of a batch or job in the journal. */
    private boolean isKnown(String text) {
        try {
            SubmissionJournal journal = invocation.journal();
            return journal.find(new BatchId(text)).isPresent()
                    || journal.find(new JobId(text)).isPresent();
        } catch (IllegalArgumentException noId) {
            return false;
        } catch (JournalException unreadable) {
            // The engine may know it; the command itself reports the journal.
            LOG.debug("the journal was not searched: {}", unreadable.getMessage());
            return true;
        }
    }

    private List<BatchRecord> remembered(Predicate<BatchRecord> wanted) {
        SubmissionJournal journal = invocation.journal();
        try (Stream<JournalEntry> ended = journal.ended(Instant.MIN)) {
            return Stream.concat(journal.open().stream(), ended)
                    .map(JournalEntry::record)
                    .map(BatchRecord::of)
                    .filter(wanted)
                    .toList();
        }
    }

    /** Batches that other users and programs submitted. */
    private List<BatchRecord> listed(String text) throws InterruptedException {
        try {
            if (!invocation.backend().capabilities().contains(Capability.LIST)) {
                return List.of();
            }
            try (Qmaster qmaster = invocation.qmaster()) {
                return qmaster.list().stream()
                        .map(status -> BatchRecord.of(status, Optional.empty()))
                        .filter(record -> record.isMeantBy(text))
                        .toList();
            }
        } catch (QmasterException unlisted) {
            LOG.debug("the engine's list was not searched: {}", unlisted.getMessage());
            return List.of();
        }
    }
}
