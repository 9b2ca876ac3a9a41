package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Java runtime that can write ASCII alone, as one of launchd or cron without a locale. */
@Timeout(value = 2, unit = MINUTES)
class RelayedProcessTest {
    private static final String UMLAUT = "ü";

    private final Timekeeper time = new WallClock();
    private final Path folder;
    private final CommandLineRunner runner;

    RelayedProcessTest(@TempDir Path temporary) {
        folder = temporary;
        runner = new CommandLineRunner(
                time,
                new ArgumentEncoding(StandardCharsets.US_ASCII),
                64 * 1024,
                temporary,
                Set.of("HOME"),
                (command, result) -> {});
    }

    @Test
    void namesInEveryScriptArriveExactlyAsTheyWereGiven() throws Exception {
        List<String> arguments = List.of(
                "ű and " + Normalizer.normalize("é", Normalizer.Form.NFC) + " and "
                        + Normalizer.normalize("é", Normalizer.Form.NFD),
                "日本語のファイル",
                "🎬",
                "",
                "a line\nand another",
                " blanks at both ends ",
                "\"double\" and 'single' quotes $(id) %20",
                "");
        Path echo = script("printf '%s\\000' \"$@\"");

        CommandResult result = runner.run(Command.of(echo).with(arguments), Deadline.NEVER);

        assertThat(result.output().text()).isEqualTo(String.join("\0", arguments) + "\0");
    }

    @Test
    void aHiddenVariableOfTheEnvironmentIsNotHandedOn() throws Exception {
        CommandResult result = run(script("env"));

        assertThat(System.getenv()).as("what this test needs").containsKeys("HOME", "PATH");
        assertThat(result.output().text()).contains("PATH=").doesNotContain("HOME=" + System.getenv("HOME"));
    }

    @Test
    void bothOutputsAndTheExitCodeAreThoseOfTheProgram() throws Exception {
        CommandResult result = run(script("echo out; echo err >&2; exit 3"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.endedByItself()).isTrue();
        assertThat(result.output().text()).isEqualTo("out\n");
        assertThat(result.error().text()).isEqualTo("err\n");
    }

    @Test
    void theProgramsOwnStartIsToldOnce() throws Exception {
        List<SubmittingProcess> started = new ArrayList<>();

        CommandResult result = runner.run(Command.of(script("echo $$")).with(UMLAUT), Deadline.NEVER, started::add);

        assertThat(started).hasSize(1);
        assertThat(Long.toString(started.get(0).pid()))
                .isEqualTo(result.output().text().strip());
    }

    @Test
    void theProgramHasTheEnvironmentOfTheCaller() throws Exception {
        CommandResult result = run(script("printf %s \"${LC_ALL-none}|${JAVA_TOOL_OPTIONS-none}\""));

        assertThat(result.output().text())
                .isEqualTo(System.getenv().getOrDefault("LC_ALL", "none") + "|"
                        + System.getenv().getOrDefault("JAVA_TOOL_OPTIONS", "none"));
    }

    @Test
    void anInterruptEndsAProgramThatIgnoresTermAndWhatItStartedLivesOn() throws Exception {
        Path pids = folder.resolve("pids");
        Path program = script(
                "trap '' TERM",
                "sleep 60 & echo $! > '" + pids + ".unfinished'; mv '" + pids + ".unfinished' '" + pids + "'",
                "while :; do sleep 0.1; done");
        List<SubmittingProcess> started = new ArrayList<>();

        assertThatThrownBy(() -> runner.run(Command.of(program).with(UMLAUT), Deadline.NEVER, process -> {
                    started.add(process);
                    awaitFile(pids);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(InterruptedException.class);

        long service = Long.parseLong(Files.readString(pids).strip());
        try {
            assertThat(isAlive(started.get(0).pid())).isFalse();
            assertThat(isAlive(service)).isTrue();
        } finally {
            ProcessHandle.of(service).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aDeadlineThatComesBeforeTheStartLetsNoProgramStart() throws Exception {
        Path trace = folder.resolve("trace");

        Command touching = Command.of(script("touch '" + trace + "'")).with(UMLAUT);
        List<SubmittingProcess> started = new ArrayList<>();

        CommandResult result;
        do {
            // Again if the machine was so busy that the program came before we looked at the time.
            started.clear();
            Files.deleteIfExists(trace);
            result = runner.run(touching, Deadline.after(Duration.ZERO, time), started::add);
        } while (!started.isEmpty());

        assertThat(result.ending()).isEqualTo(CommandResult.Ending.DEADLINE);
        assertThat(trace).doesNotExist();
    }

    @Test
    void aProgramThatIsNotThereIsAnIoFailureThatNamesIt() {
        assertThatThrownBy(() -> run(folder.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void noFileIsLeft() throws Exception {
        Path program = script("exit 0");

        run(program);

        assertThat(folder.toFile().listFiles()).containsExactly(program.toFile());
    }

    private CommandResult run(Path program) throws Exception {
        return runner.run(Command.of(program).with(UMLAUT), Deadline.NEVER);
    }

    private Path script(String... lines) throws IOException {
        return Script.write(folder.resolve("program"), lines);
    }

    private static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
