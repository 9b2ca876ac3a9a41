package io.qmaster.domain.feed;

import io.qmaster.domain.QmasterException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a run. For library consumers. Immutable and thread-safe.
 *
 * @param batches the number of batches, including those of earlier runs with the same request id
 * @param sources the number of sources by outcome, without zeroes
 * @param drained whether it was drained
 * @param stopped why it was stopped before everything was submitted; empty otherwise
 */
public record FeedSummary(
        int batches, Map<FeedOutcome, Integer> sources, boolean drained, Optional<QmasterException> stopped) {
    /** Copies the counts, in the order of the outcomes. */
    public FeedSummary {
        Map<FeedOutcome, Integer> sorted = new EnumMap<>(FeedOutcome.class);
        sorted.putAll(sources);
        sources = Collections.unmodifiableMap(sorted);
    }

    /** The number of sources with an outcome. */
    public int count(FeedOutcome outcome) {
        return sources.getOrDefault(outcome, 0);
    }
}
