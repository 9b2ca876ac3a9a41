package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things take on a machine of speed 1. Immutable and thread-safe.
 *
 * @param dispatch from a submission to the beginning of its work
 * @param startup what every job takes, however small its source
 * @param bytesPerSecond how many bytes of a source are encoded to H.264 in a second; HEVC takes longer, ProRes less
 * @param joining what joining the segments of a job takes, however small its source
 * @param variation how far a time may be off, either way: 0.1 is ten per cent, at most 0.9
 * @param job the time of every job, whatever its source, instead of {@code startup} and {@code bytesPerSecond}
 */
public record Durations(
        Duration dispatch,
        Duration startup,
        long bytesPerSecond,
        Duration joining,
        double variation,
        Optional<Duration> job) {
    /** A short clip is done after about four seconds, an hour of high-quality ProRes after about an hour. */
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

    /** The same without any variation: every time is exactly as it stands here. */
    public Durations exactly() {
        return new Durations(dispatch, startup, bytesPerSecond, joining, 0, job);
    }

    /** The same with one time for every job. */
    public Durations job(Duration time) {
        return new Durations(dispatch, startup, bytesPerSecond, joining, variation, Optional.of(time));
    }

    /** The same with another time from a submission to the beginning of its work. */
    public Durations dispatch(Duration time) {
        return new Durations(time, startup, bytesPerSecond, joining, variation, job);
    }
}
