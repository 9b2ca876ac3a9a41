package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that goes wrong. Faults with a {@link Trigger} strike when it holds, the others at a time.
 * Immutable and thread-safe.
 */
public sealed interface Fault {
    /**
     * The controller of a cluster stops, and may come back. What it worked on is interrupted.
     *
     * @param cluster which cluster
     * @param at how long after the beginning, in model time
     * @param lasting for how long; for ever if empty
     */
    record ClusterDown(String cluster, Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public ClusterDown {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * A service node stops, and may come back. What it worked on is interrupted, and done by any node of its cluster.
     *
     * @param cluster which cluster
     * @param node which of its nodes
     * @param at how long after the beginning, in model time
     * @param lasting for how long; for ever if empty
     */
    record NodeDown(String cluster, String node, Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public NodeDown {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * Somebody restarts the service: every batch that has not ended is cancelled.
     *
     * @param at how long after the beginning, in model time
     * @param forgets whether the engine then shows none of the batches that it had
     */
    record ServiceReset(Duration at, boolean forgets) implements Fault {
        /** @throws ScenarioException if the time is negative */
        public ServiceReset {
            Bounds.duration("/at", at);
        }
    }

    /**
     * The service of a node stops unexpectedly. What it worked on is interrupted; the service is restarted at once, at most
     * four times, the third and fourth time only if it had run for at least ten seconds (Apple Qmaster Distributed Processing
     * Setup Guide, "Recovery and Failure Notification Features").
     *
     * @param cluster which cluster
     * @param node which of its nodes
     * @param at how long after the beginning, in model time
     */
    record ServiceCrash(String cluster, String node, Duration at) implements Fault {
        /** @throws ScenarioException if the time is negative */
        public ServiceCrash {
            Bounds.duration("/at", at);
        }
    }

    /**
     * No output can be completed: half of it is written, and the attempt fails.
     *
     * @param at how long after the beginning, in model time
     * @param lasting for how long; for ever if empty
     */
    record DiskFull(Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public DiskFull {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * The program that submits complains of something that means nothing, and does what it would have done.
     *
     * @param words what it writes to its error output
     * @param when which submissions
     */
    record Noise(String words, Trigger when) implements Fault {}

    /**
     * A submission never answers.
     *
     * @param queued whether the batch is queued all the same
     * @param ignoresTermination whether the program that submits ignores the signal TERM, so that only KILL ends it
     * @param when which submissions
     */
    record SubmissionHangs(boolean queued, boolean ignoresTermination, Trigger when) implements Fault {
        /** One that ends when it is asked to. */
        public SubmissionHangs(boolean queued, Trigger when) {
            this(queued, false, when);
        }
    }

    /**
     * The service refuses a submission that the next attempt may get through.
     *
     * @param when which submissions
     */
    record SubmissionRefused(Trigger when) implements Fault {}

    /**
     * A submission ends with exit 0 and tells no batch id.
     *
     * @param queued whether the batch is queued all the same
     * @param when which submissions
     */
    record BatchIdMissing(boolean queued, Trigger when) implements Fault {}

    /**
     * A question for status gets no answer that can be used.
     *
     * @param answer what it gets
     * @param when which questions
     */
    record StatusFails(Answer answer, Trigger when) implements Fault {
        /** What a question for status gets instead of an answer. */
        public enum Answer {
            /** None at all. */
            HANGS,
            /** Text that nobody can read. */
            GARBLED,
            /** The beginning of an answer. */
            TRUNCATED,
            /** An answer without any batch. */
            EMPTY;

            /** The word for it in JSON. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * A batch goes out of sight; the engine works on without showing it.
     *
     * @param after how long after it was submitted, in model time
     * @param lasting for how long; for ever if empty
     * @param when which batches
     */
    record BatchVanishes(Duration after, Optional<Duration> lasting, Trigger when) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public BatchVanishes {
            Bounds.duration("/after", after);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * A job of a batch fails half-way.
     *
     * @param reason what the engine says of it
     * @param job which job of the batch, counted from 1
     * @param attempts how many attempts fail: 3 and more end the batch as failed, fewer are made good by resubmission
     * @param when which batches
     */
    record JobFails(String reason, int job, int attempts, Trigger when) implements Fault {
        /** @throws ScenarioException if a part is out of range */
        public JobFails {
            Bounds.notBlank("/reason", reason);
            Bounds.within("/job", job, 1, 1_000_000);
            Bounds.within("/attempts", attempts, 1, 1_000_000);
        }
    }

    /**
     * The engine reports a batch as successful, but its outputs are invalid.
     *
     * @param how what is wrong with them
     * @param when which batches
     */
    record OutputSpoiled(How how, Trigger when) implements Fault {
        /** What is wrong with an output. */
        public enum How {
            /** It is not there. */
            MISSING,
            /** It has no bytes. */
            EMPTY,
            /** Its second half is missing. */
            TRUNCATED;

            /** The word for it in JSON. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * Something that a version of the engine does against expectation.
     *
     * @param kind what it does
     * @param when which submissions and their batches
     */
    record Habit(Kind kind, Trigger when) implements Fault {
        /** What an engine can do against expectation. */
        public enum Kind {
            /**
             * The service keeps the output of the program open that submitted, for as long as there is something to encode
             * (field reports on 4.6, 2022). A simulator without its stand-ins has no such output.
             */
            OUTPUT_HELD_OPEN(
                    "The service keeps the output of the program open that submitted, until nothing is left to encode."),
            /** Outputs are written beside their sources, under their names (openradar 29029176: 4.3). */
            WRITES_BESIDE_SOURCE("Outputs are written beside their sources, whatever path was asked for."),
            /** The service refuses a submission that follows another within a second (field report on 5.2, 2026). */
            SUBMISSIONS_TOO_CLOSE("The service refuses a submission that follows another within a second."),
            /** A batch that waits for another is shown as {@code Processing}, without progress (field report on 5.x, 2026). */
            WAITS_AS_PROCESSING("A batch that waits is shown as Processing, 0 per cent and 0 seconds."),
            /** What was done is lost when a batch is paused, as with some codecs ({@code -help} of Compressor). */
            PAUSE_STARTS_OVER("A batch that was paused is encoded from its beginning when it is resumed."),
            /** The program refuses a source with a line {@code Errors:} (field report on 4.x, 2025). */
            SOURCE_REJECTED("The program refuses a source with a line Errors: and a reason in the next line."),
            /** A cluster that is not known is encoded for here without a word, the worst reading of 5.x. */
            UNKNOWN_GROUP_HERE("A batch for a cluster that is not known is encoded on this computer without a word."),
            /** Half of an output stays behind a batch that was cancelled (field report on 5.x, 2026). */
            LEFTOVERS_AFTER_CANCEL("Half of an output remains after a batch has been cancelled.");

            private final String description;

            Kind(String description) {
                this.description = description;
            }

            /** The word for it in JSON, such as {@code output-held-open}. */
            public String word() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }

            /** What the engine does, in a sentence. */
            public String description() {
                return description;
            }
        }
    }
}
