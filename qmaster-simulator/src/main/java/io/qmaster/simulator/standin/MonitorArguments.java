package io.qmaster.simulator.standin;

import java.time.Duration;
import java.util.Optional;

/**
 * A query of the monitor.
 *
 * @param wanted the batch; every batch if empty
 * @param cluster the cluster to query; every cluster if empty
 * @param pause the time between two answers; if empty, it answers once
 * @param timeout when to stop; indefinite if empty
 */
record MonitorArguments(
        Optional<Wanted> wanted,
        Optional<String> cluster,
        AnswerForm form,
        Optional<Duration> pause,
        Optional<Duration> timeout) {
    /** Assumed: the default interval is not known. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    /** Without an id it answers once and ends (observed with Compressor 4). */
    static MonitorArguments ofCompressor(CommandLine line, AnswerForm form) throws Complaint {
        Optional<Wanted> wanted = Wanted.of(line);
        Optional<Integer> asked = line.seconds("-query");
        // Known for Batch Monitor; endless answers would be useless.
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

    /** {@code -query 0} answers once (the Python module qmaster of 2011). */
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
