package io.qmaster.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * How a submission ended. Immutable and thread-safe.
 *
 * @param how in one word
 * @param words the engine's reason or ours, without secrets; may be empty
 * @param result how the batch ended, if there was one and it did
 * @param at when
 */
public record Ending(How how, String words, Optional<BatchResult> result, Instant at) {
    /** How a submission ended. */
    public enum How {
        /** The engine refused it, or it is certain that it has no such batch. */
        NOT_QUEUED,
        /** The batch reached a final state, and its outputs were looked at. */
        FINAL,
        /** A user gave it up: the engine does not show it, and it may be submitted again on that word. */
        LOST
    }
}
