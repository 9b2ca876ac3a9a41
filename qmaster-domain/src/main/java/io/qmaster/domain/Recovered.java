package io.qmaster.domain;

import java.util.Optional;

/**
 * What became of a submission that an interrupted program had left open. Immutable and thread-safe.
 *
 * @param submissionId our own id
 * @param batch the batch, if the engine has one
 * @param finding what was found
 * @param words why, in one line
 */
public record Recovered(SubmissionId submissionId, Optional<BatchReference> batch, Finding finding, String words) {
    /** What was found of an open submission. */
    public enum Finding {
        /** The engine has the batch and works on it; it is watched again. */
        ADOPTED,
        /** The batch has ended, and its outputs were looked at. */
        ENDED,
        /** The engine certainly has no such batch. */
        NOT_QUEUED,
        /** The engine had the batch and does not show it now. */
        NOT_SEEN,
        /** The engine does not show the batch, and it was given up on somebody's word. */
        GIVEN_UP,
        /** Nobody can say; it stays open, and is not submitted again. */
        UNKNOWN
    }
}
