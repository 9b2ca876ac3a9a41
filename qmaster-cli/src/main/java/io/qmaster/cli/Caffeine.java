package io.qmaster.cli;

import io.qmaster.cli.command.Wakefulness;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Mac awake with its own {@code caffeinate -w PID}, which ends with the process of that id, even if it is killed. Does
 * nothing on another system. Thread-safe.
 */
final class Caffeine implements Wakefulness {
    private static final Logger LOG = LoggerFactory.getLogger(Caffeine.class);
    private static final Path CAFFEINATE = Path.of("/usr/bin/caffeinate");

    private final String system;
    private final Path caffeinate;
    private final long pid;
    private final Starter starter;
    private final AtomicBoolean begun = new AtomicBoolean();

    /** Starts a program without waiting for it. */
    @FunctionalInterface
    interface Starter {
        void start(List<String> command) throws IOException;
    }

    /**
     * For one process.
     *
     * @param pid the machine stays awake as long as this process runs
     */
    Caffeine(String system, Path caffeinate, long pid, Starter starter) {
        this.system = system;
        this.caffeinate = caffeinate;
        this.pid = pid;
        this.starter = starter;
    }

    /** For this process. */
    static Caffeine ofThisProcess() {
        return new Caffeine(
                System.getProperty("os.name", ""),
                CAFFEINATE,
                ProcessHandle.current().pid(),
                Caffeine::start);
    }

    @Override
    public void begin() {
        if (begun.getAndSet(true) || !system.startsWith("Mac") || !Files.isExecutable(caffeinate)) {
            return;
        }
        try {
            starter.start(List.of(caffeinate.toString(), "-w", Long.toString(pid)));
        } catch (IOException refused) {
            LOG.warn("the machine may fall asleep while we wait: {}", refused.getMessage());
        }
    }

    private static void start(List<String> command) throws IOException {
        ProcessBuilder caffeinate = new ProcessBuilder(command)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        caffeinate.environment().clear();
        caffeinate.start();
    }
}
