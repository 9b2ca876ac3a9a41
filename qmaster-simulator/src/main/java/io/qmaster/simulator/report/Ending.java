package io.qmaster.simulator.report;

/** How a batch ended, or {@link #OPEN}. */
enum Ending {
    SUCCESSFUL("✓", "successful"),
    FAILED("✕", "failed"),
    CANCELLED("–", "cancelled"),
    OPEN("…", "not ended");

    private final String sign;
    private final String words;

    Ending(String sign, String words) {
        this.sign = sign;
        this.words = words;
    }

    /** The ending for a final status text of the engine. */
    static Ending of(String status) {
        return switch (status) {
            case "Successful" -> SUCCESSFUL;
            case "Cancelled" -> CANCELLED;
            default -> FAILED;
        };
    }

    String sign() {
        return sign;
    }

    String words() {
        return words;
    }
}
