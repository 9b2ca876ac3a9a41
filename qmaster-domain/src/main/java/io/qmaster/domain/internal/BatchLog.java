package io.qmaster.domain.internal;

import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The story of one batch in this process. Safe for threads. */
public final class BatchLog {
    private static final int LONGEST = 1000;

    private final Timekeeper time;
    private volatile Consumer<LogEntry> copy;
    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private Optional<String> lastError = Optional.empty();

    /** An empty story that nobody else keeps. */
    public BatchLog(Timekeeper time) {
        this(time, line -> {});
    }

    /** An empty story, of which every line is also given to somebody else. */
    public BatchLog(Timekeeper time, Consumer<LogEntry> copy) {
        this.time = time;
        this.copy = copy;
    }

    /** From now on gives every line also to somebody else. */
    public void alsoTo(Consumer<LogEntry> other) {
        copy = other;
    }

    public void debug(String message) {
        add(LogLevel.DEBUG, message);
    }

    public void tell(String message) {
        add(LogLevel.INFO, message);
    }

    public void warn(String message) {
        add(LogLevel.WARNING, message);
    }

    public void error(String message) {
        add(LogLevel.ERROR, message);
    }

    public synchronized List<LogEntry> entries(LogLevel atLeast) {
        return entries.stream()
                .filter(entry -> entry.level().compareTo(atLeast) >= 0)
                .toList();
    }

    public synchronized Optional<String> lastError() {
        return lastError;
    }

    private void add(LogLevel level, String message) {
        LogEntry entry = new LogEntry(time.now(), level, message);
        keep(entry);
        try {
            copy.accept(entry);
        } catch (RuntimeException unkept) {
            keep(new LogEntry(entry.at(), LogLevel.WARNING, "the last line could not be kept: " + unkept.getMessage()));
        }
    }

    private synchronized void keep(LogEntry entry) {
        if (entries.size() == LONGEST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        if (entry.level() == LogLevel.ERROR) {
            lastError = Optional.of(entry.message());
        }
    }
}
