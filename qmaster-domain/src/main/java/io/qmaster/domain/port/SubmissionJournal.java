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
 * Stores every submission, so that none is lost or run twice if a process dies. Implemented by authors of journals.
 * Thread-safe; several processes can share a journal on disk.
 *
 * <p>The key is our own {@link SubmissionId}, never the engine's id. A journal on disk has written its data to disk
 * when a method returns.
 */
public interface SubmissionJournal {
    /**
     * Records an intention to submit, atomically with two checks: whether another open submission claims one of its
     * outputs, and whether the request id is known.
     *
     * <p>Each attempt has its own intention; the claims and the request id of earlier attempts of the same submission
     * do not conflict. An intention with the number of the latest attempt replaces that one: outputs are claimed before
     * a recently changed source is observed, and the result is recorded afterwards.
     *
     * @throws JournalException if it cannot be written; then nothing may be submitted
     */
    Verdict intend(Intention intention);

    /**
     * Records the process that submits the batch to the engine, so that after a crash of this process it is known
     * whether that one can still queue it.
     *
     * @throws JournalException if it cannot be written; the submission continues
     */
    void started(SubmissionId submission, SubmittingProcess process);

    /**
     * Records the command of an attempt. It may be written to disk later.
     *
     * @param submission the submission
     * @param attempt the number of the attempt, from 1
     * @param command the command, with secrets masked
     * @throws JournalException if it cannot be written; the submission continues
     */
    void attempting(SubmissionId submission, int attempt, String command);

    /**
     * Records the outcome of an attempt, which outlives the shortened log.
     *
     * @param submission the submission
     * @param attempt the number of the attempt, from 1
     * @param outcome the engine's answer, with secrets masked
     * @throws JournalException if it cannot be written; the submission continues
     */
    void attempted(SubmissionId submission, int attempt, String outcome);

    /**
     * Records that the engine was asked to cancel the batch.
     *
     * @param submission the submission
     * @param cause the cause; empty if the engine refused
     * @throws JournalException if it cannot be written; the engine is called nevertheless
     */
    void cancelAsked(SubmissionId submission, Optional<CancelCause> cause);

    /**
     * Records that the engine was asked to cancel one job, so that its missing output and the end of the batch are not
     * taken for a cancelled batch.
     *
     * @param submission the submission
     * @param job the job
     * @param granted whether the engine was asked; false if it refused
     * @throws JournalException if it cannot be written; the engine is called nevertheless
     */
    void jobCancelAsked(SubmissionId submission, JobId job, boolean granted);

    /**
     * Records that the engine has the batch.
     *
     * @throws JournalException if it cannot be written; the batch is queued nevertheless
     */
    void submitted(SubmissionId submission, Submitted submitted);

    /**
     * Records the result of a batch in a final state before its outputs are moved, which one process at a time does. If
     * it dies, another one continues with the recorded result and does not check again, since some outputs have already
     * been moved. Likewise, if a valid output could not be moved, the submission stays open until it is in its place.
     *
     * @param submission the submission
     * @param found the engine's last status, and every output where it was found
     * @return which process publishes the outputs
     * @throws JournalException if it cannot be written
     */
    Finisher concluding(SubmissionId submission, BatchResult found);

    /**
     * Records how a submission ended. An observed ending replaces one as {@linkplain Ending.How#LOST given up}, never
     * the reverse.
     *
     * @throws JournalException if it cannot be written
     */
    void ended(SubmissionId submission, Ending ending);

    /**
     * Adds a line to the log of a submission. It may be written to disk later; only the last lines are kept, and a line
     * that cannot be written is dropped.
     */
    void note(SubmissionId submission, LogEntry line);

    /**
     * Tries to take this computer's turn to submit a batch to the engine, without waiting. Submissions take turns,
     * since Compressor's background service refuses batches that follow each other too closely (field report, 2026). A
     * turn only avoids refusals: a caller may submit without it.
     *
     * @return the turn, to be closed when the engine has answered; empty if another submission has it; free by default
     */
    default Optional<SubmittingTurn> takeTurn() {
        return Optional.of(() -> {});
    }

    /** The process that has the turn of {@link #takeTurn()}, if known. */
    default Optional<Holder> turnHolder() {
        return Optional.empty();
    }

    /** Finds a submission by its id. */
    Optional<JournalEntry> find(SubmissionId submission);

    /** Finds the submission that became a batch; the latest, if the engine reused an id. */
    Optional<JournalEntry> find(BatchId batch);

    /** Finds the submission whose batch has a job; the latest, if the engine reused an id. */
    Optional<JournalEntry> find(JobId job);

    /** Finds the submission that answers a request id, as {@link JournalEntry#answersItsRequest()} says. */
    Optional<JournalEntry> findRequest(String requestId);

    /**
     * All stored submissions that claimed an output path, newest first.
     *
     * @param claim the identity of the path, as in {@link Intention#claims()}
     */
    List<JournalEntry> claimants(String claim);

    /** All submissions that have not ended, oldest first. */
    List<JournalEntry> open();

    /**
     * The submissions that ended at or after a moment, newest first. They are read while the stream is consumed; the
     * caller must close it.
     */
    Stream<JournalEntry> ended(Instant since);

    /**
     * The submissions that {@link #open()} and {@link #ended} have left out because they cannot be read, without those
     * that were read later.
     */
    default List<Unreadable> unreadable() {
        return List.of();
    }

    /**
     * The number of free bytes on the file system of the journal; empty if it has none.
     *
     * @throws JournalException if it cannot be determined
     */
    default OptionalLong usableBytes() {
        return OptionalLong.empty();
    }

    /**
     * Warnings for the user, one line each, such as that other users can change the records or that one cannot be read.
     * Reads every open submission.
     *
     * @throws JournalException if the journal cannot be read
     */
    default List<String> warnings() {
        return List.of();
    }

    /** This computer's turn to submit a batch to the engine. */
    @FunctionalInterface
    interface SubmittingTurn extends AutoCloseable {
        /** Releases the turn. */
        @Override
        void close();
    }

    /**
     * A submission with unreadable records.
     *
     * @param failure the place of its records, why they cannot be read and what to do, with the id of the submission
     * @param isOpen whether it has not ended
     */
    record Unreadable(Failure failure, boolean isOpen) {}

    /**
     * An intention to submit.
     *
     * @param order the order of this attempt
     * @param attempt number of the attempt in its submission, from 1
     * @param fingerprint equal for two orders if and only if their requests are equal
     * @param claims the identities ({@link MediaFiles#identity}) of all paths that the engine may write
     * @param namesakes for a batch whose name has no token: the batches of that name that the engine had before; empty
     *     if they are unknown or more than {@value #MOST_NAMESAKES}, or if the name has a token
     * @param at the time of the record
     */
    record Intention(
            BatchOrder order,
            int attempt,
            String fingerprint,
            Set<String> claims,
            Optional<Set<BatchId>> namesakes,
            Instant at) {
        /** The maximum number of recorded batches with one name. */
        public static final int MOST_NAMESAKES = 16;

        /** Copies the sets. */
        public Intention {
            claims = Set.copyOf(claims);
            namesakes = namesakes.filter(ids -> ids.size() <= MOST_NAMESAKES).map(Set::copyOf);
        }
    }

    /** The answer of the journal to an intention. */
    sealed interface Verdict {
        /** It is recorded: submit. */
        record Recorded() implements Verdict {}

        /**
         * The request was already submitted under its request id: do not submit, return the original answer.
         *
         * @param original the first submission of the request
         */
        record Repeated(JournalEntry original) implements Verdict {}

        /**
         * The request id belongs to another request.
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

    /** Which process publishes the outputs of a batch. */
    sealed interface Finisher {
        /**
         * This process, which is recorded.
         *
         * @param found the result to continue with: the given one, or that of a process that died before it had
         *     finished
         */
        record Ours(BatchResult found) implements Finisher {}

        /** Another running process: try again later. */
        record Theirs() implements Finisher {}

        /**
         * None, since the submission has ended.
         *
         * @param entry its records
         */
        record Over(JournalEntry entry) implements Finisher {}
    }

    /**
     * A record that the engine has the batch.
     *
     * @param batchId its id
     * @param jobIds the ids of its jobs, as many as were reported
     * @param settledBy how it was found if the submission did not answer
     * @param at the time of the record
     */
    record Submitted(BatchId batchId, List<JobId> jobIds, Optional<String> settledBy, Instant at) {
        /** Copies the ids. */
        public Submitted {
            jobIds = List.copyOf(jobIds);
        }
    }
}
