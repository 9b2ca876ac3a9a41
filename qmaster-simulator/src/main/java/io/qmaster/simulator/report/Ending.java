package io.qmaster.simulator.report;

/** How a batch ended, or that it did not. */
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

    /** The ending that the engine's words for a status mean. */
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
