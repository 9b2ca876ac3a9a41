package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A model in memory, on the time of a timekeeper. Thread-safe. */
final class MemoryState implements QmasterState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Timekeeper time;
    private final LiveModel live;
    private final WakeUp wakeUp;

    MemoryState(Scenario scenario, Timekeeper time, OutputMaker maker) {
        this.time = time;
        this.live = new LiveModel(
                new QmasterModel(scenario, "virtual time", time.now()),
                new OutputWriter(time, EncodedOutputs.temporary(maker)),
                LiveModel.Memory.NONE,
                effect -> false,
                WorkListener.NONE);
        this.wakeUp = new WakeUp(time, this::advance);
    }

    @Override
    public <A> A carryOut(Command<A> command, Deadline deadline) throws InterruptedException {
        return locked(() -> {
            live.advanceTo(time.now(), deadline);
            return live.carryOut(command, deadline);
        });
    }

    @Override
    public <A> A look(Function<QmasterModel, A> question, Deadline deadline) throws InterruptedException {
        return locked(() -> {
            live.advanceTo(time.now(), deadline);
            return question.apply(live.model());
        });
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public String place() {
        return "in memory, on virtual time";
    }

    private void advance() {
        try {
            locked(() -> {
                live.advanceTo(time.now(), Deadline.NEVER);
                return true;
            });
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private <A> A locked(StateFailures.Attempt<A> step) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return step.take();
        } catch (TimeoutException late) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "SIMULATOR_BUSY", "the simulator did not answer in time: " + late.getMessage())
                    .worthRetrying());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            wakeUp.set(live.untilNext(time.now()));
            lock.unlock();
        }
    }
}
