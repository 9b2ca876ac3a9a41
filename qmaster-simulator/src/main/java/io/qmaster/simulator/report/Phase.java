package io.qmaster.simulator.report;

import java.util.Arrays;
import java.util.Optional;

/** What a batch that has not ended is in. */
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

    /** The phase that the engine's word for a status means; empty if the batch has ended with it. */
    static Optional<Phase> of(String status) {
        return Arrays.stream(values())
                .filter(phase -> phase.status.equals(status))
                .findFirst();
    }

    String words() {
        return words;
    }
}
