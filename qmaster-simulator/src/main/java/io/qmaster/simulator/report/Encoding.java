package io.qmaster.simulator.report;

import io.qmaster.simulator.page.BatchHistory;
import io.qmaster.simulator.page.Span;

/**
 * A period in which an instance of a node encoded a segment.
 *
 * @param segment the number of the segment, from 1
 * @param attempt the attempt, from 1
 */
record Encoding(BatchHistory batch, int segment, int attempt, String node, Span span, End end) {
    /** How the work on a segment ended. */
    enum End {
        COMPLETED("complete"),
        INTERRUPTED("interrupted"),
        STOPPED("stopped"),
        OPEN("not ended");

        private final String words;

        End(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
