package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault of a {@link Scenario}. Faults with a {@link Trigger} occur when it applies, the others at a given time.
 * Immutable and thread-safe.
 */
public sealed interface Fault {
    /**
     * The controller of a cluster stops for a while. Its work is interrupted.
     *
     * @param cluster the name of the cluster
     * @param at the model time since the start
     * @param lasting for how long; indefinitely if empty
     */
    record ClusterDown(String cluster, Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public ClusterDown {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * A service node stops for a while. Its work is interrupted, and continued by any node of its cluster.
     *
     * @param cluster the name of the cluster
     * @param node the name of the node
     * @param at the model time since the start
     * @param lasting for how long; indefinitely if empty
     */
    record NodeDown(String cluster, String node, Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public NodeDown {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * The service is restarted: every batch that has not ended is cancelled.
     *
     * @param at the model time since the start
     * @param forgets whether the engine no longer shows earlier batches
     */
    record ServiceReset(Duration at, boolean forgets) implements Fault {
        /** @throws ScenarioException if the time is negative */
        public ServiceReset {
            Bounds.duration("/at", at);
        }
    }

    /**
     * The service of a node stops unexpectedly. Its work is interrupted; the service is restarted at once, at most four
     * times, the third and fourth time only if it had run for at least ten seconds (Apple Qmaster Distributed
     * Processing Setup Guide, "Recovery and Failure Notification Features").
     *
     * @param cluster the name of the cluster
     * @param node the name of the node
     * @param at the model time since the start
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
     * @param at the model time since the start
     * @param lasting for how long; indefinitely if empty
     */
    record DiskFull(Duration at, Optional<Duration> lasting) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public DiskFull {
            Bounds.duration("/at", at);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * The submitting program prints a meaningless message, and continues normally.
     *
     * @param words the message on stderr
     * @param when the submissions concerned
     */
    record Noise(String words, Trigger when) implements Fault {}

    /**
     * A submission never answers.
     *
     * @param queued whether the batch is queued nevertheless
     * @param ignoresTermination whether the submitting program ignores the signal TERM, so that only KILL ends it
     * @param when the submissions concerned
     */
    record SubmissionHangs(boolean queued, boolean ignoresTermination, Trigger when) implements Fault {
        /** A submission that ends on TERM. */
        public SubmissionHangs(boolean queued, Trigger when) {
            this(queued, false, when);
        }
    }

    /**
     * The service refuses a submission temporarily.
     *
     * @param when the submissions concerned
     */
    record SubmissionRefused(Trigger when) implements Fault {}

    /**
     * A submission ends with exit code 0 and prints no batch id.
     *
     * @param queued whether the batch is queued nevertheless
     * @param when the submissions concerned
     */
    record BatchIdMissing(boolean queued, Trigger when) implements Fault {}

    /**
     * A status query gets no usable answer.
     *
     * @param answer the answer
     * @param when the queries concerned
     */
    record StatusFails(Answer answer, Trigger when) implements Fault {
        /** The answer to a status query. */
        public enum Answer {
            /** No answer: the program hangs. */
            HANGS,
            /** Unreadable text. */
            GARBLED,
            /** The beginning of an answer. */
            TRUNCATED,
            /** An answer without any batch. */
            EMPTY;

            /** The name in JSON. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * A batch is no longer listed; the engine still processes it.
     *
     * @param after the model time since its submission
     * @param lasting for how long; indefinitely if empty
     * @param when the batches concerned
     */
    record BatchVanishes(Duration after, Optional<Duration> lasting, Trigger when) implements Fault {
        /** @throws ScenarioException if a time is negative */
        public BatchVanishes {
            Bounds.duration("/after", after);
            Bounds.duration("/lasting", lasting);
        }
    }

    /**
     * A job of a batch fails halfway.
     *
     * @param reason the reason that the engine reports
     * @param job the number of the job in the batch, from 1
     * @param attempts how many attempts fail: from 3, the job fails; after fewer, a resubmission succeeds
     * @param when the batches concerned
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
     * @param when the batches concerned
     */
    record OutputSpoiled(How how, Trigger when) implements Fault {
        /** What is wrong with an output. */
        public enum How {
            /** It does not exist. */
            MISSING,
            /** It has no bytes. */
            EMPTY,
            /** Its second half is missing. */
            TRUNCATED;

            /** The name in JSON. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * An unexpected behaviour of some versions of the engine.
     *
     * @param kind the behaviour
     * @param when the submissions and batches concerned
     */
    record Habit(Kind kind, Trigger when) implements Fault {
        /** The unexpected behaviours. */
        public enum Kind {
            /**
             * The service keeps the output of the submitting program open while there is something to encode (field
             * reports on 4.6, 2022). Has no effect without stand-ins.
             */
            OUTPUT_HELD_OPEN(
                    "The service keeps the output of the submitting program open until nothing is left to encode."),
            /** Outputs are written beside their sources, under their names (openradar 29029176: 4.3). */
            WRITES_BESIDE_SOURCE("Outputs are written beside their sources, whatever path was requested."),
            /** The service refuses a submission that follows another within a second (field report on 5.2, 2026). */
            SUBMISSIONS_TOO_CLOSE("The service refuses a submission that follows another within a second."),
            /** A batch that waits for another is shown as {@code Processing}, without progress (field report on 5.x, 2026). */
            WAITS_AS_PROCESSING("A batch that waits is shown as Processing, 0 per cent and 0 seconds."),
            /** The progress of a batch is lost when it is paused, as with some codecs ({@code -help} of Compressor). */
            PAUSE_STARTS_OVER("A batch that was paused is encoded from its beginning when it is resumed."),
            /** The program refuses a source with a line {@code Errors:} (field report on 4.x, 2025). */
            SOURCE_REJECTED("The program refuses a source with a line Errors: and a reason in the next line."),
            /** A batch for an unknown cluster is encoded on this computer without a report (assumed of 5.x). */
            UNKNOWN_GROUP_HERE("A batch for an unknown cluster is encoded on this computer without a report."),
            /** Half of an output remains after a batch was cancelled (field report on 5.x, 2026). */
            LEFTOVERS_AFTER_CANCEL("Half of an output remains after a batch has been cancelled.");

            private final String description;

            Kind(String description) {
                this.description = description;
            }

            /** The name in JSON, such as {@code output-held-open}. */
            public String word() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }

            /** A description of the behaviour, one sentence. */
            public String description() {
                return description;
            }
        }
    }
}
