package io.qmaster.simulator.model;

/** The number of jobs of a batch in each status, so that the status of a batch takes constant time. */
final class StatusCounts {
    private int waiting;
    private int processing;
    private int postProcessing;
    private int held;

    /** Counts a change of the status of a job; an empty text means none. */
    void change(String before, String after) {
        add(before, -1);
        add(after, 1);
    }

    /** The status of a batch that has not ended. */
    String ofBatch() {
        if (processing > 0) {
            return Words.PROCESSING;
        }
        if (postProcessing > 0) {
            return waiting > 0 ? Words.PROCESSING : Words.POST_PROCESSING;
        }
        return held > 0 && waiting == 0 ? Words.HOLD : Words.WAITING;
    }

    private void add(String status, int jobs) {
        switch (status) {
            case Words.WAITING -> waiting += jobs;
            case Words.PROCESSING -> processing += jobs;
            case Words.POST_PROCESSING -> postProcessing += jobs;
            case Words.HOLD -> held += jobs;
            default -> {}
        }
    }
}
