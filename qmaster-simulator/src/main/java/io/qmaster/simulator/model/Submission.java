package io.qmaster.simulator.model;

import io.qmaster.domain.Priority;
import java.util.List;

/**
 * A batch as it reaches the engine.
 *
 * @param cluster the name of the cluster, or its host and port
 * @param name the name of the batch
 * @param priority how soon
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

    /** The same, with every output written under the extension of its setting. */
    Submission withExtensionsOfSettings() {
        return new Submission(
                cluster,
                name,
                priority,
                sentBy,
                jobs.stream().map(SubmittedJob::withExtensionOfSetting).toList());
    }
}
