package io.qmaster.domain;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the batches that {@link Qmaster#history} returns: those that meet every condition. Methods with an argument
 * return a copy. Priority, labels, request id and time of submission are known only for batches in the journal. For
 * library consumers. Immutable and thread-safe.
 *
 * @param listed whether the engine is queried for the batches that it lists
 * @param remembered whether the journal is read for submissions that the engine does not list
 * @param states only batches in one of these states; all if it is empty
 * @param since only batches in the journal that were submitted at or after this moment
 * @param name only batches with this text in their name, in upper or lower case
 * @param labels only batches that have all these labels
 * @param cluster only batches that run, or were to run, on this cluster
 * @param priority only batches with this priority
 * @param requestId only batches that were submitted under this request id, or under one that starts with it and a
 *     slash, as in a run of many batches
 */
public record HistoryFilter(
        boolean listed,
        boolean remembered,
        Set<BatchState> states,
        Optional<Instant> since,
        Optional<String> name,
        Map<String, String> labels,
        Optional<Cluster> cluster,
        Optional<Priority> priority,
        Optional<String> requestId) {
    /** What the engine lists, and what the journal has. */
    public static final HistoryFilter ALL = every(true, true);

    /** What the engine lists. */
    public static final HistoryFilter LISTED = every(true, false);

    /** What the journal has. The engine is not queried. */
    public static final HistoryFilter REMEMBERED = every(false, true);

    /** Copies the states and labels. */
    public HistoryFilter {
        Nulls.refuse(HistoryFilter.class, states, since, name, labels, cluster, priority, requestId);
        states = Set.copyOf(states);
        labels = Map.copyOf(labels);
    }

    private static HistoryFilter every(boolean listed, boolean remembered) {
        return new HistoryFilter(
                listed,
                remembered,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, only batches in one of these states; all if there are none. */
    public HistoryFilter states(Set<BatchState> wanted) {
        return new HistoryFilter(listed, remembered, wanted, since, name, labels, cluster, priority, requestId);
    }

    /** The same, only batches in the journal that were submitted at or after a moment. */
    public HistoryFilter since(Instant earliest) {
        return new HistoryFilter(
                listed, remembered, states, Optional.of(earliest), name, labels, cluster, priority, requestId);
    }

    /** The same, only batches with a text in their name, in upper or lower case. */
    public HistoryFilter named(String text) {
        return new HistoryFilter(
                listed, remembered, states, since, Optional.of(text), labels, cluster, priority, requestId);
    }

    /** The same, only batches that have all these labels. */
    public HistoryFilter labels(Map<String, String> wanted) {
        return new HistoryFilter(listed, remembered, states, since, name, wanted, cluster, priority, requestId);
    }

    /** The same, only batches that run, or were to run, on a cluster. */
    public HistoryFilter cluster(Cluster wanted) {
        return new HistoryFilter(
                listed, remembered, states, since, name, labels, Optional.of(wanted), priority, requestId);
    }

    /** The same, only batches with a priority. */
    public HistoryFilter priority(Priority wanted) {
        return new HistoryFilter(
                listed, remembered, states, since, name, labels, cluster, Optional.of(wanted), requestId);
    }

    /** The same, only batches that were submitted under a request id, or in a run of many batches that has it. */
    public HistoryFilter requestId(String wanted) {
        return new HistoryFilter(
                listed, remembered, states, since, name, labels, cluster, priority, Optional.of(wanted));
    }

    /** Whether a batch meets every condition. */
    public boolean accepts(BatchRecord batch) {
        return isInState(batch)
                && isNamed(batch)
                && (cluster.isEmpty() || cluster.equals(batch.cluster()))
                && (!needsJournal() || batch.submission().filter(this::accepts).isPresent());
    }

    private boolean needsJournal() {
        return since.isPresent() || !labels.isEmpty() || priority.isPresent() || requestId.isPresent();
    }

    private boolean accepts(SubmissionRecord submission) {
        BatchOrder order = submission.order();
        return since.filter(earliest -> submission.begunAt().isBefore(earliest)).isEmpty()
                && order.labels().entrySet().containsAll(labels.entrySet())
                && priority.filter(wanted -> wanted != order.priority()).isEmpty()
                && (requestId.isEmpty()
                        || order.requestId().filter(this::isOfRequest).isPresent());
    }

    private boolean isOfRequest(String known) {
        return requestId
                .filter(wanted -> known.equals(wanted) || known.startsWith(wanted + "/"))
                .isPresent();
    }

    private boolean isInState(BatchRecord batch) {
        return states.isEmpty() || batch.state().filter(states::contains).isPresent();
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
