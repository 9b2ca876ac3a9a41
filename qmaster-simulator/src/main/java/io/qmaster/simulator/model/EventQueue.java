package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Future events, in the order of (time, sequence). */
final class EventQueue {
    private static final Comparator<Event> ORDER =
            Comparator.comparing(Event::at).thenComparingLong(Event::sequence);

    /** A set instead of a heap, since cancelled events are removed from the middle. */
    private final TreeSet<Event> events = new TreeSet<>(ORDER);

    private long sequences;

    Event add(Instant at, Runnable happening) {
        Event event = new Event(at, sequences++, happening);
        events.add(event);
        return event;
    }

    void remove(Event event) {
        events.remove(event);
    }

    Optional<Instant> nextAt() {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.first().at());
    }

    /** Removes the next event, unless it is later. */
    Optional<Event> takeUntil(Instant latest) {
        if (events.isEmpty() || events.first().at().isAfter(latest)) {
            return Optional.empty();
        }
        return Optional.ofNullable(events.pollFirst());
    }

    /** How many events were ever added. */
    long sequences() {
        return sequences;
    }

    /** The matching events, in order. */
    List<Event> all(Predicate<Event> fitting) {
        return events.stream().filter(fitting).toList();
    }

    /** Keeps only the matching events, and continues counting from a number. */
    void restore(Predicate<Event> fitting, long sequence) {
        events.removeIf(fitting.negate());
        sequences = sequence;
    }

    Event restoreEvent(DataInput in, Runnable happening) throws IOException {
        Event event = new Event(Saved.moment(in), in.readLong(), happening);
        events.add(event);
        return event;
    }

    /** A future event. Its sequence number is unique. */
    record Event(Instant at, long sequence, Runnable happening) {
        void save(DataOutput out) throws IOException {
            Saved.moment(out, at);
            out.writeLong(sequence);
        }
    }
}
