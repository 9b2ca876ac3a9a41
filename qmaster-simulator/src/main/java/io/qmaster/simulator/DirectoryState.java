package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is stored in a directory, for several processes and threads at once.
 *
 * <p>The log of commands is authoritative; the model in memory is its replay, updated with the commands of other
 * processes. Model time is the wall time since the directory's birth times the scenario's speed, but never before the
 * last command or what this process has seen: if the wall clock is set back, model time stops until the clock has
 * caught up.
 */
final class DirectoryState implements QmasterState {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryState.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(1);

    private final Path directory;
    private final StateFailures failures;
    private final Optional<Scenario> wanted;
    private final Timekeeper time;
    private final Snapshots snapshots;
    private final WorkListener listener;
    private final OutputWriter writer;
    private final Encoders encoders;
    private final Optional<EncodingService> service;
    private final WakeUp wakeUp;
    private @Nullable Opened opened;

    /** Accesses no file. Without a scenario, uses that of the directory, or {@code calm} for a new one. */
    DirectoryState(Path directory, Optional<Scenario> wanted, Timekeeper time, Snapshots snapshots) {
        this(directory, wanted, time, snapshots, WorkListener.NONE, OutputMaker.asScenarioSays(), Optional.empty());
    }

    DirectoryState(
            Path directory,
            Optional<Scenario> wanted,
            Timekeeper time,
            Snapshots snapshots,
            WorkListener listener,
            OutputMaker maker,
            Optional<EncodingService> service) {
        this.directory = directory.toAbsolutePath().normalize();
        this.failures = new StateFailures(this.directory);
        this.wanted = wanted;
        this.time = time;
        this.snapshots = snapshots;
        this.listener = listener;
        this.writer = new OutputWriter(time, EncodedOutputs.in(this.directory, maker));
        this.encoders = new Encoders(this.directory, maker, this::report);
        this.service = service;
        this.wakeUp = new WakeUp(time, this::advance);
    }

    /** A directory that was read: its birth, its log, and the resulting model. */
    private static final class Opened {
        final Birth birth;
        final CommandLog log;
        final LiveModel live;
        long lineOfSnapshot;

        Opened(Birth birth, CommandLog log, LiveModel live) {
            this.birth = birth;
            this.log = log;
            this.live = live;
            this.lineOfSnapshot = log.position().lines();
        }

        Instant modelTime(Timekeeper time) {
            return birth.modelTime(time.now());
        }
    }

    @Override
    public <A> A carryOut(Command<A> command, Deadline deadline) throws InterruptedException {
        return failures.reporting(() -> {
            PrivateFiles.makeFolder(directory);
            return locked(deadline, state -> state.live.carryOut(command, deadline));
        });
    }

    @Override
    public <A> A look(Function<QmasterModel, A> question, Deadline deadline) throws InterruptedException {
        return failures.reporting(() -> {
            // The birth is written before the first command.
            boolean begun = log().isBegun();
            if (!Birth.isIn(directory)) {
                requireNot(begun);
                return question.apply(new QmasterModel(scenarioOfNew(), "nothing yet", time.now()));
            }
            return locked(deadline, state -> question.apply(state.live.model()));
        });
    }

    @Override
    public Optional<String> obstacle() {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing + " is not a directory");
        }
        return Files.isWritable(existing) ? Optional.empty() : Optional.of(existing + " may not be written");
    }

    @Override
    public String place() {
        return directory.toString();
    }

    /** Does what is due, without a call. */
    private void advance() {
        try {
            if (Birth.isIn(directory)) {
                look(model -> true, Deadline.after(PATIENCE, time));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (EngineUnavailableException failed) {
            // The next call reports it.
            LOG.debug("the simulator in {} could not be advanced", directory, failed);
        }
    }

    /**
     * Takes a step as of now. Before it, outputs that are due are written. One that takes long is written while no process has
     * the directory; if another process is writing it, the step is as of the moment at which that output is to be complete.
     */
    private <A> A locked(Deadline deadline, Step<A> step) throws IOException, InterruptedException, TimeoutException {
        AtomicBoolean toEncode = new AtomicBoolean();
        A answer = locked(deadline, step, toEncode);
        if (toEncode.get()) {
            // Without the lock, which the service may need itself.
            service.ifPresent(process -> process.ensure(directory));
        }
        return answer;
    }

    private <A> A locked(Deadline deadline, Step<A> step, AtomicBoolean toEncode)
            throws IOException, InterruptedException, TimeoutException {
        while (true) {
            Optional<OutputEffect> output;
            Optional<DirectoryLock> right = Optional.empty();
            DirectoryLock lock = DirectoryLock.of(directory, time, deadline);
            try {
                Opened state = upToDate();
                output = state.live.advanceTo(state.modelTime(time), deadline);
                if (output.isPresent()) {
                    right = DirectoryLock.ofOutput(directory);
                }
                if (right.isEmpty()) {
                    A answer = taken(step, state);
                    toEncode.set(service.isPresent() && (state.live.model().isToEncode() || encoders.areLeft()));
                    return answer;
                }
            } finally {
                lock.release();
            }
            try {
                write(output.get(), deadline);
            } finally {
                right.get().release();
            }
        }
    }

    @Override
    public void close() {
        wakeUp.close();
    }

    private <A> A taken(Step<A> step, Opened state) throws IOException, InterruptedException, TimeoutException {
        A answer = step.take(state);
        keepSnapshot(state);
        if (service.isEmpty()) {
            encode(state.live.model());
        }
        wakeUp.set(state.live
                .untilNext(state.modelTime(time))
                .map(state.birth::realTime)
                .map(nap -> nap.compareTo(SHORTEST_NAP) < 0 ? SHORTEST_NAP : nap));
        return answer;
    }

    /** The step was taken, and is answered even if nothing can be encoded. */
    private void encode(QmasterModel model) {
        try {
            encoders.attend(model.encodings(), model.suspended());
        } catch (IOException failed) {
            LOG.warn(
                    "the encoders of the simulator in {} cannot be started: {}",
                    directory,
                    StateFailures.reason(failed));
        }
    }

    private void report(Command<Boolean> command, BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = Deadline.after(PATIENCE, time);
        failures.reporting(
                () -> locked(deadline, state -> condition.getAsBoolean() && state.live.carryOut(command, deadline)));
    }

    private void write(OutputEffect output, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        Command<Boolean> report = writer.carryOut(output, deadline);
        DirectoryLock lock = DirectoryLock.of(directory, time, deadline);
        try {
            upToDate().live.report(output, report);
        } finally {
            lock.release();
        }
    }

    private Opened upToDate() throws IOException {
        Birth birth = bornHere();
        Opened state = opened;
        // If reading fails, the next call starts over.
        opened = null;
        // Comparing records takes Java a while the first time, in every call of a stand-in.
        if (state == null || !state.birth.text().equals(birth.text())) {
            state = fromSnapshot(birth).orElseGet(() -> fromScratch(birth));
        }
        if (!readOn(state)) {
            // The wall clock was set back, and the command of another process is in the past of the model in memory.
            state = fromScratch(birth);
            if (!readOn(state)) {
                throw new IOException("the commands in " + directory + " are not in the order of their times");
            }
        }
        opened = state;
        return state;
    }

    /** Replays the commands of other processes; false if one of them is in the past. */
    private static boolean readOn(Opened state) throws IOException {
        for (CommandLog.Entry entry : state.log.unread()) {
            if (entry.at().isBefore(state.live.model().now())) {
                return false;
            }
            state.live.replay(entry.at(), entry.command());
        }
        return true;
    }

    private Birth bornHere() throws IOException {
        Optional<Birth> known = Birth.in(directory, Optional.ofNullable(opened).map(state -> state.birth));
        if (known.isPresent()) {
            requireWanted(known.get().scenario());
            return known.get();
        }
        requireNot(log().isBegun());
        Birth birth = Birth.now(time.now(), scenarioOfNew());
        birth.writeTo(directory);
        return birth;
    }

    /** Commands without a birth must not be ignored: they contain batches. */
    private void requireNot(boolean begun) throws IOException {
        if (begun) {
            throw new IOException(directory.resolve(Birth.FILE) + " is missing, but there are commands");
        }
    }

    private Optional<Opened> fromSnapshot(Birth birth) {
        CommandLog log = log();
        return snapshots
                .in(directory, birth, log, () -> eventLog(birth))
                .map(found -> opened(birth, log, found.model()));
    }

    private Opened fromScratch(Birth birth) {
        return opened(birth, log(), new QmasterModel(birth.scenario(), birth.directoryId(), birth.born(), true));
    }

    private Opened opened(Birth birth, CommandLog log, QmasterModel model) {
        return new Opened(birth, log, new LiveModel(model, writer, log::append, writer::takesLong, listener));
    }

    private CommandLog log() {
        return new CommandLog(directory.resolve("commands.log"));
    }

    /** The event log is in no snapshot: it is rarely needed, and a replay gives it. */
    private List<String> eventLog(Birth birth) {
        try {
            Opened whole = fromScratch(birth);
            readOn(whole);
            return whole.live.model().log();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void keepSnapshot(Opened state) {
        CommandLog.Position position = state.log.position();
        QmasterModel model = state.live.model();
        // Events after the last command, such as an output that is still to be written, are not in the log.
        if (snapshots.isWorth(position.lines() - state.lineOfSnapshot)
                && model.lastChange().equals(position.last())) {
            snapshots.write(directory, state.birth, position, model);
            state.lineOfSnapshot = position.lines();
        }
    }

    private Scenario scenarioOfNew() {
        return wanted.orElseGet(() -> Scenario.named("calm"));
    }

    private void requireWanted(Scenario stored) {
        if (wanted.isPresent() && !wanted.get().equals(stored)) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "SIMULATOR_SCENARIO_DIFFERS",
                            "the simulator's state in " + directory + " was created with another scenario")
                    .hint("name the scenario that it was created with, no scenario, or another directory"));
        }
    }

    /** Something done with the state while no other process has the directory. */
    @FunctionalInterface
    private interface Step<A> {
        A take(Opened state) throws IOException, InterruptedException, TimeoutException;
    }
}
