package io.qmaster.simulator.page;

import java.util.Arrays;
import java.util.Optional;

/** The phase of a batch that has not ended. */
public enum Phase {
    /** Queued, not started. */
    WAITING("Waiting", "waiting"),
    /** Being encoded. */
    PROCESSING("Processing", "processing"),
    /** Its segments are being joined. */
    POST_PROCESSING("PostProcessing", "post-processing"),
    /** Paused. */
    HOLD("Hold", "on hold"),
    /** In the engine, which did not report since when it processed the batch. */
    ENGINE("", "in the engine");

    private final String status;
    private final String words;

    Phase(String status, String words) {
        this.status = status;
        this.words = words;
    }

    /** The phase for a status text of the engine; empty for a final status. */
    public static Optional<Phase> of(String status) {
        return Arrays.stream(values())
                .filter(phase -> phase != ENGINE && phase.status.equals(status))
                .findFirst();
    }

    /** Its name for people. */
    public String words() {
        return words;
    }
}
