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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which webhooks are to be told what, on disk beside the journal and in its form. Thread-safe, also between processes; what a
 * method wrote is on disk when it returns.
 *
 * <p>Each user has a folder of their own, for that user alone, also where several share a journal: an address is a secret of
 * the user who gave it. What is done is kept for 30 days, so that the request that made it can be repeated without telling
 * again.
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

    /** Writes down which webhooks are to be told of a submission, besides those that are already. */
    void subscribe(SubmissionId submission, Collection<Webhook> webhooks) throws IOException {
        Set<Webhook> known = read(submission).webhooks();
        for (Webhook webhook : webhooks) {
            if (!known.contains(webhook)) {
                spool.append(submission, SubscriptionFormat.subscribed(webhook));
            }
        }
    }

    /** Writes down that something happened, unless that is known, or no webhook is to be told of the submission. */
    void happened(SubmissionId submission, String event, String body) throws IOException {
        Subscription before = read(submission);
        if (!before.webhooks().isEmpty() && !before.happened(event, body).equals(before)) {
            spool.append(submission, SubscriptionFormat.happened(event, body));
        }
    }

    /** Writes down what came of an attempt to deliver a notice. */
    void tried(SubmissionId submission, Notice notice, Delivery delivery) throws IOException {
        spool.append(submission, SubscriptionFormat.tried(notice, delivery));
        spool.settle(submission, lines -> isDone(SubscriptionFormat.read(submission, lines)));
    }

    private static boolean isDone(Subscription subscription) {
        return subscription.isSettled() && !subscription.hasPending();
    }

    /** Forgets which webhooks were to be told of a submission. */
    void forget(SubmissionId submission) throws IOException {
        spool.remove(submission);
    }

    /** Which webhooks are to be told of a submission, and what they were told; empty if none is, or it cannot be read. */
    Optional<Subscription> find(SubmissionId submission) {
        try {
            return Optional.of(read(submission))
                    .filter(found -> !found.webhooks().isEmpty());
        } catch (IOException unreadable) {
            if (unreadables.add(submission)) {
                LOG.warn("the notices of {} cannot be read: {}", submission, words(unreadable));
            }
            return Optional.empty();
        }
    }

    /** The submissions for which there is, or may be, something to do. */
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

    /** Whether it is ours to send what is due of a submission; then until it is {@link #release released}. */
    boolean take(SubmissionId submission) {
        try {
            return spool.take(submission);
        } catch (IOException unwritten) {
            LOG.warn("the notices of {} are left to another program: {}", submission, words(unwritten));
            return false;
        }
    }

    /** Leaves what is still due of a submission to others. */
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

    /** Leaves everything to others. */
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
