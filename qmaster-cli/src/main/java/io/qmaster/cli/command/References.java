package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a batch by its id, the id of one of its jobs, or its submission id. */
final class References {
    private static final Logger LOG = LoggerFactory.getLogger(References.class);

    private final Configuration configuration;
    private final SubmissionJournal journal;
    private boolean warned;

    References(Invocation invocation) {
        this.configuration = invocation.configuration();
        this.journal = invocation.journal();
    }

    /**
     * Checks the ids before the engine is called.
     *
     * @throws CommandFailure if a text cannot be an id
     */
    static void check(List<String> ids) {
        ids.forEach(id -> {
            if (!SubmissionId.looksLike(id)) {
                batchId(id);
            }
        });
    }

    /**
     * What an id refers to. The cluster of a batch is that of the option, or otherwise that of the journal.
     *
     * @throws CommandFailure if a submission has no batch
     * @throws BatchLostException if the journal does not know a submission
     */
    BatchOrJob find(String id) {
        return find(id, false);
    }

    /**
     * The same for a command that only reads: a batch that has ended is answered from the journal, without a query to
     * its cluster, and without a password.
     *
     * @throws CommandFailure as {@link #find}
     * @throws BatchLostException as {@link #find}
     */
    BatchOrJob findToRead(String id) {
        return find(id, true);
    }

    private BatchOrJob find(String id, boolean onlyReading) {
        Optional<JournalEntry> found = entry(id);
        if (found.isEmpty()) {
            if (SubmissionId.looksLike(id)) {
                throw unknown(new SubmissionId(id));
            }
            return BatchOrJob.batch(new BatchReference(batchId(id), configuration.cluster()));
        }
        JournalEntry entry = found.get();
        BatchReference batch = entry.batch().orElseThrow(() -> withoutBatch(entry));
        boolean isJob = !SubmissionId.looksLike(id) && !batch.id().equals(batchId(id));
        return new BatchOrJob(
                onlyReading && entry.result().isPresent() ? batch : askable(batch),
                isJob ? Optional.of(new JobId(id)) : Optional.empty());
    }

    /** Whether neither engine nor journal has a batch with this id; false if the engine did not answer. */
    boolean isUnknown(StatusAnswers answers, BatchOrJob wanted) {
        try {
            return wanted.job().isEmpty()
                    && answers.of(wanted.batch()).isEmpty()
                    && known(wanted.batch().id()).isEmpty();
        } catch (QmasterException unanswered) {
            return false;
        }
    }

    /** The job with this id, if there is one; otherwise the batch. */
    BatchOrJob jobOf(Qmaster qmaster, BatchOrJob unknown) throws InterruptedException {
        JobId job = new JobId(unknown.batch().id().value());
        try {
            return qmaster.batchOf(job)
                    .map(batch -> new BatchOrJob(askable(batch), Optional.of(job)))
                    .orElse(unknown);
        } catch (QmasterException unread) {
            LOG.debug("the id was not looked for among the jobs: {}", unread.getMessage());
            return unknown;
        }
    }

    /** The batch of an entry, if its cluster can be queried: it needs no password, or the password is known. */
    Optional<BatchReference> askable(JournalEntry entry) {
        return entry.batch().filter(batch -> configuration.credentials().suffice(batch.cluster()));
    }

    /**
     * The journal's entry of the submission, batch or job; empty if it is in another cluster than that of the option.
     */
    Optional<JournalEntry> entry(String id) {
        return known(id)
                .filter(entry -> SubmissionId.looksLike(id)
                        || !configuration.namesClusterByFlag()
                        || entry.order().cluster().equals(configuration.cluster()));
    }

    /**
     * The submission of a batch or job, regardless of the cluster of the option.
     *
     * @throws BatchLostException if the journal does not know it
     */
    SubmissionId submission(String id) {
        return known(id)
                .map(JournalEntry::submissionId)
                .orElseThrow(() -> new BatchLostException(Failure.withoutSubmission(
                                "BATCH_UNKNOWN", "the journal has no submission, batch or job with the id " + id)
                        .hint("check the id and --state-dir; what other users submitted is not in it")
                        .fate(QueueFate.UNKNOWN)));
    }

    private Optional<JournalEntry> known(String id) {
        if (SubmissionId.looksLike(id)) {
            return journal.find(new SubmissionId(id));
        }
        BatchId batch = batchId(id);
        return known(batch).or(() -> reading(() -> journal.find(new JobId(id))));
    }

    /**
     * The engine's current status of a batch, with the journal's entry.
     *
     * @throws BatchLostException if neither engine nor journal knows it
     */
    BatchRecord view(Qmaster qmaster, BatchReference batch) throws InterruptedException {
        return qmaster.record(batch)
                .filter(known -> known.status().isPresent() || known.unread().isPresent())
                .orElseThrow(() -> unknown(batch));
    }

    /**
     * The same, when several were queried together.
     *
     * @throws BatchLostException if neither engine nor journal knows it
     */
    BatchRecord view(StatusAnswers answers, BatchReference batch) {
        return view(answers.of(batch).orElseThrow(() -> unknown(batch)));
    }

    /** A batch that the engine shows, with the journal's entry. */
    private BatchRecord view(BatchStatus status) {
        return BatchRecord.of(
                status,
                known(status.batch().id())
                        .filter(known ->
                                known.order().cluster().equals(status.batch().cluster()))
                        .map(JournalEntry::record));
    }

    /** Empty, with a warning, if the journal cannot be read: the engine may still show the batch. */
    private Optional<JournalEntry> known(BatchId batch) {
        return reading(() -> journal.find(batch));
    }

    private Optional<JournalEntry> reading(Supplier<Optional<JournalEntry>> look) {
        try {
            return look.get();
        } catch (JournalException unreadable) {
            if (!warned) {
                warned = true;
                LOG.warn("the journal is not used: {}", unreadable.getMessage());
            }
            return Optional.empty();
        }
    }

    private BatchLostException unknown(BatchReference batch) {
        Failure failure = known(batch.id())
                .filter(entry -> entry.batch()
                        .filter(known -> known.cluster().equals(batch.cluster()))
                        .isPresent())
                .map(entry -> notShown(entry, batch).of(entry.submissionId()))
                .orElseGet(() -> Failure.withoutSubmission("BATCH_UNKNOWN", "the batch " + batch + " is unknown")
                        .hint("check the id and the cluster; see `qmaster list`"));
        return new BatchLostException(failure.of(batch).fate(QueueFate.UNKNOWN));
    }

    private static Failure notShown(JournalEntry entry, BatchReference batch) {
        return entry.isGivenUp()
                ? Failure.withoutSubmission("BATCH_GIVEN_UP", "the batch " + batch + " was " + endOf(entry))
                        .hint(retry(entry))
                : Failure.withoutSubmission(
                                "BATCH_NOT_SEEN",
                                "the engine does not show the batch " + batch + ", which was submitted from here at "
                                        + entry.latest().at())
                        .hint("check the engine's queue; if it no longer exists, give it up with `qmaster recover"
                                + " --give-up " + entry.submissionId() + "`");
    }

    /** Describes when, by whom and why it was given up. */
    private static String endOf(JournalEntry entry) {
        return entry.ending()
                .map(ending -> ending.words() + " (" + Json.time(ending.at()) + ")")
                .orElseThrow();
    }

    private static String retry(JournalEntry entry) {
        return "submit it again with `qmaster retry " + entry.submissionId() + "`";
    }

    private static BatchLostException unknown(SubmissionId id) {
        return new BatchLostException(Failure.unknown("SUBMISSION_UNKNOWN", "the submission " + id + " is unknown")
                .hint("check the id and the state folder, or give the id of the batch")
                .of(id));
    }

    /**
     * A cluster of the journal, if it can be queried.
     *
     * @throws CommandFailure if the configuration does not know its password, which the journal does not keep
     */
    Cluster askable(Cluster remembered) {
        if (!configuration.credentials().suffice(remembered)) {
            throw CommandFailure.configuration(
                    "the address of the cluster " + remembered.displayName()
                            + " is needed again, since its password is not kept",
                    "name it with --cluster-id-file FILE or $QMASTER_CLUSTER_ID");
        }
        return remembered;
    }

    /** The same of a batch. */
    BatchReference askable(BatchReference batch) {
        return new BatchReference(batch.id(), askable(batch.cluster()));
    }

    private static CommandFailure withoutBatch(JournalEntry entry) {
        if (entry.isOpen()) {
            return new CommandFailure(
                    ExitCode.UNSETTLED,
                    Failure.withoutSubmission(
                                    "SUBMISSION_OPEN",
                                    "it is not settled yet whether the engine has the submission "
                                            + entry.submissionId())
                            .hint("settle it with `qmaster recover " + entry.submissionId()
                                    + "`; if that is not possible, give it up with --give-up")
                            .fate(QueueFate.UNKNOWN)
                            .of(entry.submissionId()));
        }
        if (entry.isGivenUp()) {
            return new CommandFailure(
                    ExitCode.LOST,
                    Failure.unknown(
                                    "SUBMISSION_GIVEN_UP",
                                    "the submission " + entry.submissionId() + " was " + endOf(entry))
                            .hint(retry(entry))
                            .of(entry.submissionId()));
        }
        return new CommandFailure(
                ExitCode.LOST,
                Failure.withoutSubmission(
                                "SUBMISSION_NOT_QUEUED", "the submission " + entry.submissionId() + " was not queued")
                        .hint("submit it again")
                        .of(entry.submissionId()));
    }

    private static BatchId batchId(String id) {
        try {
            return new BatchId(id);
        } catch (IllegalArgumentException noId) {
            throw CommandFailure.usage(String.valueOf(noId.getMessage()), "give the id that `qmaster submit` printed");
        }
    }
}
