package io.qmaster.cli;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in our state folder, opened when it is first needed: what fails before leaves no trace. Safe for threads.
 *
 * <p>Who asks for one batch is told with a warning that the journal cannot be read: the engine may know it all the same.
 */
final class LateJournal implements SubmissionJournal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LateJournal.class);

    private final Path folder;
    private @Nullable FileJournal journal;
    private boolean warned;

    LateJournal(Path folder) {
        this.folder = folder;
    }

    @Override
    public Verdict intend(Intention intention) {
        return opened().intend(intention);
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        opened().started(submission, process);
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        opened().attempting(submission, attempt, command);
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        opened().attempted(submission, attempt, outcome);
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        opened().cancelAsked(submission, cause);
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        opened().submitted(submission, submitted);
    }

    @Override
    public Turn concluding(SubmissionId submission, BatchResult found) {
        return opened().concluding(submission, found);
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        opened().ended(submission, ending);
    }

    /** A story begins before the intention is written: what is told before then is not of a submission yet. */
    @Override
    public void note(SubmissionId submission, LogEntry line) {
        FileJournal known = known();
        if (known != null) {
            known.note(submission, line);
        }
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        try {
            return opened().find(submission);
        } catch (JournalException unreadable) {
            return unknown(unreadable);
        }
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        try {
            return opened().find(batch);
        } catch (JournalException unreadable) {
            return unknown(unreadable);
        }
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return opened().findRequest(requestId);
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return opened().claimants(claim);
    }

    @Override
    public List<JournalEntry> open() {
        return opened().open();
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return opened().ended(since);
    }

    @Override
    public List<String> warnings() {
        return opened().warnings();
    }

    @Override
    public OptionalLong usableBytes() {
        return opened().usableBytes();
    }

    @Override
    public synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }

    private synchronized FileJournal opened() {
        if (journal == null) {
            journal = FileJournal.in(folder);
            journal.warning().ifPresent(LOG::warn);
        }
        return journal;
    }

    private synchronized @Nullable FileJournal known() {
        return journal;
    }

    private synchronized Optional<JournalEntry> unknown(JournalException unreadable) {
        if (!warned) {
            warned = true;
            LOG.warn("the journal is left out: {}", unreadable.getMessage());
        }
        return Optional.empty();
    }
}
