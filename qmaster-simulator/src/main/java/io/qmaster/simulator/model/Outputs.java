package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Fault;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The effects on outputs that are not reported yet. */
final class Outputs {
    private static final int BEGUN = 1;
    private static final int COMPLETED = 2;
    private static final int DISCARDED = 3;
    private static final String DISK_FULL = "No space left on device";

    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private final boolean overwriting;
    private long sequences;
    private boolean diskFull;

    Outputs(boolean overwriting) {
        this.overwriting = overwriting;
    }

    void setDiskFull(boolean full) {
        diskFull = full;
    }

    void begin(Job job) {
        // The output of an earlier attempt is the engine's own.
        boolean mayOverwrite = overwriting || job.attempt() > 1;
        put(job, false, new OutputEffect.Begun(++sequences, job.submitted(), segments(job), key(job), mayOverwrite));
    }

    /** Completes an output, or spoils it if a fault requires it. */
    void complete(Job job) {
        if (diskFull) {
            OutputEffect half = completed(job, OutputEffect.Completed.Extent.HALF);
            pending.put(half.sequence(), new Pending(half, job, job.attempt(), true, Optional.of(DISK_FULL)));
            return;
        }
        put(
                job,
                true,
                job.batch()
                        .faults(Fault.OutputSpoiled.class)
                        .findFirst()
                        .map(spoiled -> spoiled(spoiled.how(), job))
                        .orElseGet(() -> completed(job, OutputEffect.Completed.Extent.WHOLE)));
    }

    void discard(Job job) {
        put(job, false, discarded(job));
    }

    void leaveHalf(Job job) {
        put(job, false, completed(job, OutputEffect.Completed.Extent.HALF));
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    List<OutputEffect> pending() {
        return pending.values().stream().map(Pending::effect).toList();
    }

    /** Removes an effect; empty if it was reported before. */
    Optional<Pending> reported(long sequence) {
        return Optional.ofNullable(pending.remove(sequence));
    }

    /** If an output could not be started, the existing file is not the engine's and must not be deleted. */
    void notBegun(Pending begun) {
        pending.values()
                .removeIf(later -> later.job() == begun.job()
                        && later.attempt() == begun.attempt()
                        && !later.finishes()
                        && !later.begins());
    }

    /** The jobs whose effects are not reported yet. */
    Stream<Job> jobs() {
        return pending.values().stream().map(Pending::job);
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(sequences);
        out.writeBoolean(diskFull);
        Saved.list(out, List.copyOf(pending.values()), (to, effect) -> effect.save(to));
    }

    void restore(DataInput in, Saved.Reading<Job> jobs) throws IOException {
        sequences = in.readLong();
        diskFull = in.readBoolean();
        Saved.list(in, from -> Pending.restored(from, jobs))
                .forEach(effect -> pending.put(effect.effect().sequence(), effect));
    }

    private void put(Job job, boolean finishes, OutputEffect effect) {
        pending.put(effect.sequence(), new Pending(effect, job, job.attempt(), finishes, Optional.empty()));
    }

    private OutputEffect spoiled(Fault.OutputSpoiled.How how, Job job) {
        return switch (how) {
            case MISSING -> discarded(job);
            case EMPTY -> completed(job, OutputEffect.Completed.Extent.EMPTY);
            case TRUNCATED -> completed(job, OutputEffect.Completed.Extent.HALF);
        };
    }

    private OutputEffect completed(Job job, OutputEffect.Completed.Extent extent) {
        return new OutputEffect.Completed(++sequences, job.submitted(), segments(job), key(job), extent);
    }

    private OutputEffect discarded(Job job) {
        return new OutputEffect.Discarded(++sequences, job.submitted(), segments(job), key(job));
    }

    private static String key(Job job) {
        return OutsideWork.Run.key(job.batch().id(), job.index(), job.attempt());
    }

    /** All attempts of a job have the same number of segments. */
    private static int segments(Job job) {
        return job.segments().size();
    }

    /**
     * An effect that is not reported yet.
     *
     * @param finishes whether the job is successful afterwards
     * @param failure why the attempt fails nevertheless
     */
    record Pending(OutputEffect effect, Job job, int attempt, boolean finishes, Optional<String> failure) {
        boolean begins() {
            return effect instanceof OutputEffect.Begun;
        }

        boolean isCurrent() {
            return !job.isEnded() && job.attempt() == attempt;
        }

        void save(DataOutput out) throws IOException {
            job.saveReference(out);
            out.writeInt(attempt);
            out.writeBoolean(finishes);
            Saved.optional(out, failure, Saved::text);
            out.writeLong(effect.sequence());
            if (effect instanceof OutputEffect.Begun begun) {
                out.writeByte(BEGUN);
                out.writeBoolean(begun.overwrites());
            } else if (effect instanceof OutputEffect.Completed completed) {
                out.writeByte(COMPLETED);
                Saved.text(out, completed.extent().name());
            } else {
                out.writeByte(DISCARDED);
            }
        }

        static Pending restored(DataInput in, Saved.Reading<Job> jobs) throws IOException {
            Job job = jobs.read(in);
            int attempt = in.readInt();
            boolean finishes = in.readBoolean();
            Optional<String> failure = Saved.optional(in, Saved::text);
            return new Pending(effect(in, job, attempt), job, attempt, finishes, failure);
        }

        private static OutputEffect effect(DataInput in, Job job, int attempt) throws IOException {
            long sequence = in.readLong();
            SubmittedJob submitted = job.submitted();
            int segments = segments(job);
            String key = OutsideWork.Run.key(job.batch().id(), job.index(), attempt);
            return switch (in.readByte()) {
                case BEGUN -> new OutputEffect.Begun(sequence, submitted, segments, key, in.readBoolean());
                case COMPLETED ->
                    new OutputEffect.Completed(
                            sequence, submitted, segments, key, OutputEffect.Completed.Extent.valueOf(Saved.text(in)));
                case DISCARDED -> new OutputEffect.Discarded(sequence, submitted, segments, key);
                default -> throw new IOException("unknown kind of effect");
            };
        }
    }
}
