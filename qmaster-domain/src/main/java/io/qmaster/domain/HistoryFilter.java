package io.qmaster.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which batches {@link Qmaster#history} gives. Immutable; the methods that take an argument copy.
 *
 * @param listed whether the engine is asked for the batches that it shows
 * @param remembered whether the journal is read for submissions that the engine does not show
 * @param states only batches in one of these states; any if it is empty
 * @param since only batches that were submitted from here at or after this moment
 * @param name only batches with this text in their name, in upper or lower case
 */
public record HistoryFilter(
        boolean listed, boolean remembered, Set<BatchState> states, Optional<Instant> since, Optional<String> name) {
    /** What the engine shows, and what the journal remembers. */
    public static final HistoryFilter ALL = new HistoryFilter(true, true, Set.of(), Optional.empty(), Optional.empty());

    /** What the engine shows. */
    public static final HistoryFilter LISTED =
            new HistoryFilter(true, false, Set.of(), Optional.empty(), Optional.empty());

    /** What the journal remembers. The engine is not asked. */
    public static final HistoryFilter REMEMBERED =
            new HistoryFilter(false, true, Set.of(), Optional.empty(), Optional.empty());

    /** Copies the states. */
    public HistoryFilter {
        states = Set.copyOf(states);
    }

    /** The same, only batches in one of these states; any if there are none. */
    public HistoryFilter states(Set<BatchState> wanted) {
        return new HistoryFilter(listed, remembered, wanted, since, name);
    }

    /** The same, only batches that were submitted from here at or after a moment. */
    public HistoryFilter since(Instant earliest) {
        return new HistoryFilter(listed, remembered, states, Optional.of(earliest), name);
    }

    /** The same, only batches with a text in their name, in upper or lower case. */
    public HistoryFilter named(String text) {
        return new HistoryFilter(listed, remembered, states, since, Optional.of(text));
    }

    /** Whether a batch is wanted. */
    public boolean accepts(BatchRecord batch) {
        return isInState(batch) && isYoung(batch) && isNamed(batch);
    }

    private boolean isInState(BatchRecord batch) {
        return states.isEmpty() || batch.state().filter(states::contains).isPresent();
    }

    private boolean isYoung(BatchRecord batch) {
        return since.isEmpty()
                || batch.submission()
                        .filter(known -> !known.begunAt().isBefore(since.get()))
                        .isPresent();
    }

    private boolean isNamed(BatchRecord batch) {
        return name.isEmpty()
                || batch.name()
                        .filter(text -> folded(text).contains(folded(name.get())))
                        .isPresent();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
