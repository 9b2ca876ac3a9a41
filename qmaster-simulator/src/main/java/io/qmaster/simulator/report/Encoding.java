package io.qmaster.simulator.report;

/**
 * A time that an instance of a node spent on a segment.
 *
 * @param batch whose segment it is
 * @param segment which segment of it, from 1
 * @param attempt at which attempt, from 1
 * @param node the name of the node
 * @param span when
 * @param end how it ended
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
