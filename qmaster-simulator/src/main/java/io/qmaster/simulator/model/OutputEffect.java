package io.qmaster.simulator.model;

/**
 * Something that must become of an output on disk. Effects are carried out in the order of their sequence, and carrying
 * one out twice does no harm; each is then reported to the model.
 */
public sealed interface OutputEffect {
    /** Its place among all effects, from 1. */
    long sequence();

    /** The job whose output it is. */
    SubmittedJob job();

    /** Into how many segments the job is split, at least 1. */
    int segments();

    /** Names the attempt of the job, as {@link OutsideWork.Run#key()} does. */
    String key();

    /**
     * The job has begun: its output is there, with 0 bytes (observed with Compressor 5.4).
     *
     * @param sequence its place among all effects
     * @param job the job
     * @param segments into how many segments it is split
     * @param key names the attempt
     * @param overwrites whether a file with content that stands there is overwritten; if not, it is in the way
     */
    record Begun(long sequence, SubmittedJob job, int segments, String key, boolean overwrites)
            implements OutputEffect {}

    /**
     * The job is done: its output holds what it should. Before this is reported, the job is not successful.
     *
     * @param sequence its place among all effects
     * @param job the job
     * @param segments into how many segments it was split
     * @param key names the attempt
     * @param extent how much of it
     */
    record Completed(long sequence, SubmittedJob job, int segments, String key, Extent extent) implements OutputEffect {
        /** How much of an output is there in the end. */
        public enum Extent {
            /** All of it. */
            WHOLE,
            /** The first half. */
            HALF,
            /** A file without content. */
            EMPTY
        }
    }

    /**
     * There is no such output any more: the batch was cancelled (observed with Compressor 5.4), or a fault has it so.
     *
     * @param sequence its place among all effects
     * @param job the job
     * @param segments into how many segments it was split
     * @param key names the attempt
     */
    record Discarded(long sequence, SubmittedJob job, int segments, String key) implements OutputEffect {}
}
