package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** What will happen, in the order of (time, sequence). */
final class EventQueue {
    private static final Comparator<Event> ORDER =
            Comparator.comparing(Event::at).thenComparingLong(Event::sequence);

    private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
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
        return Optional.ofNullable(events.peek()).map(Event::at);
    }

    /** Takes the next event unless it is later. */
    Optional<Event> takeUntil(Instant latest) {
        Event next = events.peek();
        if (next == null || next.at.isAfter(latest)) {
            return Optional.empty();
        }
        events.remove();
        return Optional.of(next);
    }

    /** How many events there have been. */
    long sequences() {
        return sequences;
    }

    /** The events that fit, in their order. */
    List<Event> all(Predicate<Event> fitting) {
        return events.stream().filter(fitting).sorted(ORDER).toList();
    }

    /** Leaves the events that fit, and goes on counting from a number. */
    void restore(Predicate<Event> fitting, long sequence) {
        events.removeIf(fitting.negate());
        sequences = sequence;
    }

    /** Puts back an event that was saved. */
    Event restoreEvent(DataInput in, Runnable happening) throws IOException {
        Event event = new Event(Saved.moment(in), in.readLong(), happening);
        events.add(event);
        return event;
    }

    /** Something that will happen unless it is removed. Two events are the same only if they are one. */
    record Event(Instant at, long sequence, Runnable happening) {
        void save(DataOutput out) throws IOException {
            Saved.moment(out, at);
            out.writeLong(sequence);
        }
    }
}
