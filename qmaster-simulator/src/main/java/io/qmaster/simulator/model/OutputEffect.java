package io.qmaster.simulator.model;

/**
 * A change of an output on disk. Effects are carried out in the order of their sequence and are idempotent; each is
 * then reported to the model. Used by the simulator, which writes the outputs. Immutable and thread-safe.
 */
public sealed interface OutputEffect {
    /** Its sequence number, from 1. */
    long sequence();

    /** The job whose output it is. */
    SubmittedJob job();

    /** The number of segments of the job, at least 1. */
    int segments();

    /** The key of the attempt, as {@link OutsideWork.Run#key()}. */
    String key();

    /**
     * The job has started: its output exists, with 0 bytes (observed with Compressor 5.4).
     *
     * @param sequence its sequence number
     * @param job the job
     * @param segments the number of segments of the job
     * @param key the key of the attempt
     * @param overwrites whether an existing file with content is overwritten; if not, the job waits
     */
    record Begun(long sequence, SubmittedJob job, int segments, String key, boolean overwrites)
            implements OutputEffect {}

    /**
     * The output is complete. Before this is reported, the job is not successful.
     *
     * @param sequence its sequence number
     * @param job the job
     * @param segments the number of segments of the job
     * @param key the key of the attempt
     * @param extent how much of the output is written
     */
    record Completed(long sequence, SubmittedJob job, int segments, String key, Extent extent) implements OutputEffect {
        /** How much of an output is written. */
        public enum Extent {
            /** All of it. */
            WHOLE,
            /** The first half. */
            HALF,
            /** Nothing: an empty file. */
            EMPTY
        }
    }

    /**
     * The output is deleted: the batch was cancelled (observed with Compressor 5.4), or a fault requires it.
     *
     * @param sequence its sequence number
     * @param job the job
     * @param segments the number of segments of the job
     * @param key the key of the attempt
     */
    record Discarded(long sequence, SubmittedJob job, int segments, String key) implements OutputEffect {}
}
