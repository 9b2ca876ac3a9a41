package io.qmaster.domain.internal;

import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterClosedException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a {@link io.qmaster.domain.Qmaster} was closed. Thread-safe. */
public final class Lifetime {
    private final AtomicBoolean over = new AtomicBoolean();

    /** A lifetime that has begun. */
    public Lifetime() {}

    /** Ends it; gives whether it had not ended before. */
    public boolean end() {
        return !over.getAndSet(true);
    }

    /** Whether it has ended. */
    public boolean isOver() {
        return over.get();
    }

    /** Throws {@link QmasterClosedException} if it has ended. */
    public void requireOpen() {
        if (isOver()) {
            throw new QmasterClosedException(Failure.withoutSubmission("CLOSED", "this Qmaster was closed")
                    .hint("make a new one"));
        }
    }
}
