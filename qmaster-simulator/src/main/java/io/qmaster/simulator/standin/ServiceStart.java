package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Starts the background service unless it runs. The service can keep the output of the call open, as seen with
 * Compressor 4.6 (2022): a client that reads the output to its end waits until the service ends.
 */
final class ServiceStart {
    private static final String WAIT_FOR = "while kill -0 \"$1\" 2>/dev/null; do sleep 0.2; done";

    private final Installation installation;
    private final Timekeeper time;

    ServiceStart(Installation installation, Timekeeper time) {
        this.installation = installation;
        this.time = time;
    }

    void ensure(boolean held) {
        try {
            new ServiceMark(installation.state(), time).with(marked -> {
                if (!marked.isAlive()) {
                    marked.set(start(held, installation.service().toString()).toHandle());
                } else if (held && isSeen()) {
                    start(true, "/bin/sh", "-c", WAIT_FOR, "service", Long.toString(marked.process()));
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            // The batch is queued; the next call starts the service.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a client can notice that the output is kept open, which is not the case for files. */
    private static boolean isSeen() {
        return Stream.of("/dev/fd/1", "/dev/fd/2").anyMatch(output -> {
            try {
                Path file = Path.of(output).toRealPath();
                return !Files.isRegularFile(file) && !file.equals(Path.of("/dev/null"));
            } catch (IOException pipe) {
                return true;
            }
        });
    }

    private static Process start(boolean held, String... command) throws IOException {
        Redirect output = held ? Redirect.INHERIT : Redirect.DISCARD;
        return new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(output)
                .redirectError(output)
                .start();
    }
}
