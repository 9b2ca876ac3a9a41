package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.command.Signals;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.cli.output.Console;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option is used by a test that runs the program; here are the tests that belong to no other class. */
class OptionsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", "This Computer");

    @TempDir
    private Path folder;

    @Test
    void everyOptionIsUsedByATest() throws IOException {
        String tests = sources("src/test/java") + sources("../integration-tests/src/test/java");

        assertThat(options(QmasterCommand.commandLine(new GlobalOptions()))
                        .map(OptionSpec::longestName)
                        .distinct())
                .allMatch(option -> tests.matches("(?s).*[\" ]" + option + "[\",= ].*"));
    }

    private static Stream<OptionSpec> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream(),
                command.getSubcommands().values().stream().flatMap(OptionsTest::options));
    }

    private static String sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(OptionsTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    @Test
    void whatAJobTakesReachesTheOrder() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));

        Bench.Run run = bench.submit(
                "--start-offset", "00:00:01;00",
                "--chapters", bench.file("chapters.txt", "c").toString(),
                "--annotations", bench.file("annotations.txt", "a").toString(),
                "--captions", bench.file("captions.scc", "s").toString());

        assertThat(run.code()).as(run.err()).isZero();
        JobOptions options =
                bench.journal.entries().get(0).order().targets().get(0).options();
        assertThat(options.startOffset()).hasToString("Optional[00:00:01;00]");
        assertThat(options.chapters()).contains(folder.resolve("chapters.txt"));
        assertThat(options.annotations()).contains(folder.resolve("annotations.txt"));
        assertThat(options.captions()).contains(folder.resolve("captions.scc"));
    }

    @Test
    void anImageSequenceTakesItsSound() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        bench.file("frames/frame.0001.tif", "one");
        Path sound = bench.file("sound.wav", "sound");

        Bench.Run run = bench.run(
                "submit",
                folder.resolve("frames").toString(),
                "--setting",
                bench.setting().toString(),
                "--destination",
                bench.out().resolve("film.mov").toString(),
                "--image-sequence",
                "--frame-rate",
                "25",
                "--audio",
                sound.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.journal
                        .entries()
                        .get(0)
                        .order()
                        .targets()
                        .get(0)
                        .options()
                        .imageSequence())
                .hasValueSatisfying(sequence -> assertThat(sequence.audio()).contains(sound));
    }

    @ParameterizedTest
    @CsvSource({"--queue-timeout, Waiting", "--run-timeout, Processing", "--hold-timeout, Hold"})
    void eachTimeOutCancelsTheBatch(String option, String shown) {
        ScriptedBackend backend = new ScriptedBackend().queues("B-1");
        backend.batch(BATCH).shows(Duration.ZERO, shown);

        Bench.Run run = new Bench(folder, backend).submit("--wait", option, "5m", "--detach-on-timeout");

        assertThat(run.code()).as(run.err()).isEqualTo(124);
    }

    @Test
    void aStallCancelsTheBatchIfThatIsWanted() {
        VirtualSimulator simulator = Simulator.onVirtualTime(
                Scenario.builder().jobsTake(Duration.ofHours(9)).build());
        Bench bench = new Bench(folder, simulator);

        Bench.Run run = bench.submit("--wait", "--stall-after", "20s", "--cancel-on-stall");

        assertThat(run.code()).as(run.err()).isNotZero();
        assertThat(run.err()).contains("the time limit for making no progress");
        assertThat(bench.run("status", run.out().strip()).out()).contains("CANCELLED");
    }

    /** The source changes one second after the start of the time for which it must be unchanged. */
    @ParameterizedTest
    @CsvSource({"--stable-for 2s, 3", "--stable-for PT0.5S, 0", "--stable-for 2s --stable-timeout 1m, 0"})
    void aSourceMustStayUnchangedAsLongAsIsSaid(String options, int code) throws IOException {
        VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.named("calm"));
        Bench bench = new Bench(folder, simulator);
        Path clip = bench.clip();
        Files.setLastModifiedTime(clip, FileTime.from(simulator.clock().now()));
        simulator.clock().schedule(Duration.ofSeconds(1), () -> append(clip, simulator));

        assertThat(bench.submit(options.split(" ")).code()).isEqualTo(code);
    }

    private static void append(Path clip, VirtualSimulator simulator) {
        try {
            Files.writeString(clip, "more", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(clip, FileTime.from(simulator.clock().now()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void verifyComparesWithTheSourceThatIsNamed() {
        Bench bench = new Bench(folder, new ScriptedBackend());
        Path probe = bench.file("probe.sh", "#!/bin/sh\nexit 1\n");
        assertThat(probe.toFile().setExecutable(true)).isTrue();
        bench.environment.put("QMASTER_FFPROBE", probe.toString());
        Path source = bench.file("source.mov", "a source");

        assertThat(bench.run("verify", bench.clip().toString(), "--source", source.toString(), "--json")
                        .json()
                        .get(0)
                        .get("source")
                        .asString())
                .isEqualTo(source.toString());
    }

    @Test
    void theSimulatorKeepsItsStateWhereItIsTold() {
        Path place = folder.resolve("engine");

        Bench files = new Bench(folder, null);

        int code = real(
                "submit",
                files.clip().toString(),
                "--setting",
                files.setting().toString(),
                "--destination-dir",
                files.out().toString(),
                "--stable-for",
                "PT0.1S",
                "--backend",
                "simulator",
                "--simulator-outputs",
                "copied",
                "--simulator-dir",
                place.toString());

        assertThat(code).isZero();
        assertThat(place).isDirectory();
    }

    @ParameterizedTest
    @CsvSource({"--no-color", "--verbose", "--debug", "--quiet"})
    void anOptionOfOutputChangesNoAnswer(String option) {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        bench.submit();

        assertThat(bench.run("list", option).out()).isEqualTo(bench.run("list").out());
    }

    /** Runs the program with its own adapters. */
    private int real(String... arguments) {
        Map<String, String> environment = Map.of("HOME", folder.toString());
        Console console = new Console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        return new Program(
                        environment,
                        InputStream.nullInputStream(),
                        console,
                        new CompositionRoot(),
                        Signals.NONE,
                        (code, lastWord) -> console.leave(lastWord))
                .run(arguments);
    }
}
