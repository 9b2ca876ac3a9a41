package io.qmaster.simulator.model;

/** The status texts of the engine's monitor. */
final class Words {
    static final String WAITING = "Waiting";
    static final String PROCESSING = "Processing";
    static final String POST_PROCESSING = "PostProcessing";
    static final String HOLD = "Hold";
    static final String CANCELLED = "Cancelled";
    static final String SUCCESSFUL = "Successful";

    private Words() {}

    static String failed(String reason) {
        return "Failed: " + reason;
    }

    static boolean meanFailure(String status) {
        return status.startsWith("Failed");
    }

    static boolean meanWork(String status) {
        return status.equals(PROCESSING) || status.equals(POST_PROCESSING);
    }
}
