package io.qmaster.simulator.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The model's time: what is now, what will happen, and what has happened. In whole milliseconds. */
final class Timeline {
    private final Instant start;
    private final EventQueue queue = new EventQueue();
    private final List<ObjectNode> log = new ArrayList<>();
    private Instant now;

    Timeline(Instant start) {
        this.start = start.truncatedTo(ChronoUnit.MILLIS);
        this.now = this.start;
    }

    Instant start() {
        return start;
    }

    Instant now() {
        return now;
    }

    Duration sinceStart() {
        return Duration.between(start, now);
    }

    Optional<Instant> nextAt() {
        return queue.nextAt();
    }

    EventQueue.Event after(Duration delay, Runnable happening) {
        return queue.add(now.plus(delay), happening);
    }

    EventQueue.Event at(Instant moment, Runnable happening) {
        return queue.add(moment.isBefore(now) ? now : moment, happening);
    }

    void forget(EventQueue.Event event) {
        queue.remove(event);
    }

    /** Lets everything happen up to and including a moment; a moment that is past changes nothing. */
    void advanceTo(Instant moment) {
        Instant until = moment.truncatedTo(ChronoUnit.MILLIS);
        for (Optional<EventQueue.Event> next = queue.takeUntil(until);
                next.isPresent();
                next = queue.takeUntil(until)) {
            now = next.get().at();
            next.get().happening().run();
        }
        if (until.isAfter(now)) {
            now = until;
        }
    }

    /** Writes a line of the event log: the keys come in the order in which they are put. */
    void log(String event, Consumer<ObjectNode> details) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("sequence", log.size() + 1);
        line.put("at", now.toString());
        line.put("event", event);
        details.accept(line);
        // Written out only for who asks: a program that answers one call replays everything and shows none of it.
        log.add(line);
    }

    List<String> log() {
        return log.stream().map(ObjectNode::toString).toList();
    }

    List<String> logFrom(int line) {
        return log.subList(line, log.size()).stream().map(ObjectNode::toString).toList();
    }
}
