package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The model's time in whole milliseconds, its future events, and its event log. */
final class Timeline {
    private final Instant start;
    private final EventQueue queue = new EventQueue();
    private final List<LogLine> log = new ArrayList<>();
    private Supplier<List<String>> earlier = List::of;
    private int earlierLines;
    private Instant now;
    private Instant lastChange;

    Timeline(Instant start) {
        this.start = start.truncatedTo(ChronoUnit.MILLIS);
        this.now = this.start;
        this.lastChange = this.start;
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

    /** The time of the last event or command. */
    Instant lastChange() {
        return lastChange;
    }

    void changed() {
        lastChange = now;
    }

    /** The matching future events, in order. */
    List<EventQueue.Event> events(Predicate<EventQueue.Event> fitting) {
        return queue.all(fitting);
    }

    /** How many events were ever scheduled. */
    long eventCount() {
        return queue.sequences();
    }

    EventQueue.Event restoreEvent(DataInput in, Runnable happening) throws IOException {
        return queue.restoreEvent(in, happening);
    }

    /** Writes the time, and which of the first {@code first} events are still to come. */
    void save(DataOutput out, long first) throws IOException {
        Saved.moment(out, lastChange);
        out.writeInt(earlierLines + log.size());
        out.writeLong(queue.sequences());
        Saved.list(out, events(event -> event.sequence() < first), (to, event) -> to.writeLong(event.sequence()));
    }

    /**
     * Reads the saved time, and keeps those first events that were still to come.
     *
     * @param past supplies the earlier lines of the event log, and possibly later ones
     */
    void restore(DataInput in, Supplier<List<String>> past) throws IOException {
        now = Saved.moment(in);
        lastChange = now;
        earlierLines = in.readInt();
        earlier = past;
        long sequences = in.readLong();
        List<Long> toCome = Saved.list(in, DataInput::readLong);
        queue.restore(event -> toCome.contains(event.sequence()), sequences);
    }

    /** Executes the events up to and including a moment; a past moment changes nothing. */
    void advanceTo(Instant moment) {
        Instant until = moment.truncatedTo(ChronoUnit.MILLIS);
        for (Optional<EventQueue.Event> next = queue.takeUntil(until);
                next.isPresent();
                next = queue.takeUntil(until)) {
            now = next.get().at();
            lastChange = now;
            next.get().happening().run();
        }
        if (until.isAfter(now)) {
            now = until;
        }
    }

    /** Adds a line to the event log. */
    void log(String event, Consumer<LogLine> details) {
        LogLine line = new LogLine(earlierLines + log.size() + 1, now, event);
        details.accept(line);
        log.add(line);
    }

    List<String> log() {
        return logFrom(0);
    }

    List<String> logFrom(int line) {
        Stream<String> own = log.stream().skip(Math.max(0, line - earlierLines)).map(LogLine::text);
        return line >= earlierLines
                ? own.toList()
                : Stream.concat(earlier.get().stream().limit(earlierLines).skip(line), own)
                        .toList();
    }
}
