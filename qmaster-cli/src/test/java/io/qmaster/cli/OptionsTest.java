package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.command.Signals;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Backend;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command, in a run of the program. */
class OptionsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", "This Computer");

    @TempDir
    private Path folder;

    /** Lines that together use every option of every command. */
    private static final String LINES = """
            submit CLIP --setting SETTING --destination-dir OUT/1 --suffix _x --batch-name B --exact-name --label K=V
            submit CLIP --setting SETTING --destination OUT/2.mov --overwrite --publish atomic --priority high --request-id R
            submit CLIP --setting SETTING --beside --suffix _x --in 00:00:01;00 --out 00:00:02;00 --start-offset 00:00:01;00
            submit CLIP --setting SETTING --destination-dir OUT/3 --chapters TEXT --annotations TEXT --captions TEXT
            submit FRAMES --setting SETTING --destination OUT/4.mov --image-sequence --frame-rate 25 --audio TEXT
            submit MEDIA --setting SETTING --destination-dir OUT/5 --recursive --into-packages --skip-complete --dry-run
            submit MEDIA --setting SETTING --destination-dir OUT/6 --recursive --per-batch 1 --ahead 1 --order name --wait-for-volume 1h
            submit CLIP --setting SETTING --destination-dir OUT/7 --wait --timeout 9h --queue-timeout 9h --run-timeout 9h --hold-timeout 9h
            submit CLIP --setting SETTING --destination-dir OUT/8 --wait --stall-after 1h --cancel-on-stall --timeout 9h --detach-on-timeout --detach-on-interrupt
            submit CLIP --setting SETTING --destination-dir OUT/9 --stable-for 1s --stable-timeout 1m --min-free 1K --submit-timeout 1m --settle-timeout 5s
            submit CLIP --setting SETTING --destination-dir OUT/10 --fallback never --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m
            submit CLIP --setting SETTING --destination-dir OUT/11 --no-fallback --notify http://localhost:9/hook --notify-on lost --notify-secret-file SECRET
            submit CLIP --setting SETTING --destination-dir OUT/13 --metrics-file OUT.prom
            submit CLIP --setting SETTING --destination-dir OUT/12 --wait --verify --skip-verified
            submit --from REQUEST
            folder HOT --setting SETTING --destination-dir OUT/20 --suffix _x --stable-for 1s --ahead 1 --wait-for-volume 1h --skip-complete
            folder HOT --setting SETTING --destination-dir OUT/21 --in 00:00:01;00 --out 00:00:02;00 --start-offset 00:00:01;00 --overwrite
            folder HOT --setting SETTING --destination-dir OUT/22 --chapters TEXT --annotations TEXT --captions TEXT --verify
            folder HOT --setting SETTING --destination-dir OUT/23 --batch-name B --exact-name --label K=V --request-id R --publish atomic
            folder HOT --setting SETTING --destination-dir OUT/24 --priority high --submit-timeout 1m --settle-timeout 5s --fallback never
            folder HOT --setting SETTING --destination-dir OUT/25 --no-fallback --min-free 1K --notify http://localhost:9/hook --notify-on lost --notify-secret-file SECRET
            folder HOT --setting SETTING --destination-dir OUT/26 --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m --metrics-file OUT.prom
            folder --folders FOLDERS
            status ID --exit-status
            wait --state SUCCESSFUL --since 1d --name clip --label K=V --request-id R --priority high --timeout 1h
            wait ID --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m --notify-secret-file SECRET
            watch ID --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m
            list --all --state SUCCESSFUL --since 1d --name clip --label K=V --request-id R --priority high
            list --sort name --limit 1 --columns name,state
            cancel --state WAITING --since 1d --name clip --label K=V --request-id R --priority high --yes --no-confirm
            pause --state WAITING --since 1d --name clip --label K=V --request-id R --priority high --yes --no-confirm
            resume --state HOLD --since 1d --name clip --label K=V --request-id R --priority high --yes --no-confirm
            recover --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m
            recover ID --give-up --unasked
            agent --once --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m --notify-secret-file SECRET --metrics-file OUT.prom
            retry --state FAILED --since 1d --name clip --label K=V --request-id R --yes
            retry ID --overwrite --wait --timeout 9h --queue-timeout 9h --run-timeout 9h --hold-timeout 9h --detach-on-timeout
            retry ID --wait --stall-after 1h --cancel-on-stall --verify --detach-on-interrupt --stable-for 1s --stable-timeout 1m
            retry ID --priority high --submit-timeout 1m --settle-timeout 5s --fallback never --min-free 1K --notify http://localhost:9/hook --notify-on lost --notify-secret-file SECRET
            retry ID --no-fallback --poll 1s --lost-after 2m --status-timeout 1m --output-grace 1m
            monitor --listen 127.0.0.1:0 --token-file TOKEN --metrics-file OUT.prom --poll 1m --lost-after 2m --status-timeout 1m --output-grace 1m
            report --since 7d --output OUT.html
            notify test http://localhost:9/hook --notify-secret-file SECRET
            verify CLIP --setting SETTING --source CLIP
            settings --codec prores --container mov --size source --user
            settings derive SETTING --name One --size 640x360
            settings derive SETTING --name Two --fit 640x360
            settings derive SETTING --name Three --scale 50
            settings derive SETTING --name Four --source-size
            completion --values settings
            simulator run calm --batches 1 --report OUT.html
            """;

    private static final Set<Integer> UNACCEPTED = Set.of(2, 70);

    @Test
    void everyOptionOfEveryCommandIsInALine() {
        CommandLine program = QmasterCommand.commandLine(new GlobalOptions());
        Map<String, Set<String>> used = new TreeMap<>();
        LINES.lines().map(line -> line.split(" ")).forEach(line -> {
            CommandLine command = program;
            for (String word : line) {
                CommandLine inner = command.getSubcommands().get(word);
                if (inner == null) {
                    break;
                }
                command = inner;
            }
            used.computeIfAbsent(name(command), name -> new TreeSet<>())
                    .addAll(Stream.of(line)
                            .filter(word -> word.startsWith("--"))
                            .toList());
        });

        Set<String> global = ownOptions(program, Set.of());
        assertThat(commands(program))
                .allSatisfy(command -> assertThat(used.getOrDefault(name(command), Set.of()))
                        .as(name(command))
                        .containsAll(ownOptions(command, global)));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName(" ");
    }

    private static Set<String> ownOptions(CommandLine command, Set<String> others) {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(option -> !others.contains(option))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<CommandLine> commands(CommandLine line) {
        return line.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyLineIsAccepted(String line) {
        VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.named("calm"));
        Bench bench = new Bench(folder, line.startsWith("settings") ? compressor() : simulator);
        // The test of a webhook waits for its answer on the wall clock.
        bench.post = (webhook, notice, signature) -> line.startsWith("notify")
                ? CompletableFuture.completedFuture(new Answer.Taken("HTTP 204"))
                : new CompletableFuture<>();
        Map<String, String> words = words(bench);
        if (line.contains(" ID")) {
            words.put("ID", bench.submit().out().strip());
        }
        if (line.startsWith("retry ID")) {
            bench.run("cancel", words.get("ID"));
        }
        // Some commands run until they are interrupted.
        simulator.clock().schedule(Duration.ofHours(1), () -> bench.signal(Signals.Signal.INT));

        Bench.Run run = bench.run(Stream.of(line.split(" "))
                .map(word -> words.getOrDefault(word, word.replaceFirst("^OUT", folder + "/OUT")))
                .toArray(String[]::new));

        assertThat(run.code()).as(run.err()).isNotIn(UNACCEPTED);
    }

    /** It has a folder for the settings of the user. */
    private Backend compressor() {
        return new CompressorBackend(CompressorConfiguration.builder()
                .applications(folder.resolve("Applications"))
                .home(folder.resolve("home"))
                .library(folder.resolve("Library"))
                .build());
    }

    static Stream<String> lines() {
        return LINES.lines();
    }

    /** What stands for the words of a line. */
    private Map<String, String> words(Bench bench) {
        bench.file("frames/frame.0001.tif", "one");
        bench.file("media/one.mov", "a movie");
        bench.file("hot/two.mov", "a movie");
        Path probe = bench.file("ffprobe", "#!/bin/sh\nexit 1\n");
        assertThat(probe.toFile().setExecutable(true)).isTrue();
        bench.environment.put("QMASTER_FFPROBE", probe.toString());
        return new HashMap<>(Map.of(
                "CLIP", bench.clip().toString(),
                "SECRET", secret(bench, "secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "TOKEN", secret(bench, "token", "0123456789abcdef0123456789abcdef"),
                "SETTING", bench.setting().toString(),
                "TEXT", bench.file("text.txt", "text").toString(),
                "FRAMES", folder.resolve("frames").toString(),
                "MEDIA", folder.resolve("media").toString(),
                "HOT", folder.resolve("hot").toString(),
                "REQUEST",
                        bench.file(
                                        "request.json",
                                        "{\"setting\": \"" + bench.setting() + "\", \"destinationDir\": \"" + folder
                                                + "/OUT/from\", \"jobs\": [{\"source\": \"" + bench.clip() + "\"}]}")
                                .toString(),
                "FOLDERS",
                        bench.file(
                                        "folders.json",
                                        "{\"folders\": [{\"folder\": \"" + folder + "/hot\", \"settings\": [\""
                                                + bench.setting() + "\"], \"destinationDir\": \"" + folder
                                                + "/OUT/folders\"}]}")
                                .toString()));
    }

    private static String secret(Bench bench, String name, String content) {
        Path file = bench.file(name, content);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file.toString();
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
    void eachTimeoutEndsTheWait(String option, String shown) {
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
