package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.EncodingService;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A background process that encodes for a simulator whose own processes are short, as the background service of
 * Compressor does. It uses the jar files of this process. Used by the {@code qmaster} program. Thread-safe.
 */
public final class EncodingProcess implements EncodingService {
    private static final Logger LOG = LoggerFactory.getLogger(EncodingProcess.class);
    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);
    /** Signals of a terminal to the starting program must not end it. */
    private static final List<String> UNINTERRUPTED =
            List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "qmaster-encoding");

    private final Optional<Path> ffmpeg;
    private final Timekeeper time;
    private OptionalLong lastStart = OptionalLong.empty();

    /**
     * A process that is started when something is to be encoded.
     *
     * @param ffmpeg the ffmpeg to use; if empty, the process searches for one
     * @param time measures the time between starts
     */
    public EncodingProcess(Optional<Path> ffmpeg, Timekeeper time) {
        this.ffmpeg = ffmpeg;
        this.time = time;
    }

    @Override
    public synchronized void ensure(Path directory) {
        long now = time.elapsedNanos();
        if (lastStart.isPresent() && now - lastStart.getAsLong() < BETWEEN_STARTS.toNanos()) {
            return;
        }
        try {
            new ServiceMark(directory, time).with(marked -> {
                if (!marked.isAlive()) {
                    marked.set(start(directory).toHandle());
                    lastStart = OptionalLong.of(now);
                }
            });
        } catch (IOException failed) {
            LOG.warn("the encoding process cannot be started: {}", failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(Path directory) throws IOException {
        List<String> command = new ArrayList<>(UNINTERRUPTED);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dqmaster.ffmpeg=" + System.getProperty("qmaster.ffmpeg", ""),
                "-cp",
                System.getProperty("java.class.path"),
                StandInMain.class.getName(),
                StandInMain.Role.QUEUE.name(),
                directory.toString()));
        ffmpeg.ifPresent(program -> command.add(program.toString()));
        return new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
