package io.qmaster.compressor;

/**
 * Thrown by {@link StatusAnswer#parse(String)} if an answer of Compressor or Batch Monitor is not in a known format. Immutable.
 */
public final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what was found instead */
    public UnreadableAnswerException(String message) {
        super(message);
    }
}
