package io.qmaster.it.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * The extent of the measurements.
 *
 * @param rounds the number of rounds of a pair of processes
 * @param ended the number of ended submissions in a large journal
 * @param watched how many batches are watched at once
 * @param submitted how many batches are submitted in a loop
 * @param queued the number of ended batches in a stand-in's queue
 * @param simulated how many batches are simulated at most
 * @param calls how many calls the runner makes
 * @param otherJavas homes of other Javas to start the program with
 */
record Extent(
        int rounds,
        int ended,
        int watched,
        int submitted,
        int queued,
        int simulated,
        int calls,
        List<String> otherJavas) {
    /**
     * The extent for which the goals are defined. {@code -Dqmaster.bench.javas} lists homes of other Javas, separated
     * by commas.
     */
    static Extent full() {
        return new Extent(
                15,
                100_000,
                10_000,
                10_000,
                10_000,
                100_000,
                2_000,
                Stream.of(System.getProperty("qmaster.bench.javas", "").split(","))
                        .filter(home -> !home.isBlank())
                        .toList());
    }

    boolean isFull() {
        return rounds > 1;
    }

    /** Just enough to check that the suite runs. */
    static Extent smallest() {
        return new Extent(1, 20, 50, 40, 5, 200, 20, List.of());
    }
}
