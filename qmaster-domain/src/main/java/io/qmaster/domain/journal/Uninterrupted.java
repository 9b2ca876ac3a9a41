package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Runs calls on file channels to completion although the thread is interrupted: an interrupt closes the channel on
 * which a thread waits, and a journal must not lose a record because of it.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** A call that opens its own channel, so that it can be repeated when an interrupt closes it. */
    interface Call<T> {
        /** Runs the call. */
        T call() throws IOException;
    }

    /** Repeats a call until no interrupt aborts it, and then restores the interrupt. */
    static <T> T call(Call<T> call) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return call.call();
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
