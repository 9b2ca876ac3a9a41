package io.qmaster.domain;

import java.util.List;
import java.util.Optional;

/**
 * What of a request is still to be done.
 *
 * @param request the jobs that are left; empty if all are complete
 * @param complete the outputs that are there already, each with its target in the whole request
 */
public record Remaining(Optional<BatchRequest> request, List<Output> complete) {
    /** Copies the outputs. */
    public Remaining {
        complete = List.copyOf(complete);
    }
}
