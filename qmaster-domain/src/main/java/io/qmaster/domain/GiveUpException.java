package io.qmaster.domain;

/**
 * A submission was not given up, since it may well be alive: the engine shows its batch, or a living program is at work on
 * it. Nothing was written of its end, and it stays as it was.
 */
public final class GiveUpException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public GiveUpException(Failure failure) {
        super(failure);
    }
}
