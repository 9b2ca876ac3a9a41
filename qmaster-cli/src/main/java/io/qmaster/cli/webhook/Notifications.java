package io.qmaster.cli.webhook;

import io.qmaster.cli.output.EventDocuments;
import io.qmaster.cli.output.Json;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Notifies webhooks of the events of a submission that they want, by default those that may need a person: a batch has ended,
 * is lost or found again, stalls, or its engine was reset. Never progress. Thread-safe.
 *
 * <p>The webhooks of a submission are stored before the engine gets it, each notice is stored before it is sent, and its
 * delivery is stored when the receiver has accepted it: a notice is delivered <em>at least once</em>, by any process that
 * finds it. What the process of a batch did not live to send is sent from its journal record.
 */
public final class Notifications implements BatchListener, AutoCloseable {
    /** How long a program waits at its end for deliveries under way. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    /** Longer than the time between storing the webhooks and storing the submission. */
    private static final Duration STRAY_AFTER = Duration.ofDays(1);

    private final Outbox outbox;
    private final Courier courier;
    private final Supplier<SubmissionJournal> journal;
    private final Timekeeper time;

    /** Over an outbox. Nothing is sent yet. */
    public Notifications(
            Outbox outbox, Post post, Signing signing, Supplier<SubmissionJournal> journal, Timekeeper time) {
        this.outbox = outbox;
        this.courier = new Courier(outbox, post, signing, time, new Telling());
        this.journal = journal;
        this.time = time;
    }

    /**
     * Stores the webhooks of a submission.
     *
     * @throws JournalException if it cannot be written
     */
    public void subscribe(SubmissionId submission, Collection<Receiver> receivers) {
        if (receivers.isEmpty()) {
            return;
        }
        try {
            outbox.subscribe(submission, receivers);
        } catch (IOException unwritten) {
            throw new JournalException(Failure.notQueued(
                            "JOURNAL_UNWRITABLE",
                            "writing down whom to notify (" + outbox.folder() + ") failed: " + unwritten.getMessage())
                    .hint("see that the disk has room and that you may write there, choose another --state-dir, or"
                            + " leave --notify out")
                    .because(unwritten));
        }
    }

    /** Moves the webhooks of a submission that repeats another one to that one. */
    public void replay(SubmissionId submission, SubmissionId original, Collection<Receiver> receivers) {
        subscribe(original, receivers);
        forget(submission);
    }

    /** Removes the webhooks of a submission that was not queued, as its caller has seen. */
    public void forget(SubmissionId submission) {
        try {
            outbox.forget(submission);
        } catch (IOException nextTime) {
            LOG.debug("the webhooks of {} are not forgotten yet: {}", submission, nextTime.getMessage());
        }
    }

    @Override
    public void on(BatchEvent event) {
        if (NotifyEvent.of(event).isPresent()) {
            event.head().submissionId().ifPresent(submission -> happened(submission, EventDocuments.of(event)));
        }
    }

    /** Sends the notices of one submission, also if the process that watched it died. */
    public void catchUp(SubmissionId submission) {
        outbox.find(submission).ifPresent(known -> {
            journal.get().find(submission).ifPresent(this::ended);
            courier.take(submission);
        });
    }

    /** Sends the notices of all submissions. Call it periodically. */
    public void catchUp() {
        List<SubmissionId> open = outbox.open();
        if (!open.isEmpty()) {
            courier.gather(() -> take(open));
        }
    }

    private void take(List<SubmissionId> open) {
        for (SubmissionId submission : open) {
            Optional<JournalEntry> entry = journal.get().find(submission);
            if (entry.isPresent()) {
                ended(entry.get());
            } else if (outbox.isOlder(submission, time.now().minus(STRAY_AFTER))) {
                // The process died before it submitted anything, or the record has expired.
                forget(submission);
                continue;
            }
            courier.take(submission);
        }
    }

    /** How many deliveries this program still has to make. */
    public int backlog() {
        return courier.backlog();
    }

    /** Waits some seconds for deliveries under way; the rest is reported and stays in the outbox. */
    public void finish() {
        courier.finish(PATIENCE);
    }

    /** Stops sending. The rest stays in the outbox. */
    @Override
    public void close() {
        courier.close();
        outbox.close();
    }

    private void ended(JournalEntry entry) {
        entry.ending().ifPresent(ending -> happened(entry.submissionId(), document(entry, ending)));
    }

    private static ObjectNode document(JournalEntry entry, Ending ending) {
        if (ending.how() == Ending.How.FINAL && ending.result().isPresent()) {
            BatchEvent.Head head = new BatchEvent.Head(
                    Optional.of(entry.submissionId()),
                    Optional.of(ending.result().get().batch()),
                    1,
                    ending.at(),
                    entry.order().labels());
            return EventDocuments.of(new BatchEvent.Ended(head, ending.result().get()));
        }
        Recovered.Finding finding =
                ending.how() == Ending.How.LOST ? Recovered.Finding.GIVEN_UP : Recovered.Finding.NOT_QUEUED;
        return EventDocuments.of(
                new Recovered(entry.submissionId(), entry.batch(), finding, ending.words()),
                ending.at(),
                entry.order().labels());
    }

    private void happened(SubmissionId submission, ObjectNode document) {
        try {
            outbox.happened(submission, document.required("event").asString(), Json.write(document));
            courier.take(submission);
        } catch (IOException unwritten) {
            tell(
                    submission,
                    LogLevel.WARNING,
                    "a notice of " + submission + " could not be written: " + unwritten.getMessage());
        }
    }

    private final class Telling implements Courier.Telling {
        @Override
        public void tell(SubmissionId submission, LogLevel level, String words) {
            Notifications.this.tell(submission, level, words);
        }

        @Override
        public void warn(String words) {
            LOG.warn(words);
        }
    }

    private void tell(SubmissionId submission, LogLevel level, String words) {
        if (level == LogLevel.WARNING) {
            LOG.warn(words);
        } else {
            LOG.info(words);
        }
        journal.get().note(submission, new LogEntry(time.now(), level, words));
    }
}
