package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * How long work takes on a machine of speed 1, as a part of a {@link Scenario}. Immutable and thread-safe.
 *
 * @param dispatch from a submission to the start of its work
 * @param startup the minimum time of every job
 * @param bytesPerSecond how many bytes of a source are encoded to H.264 in a second; HEVC takes longer, ProRes less
 * @param joining the time to join the segments of a job
 *
 * @param variation the maximum random deviation of a time, as a fraction: 0.1 is ten per cent, at most 0.9
 * @param job the time of every job, whatever its source, instead of {@code startup} and {@code bytesPerSecond}
 */
public record Durations(
        Duration dispatch,
        Duration startup,
        long bytesPerSecond,
        Duration joining,
        double variation,
        Optional<Duration> job) {
    /** The defaults: a short clip takes about four seconds, an hour of high-quality ProRes about an hour. */
    public static final Durations DEFAULT = new Durations(
            Duration.ofMillis(1200),
            Duration.ofMillis(2200),
            25_000_000,
            Duration.ofMillis(1100),
            0.1,
            Optional.empty());

    /** @throws ScenarioException if a part is out of range */
    public Durations {
        Bounds.duration("/dispatch", dispatch);
        Bounds.duration("/startup", startup);
        Bounds.within("/bytesPerSecond", (double) bytesPerSecond, 1, 1e15);
        Bounds.duration("/joining", joining);
        Bounds.within("/variation", variation, 0, 0.9);
        Bounds.duration("/job", job);
    }

    /** A copy without variation. */
    public Durations exactly() {
        return new Durations(dispatch, startup, bytesPerSecond, joining, 0, job);
    }

    /** A copy with one time for every job. */
    public Durations job(Duration time) {
        return new Durations(dispatch, startup, bytesPerSecond, joining, variation, Optional.of(time));
    }

    /** A copy with another time from a submission to the start of its work. */
    public Durations dispatch(Duration time) {
        return new Durations(time, startup, bytesPerSecond, joining, variation, job);
    }
}
