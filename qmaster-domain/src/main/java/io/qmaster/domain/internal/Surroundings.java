package io.qmaster.domain.internal;

import io.qmaster.domain.Policy;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.BatchListener;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.SubmissionJournal;
import java.util.List;

/**
 * What every batch of one {@link io.qmaster.domain.Qmaster} shares.
 *
 * @param backend the engine
 * @param journal what remembers submissions
 * @param files what looks at outputs
 * @param policy how patient we are
 * @param listeners who is told of everything
 */
public record Surroundings(
        Backend backend, SubmissionJournal journal, MediaFiles files, Policy policy, List<BatchListener> listeners) {
    /** Copies the listeners. */
    public Surroundings {
        listeners = List.copyOf(listeners);
    }
}
