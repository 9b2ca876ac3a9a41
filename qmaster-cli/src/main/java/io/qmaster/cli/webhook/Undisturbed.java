package io.qmaster.cli.webhook;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** Work on file channels that goes through although the thread is interrupted, which would close them. */
final class Undisturbed {
    private Undisturbed() {}

    /** Something that opens its own channels, so that it can begin again. */
    interface Work<T> {
        T done() throws IOException;
    }

    /** Does it; the thread is as interrupted afterwards as it should be. */
    static <T> T by(Work<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.done();
                } catch (ClosedByInterruptException | FileLockInterruptionException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
