package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A segment that is to be encoded outside the model now. Used by the simulator's encoders. Immutable and thread-safe.
 *
 * @param run the run of the segment
 * @param segments the number of segments of its job
 * @param job the job
 */
public record OutsideWork(Run run, int segments, SubmittedJob job) {
    /**
     * One run of a segment.
     *
     * @param batch its batch
     * @param job the index of its job in the batch, from 0
     * @param segment its index in the job, from 0
     * @param attempt the attempt of the job, from 1
     * @param since when an instance started it
     */
    public record Run(BatchId batch, int job, int segment, int attempt, Instant since) {
        /** The key of the attempt of the job. */
        public String key() {
            return key(batch, job, attempt);
        }

        /** The segment of the run, which another run can continue. */
        public Slot slot() {
            return new Slot(batch, job, segment, attempt);
        }

        /** Whether it is the current run of a segment that is running. Creates nothing: it is asked for each segment. */
        boolean isOf(Segment running) {
            Job of = running.job();
            return segment == running.index()
                    && job == of.index()
                    && attempt == of.attempt()
                    && batch.value().equals(of.batch().id().value())
                    && running.work().since().filter(since::equals).isPresent();
        }

        static String key(BatchId batch, int job, int attempt) {
            return batch.value() + "." + job + "." + attempt;
        }
    }

    /**
     * A segment of an attempt of a job, independent of the instance that encodes it.
     *
     * @param batch its batch
     * @param job the index of its job in the batch, from 0
     * @param segment its index in the job, from 0
     * @param attempt the attempt of the job, from 1
     */
    public record Slot(BatchId batch, int job, int segment, int attempt) {}

    static Stream<Slot> slots(Job job) {
        return job.segments().stream()
                .filter(segment -> !segment.work().isComplete())
                .map(segment -> new Slot(job.batch().id(), job.index(), segment.index(), job.attempt()));
    }

    static OutsideWork of(Segment segment) {
        Job job = segment.job();
        return new OutsideWork(
                new Run(
                        job.batch().id(),
                        job.index(),
                        segment.index(),
                        job.attempt(),
                        segment.work().since().orElseThrow()),
                job.segments().size(),
                job.submitted());
    }
}
