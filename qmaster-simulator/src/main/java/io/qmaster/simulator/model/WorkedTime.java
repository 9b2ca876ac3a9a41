package io.qmaster.simulator.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long something was worked on; waiting and holding do not count. */
final class WorkedTime {
    private Duration before = Duration.ZERO;
    private @Nullable Instant since;

    void note(boolean working, Instant now) {
        if (working && since == null) {
            since = now;
        } else if (!working && since != null) {
            before = until(now);
            since = null;
        }
    }

    Duration until(Instant now) {
        return since == null ? before : before.plus(Duration.between(since, now));
    }
}
