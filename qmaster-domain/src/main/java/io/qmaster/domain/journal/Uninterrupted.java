package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/**
 * Calls on file channels that go through although the thread is interrupted: an interrupt closes a channel on which its
 * thread waits, and a journal must not lose a record to that.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Something that opens a channel of its own, so that it can begin again when that one is closed. */
    interface Call<T> {
        /** Does it. */
        T call() throws IOException;
    }

    /** Makes a call until no interrupt comes between; the thread is as interrupted afterwards as it should be. */
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
