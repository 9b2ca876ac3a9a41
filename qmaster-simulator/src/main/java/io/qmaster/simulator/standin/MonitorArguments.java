package io.qmaster.simulator.standin;

import java.time.Duration;
import java.util.Optional;

/**
 * What a command line asks the monitor.
 *
 * @param wanted the batch; every batch if empty
 * @param cluster the cluster that it is asked of; every one if empty
 * @param form how to answer
 * @param pause how long to wait before asking again; if empty it asks once
 * @param timeout when to stop asking, if ever
 */
record MonitorArguments(
        Optional<Wanted> wanted,
        Optional<String> cluster,
        AnswerForm form,
        Optional<Duration> pause,
        Optional<Duration> timeout) {
    /** How often a monitor asks that was not told is not known. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    /** Without an id it answers once and ends (observed with Compressor 4). */
    static MonitorArguments ofCompressor(CommandLine line, AnswerForm form) throws Complaint {
        Optional<Wanted> wanted = Wanted.of(line);
        Optional<Integer> asked = line.seconds("-query");
        // Of Batch Monitor it is known that it asks once then, and answers without end can be of use to nobody.
        boolean once = line.has("-once") || asked.equals(Optional.of(0));
        return new MonitorArguments(
                wanted,
                Optional.empty(),
                form,
                once || wanted.isEmpty()
                        ? Optional.empty()
                        : asked.map(Duration::ofSeconds).or(() -> Optional.of(USUAL_PAUSE)),
                line.seconds("-timeout").map(Duration::ofSeconds));
    }

    /** {@code -query 0} asks once (the Python module qmaster of 2011). */
    static MonitorArguments ofBatchMonitor(CommandLine line) throws Complaint {
        Optional<Wanted> wanted = Wanted.of(line);
        if (wanted.isEmpty()) {
            throw Complaint.parameter("no -batchid");
        }
        return new MonitorArguments(
                wanted,
                Optional.of(SubmissionArguments.cluster(line)),
                AnswerForm.LEGACY,
                line.seconds("-query").filter(seconds -> seconds > 0).map(Duration::ofSeconds),
                line.seconds("-timeout").map(Duration::ofSeconds));
    }
}
