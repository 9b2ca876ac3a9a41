package io.qmaster.simulator.model;

import io.qmaster.domain.Priority;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A batch as the engine receives it. Used by the simulator, the stand-ins and the reports. Immutable and thread-safe.
 *
 * @param cluster the name of the cluster, or its host and port
 * @param name the name of the batch
 * @param priority its priority
 *
 * @param sentBy the user
 * @param jobs what to encode, at least one
 */
public record Submission(String cluster, String name, Priority priority, String sentBy, List<SubmittedJob> jobs) {
    /** @throws IllegalArgumentException if there is nothing to encode */
    public Submission {
        jobs = List.copyOf(jobs);
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one job");
        }
    }

    /** A copy with other jobs. */
    Submission with(UnaryOperator<SubmittedJob> change) {
        return new Submission(
                cluster, name, priority, sentBy, jobs.stream().map(change).toList());
    }

    void save(DataOutput out) throws IOException {
        Saved.text(out, cluster);
        Saved.text(out, name);
        Saved.text(out, priority.word());
        Saved.text(out, sentBy);
        Saved.list(out, jobs, (to, job) -> job.save(to));
    }

    static Submission restored(DataInput in) throws IOException {
        return new Submission(
                Saved.text(in),
                Saved.text(in),
                Priority.of(Saved.text(in)),
                Saved.text(in),
                Saved.list(in, SubmittedJob::restored));
    }
}
