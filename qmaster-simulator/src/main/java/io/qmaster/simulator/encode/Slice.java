package io.qmaster.simulator.encode;

import java.nio.file.Path;
import java.util.List;

/**
 * The part of an output that a run encodes. The picture is encoded in segments of whole frames; the sound is encoded
 * when they are joined, since audio encoders start with silence. Used by the simulator. Immutable and thread-safe.
 *
 * @param segment the index of the segment, from 0
 * @param segments the number of segments, 1 if the output is not split
 * @param parts the encoded segments to join, in order; empty if a segment is to be encoded
 */
public record Slice(int segment, int segments, List<Path> parts) {
    /** The whole output. */
    public static final Slice WHOLE = new Slice(0, 1, List.of());

    /** @throws IllegalArgumentException if there is no such segment */
    public Slice {
        parts = List.copyOf(parts);
        if (segment < 0 || segment >= segments) {
            throw new IllegalArgumentException("there is no segment " + segment + " of " + segments);
        }
    }

    /** One segment. */
    public static Slice segment(int segment, int segments) {
        return new Slice(segment, segments, List.of());
    }

    /** The joining of all segments. */
    public static Slice joined(List<Path> parts) {
        return new Slice(0, 1, parts);
    }

    boolean isJoined() {
        return !parts.isEmpty();
    }

    boolean isSegment() {
        return segments > 1;
    }

    /**
     * The first frame of the segment.
     *
     * @param frames the number of frames of the output
     */
    long first(long frames) {
        return frames * segment / segments;
    }

    /** The frame after its last. */
    long end(long frames) {
        return frames * (segment + 1) / segments;
    }

    boolean isLast() {
        return segment == segments - 1;
    }
}
