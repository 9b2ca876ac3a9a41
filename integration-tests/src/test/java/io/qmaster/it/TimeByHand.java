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
 * The time of a simulator's directory, which only the test advances.
 *
 * <p>The directory is created with a time in the distant future. To every process that uses it, its own clock seems to
 * be set back, so that it does not advance the engine's time: only the test does, however long the processes take.
 */
final class TimeByHand {
    /** The initial time of every such directory. */
    static final Instant BEGINNING = Instant.parse("2100-01-01T00:00:00Z");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Hand hand = new Hand();
    private final QmasterState state;

    /** Creates a directory; its scenario has a speed of 1. */
    TimeByHand(Path directory, Scenario scenario) throws InterruptedException {
        this.state = QmasterState.inDirectory(directory, Optional.of(scenario), hand);
        advance(Duration.ZERO);
    }

    /** Advances the time; due events happen at their own moments. */
    void advance(Duration time) throws InterruptedException {
        hand.now = hand.now.plus(time);
        state.carryOut(new Command.Tick(), Deadline.after(PATIENCE, hand));
    }

    /** Returns the current setting; waits use the wall clock. */
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

        /** Nothing happens between two advances. */
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
