package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of one attempt to submit. Immutable and thread-safe.
 *
 * <p>Output that holds a batch id means {@link Queued}, whatever else happened. Exit 0 without an id, a kill, an
 * interrupt and a timeout are {@link Unknown}: the batch may or may not be queued.
 */
public sealed interface SubmissionOutcome {
    /** What came of it in one line for people, such as {@code queued as 4F2A; jobs 4F2B, 4F2C}. */
    String description();

    /**
     * The engine has the batch.
     *
     * <p>An id is believed only if it is new: one that the engine listed before, or that the journal knows from another
     * submission, is not that of this batch.
     *
     * @param batchId its id
     * @param jobIds the ids of its jobs, as many as were reported
     * @param otherIds further ids of batches in the same answer; then the batch is identified by its name
     */
    record Queued(BatchId batchId, List<JobId> jobIds, List<BatchId> otherIds) implements SubmissionOutcome {
        /** Copies the ids. */
        public Queued {
            requireNonNull(batchId, "batchId");
            jobIds = List.copyOf(jobIds);
            otherIds = List.copyOf(otherIds);
        }

        /** An answer with one id of a batch. */
        public Queued(BatchId batchId, List<JobId> jobIds) {
            this(batchId, jobIds, List.of());
        }

        @Override
        public String description() {
            return "queued as " + batchId + ids("; jobs ", jobIds) + ids("; the answer also names ", otherIds);
        }

        private static String ids(String before, List<?> ids) {
            return ids.isEmpty()
                    ? ""
                    : before + ids.stream().map(Object::toString).collect(Collectors.joining(", "));
        }

        /** Every id of a batch in the answer, the first first. */
        public List<BatchId> allIds() {
            return Stream.concat(Stream.of(batchId), otherIds.stream()).toList();
        }
    }

    /**
     * The engine ended by itself and says that it has no batch, in words that are known to mean so. Words that are not known,
     * a crash and a signal are {@link Unknown}.
     *
     * <p>Where the engine can list its batches, this is believed only after an answer that lacks the batch.
     *
     * @param kind why
     * @param words its own words without noise, and without secrets
     * @param exitCode the exit code of its program, if it has one
     * @param passing whether the same attempt may succeed a moment later
     */
    record Refused(RefusalKind kind, String words, OptionalInt exitCode, boolean passing) implements SubmissionOutcome {
        /** @throws NullPointerException if a component is null */
        public Refused {
            requireNonNull(kind, "kind");
            requireNonNull(words, "words");
            requireNonNull(exitCode, "exitCode");
        }

        @Override
        public String description() {
            return "refused (" + word(kind) + (passing ? ", for the moment" : "") + ")" + told(words, exitCode);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String told(String words, OptionalInt exitCode) {
        return (words.isBlank() ? "" : ": " + words)
                + (exitCode.isPresent() ? " (exit code " + exitCode.getAsInt() + ")" : "");
    }

    /**
     * It is not known yet whether the engine has the batch.
     *
     * @param cause what happened
     * @param evidence what was seen, in one line without secrets
     * @param exitCode the exit code of the engine's program, if it has one and ended by itself
     */
    record Unknown(Cause cause, String evidence, OptionalInt exitCode) implements SubmissionOutcome {
        /** @throws NullPointerException if a component is null */
        public Unknown {
            requireNonNull(cause, "cause");
            requireNonNull(evidence, "evidence");
            requireNonNull(exitCode, "exitCode");
        }

        @Override
        public String description() {
            return "unknown (" + word(cause) + ")" + told(evidence, exitCode);
        }

        /** Why it is not known. */
        public enum Cause {
            /** The deadline passed; the attempt was ended. */
            DEADLINE,
            /** The engine's program ended without an id and without words that mean a refusal. */
            ENDED_WITHOUT_ID,
            /** Another process ended the engine's program. */
            KILLED
        }
    }
}
