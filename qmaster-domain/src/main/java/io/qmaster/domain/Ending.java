package io.qmaster.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * How a submission ended. For library consumers and authors of journals. Immutable and thread-safe.
 *
 * @param how the kind of ending
 * @param words the reason of the engine or of this library, without secrets; may be empty
 * @param result the result of the batch, if there was one and it ended
 * @param at when it ended
 */
public record Ending(How how, String words, Optional<BatchResult> result, Instant at) {
    /** How a submission ended. */
    public enum How {
        /** The engine refused it, or certainly does not have the batch. */
        NOT_QUEUED,
        /** The batch reached a final state, and its outputs were checked. */
        FINAL,
        /** A user gave it up: the engine does not list it, and it may be submitted again. */
        LOST
    }

    /** Refuses nulls. */
    public Ending {
        Nulls.refuse(Ending.class, how, words, result, at);
    }
}
