package io.qmaster.domain.feed;

import io.qmaster.domain.QmasterException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a run. Immutable.
 *
 * @param batches how many batches there were, those of earlier runs with the same request id included
 * @param sources how many sources came to what; without those that none came to
 * @param drained whether it was drained
 * @param stopped why it was stopped before everything was submitted; empty if it was not
 */
public record FeedSummary(
        int batches, Map<FeedOutcome, Integer> sources, boolean drained, Optional<QmasterException> stopped) {
    /** Copies the counts, in the order of the outcomes. */
    public FeedSummary {
        Map<FeedOutcome, Integer> sorted = new EnumMap<>(FeedOutcome.class);
        sorted.putAll(sources);
        sources = Collections.unmodifiableMap(sorted);
    }

    /** How many sources came to something. */
    public int count(FeedOutcome outcome) {
        return sources.getOrDefault(outcome, 0);
    }
}
