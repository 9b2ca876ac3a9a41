package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long something was processed; waiting and holding do not count. */
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

    void save(DataOutput out) throws IOException {
        Saved.duration(out, before);
        Saved.nullable(out, since, Saved::moment);
    }

    void restore(DataInput in) throws IOException {
        before = Saved.duration(in);
        since = Saved.nullable(in, Saved::moment);
    }
}
