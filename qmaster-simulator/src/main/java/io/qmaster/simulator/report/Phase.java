package io.qmaster.simulator.report;

import java.util.Arrays;
import java.util.Optional;

/** The phase of a batch that has not ended. */
enum Phase {
    WAITING("Waiting", "waiting"),
    PROCESSING("Processing", "processing"),
    POST_PROCESSING("PostProcessing", "post-processing"),
    HOLD("Hold", "on hold");

    private final String status;
    private final String words;

    Phase(String status, String words) {
        this.status = status;
        this.words = words;
    }

    /** The phase for a status text of the engine; empty for a final status. */
    static Optional<Phase> of(String status) {
        return Arrays.stream(values())
                .filter(phase -> phase.status.equals(status))
                .findFirst();
    }

    String words() {
        return words;
    }
}
