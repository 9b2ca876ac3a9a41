package io.qmaster.simulator.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What the instances of this computer encode. Used for the transcoder's log of the stand-ins. The record is
 * immutable.
 *
 * @param idle how many are idle
 * @param parts what the others encode
 */
public record MachineLoad(int idle, List<Part> parts) {
    /** Copies the parts. */
    public MachineLoad {
        parts = List.copyOf(parts);
    }

    /**
     * A segment of a job, or a whole job, that an instance encodes; equal only for the same run of it. Reads the model,
     * and shares its thread rules.
     */
    public static final class Part {
        private final Segment segment;
        private final Instant since;

        Part(Segment segment, Instant since) {
            this.segment = segment;
            this.since = since;
        }

        /** The output of its job. */
        public Path output() {
            return segment.job().submitted().output();
        }

        /** When an instance started it. */
        public Instant since() {
            return since;
        }

        /** Whether it is encoded. */
        public boolean isComplete() {
            return segment.work().isComplete();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part part && part.segment == segment && part.since.equals(since);
        }

        @Override
        public int hashCode() {
            return since.hashCode();
        }
    }
}
