package io.qmaster.domain.internal;

import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The log of one batch in this process. Its lines also go to {@link System.Logger}: warnings and errors at these
 * levels, information at level {@code DEBUG}, the rest at {@code TRACE}. Thread-safe.
 */
public final class BatchLog {
    private static final System.Logger LOGGER = System.getLogger("io.qmaster.domain");
    private static final int LONGEST = 1000;

    private final Timekeeper time;
    private final Object about;
    private volatile Consumer<LogEntry> copy;
    private final Deque<LogEntry> entries = new ArrayDeque<>(2);
    private Optional<String> lastError = Optional.empty();

    /**
     * Creates an empty log that the journal does not store.
     *
     * @param about the batch or submission, as a prefix of each line of the system logger; immutable
     */
    public BatchLog(Timekeeper time, Object about) {
        this(time, about, line -> {});
    }

    /** Creates an empty log that passes every line to a copy. */
    public BatchLog(Timekeeper time, Object about, Consumer<LogEntry> copy) {
        this.time = time;
        this.about = about;
        this.copy = copy;
    }

    /** Replaces the consumer of copies of later lines. */
    public void copyTo(Consumer<LogEntry> other) {
        copy = other;
    }

    public void debug(String message) {
        add(LogLevel.DEBUG, message);
    }

    public void info(String message) {
        add(LogLevel.INFO, message);
    }

    public void warn(String message) {
        add(LogLevel.WARNING, message);
    }

    public void error(String message) {
        add(LogLevel.ERROR, message);
    }

    /** Gives the system logger the stack trace of a fault, at level {@code DEBUG}. */
    public void trace(String message, Throwable fault) {
        LOGGER.log(System.Logger.Level.DEBUG, () -> about + ": " + message, fault);
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
        LOGGER.log(levelOf(level), () -> about + ": " + entry.message());
        keep(entry);
        try {
            copy.accept(entry);
        } catch (RuntimeException failed) {
            keep(new LogEntry(
                    entry.at(), LogLevel.WARNING, "the last line could not be stored: " + failed.getMessage()));
        }
    }

    private static System.Logger.Level levelOf(LogLevel level) {
        return switch (level) {
            case DEBUG -> System.Logger.Level.TRACE;
            case INFO -> System.Logger.Level.DEBUG;
            case WARNING -> System.Logger.Level.WARNING;
            case ERROR -> System.Logger.Level.ERROR;
        };
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
