package io.qmaster.it;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The time of a simulator's directory, moved on by nobody but the test.
 *
 * <p>The directory is begun in a distant future. Every process that uses it takes its own clock for set back, and lets the
 * engine's time stand still: so it stands wherever the test has moved it to, however long the processes take.
 */
final class TimeByHand {
    /** When every such directory is begun. */
    static final Instant BEGINNING = Instant.parse("2100-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Hand hand = new Hand();
    private final QmasterState state;

    /** Begins a directory that is not there yet; its scenario has a speed of 1. */
    TimeByHand(Path directory, Scenario scenario) throws InterruptedException {
        this.state = QmasterState.inDirectory(directory, Optional.of(scenario), hand);
        advance(Duration.ZERO);
    }

    /** Lets so much time pass; what falls due happens at its own moment. */
    void advance(Duration time) throws InterruptedException {
        hand.now = hand.now.plus(time);
        state.carryOut(new Command.Tick(), Deadline.after(PATIENCE, hand));
    }

    /** Shows what it is set to; whoever waits waits as long as everybody. */
    private static final class Hand implements Timekeeper {
        private final Timekeeper wall = new WallClock();
        private volatile Instant now = BEGINNING;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long elapsedNanos() {
            return wall.elapsedNanos();
        }

        /** Nothing happens between two moves. */
        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
            return wall.await(done, deadline);
        }
    }
}
