package io.qmaster.domain.journal;

import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import java.io.IOException;

/** Runs the calls of a journal and translates their exceptions. */
final class JournalCalls {
    private final Identity identity;
    private final JournalFailures failures;

    JournalCalls(Identity identity, JournalFailures failures) {
        this.identity = identity;
        this.failures = failures;
    }

    /** A call that may read or change files. */
    interface Work<T> {
        T call() throws IOException, History.NewerFormatException;
    }

    <T> T reading(T ifThereIsNone, Work<T> question) {
        try {
            return identity.look() ? question.call() : ifThereIsNone;
        } catch (IOException | IllegalArgumentException | History.NewerFormatException failed) {
            throw failures.unreadable(failed);
        }
    }

    /** Determines the free space, which a submission needs. */
    long measuring(Work<Long> look) {
        try {
            return look.call();
        } catch (IOException | History.NewerFormatException failed) {
            throw failures.unwritable("determining the free space of the journal", QueueFate.NOT_QUEUED, failed);
        }
    }

    /**
     * Runs a call that writes.
     *
     * @param what what is written, for a message
     * @param fate whether the engine has the batch if that fails
     */
    <T> T writing(String what, QueueFate fate, Work<T> work) {
        try {
            return work.call();
        } catch (IOException | IllegalArgumentException | History.NewerFormatException failed) {
            throw failures.unwritable("writing " + what + " to the journal", fate, failed);
        } catch (JournalException unusable) {
            throw new JournalException(unusable.failure().fate(fate));
        }
    }
}
