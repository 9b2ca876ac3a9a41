package io.qmaster.cli.webhook;

import dev.failsafe.spi.Scheduler;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Schedules Failsafe's delays on the clock of the backend, which can be virtual. Thread-safe. */
final class TimekeeperScheduler implements Scheduler {
    private final Timekeeper time;

    TimekeeperScheduler(Timekeeper time) {
        this.time = time;
    }

    @Override
    public ScheduledFuture<?> schedule(Callable<?> task, long delay, TimeUnit unit) {
        Duration wait = Duration.of(delay, unit.toChronoUnit());
        Due due = new Due(task, Deadline.after(wait, time));
        due.alarm = time.schedule(wait, due);
        return due;
    }

    private final class Due extends FutureTask<@Nullable Object> implements ScheduledFuture<@Nullable Object> {
        private final Deadline at;
        private volatile @Nullable Alarm alarm;

        Due(Callable<?> task, Deadline at) {
            super(task::call);
            this.at = at;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            Alarm set = alarm;
            if (set != null) {
                set.cancel();
            }
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at.remaining(time));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
