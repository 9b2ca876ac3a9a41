package io.qmaster.simulator;

import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.MachineLoad;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.QmasterModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A model together with its outputs on disk. Not thread-safe.
 *
 * <p>Effects are carried out at their moment of model time, before later events, however late the call is. So a job
 * whose output cannot be written fails at the same model time in any case.
 */
final class LiveModel {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final QmasterModel model;
    private final OutputWriter writer;
    private final Memory memory;
    private final Predicate<OutputEffect> forOthers;
    private final WorkListener listener;

    /** Stores commands before they take effect. */
    @FunctionalInterface
    interface Memory {
        /** Stores nothing: for a model that ends with its process. */
        Memory NONE = (at, command) -> {};

        void keep(Instant at, Command<?> command) throws IOException;
    }

    /** @param forOthers the outputs that others write */
    LiveModel(
            QmasterModel model,
            OutputWriter writer,
            Memory memory,
            Predicate<OutputEffect> forOthers,
            WorkListener listener) {
        this.model = model;
        this.writer = writer;
        this.memory = memory;
        this.forOthers = forOthers;
        this.listener = listener;
    }

    QmasterModel model() {
        return model;
    }

    /** Executes a command that was stored before. */
    void replay(Instant at, Command<?> command) {
        model.advanceTo(at);
        model.carryOut(command);
    }

    /**
     * Advances the time to a moment, and carries out the effects until then. Stops at an output that others write.
     *
     * @return the output at which it stopped; the model's time is stopped until its {@linkplain #report report}
     * @throws TimeoutException if an output could not be written by the deadline; the next call continues
     */
    Optional<OutputEffect> advanceTo(Instant moment, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        Optional<OutputEffect> stop = carryOutEffects(deadline);
        for (Optional<Instant> next = nextEventUntil(moment);
                next.isPresent() && stop.isEmpty();
                next = nextEventUntil(moment)) {
            Instant at = next.get();
            listened(() -> {
                model.advanceTo(at);
                return true;
            });
            if (model.effects().stream().findFirst().filter(forOthers.negate()).isEmpty()) {
                remembered(new Command.Tick());
            }
            stop = carryOutEffects(deadline);
        }
        if (stop.isEmpty()) {
            model.advanceTo(moment);
        }
        return stop;
    }

    /** Stores the report of an output, unless it was already stored. */
    void report(OutputEffect effect, Command<Boolean> report) throws IOException {
        if (model.effects().contains(effect)) {
            remembered(report);
        }
    }

    private Optional<Instant> nextEventUntil(Instant moment) {
        return model.nextEventAt().filter(at -> !at.isAfter(moment));
    }

    /** Executes a command at the model's time. */
    <A> A carryOut(Command<A> command, Deadline deadline) throws IOException {
        A answer = remembered(command);
        carryOutEffectsIfPossible(deadline);
        return answer;
    }

    /** The command was executed and must be answered: effects that fail now are carried out later. */
    private void carryOutEffectsIfPossible(Deadline deadline) {
        try {
            carryOutEffects(deadline);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | TimeoutException later) {
            // The effects are still pending in the model.
        }
    }

    /** The model time from a moment until the next event; a second if an output is still to be written. */
    Optional<Duration> untilNext(Instant moment) {
        return model.effects().isEmpty()
                ? model.nextEventAt().map(at -> Duration.between(moment, at))
                : Optional.of(RETRY);
    }

    private Optional<OutputEffect> carryOutEffects(Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        for (List<OutputEffect> effects = model.effects(); !effects.isEmpty(); effects = model.effects()) {
            OutputEffect next = effects.get(0);
            if (forOthers.test(next)) {
                return Optional.of(next);
            }
            remembered(writer.carryOut(next, deadline));
        }
        return Optional.empty();
    }

    private <A> A remembered(Command<A> command) throws IOException {
        // A replay executes everything due before a command; this must do the same.
        model.advanceTo(model.now());
        memory.keep(model.now(), command);
        return listened(() -> model.carryOut(command));
    }

    private <A> A listened(Supplier<A> step) {
        if (listener == WorkListener.NONE) {
            return step.get();
        }
        MachineLoad before = model.load();
        A answer = step.get();
        MachineLoad after = model.load();
        if (!after.equals(before)) {
            listener.changed(before, after, model.now());
        }
        return answer;
    }
}
