package io.qmaster.domain.internal;

import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterClosedException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a {@link io.qmaster.domain.Qmaster} was closed. Thread-safe. */
public final class Lifetime {
    private final AtomicBoolean over = new AtomicBoolean();

    /** Creates an open one. */
    public Lifetime() {}

    /** Closes it; returns false if it was already closed. */
    public boolean end() {
        return !over.getAndSet(true);
    }

    /** Whether it was closed. */
    public boolean isOver() {
        return over.get();
    }

    /** Throws {@link QmasterClosedException} if it was closed. */
    public void requireOpen() {
        if (isOver()) {
            throw new QmasterClosedException(Failure.withoutSubmission("CLOSED", "this Qmaster was closed")
                    .hint("create a new one"));
        }
    }
}
