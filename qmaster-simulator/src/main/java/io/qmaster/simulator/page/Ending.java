package io.qmaster.simulator.page;

/** How a batch ended, or {@link #OPEN}. */
public enum Ending {
    /** Everything was encoded. */
    SUCCESSFUL("✓", "successful"),
    /** The engine reports a failure, or an output is invalid. */
    FAILED("✕", "failed"),
    /** It was cancelled. */
    CANCELLED("–", "cancelled"),
    /** The engine refused it, or certainly does not have it. */
    REFUSED("⊘", "refused"),
    /** The engine no longer lists it, and a user gave it up. */
    LOST("?", "lost"),
    /** It has not ended. */
    OPEN("…", "not ended");

    private final String sign;
    private final String words;

    Ending(String sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** The ending for a final status text of the engine. */
    public static Ending of(String status) {
        return switch (status) {
            case "Successful" -> SUCCESSFUL;
            case "Cancelled" -> CANCELLED;
            default -> FAILED;
        };
    }

    /** Whether a person should look at it. */
    public boolean isTrouble() {
        return this == FAILED || this == REFUSED || this == LOST;
    }

    /** A sign that does not depend on colour. */
    public String sign() {
        return sign;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }
}
