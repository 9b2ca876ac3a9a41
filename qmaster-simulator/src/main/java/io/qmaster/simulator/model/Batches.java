package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.simulator.scenario.Fault;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The batches that the engine knows, in the order of submission: those that have not ended, and those that ended within
 * a day.
 */
final class Batches {
    private final Timeline timeline;
    private final Outputs outputs;
    private final Map<BatchId, Batch> known = new LinkedHashMap<>();
    private final Queue<Batch> ended = new ArrayDeque<>();
    /** Ended batches of a restored model, which are read when all batches are needed. */
    private PastBatches past = PastBatches.NONE;

    Batches(Timeline timeline, Outputs outputs) {
        this.timeline = timeline;
        this.outputs = outputs;
    }

    void add(Batch batch) {
        removeHistory();
        known.put(batch.id(), batch);
    }

    void ended(Batch batch) {
        ended.add(batch);
    }

    /** At least those that are open or whose outputs are not complete. */
    Collection<Batch> current() {
        return known.values();
    }

    /** A batch, if the monitor shows it. */
    Optional<Batch> listed(BatchId id) {
        return Optional.ofNullable(known.get(id))
                .or(() -> past.find(id))
                .filter(batch -> batch.isListed(timeline.now()));
    }

    /** All batches as the monitor shows them. */
    List<MonitoredBatch> monitored() {
        readPast();
        Instant now = timeline.now();
        return known.values().stream()
                .filter(batch -> batch.isListed(now))
                .map(batch -> batch.monitored(now))
                .toList();
    }

    /** Hides all batches from the monitor. */
    void forget() {
        readPast();
        known.values().forEach(Batch::forget);
    }

    /** Writes those that the monitor may still show or whose outputs are not complete. */
    void save(DataOutput out, List<Fault> ofScenario) throws IOException {
        readPast();
        Set<Batch> unsettled = outputs.jobs().map(Job::batch).collect(Collectors.toSet());
        List<Batch> kept = known.values().stream()
                .filter(batch -> !batch.isHistory(timeline.lastChange()) || unsettled.contains(batch))
                .toList();
        Map<Boolean, List<Batch>> byPast = kept.stream()
                .collect(Collectors.partitioningBy(batch -> batch.isEnded() && !unsettled.contains(batch)));
        Saved.Writing<Batch> writing = (to, batch) -> batch.save(to, ofScenario);
        PastBatches.save(out, byPast.getOrDefault(true, List.of()), writing);
        Saved.list(out, byPast.getOrDefault(false, List.of()), writing);
    }

    void restore(DataInput in, List<Fault> ofScenario, Function<String, Controller> controllers) throws IOException {
        Saved.Reading<Batch> reading = from -> Batch.restored(from, ofScenario, controllers, timeline);
        past = PastBatches.restored(in, reading);
        Saved.list(in, reading).forEach(batch -> known.put(batch.id(), batch));
        addEnded();
    }

    private void addEnded() {
        known.values().stream()
                .filter(Batch::isEnded)
                .sorted(Comparator.comparing(Batch::endedAt))
                .forEach(ended::add);
    }

    private void readPast() {
        List<Batch> all = new ArrayList<>(past.all());
        if (all.isEmpty()) {
            return;
        }
        past = PastBatches.NONE;
        all.addAll(known.values());
        known.clear();
        all.stream().sorted(Comparator.comparingLong(Batch::number)).forEach(batch -> known.put(batch.id(), batch));
        ended.clear();
        addEnded();
    }

    /** Keeps a long simulation from accumulating every batch. */
    private void removeHistory() {
        for (Batch oldest = ended.peek();
                oldest != null && outputs.isEmpty() && oldest.isHistory(timeline.now());
                oldest = ended.peek()) {
            known.remove(oldest.id());
            ended.remove();
        }
    }
}
