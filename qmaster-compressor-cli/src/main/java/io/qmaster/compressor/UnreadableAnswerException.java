package io.qmaster.compressor;

/** An answer is none that Compressor or Batch Monitor is known to give. */
public final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what was found instead. */
    public UnreadableAnswerException(String message) {
        super(message);
    }
}
