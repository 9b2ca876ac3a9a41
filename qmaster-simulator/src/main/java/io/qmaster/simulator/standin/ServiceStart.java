package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/**
 * Starts the background service unless it runs. It inherits the output of the call that starts it, as the real one does
 * (field report on Compressor 4, 2022): who reads that to its end waits for the service.
 */
final class ServiceStart {
    private final Installation installation;
    private final Timekeeper time;

    ServiceStart(Installation installation, Timekeeper time) {
        this.installation = installation;
        this.time = time;
    }

    void ensure() {
        try {
            new ServiceMark(installation.state(), time).with(marked -> {
                if (!marked.isAlive()) {
                    marked.set(start().toHandle());
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            // The batch is queued all the same; the next call starts the service.
            Thread.currentThread().interrupt();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(installation.service().toString())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
