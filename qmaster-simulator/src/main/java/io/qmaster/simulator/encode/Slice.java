package io.qmaster.simulator.encode;

import java.nio.file.Path;
import java.util.List;

/**
 * Which part of an output a run makes. The picture is encoded in segments of whole frames; the sound is encoded when they are
 * joined, since encoders of sound begin with silence of their own. Immutable.
 *
 * @param segment the place of the segment, from 0
 * @param segments into how many the output is split, 1 if it is not
 * @param parts the encoded segments that are to be joined, in their order; empty if a segment is to be encoded
 */
public record Slice(int segment, int segments, List<Path> parts) {
    /** The whole output at once. */
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

    /** The output that is joined from all of its segments. */
    public static Slice joined(List<Path> parts) {
        return new Slice(0, 1, parts);
    }

    boolean isJoined() {
        return !parts.isEmpty();
    }

    boolean isSegment() {
        return segments > 1;
    }

    /** The first frame of the segment, of so many. */
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
