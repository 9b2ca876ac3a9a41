package io.qmaster.domain.port;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Remembers every submission, so that none is lost or run twice if a process dies. Thread-safe; a journal on disk can also be
 * used by several processes at once.
 *
 * <p>The key is our own {@link SubmissionId}, never the engine's id. What a method wrote is on disk when it returns, if
 * the journal has one.
 */
public interface SubmissionJournal {
    /**
     * Writes down what is about to be submitted, in one step with the checks: another open submission may claim one of its
     * outputs, or the caller's request id may be known.
     *
     * <p>Every attempt has an intention of its own; a later attempt of one submission finds its own earlier claims and
     * request id no obstacle. An intention with the number of the latest attempt replaces that one: outputs are claimed
     * before a young source is watched, and what was seen of it is written afterwards.
     *
     * @throws JournalException if it cannot be written; then nothing may be submitted
     */
    Verdict intend(Intention intention);

    /**
     * Writes down which process hands the batch to the engine, so that after our own death it is known whether that one
     * can still queue it.
     *
     * @throws JournalException if it cannot be written; the submission goes on all the same
     */
    void started(SubmissionId submission, SubmittingProcess process);

    /**
     * Records what an attempt is about to run. It need not be on disk at once.
     *
     * @param submission the submission
     * @param attempt the number of the attempt, from 1
     * @param command the command, secrets masked
     * @throws JournalException if it cannot be written; the submission goes on all the same
     */
    void attempting(SubmissionId submission, int attempt, String command);

    /**
     * Records the outcome of an attempt, so that it is known after the log has been shortened.
     *
     * @param submission the submission
     * @param attempt the number of the attempt, from 1
     * @param outcome what the engine answered, secrets masked
     * @throws JournalException if it cannot be written; the submission goes on all the same
     */
    void attempted(SubmissionId submission, int attempt, String outcome);

    /**
     * Records who asked the engine to cancel the batch.
     *
     * @param submission the submission
     * @param cause why; empty if the engine refused to cancel it
     * @throws JournalException if it cannot be written; the engine is asked all the same
     */
    void cancelAsked(SubmissionId submission, Optional<CancelCause> cause);

    /**
     * Records that the engine was asked to cancel one job of the batch, so that an output which is missing for that reason,
     * and the end of the batch, are not taken for a cancelled batch.
     *
     * @param submission the submission
     * @param job the job
     * @param granted whether it was asked; false if it refused
     * @throws JournalException if it cannot be written; the engine is asked all the same
     */
    void jobCancelAsked(SubmissionId submission, JobId job, boolean granted);

    /**
     * Writes down that the engine has the batch.
     *
     * @throws JournalException if it cannot be written; the batch is queued all the same
     */
    void submitted(SubmissionId submission, Submitted submitted);

    /**
     * Writes down what was found of a batch that reached a final state, before a file is moved because of it. One process
     * at a time does so. If it dies before it has finished, another one continues with what was found then, and does not
     * look again: some outputs are in their place by that time. The same if a good output could not be moved: the submission
     * stays open until it is in its place.
     *
     * @param submission the submission
     * @param found the engine's last words, and every output where it was found
     * @return which process brings the outputs to their place
     * @throws JournalException if it cannot be written
     */
    Finisher concluding(SubmissionId submission, BatchResult found);

    /**
     * Writes down how a submission ended. An end that was seen is kept: that the submission was {@linkplain Ending.How#LOST
     * given up} does not replace it, but is replaced by it.
     *
     * @throws JournalException if it cannot be written
     */
    void ended(SubmissionId submission, Ending ending);

    /**
     * Adds a line to the log of a submission. It need not be on disk at once, and only the last lines are kept; a line
     * that cannot be written is left out.
     */
    void note(SubmissionId submission, LogEntry line);

    /**
     * Tries to take the turn of this computer to hand a batch to the engine, without waiting for it. Submissions take turns,
     * since Compressor's background service refuses batches that follow each other too closely (field report, 2026). A turn
     * only spares refusals: a caller may submit without it.
     *
     * @return the turn, to be closed when the engine has answered; empty if another submission has it. By default it is always
     *     free
     */
    default Optional<SubmittingTurn> takeTurn() {
        return Optional.of(() -> {});
    }

    /** The process that has the turn of {@link #takeTurn()}, as far as that is known. */
    default Optional<Holder> turnHolder() {
        return Optional.empty();
    }

    /** What is known of one submission. */
    Optional<JournalEntry> find(SubmissionId submission);

    /** What is known of the submission that became a batch: the latest, if an engine ever gave an id twice. */
    Optional<JournalEntry> find(BatchId batch);

    /** What is known of the submission whose batch has a job: the latest, if an engine ever gave an id twice. */
    Optional<JournalEntry> find(JobId job);

    /** The submission that answers requests under a request id: {@link JournalEntry#answersItsRequest()}. */
    Optional<JournalEntry> findRequest(String requestId);

    /**
     * Every submission that claimed an output path and is still remembered, the newest first.
     *
     * @param claim the identity of the path, as in {@link Intention#claims()}
     */
    List<JournalEntry> claimants(String claim);

    /** Every submission that has not ended, the oldest first. */
    List<JournalEntry> open();

    /**
     * The submissions that ended at or after a moment, the newest first. Read while the stream is consumed; the caller
     * closes it.
     */
    Stream<JournalEntry> ended(Instant since);

    /**
     * What {@link #open()} and {@link #ended} left out so far because it cannot be read. What could be read when it was tried
     * again is not in it.
     */
    default List<Unreadable> unreadable() {
        return List.of();
    }

    /**
     * How many bytes the file system has left that it writes to; empty if it writes to none.
     *
     * @throws JournalException if that cannot be found out
     */
    default OptionalLong usableBytes() {
        return OptionalLong.empty();
    }

    /**
     * What the user should know of the journal, such as that its records can be changed by others or that one of them cannot
     * be read; one line each. Reads every open submission.
     *
     * @throws JournalException if the journal cannot be read
     */
    default List<String> warnings() {
        return List.of();
    }

    /** The turn of this computer to hand a batch to the engine. */
    @FunctionalInterface
    interface SubmittingTurn extends AutoCloseable {
        /** Gives it to the next. */
        @Override
        void close();
    }

    /**
     * A submission of which something cannot be read.
     *
     * @param failure where its records are, why they cannot be read and what to do, with the id of the submission
     * @param isOpen whether it is among those that have not ended
     */
    record Unreadable(Failure failure, boolean isOpen) {}

    /**
     * What is about to be submitted.
     *
     * @param order the order of this attempt
     * @param attempt counts the attempts of one submission from 1
     * @param fingerprint is the same for two orders exactly if their requests are the same
     * @param claims the identities of all paths that the engine may write
     * @param namesakes for a batch whose name holds no token: the batches of that name which the engine had before; empty
     *     if they are not known, or more than {@value #MOST_NAMESAKES}. With a token it is empty
     * @param at when
     */
    record Intention(
            BatchOrder order,
            int attempt,
            String fingerprint,
            Set<String> claims,
            Optional<Set<BatchId>> namesakes,
            Instant at) {
        /** How many batches of one name are recorded. */
        public static final int MOST_NAMESAKES = 16;

        /** Copies the sets. */
        public Intention {
            claims = Set.copyOf(claims);
            namesakes = namesakes.filter(ids -> ids.size() <= MOST_NAMESAKES).map(Set::copyOf);
        }
    }

    /** What the journal says to an intention. */
    sealed interface Verdict {
        /** It is written down: go on. */
        record Recorded() implements Verdict {}

        /**
         * The request id and this very request are known: do not submit, give the original answer.
         *
         * @param original the first submission of the request
         */
        record Repeated(JournalEntry original) implements Verdict {}

        /**
         * The request id is known from another request.
         *
         * @param other the submission that has it
         */
        record RequestIdTaken(JournalEntry other) implements Verdict {}

        /**
         * An open submission may write one of the outputs.
         *
         * @param claim the identity of the path
         * @param other the submission that claims it
         */
        record Claimed(String claim, JournalEntry other) implements Verdict {}
    }

    /** Which process brings the outputs of a batch to their place. */
    sealed interface Finisher {
        /**
         * This one: that is written down.
         *
         * @param found what to go on with: what was found now, or what a process found that died before it had finished
         */
        record Ours(BatchResult found) implements Finisher {}

        /** Another process that is still running: ask again in a moment. */
        record Theirs() implements Finisher {}

        /**
         * None: the submission has ended.
         *
         * @param entry what the journal knows of it
         */
        record Over(JournalEntry entry) implements Finisher {}
    }

    /**
     * That the engine has the batch.
     *
     * @param batchId its id
     * @param jobIds the ids of its jobs, as many as were reported
     * @param settledBy how it was found if the submission did not answer
     * @param at when
     */
    record Submitted(BatchId batchId, List<JobId> jobIds, Optional<String> settledBy, Instant at) {
        /** Copies the ids. */
        public Submitted {
            jobIds = List.copyOf(jobIds);
        }
    }
}
