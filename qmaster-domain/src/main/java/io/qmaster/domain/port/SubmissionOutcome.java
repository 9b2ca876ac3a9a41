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
 * The outcome of one attempt to submit.
 *
 * <p>Output with a batch id means {@link Queued}, with any exit code. Exit 0 without an id, a kill, an interrupt and a
 * timeout are {@link Unknown}: the batch may or may not be queued. For authors of backends. Immutable and thread-safe.
 */
public sealed interface SubmissionOutcome {
    /** A readable line, such as {@code queued as 4F2A; jobs 4F2B, 4F2C}. */
    String description();

    /**
     * The engine has the batch.
     *
     * <p>An id is accepted only if it is new: an id that the engine listed before, or that the journal knows from
     * another submission, does not belong to this batch.
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

        /** An answer with one batch id. */
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

        /** All batch ids of the answer, in order. */
        public List<BatchId> allIds() {
            return Stream.concat(Stream.of(batchId), otherIds.stream()).toList();
        }
    }

    /**
     * The engine's program exited by itself, with a message that is known to mean a refusal. An unknown message, a
     * crash and a signal are {@link Unknown}.
     *
     * <p>If the engine can list its batches, a refusal is accepted only after a list without the batch.
     *
     * @param kind the kind of refusal
     * @param words its message, without noise and without secrets
     * @param exitCode the exit code of its program, if it has one
     * @param passing whether the same attempt may succeed a little later
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
            return "refused (" + word(kind) + (passing ? ", for the moment" : "") + ")" + details(words, exitCode);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String details(String words, OptionalInt exitCode) {
        return (words.isBlank() ? "" : ": " + words)
                + (exitCode.isPresent() ? " (exit code " + exitCode.getAsInt() + ")" : "");
    }

    /**
     * It is not known yet whether the engine has the batch.
     *
     * @param cause what happened
     * @param evidence what was observed, in one line without secrets
     * @param exitCode the exit code of the engine's program, if it has one and exited by itself
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
            return "unknown (" + word(cause) + ")" + details(evidence, exitCode);
        }

        /** Why it is unknown. */
        public enum Cause {
            /** The deadline passed; the attempt was aborted. */
            DEADLINE,
            /** The engine's program exited without an id and without a known refusal. */
            ENDED_WITHOUT_ID,
            /** Another process killed the engine's program. */
            KILLED
        }
    }
}
