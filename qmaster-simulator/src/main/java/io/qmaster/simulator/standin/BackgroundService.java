package io.qmaster.simulator.standin;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.QmasterModel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Advances the queue between calls of the programs, and ends shortly after nothing is left to do. */
final class BackgroundService {
    private static final Duration LINGERS = Duration.ofSeconds(1);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    private final QmasterState state;
    private final ServiceMark mark;
    private final Timekeeper time;

    BackgroundService(QmasterState state, ServiceMark mark, Timekeeper time) {
        this.state = state;
        this.mark = mark;
        this.time = time;
    }

    /**
     * Runs until nothing is left to do; returns the exit code. Events between two checks are handled in time by alarms
     * of the state.
     */
    int work() throws IOException, InterruptedException {
        Deadline leaving = Deadline.after(LINGERS, time);
        while (true) {
            if (goesOn()) {
                leaving = Deadline.after(LINGERS, time);
            } else if (leaving.hasPassed(time) && hasLeft()) {
                return 0;
            }
            time.pause(LOOKS_EVERY);
        }
    }

    /** Sees every earlier submission; a later one waits for the mark, finds none, and starts another service. */
    private boolean hasLeft() throws IOException, InterruptedException {
        AtomicBoolean left = new AtomicBoolean();
        mark.with(marked -> {
            if (!goesOnUninterrupted()) {
                marked.clear();
                left.set(true);
            }
        });
        return left.get();
    }

    private boolean goesOnUninterrupted() {
        try {
            return goesOn();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean goesOn() throws InterruptedException {
        try {
            return state.look(QmasterModel::goesOn, Deadline.NEVER);
        } catch (EngineUnavailableException gone) {
            // The next call reports it.
            return false;
        }
    }
}
