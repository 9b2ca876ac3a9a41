package io.qmaster.domain;

import java.util.Optional;

/**
 * The result of settling a submission that an interrupted program had left open. For library consumers. Immutable and
 * thread-safe.
 *
 * @param submissionId our own id
 * @param batch the batch, if the engine has one
 * @param finding what was found
 * @param words the reason, in one line
 */
public record Recovered(SubmissionId submissionId, Optional<BatchReference> batch, Finding finding, String words) {
    /** What was found of an open submission. */
    public enum Finding {
        /** The engine has the batch, which has not ended; it is watched again. */
        ADOPTED,
        /** The batch has ended, and its outputs were checked. */
        ENDED,
        /** The engine certainly does not have the batch. */
        NOT_QUEUED,
        /** The engine had the batch and does not list it now. */
        NOT_SEEN,
        /** The engine does not list the batch, and a user gave it up. */
        GIVEN_UP,
        /** It is unknown whether the engine has the batch; it stays open and is not submitted again. */
        UNKNOWN
    }

    /** Refuses nulls. */
    public Recovered {
        Nulls.refuse(Recovered.class, submissionId, batch, finding, words);
    }
}
