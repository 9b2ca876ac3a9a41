package io.qmaster.simulator.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What will happen, in the order of (time, sequence). */
final class EventQueue {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::sequence));
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

    /** Something that will happen unless it is removed. Two events are the same only if they are one. */
    record Event(Instant at, long sequence, Runnable happening) {}
}
