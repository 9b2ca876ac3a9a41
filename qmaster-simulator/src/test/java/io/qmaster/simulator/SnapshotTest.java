package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.Priority;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot saves a replay and changes nothing else. Each state on the same directory represents another process. */
class SnapshotTest {
    private static final Scenario NIGHT = Scenario.named("night-shift");

    private final VirtualClock clock = new VirtualClock();

    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.writeString(folder.resolve("clip.mov"), "clip");
        Files.createDirectories(folder.resolve("out"));
    }

    private Path directory() {
        return folder.resolve("state");
    }

    private Path snapshot() {
        return directory().resolve("snapshot");
    }

    private Path log() {
        return directory().resolve("commands.log");
    }

    private QmasterState process(String program, int every) {
        return new DirectoryState(directory(), Optional.of(NIGHT), clock, new Snapshots(Optional.of(program), every));
    }

    /** A process that reads the snapshot and writes none. */
    private QmasterState reader() {
        return process("1", Integer.MAX_VALUE);
    }

    private QmasterState replay() {
        return new DirectoryState(directory(), Optional.of(NIGHT), clock, Snapshots.NONE);
    }

    private void submit(QmasterState state, int number) throws InterruptedException {
        SubmittedJob job = new SubmittedJob(
                source, 1_000_000_000L, folder.resolve("out/" + number + ".mov"), "mov", false, true, Optional.empty());
        state.carryOut(
                new Command.Submit(
                        new Submission("FCS Cluster", "batch " + number, Priority.LOW, "editor", List.of(job))),
                Deadline.NEVER);
    }

    private static List<String> eventLog(QmasterState state) throws InterruptedException {
        return state.look(QmasterModel::log, Deadline.NEVER);
    }

    private static List<MonitoredBatch> list(QmasterState state) throws InterruptedException {
        return state.look(QmasterModel::list, Deadline.NEVER);
    }

    /** Whether a process would continue from the snapshot. */
    private boolean isTaken(String program) throws IOException {
        Birth birth = Birth.in(directory(), Optional.empty()).orElseThrow();
        return new Snapshots(Optional.of(program), 1)
                .in(directory(), birth, new CommandLog(log()), List::of)
                .isPresent();
    }

    private void assertSameAsReplay(QmasterState state) throws InterruptedException {
        assertThat(list(state)).isEqualTo(list(replay())).isNotEmpty();
        assertThat(eventLog(state)).isEqualTo(eventLog(replay()));
    }

    /** A queue with a snapshot of its last command. */
    private void fewBatches() throws InterruptedException {
        for (int number = 0; number < 3; number++) {
            submit(process("1", 1), number);
            clock.advance(Duration.ofSeconds(10));
        }
        list(process("1", 1));
    }

    @Test
    void processesThatGoOnFromSnapshotsComeToTheStateOfAReplay() throws Exception {
        for (int number = 0; number < 12; number++) {
            QmasterState state = process("1", 1 + number % 3);
            submit(state, number);
            assertSameAsReplay(state);
            assertSameAsReplay(reader());
            clock.advance(Duration.ofSeconds(10L * number));
            assertSameAsReplay(reader());
            if (number % 4 == 3) {
                Files.delete(snapshot());
                assertSameAsReplay(reader());
            }
        }
    }

    @Test
    void itIsTakenByTheSameProgramAlone() throws Exception {
        fewBatches();

        assertThat(isTaken("1")).isTrue();
        assertThat(isTaken("2")).isFalse();
        assertSameAsReplay(process("2", Integer.MAX_VALUE));
    }

    @Test
    void thatOfAnotherDirectoryIsNotTaken() throws Exception {
        fewBatches();
        byte[] other = Files.readAllBytes(snapshot());
        byte[] commands = Files.readAllBytes(log());
        try (var files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        VirtualClock asBefore = new VirtualClock();
        submit(new DirectoryState(directory(), Optional.of(NIGHT), asBefore, Snapshots.NONE), 1);
        Files.write(log(), commands);
        Files.write(snapshot(), other);

        assertThat(isTaken("1")).isFalse();
        assertSameAsReplay(reader());
    }

    @Test
    void aDamagedSnapshotIsIgnoredAndWrittenAgain() throws Exception {
        fewBatches();
        byte[] whole = Files.readAllBytes(snapshot());

        for (int length = 0; length < whole.length; length += 17) {
            Files.write(snapshot(), Arrays.copyOf(whole, length));
            assertThat(isTaken("1")).isFalse();
        }
        for (int at = 0; at < whole.length; at += 17) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            Files.write(snapshot(), damaged);
            assertThat(isTaken("1")).isFalse();
        }
        assertSameAsReplay(reader());
        submit(process("1", 1), 9);
        assertThat(isTaken("1")).isTrue();
        assertSameAsReplay(reader());
    }

    @Test
    void oneThatCannotBeReadOrWrittenIsDoneWithout() throws Exception {
        fewBatches();
        Files.delete(snapshot());
        Files.createDirectories(snapshot().resolve("in the way"));

        submit(process("1", 1), 9);

        assertSameAsReplay(reader());
    }

    @Test
    void itIsNotTakenForALogThatBeginsOtherwise() throws Exception {
        fewBatches();
        String commands = Files.readString(log());

        Files.writeString(log(), commands.replaceFirst("batch 0", "BATCH 0"));
        assertThat(isTaken("1")).isFalse();
        assertSameAsReplay(reader());
        Files.writeString(log(), commands.substring(0, commands.lastIndexOf('{')));
        assertThat(isTaken("1")).isFalse();
        assertSameAsReplay(reader());
        Files.writeString(log(), commands);
        assertThat(isTaken("1")).isTrue();
    }

    @Test
    void atEveryCutOfTheLogProcessesGoOnFromItAsFromTheLogAlone() throws Exception {
        fewBatches();
        List<String> commands = Files.readAllLines(log());
        for (int cut = 1; cut <= commands.size(); cut++) {
            Files.deleteIfExists(snapshot());
            Files.write(log(), commands.subList(0, cut), StandardCharsets.UTF_8);
            CommandLog read = new CommandLog(log());
            Birth birth = Birth.in(directory(), Optional.empty()).orElseThrow();
            QmasterModel model = new QmasterModel(birth.scenario(), birth.directoryId(), birth.born());
            for (CommandLog.Entry entry : read.unread()) {
                model.advanceTo(entry.at());
                model.carryOut(entry.command());
            }
            new Snapshots(Optional.of("1"), 1).write(directory(), birth, read.position(), model);
            Files.write(log(), commands, StandardCharsets.UTF_8);

            assertThat(isTaken("1")).isTrue();
            assertSameAsReplay(reader());
        }
    }

    @Test
    void aDraftOfAProcessThatWasKilledDoesNoHarm() throws Exception {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("snapshot.new"), "torn, and longer than a ".repeat(1000));

        fewBatches();

        assertThat(isTaken("1")).isTrue();
        assertThat(directory().resolve("snapshot.new")).doesNotExist();
    }

    @Test
    void whoComesWithAWallClockThatWasSetBackIsHeard() throws Exception {
        QmasterState behind = reader();
        submit(behind, 0);
        VirtualClock ahead = new VirtualClock(VirtualClock.START.plus(Duration.ofSeconds(2)));
        QmasterState other =
                new DirectoryState(directory(), Optional.of(NIGHT), ahead, new Snapshots(Optional.of("1"), 1));
        list(other);

        submit(behind, 1);
        submit(behind, 2);

        assertSameAsReplay(reader());
        assertThat(list(other)).hasSizeGreaterThan(1);
    }

    @Test
    void onlyItsOwnerCanReadIt() throws Exception {
        fewBatches();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot())))
                .isEqualTo("rw-------");
    }

    @Test
    void itIsWrittenOnceInSoManyCommands() throws Exception {
        submit(process("1", 3), 0);
        assertThat(snapshot()).doesNotExist();
        submit(process("1", 3), 1);
        assertThat(snapshot()).doesNotExist();
        submit(process("1", 3), 2);

        assertThat(isTaken("1")).isTrue();
    }
}
