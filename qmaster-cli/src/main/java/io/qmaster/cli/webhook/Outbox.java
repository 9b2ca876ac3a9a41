package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.journal.TaskSpool;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices to send and their deliveries, stored beside the journal in the same format. Thread-safe, also between
 * processes; what a method wrote is on disk when it returns.
 *
 * <p>Each user has a private folder, also where several users share a journal: an address is a secret of its user.
 * Delivered notices are kept for 30 days, so that a repeated request does not send them again.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final TaskSpool spool;
    private final Set<SubmissionId> unreadables = ConcurrentHashMap.newKeySet();

    private Outbox(TaskSpool spool) {
        this.spool = spool;
    }

    /** The outbox of a user in a folder that others may share. Nothing is written yet. */
    public static Outbox in(Path stateFolder, String user, Timekeeper time) {
        String name = "notify-" + user.replaceAll("[^A-Za-z0-9._-]", "_");
        return new Outbox(TaskSpool.in(stateFolder.resolve(name), time));
    }

    /** Where it is. */
    Path folder() {
        return spool.folder();
    }

    /** Adds receivers to a submission. */
    void subscribe(SubmissionId submission, Collection<Receiver> receivers) throws IOException {
        Map<Webhook, Receiver> known = read(submission).receivers();
        for (Receiver receiver : receivers) {
            if (!known.containsKey(receiver.webhook())) {
                spool.append(submission, SubscriptionFormat.subscribed(receiver));
            }
        }
        if (!known.isEmpty()) {
            // The new ones may want nothing of what has happened.
            settle(submission);
        }
    }

    /** Adds a notice to a submission, unless it is there already or none of the submission's webhooks may need it. */
    void happened(SubmissionId submission, String event, String body) throws IOException {
        Subscription before = read(submission);
        if (!before.receivers().isEmpty() && !before.happened(event, body).equals(before)) {
            spool.append(submission, SubscriptionFormat.happened(event, body));
            // Its last event may be sent to no webhook.
            settle(submission);
        }
    }

    /** Stores the result of an attempt to deliver a notice. */
    void tried(SubmissionId submission, Notice notice, Delivery delivery) throws IOException {
        spool.append(submission, SubscriptionFormat.tried(notice, delivery));
        settle(submission);
    }

    private void settle(SubmissionId submission) throws IOException {
        spool.settle(submission, lines -> isDone(SubscriptionFormat.read(submission, lines)));
    }

    private static boolean isDone(Subscription subscription) {
        return subscription.isSettled() && !subscription.hasPending();
    }

    /** Removes the webhooks of a submission. */
    void forget(SubmissionId submission) throws IOException {
        spool.remove(submission);
    }

    /** The webhooks of a submission and their deliveries; empty if there are none or they cannot be read. */
    Optional<Subscription> find(SubmissionId submission) {
        try {
            return Optional.of(read(submission))
                    .filter(found -> !found.receivers().isEmpty());
        } catch (IOException unreadable) {
            if (unreadables.add(submission)) {
                LOG.warn("the notices of {} cannot be read: {}", submission, words(unreadable));
            }
            return Optional.empty();
        }
    }

    /** The submissions that may have undelivered notices. */
    List<SubmissionId> open() {
        try {
            return spool.open();
        } catch (IOException unreadable) {
            LOG.warn("the notices cannot be read: {}", words(unreadable));
            return List.of();
        }
    }

    /** Whether the file of an open submission was last written before a moment. */
    boolean isOlder(SubmissionId submission, Instant moment) {
        try {
            return spool.isOlder(submission, moment);
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Claims the notices of a submission for this process, until they are {@link #release released}; {@code false} if
     * another process has them.
     */
    boolean take(SubmissionId submission) {
        try {
            return spool.take(submission);
        } catch (IOException unwritten) {
            LOG.warn("the notices of {} are left to another program: {}", submission, words(unwritten));
            return false;
        }
    }

    /** Releases a claim. */
    void release(SubmissionId submission) {
        try {
            spool.release(submission);
        } catch (IOException gone) {
            LOG.debug("{} was not released: {}", submission, words(gone));
        }
    }

    /** Why notices can neither be kept nor sent; empty if they can. */
    public Optional<String> trouble() {
        try {
            spool.open();
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(words(refused));
        }
    }

    /** Releases all claims. */
    void close() {
        spool.close();
    }

    private Subscription read(SubmissionId submission) throws IOException {
        return SubscriptionFormat.read(submission, spool.lines(submission));
    }

    private static String words(IOException failure) {
        String file =
                failure instanceof FileSystemException told && told.getFile() != null ? told.getFile() + ": " : "";
        return file + Reason.of(failure);
    }
}
