package io.qmaster.cli.metrics;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file with the metrics, replaced in one step every 15 seconds and at the end. Readable for its owner alone. Thread-safe.
 */
public final class MetricsFile implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final Metrics metrics;
    private final Path file;
    private final MediaFiles files;
    private final Timekeeper time;
    private final Consumer<String> warning;
    private Optional<Alarm> next = Optional.empty();
    private boolean failing;
    private boolean closed;

    private MetricsFile(Metrics metrics, Path file, MediaFiles files, Timekeeper time, Consumer<String> warning) {
        this.metrics = metrics;
        this.file = file;
        this.files = files;
        this.time = time;
        this.warning = warning;
    }

    /**
     * Writes the file now and from now on.
     *
     * @param warning receives what goes wrong later, once for several failures in a row
     * @throws CommandFailure if it cannot be written
     */
    public static MetricsFile begin(
            Metrics metrics, Path file, MediaFiles files, Timekeeper time, Consumer<String> warning) {
        MetricsFile begun = new MetricsFile(metrics, file, files, time, warning);
        begun.written().ifPresent(reason -> {
            throw CommandFailure.usage(
                    "the metrics file " + file + " cannot be written: " + reason,
                    "name a file that you may write, in a directory that exists, on a disk with free space");
        });
        begun.scheduleNext();
        return begun;
    }

    private synchronized void scheduleNext() {
        if (!closed) {
            next = Optional.of(time.schedule(PERIOD, this::writeAgain));
        }
    }

    private void writeAgain() {
        write();
        scheduleNext();
    }

    private synchronized void write() {
        Optional<String> problem = written();
        problem.filter(first -> !failing)
                .ifPresent(reason -> warning.accept(
                        "the metrics file " + file + " cannot be written: " + reason + "; it is tried again"));
        failing = problem.isPresent();
    }

    /** Why it could not be written; empty if it was. */
    private synchronized Optional<String> written() {
        try {
            files.write(file, metrics.text());
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(Reason.of(refused));
        } catch (VolumeNotAnsweringException silent) {
            return Optional.of(String.valueOf(silent.getMessage()));
        }
    }

    /** Writes the file for the last time. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            next.ifPresent(Alarm::cancel);
        }
        write();
    }
}
