package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Priority;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of a state directory that were not written by a simulator: the state is used, or refused with a message. */
class UntrustedStateTest {
    private static final Instant BORN = Instant.parse("2026-11-27T10:00:00Z");

    @TempDir
    Path folder;

    private QmasterState state() {
        return new DirectoryState(
                folder, Optional.empty(), new VirtualClock(), new Snapshots(Optional.of("this program"), 1));
    }

    private void begun() throws Exception {
        state().carryOut(new Command.Tick(), Deadline.NEVER);
        state().carryOut(new Command.Tick(), Deadline.NEVER);
        assertThat(folder.resolve("snapshot")).exists();
    }

    /** Files that a state needs, and everything that can be at their paths. */
    static Stream<Arguments> needed() {
        return Stream.of("simulator.json", "commands.log")
                .flatMap(file -> Stream.of(HarmfulFiles.values()).map(harm -> Arguments.of(file, harm)))
                // It contains no command.
                .filter(arguments -> !List.of(arguments.get()).equals(List.of("commands.log", HarmfulFiles.EMPTY)));
    }

    @ParameterizedTest
    @MethodSource("needed")
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileThatIsNeededAndIsNotOursIsReportedAndStays(String file, HarmfulFiles harm) throws Exception {
        begun();
        harm.at(folder.resolve(file));
        boolean isFile = Files.isRegularFile(folder.resolve(file));
        long size = isFile ? Files.size(folder.resolve(file)) : 0;

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(() -> state().carryOut(new Command.Tick(), Deadline.NEVER))
                    .isInstanceOfSatisfying(EngineUnavailableException.class, refused -> {
                        assertThat(refused.code()).isEqualTo("SIMULATOR_STATE_UNUSABLE");
                        assertThat(refused.getMessage()).contains(file).hasSizeLessThan(2000);
                    });
            assertThatThrownBy(() -> state().look(QmasterModel::list, Deadline.NEVER))
                    .isInstanceOf(EngineUnavailableException.class);
        }

        assertThat(Files.isRegularFile(folder.resolve(file))).isEqualTo(isFile);
        assertThat(isFile ? Files.size(folder.resolve(file)) : 0).isEqualTo(size);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSnapshotThatIsNotOursIsDoneWithout(HarmfulFiles harm) throws Exception {
        begun();
        harm.at(folder.resolve("snapshot"));

        assertThat(state().look(QmasterModel::now, Deadline.NEVER)).isNotNull();
        assertThat(state().carryOut(new Command.Tick(), Deadline.NEVER)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"PIPE", "DEVICE", "DIRECTORY"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLockThatIsNotAFileIsReported(HarmfulFiles harm) throws Exception {
        begun();
        harm.at(folder.resolve("lock"));

        assertThatThrownBy(() -> state().carryOut(new Command.Tick(), Deadline.NEVER))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("lock");
    }

    /** A line that a killed process was writing has no end, but is never this long. */
    @Test
    void aLineWithoutAnEndIsNotReadToTheLast() throws Exception {
        begun();
        try (RandomAccessFile log =
                new RandomAccessFile(folder.resolve("commands.log").toFile(), "rw")) {
            log.setLength(3L << 30);
        }

        assertThatThrownBy(() -> new CommandLog(folder.resolve("commands.log")).unread())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 64 MiB");
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        Path file = folder.resolve("commands.log");
        Files.writeString(file, "{\"at\":\"" + BORN + "\",\"command\":\"down\",\"cluster\":\"FCS Cluster\"}\n");

        assertThatThrownBy(() -> new CommandLog(file).unread())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("line 1 of ", "unknown command: down");
    }

    @Test
    void commandsThatAreReadInPiecesAreTheSame() throws Exception {
        Path file = folder.resolve("commands.log");
        CommandLog log = new CommandLog(file);
        for (int number = 0; number < 2000; number++) {
            log.append(BORN.plusSeconds(number), new Command.Report(number, Optional.of("ü".repeat(number % 90))));
        }

        CommandLog other = new CommandLog(file);
        assertThat(Files.size(file)).isGreaterThan(3 * 65536);
        assertThat(other.unread())
                .hasSize(2000)
                .last()
                .isEqualTo(new CommandLog.Entry(
                        BORN.plusSeconds(1999), new Command.Report(1999, Optional.of("ü".repeat(1999 % 90)))));
        assertThat(other.position()).isEqualTo(log.position());
        assertThat(new CommandLog(file).beginsWith(log.position())).isTrue();
    }

    private Path scratch = Path.of("");

    @BeforeProperty
    void makeScratch() throws IOException {
        scratch = Files.createTempDirectory("qmaster-state");
    }

    @AfterProperty
    void removeScratch() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }

    @Property(tries = 1000)
    void anyTextIsABirthOrADeclaredFailure(@ForAll("births") byte[] content) throws IOException {
        Files.write(scratch.resolve(Birth.FILE), content);
        try {
            Birth birth = Birth.in(scratch, Optional.empty()).orElseThrow();
            assertThat(birth.modelTime(BORN)).isNotNull();
            assertThat(new QmasterModel(birth.scenario(), birth.directoryId(), birth.born()).list())
                    .isEmpty();
        } catch (IOException declared) {
            assertThat(declared.getMessage()).isNotBlank().hasSizeLessThan(2000);
        }
    }

    @Property(tries = 1000)
    void anyLinesAreCommandsOrADeclaredFailure(@ForAll("commands") byte[] content) throws IOException {
        Path file = Files.write(scratch.resolve("commands.log"), content);
        try {
            assertThat(new CommandLog(file).unread()).isNotNull();
        } catch (IOException declared) {
            assertThat(declared.getMessage()).isNotBlank().hasSizeLessThan(2000);
        }
    }

    /** Its checksum and its header are valid: the rest may be anything. */
    @Property(tries = 1000)
    void anyModelOfASnapshotIsReadOrDoneWithout(@ForAll("models") byte[] model) throws IOException {
        Scenario scenario = Scenario.named("calm");
        Birth birth = Birth.now(BORN, scenario);
        Snapshots snapshots = new Snapshots(Optional.of("this program"), 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(("qmaster simulator snapshot 1\nthis program\n" + birth.text() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        Path log = Files.write(scratch.resolve("commands.log"), new byte[0]);
        new CommandLog.Position(0, 0, BORN, 0).write(out);
        out.write(model);
        CRC32 checksum = new CRC32();
        checksum.update(bytes.toByteArray());
        out.writeLong(checksum.getValue());
        Files.write(scratch.resolve("snapshot"), bytes.toByteArray());

        assertThat(snapshots.in(scratch, birth, new CommandLog(log), List::of)).isNotNull();
    }

    @Provide
    Arbitrary<byte[]> births() {
        return documents(List.of(Birth.now(BORN, Scenario.named("cluster-down")).text()));
    }

    /** Arbitrary bytes, and a saved model with some bytes changed. */
    @Provide
    Arbitrary<byte[]> models() throws IOException {
        QmasterModel model = new QmasterModel(Scenario.named("calm"), "any", BORN);
        SubmittedJob job = new SubmittedJob(
                Path.of("/a.mov"), 7_000_000_000L, Path.of("/b.mov"), "mov", false, true, Optional.of("avc1"));
        model.carryOut(new Command.Submit(new Submission("FCS Cluster", "b", Priority.LOW, "u", List.of(job))));
        model.advanceTo(BORN.plusSeconds(30));
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        model.save(new DataOutputStream(saved));
        byte[] good = saved.toByteArray();
        Arbitrary<byte[]> changed = Arbitraries.integers()
                .between(0, good.length - 4)
                .flatMap(at -> Arbitraries.bytes().array(byte[].class).ofSize(4).map(bytes -> {
                    byte[] other = good.clone();
                    System.arraycopy(bytes, 0, other, at, bytes.length);
                    return other;
                }));
        return Arbitraries.oneOf(Arbitraries.bytes().array(byte[].class), changed, changed);
    }

    @Provide
    Arbitrary<byte[]> commands() {
        return documents(List.of(
                "{\"at\":\"2026-11-27T10:00:00Z\",\"command\":\"tick\"}\n",
                "{\"at\":\"2026-11-27T10:00:00Z\",\"command\":\"report\",\"effect\":7,\"failure\":\"no\"}\n",
                "{\"at\":\"2026-11-27T10:00:00Z\",\"command\":\"cancel\",\"cluster\":\"c\",\"batch\":\"B-1\","
                        + "\"jobs\":[\"J-1\"]}\n",
                "{\"at\":\"2026-11-27T10:00:00Z\",\"command\":\"submit\",\"cluster\":\"c\",\"name\":\"n\","
                        + "\"priority\":\"low\",\"sentBy\":\"u\",\"jobs\":[{\"source\":\"/a\",\"bytes\":1,"
                        + "\"output\":\"/b\",\"extension\":\"mov\",\"imageSequence\":false,\"segmentable\":true,"
                        + "\"plays\":\"PT1S\",\"videoCodec\":\"avc1\"}]}\n"));
    }

    /** Arbitrary bytes, a valid text with a part replaced, and a truncated one. */
    private static Arbitrary<byte[]> documents(List<String> all) {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of("null", "-1", "9".repeat(30), "{}", "[]", "true", "+999999999-01-01T00:00:00Z", "\n"));
        Arbitrary<String> changed = Arbitraries.of(all)
                .flatMap(good -> Arbitraries.integers()
                        .between(0, good.length() - 1)
                        .flatMap(from -> Arbitraries.integers()
                                .between(from, Math.min(good.length(), from + 30))
                                .flatMap(to ->
                                        values.map(value -> good.substring(0, from) + value + good.substring(to)))));
        Arbitrary<String> cutOff = Arbitraries.of(all)
                .flatMap(good ->
                        Arbitraries.integers().between(0, good.length()).map(length -> good.substring(0, length)));
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class),
                changed.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                cutOff.map(text -> text.getBytes(StandardCharsets.UTF_8)));
    }
}
