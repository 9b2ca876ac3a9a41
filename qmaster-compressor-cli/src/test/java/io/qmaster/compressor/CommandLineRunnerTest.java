package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.Secret;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = MINUTES)
class CommandLineRunnerTest {
    private static final int SMALL_BOUND = 64 * 1024;

    private final Timekeeper time = new WallClock();
    private final Path folder;
    private final Path outputs;
    private final List<CommandResult> ended = new ArrayList<>();
    private final CommandLineRunner runner;

    CommandLineRunnerTest(@TempDir Path temporary) throws IOException {
        folder = temporary;
        outputs = Files.createDirectory(temporary.resolve("outputs"));
        runner = new CommandLineRunner(
                time,
                ArgumentEncoding.ofThisRuntime(),
                SMALL_BOUND,
                outputs,
                Set.of("HOME"),
                (command, result) -> ended.add(result));
    }

    @Test
    void argumentsArriveExactlyAsTheyWereGiven() throws Exception {
        List<String> arguments = List.of(
                "two words",
                "\"double\" and 'single' quotes",
                "$(touch /tmp/never) `id` ; rm -rf x & | > y",
                "a%20b",
                "-resetBackgroundProcessing",
                "a line\nand another",
                " blanks at both ends ",
                "",
                "back\\slash",
                "${user.home}",
                "ű and " + Normalizer.normalize("é", Normalizer.Form.NFC) + " and "
                        + Normalizer.normalize("é", Normalizer.Form.NFD),
                "日本語のファイル",
                "🎬",
                "x".repeat(200));
        Path echo = Script.write(folder.resolve("echo program"), "printf '%s\\000' \"$@\"");

        CommandResult result = runner.run(Command.of(echo).with(arguments), Deadline.NEVER);

        assertThat(result.output().text()).isEqualTo(String.join("\0", arguments) + "\0");
    }

    @Test
    void aHiddenVariableOfTheEnvironmentIsNotHandedOn() throws Exception {
        Path program = Script.write(folder.resolve("program"), "env");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(System.getenv()).as("what this test needs").containsKeys("HOME", "PATH");
        assertThat(result.output().text()).contains("PATH=").doesNotContain("HOME=" + System.getenv("HOME"));
    }

    @Test
    void bothOutputsAndTheExitCodeAreReturned() throws Exception {
        Path program = Script.write(folder.resolve("program"), "echo out; echo err >&2; exit 3");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.endedByItself()).isTrue();
        assertThat(result.output().text()).isEqualTo("out\n");
        assertThat(result.error().text()).isEqualTo("err\n");
    }

    @Test
    void standardInputIsEmpty() throws Exception {
        Path program = Script.write(folder.resolve("program"), "cat", "echo end");

        assertThat(runner.run(Command.of(program), Deadline.NEVER).output().text())
                .isEqualTo("end\n");
    }

    @Test
    void aProgramThatIgnoresTermIsKilledAtTheDeadlineAndWhatItWroteIsKept() throws Exception {
        Path program = hanging("trap '' TERM", "echo written before");
        List<SubmittingProcess> started = new ArrayList<>();

        CommandResult result = runner.run(Command.of(program), after(0), process -> {
            started.add(process);
            awaitHanging();
        });

        assertThat(result.ending()).isEqualTo(CommandResult.Ending.DEADLINE);
        assertThat(result.output().text()).isEqualTo("written before\n");
        assertThat(isAlive(started.get(0).pid())).isFalse();
    }

    @Test
    void aProgramThatCleansUpOnTermIsLetDoSo() throws Exception {
        Path cleaned = folder.resolve("cleaned");
        // Without another program, which a busy machine may take long to start.
        Path program = hanging("trap ': >\"" + cleaned + "\"; kill $!; exit 0' TERM", "sleep 60 &");

        CommandResult result = runner.run(Command.of(program), after(0), process -> awaitHanging());

        assertThat(result.ending()).isEqualTo(CommandResult.Ending.DEADLINE);
        assertThat(cleaned).exists();
    }

    @Test
    void anInterruptEndsTheProgramAndIsThrownToTheCaller() throws Exception {
        Path program = Script.write(folder.resolve("program"), "trap '' TERM", "while :; do sleep 0.1; done");
        List<SubmittingProcess> started = new ArrayList<>();

        assertThatThrownBy(() -> runner.run(Command.of(program), Deadline.NEVER, process -> {
                    started.add(process);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(isAlive(started.get(0).pid())).isFalse();
    }

    @Test
    void nothingIsStartedOnAnInterruptedThread() throws Exception {
        Path trace = folder.resolve("trace");
        Path program = Script.write(folder.resolve("program"), "touch '" + trace + "'");

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> runner.run(Command.of(program), Deadline.NEVER))
                .isInstanceOf(InterruptedException.class);
        assertThat(trace).doesNotExist();
    }

    @Test
    void aServiceThatInheritedTheOutputIsNotWaitedForAndMayGoOnWriting() throws Exception {
        Path pipe = folder.resolve("pipe");
        Path program = Script.write(
                folder.resolve("program"),
                "mkfifo '" + pipe + "'",
                "( echo more; echo more >&2; echo lives > '" + pipe + "'; exec sleep 60 ) &",
                "echo $!");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);
        String toldByService = Files.readString(pipe);

        long service = Long.parseLong(result.output()
                .text()
                .lines()
                .filter(line -> !line.equals("more"))
                .findFirst()
                .orElseThrow());
        try {
            assertThat(result.exitCode()).isZero();
            assertThat(toldByService).isEqualTo("lives\n");
            assertThat(isAlive(service)).isTrue();
        } finally {
            ProcessHandle.of(service).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aServiceLivesOnWhenTheProgramIsKilled() throws Exception {
        Path program = hanging("trap '' TERM", "sleep 60 &", "echo $!");

        CommandResult result = runner.run(Command.of(program), after(0), process -> awaitHanging());

        long service = Long.parseLong(result.output().text().strip());
        try {
            assertThat(isAlive(service)).isTrue();
        } finally {
            ProcessHandle.of(service).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void ofFiveHundredMegabytesTheBeginningAndTheEndAreKeptWithANoteOfTheGap() throws Exception {
        Path program = Script.write(
                folder.resolve("program"),
                "echo the first words",
                "head -c 500000000 /dev/zero",
                "echo",
                "echo the last words");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(result.output().text()).startsWith("the first words\n").endsWith("the last words\n");
        assertThat(result.output().text().length()).isLessThan(SMALL_BOUND + 100);
        assertThat(result.output().leftOut()).isGreaterThan(400_000_000);
        assertThat(result.output().text())
                .contains(CapturedOutput.gap(result.output().leftOut()));
    }

    /**
     * One time in seventeen, they were lost when a file was cut at the moment in which it exceeded the memory limit.
     */
    @RepeatedTest(30)
    void theLastLineAfterMuchOutputIsKept() throws Exception {
        Path program = Script.write(folder.resolve("program"), "head -c 20000000 /dev/zero", "echo the last words");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(result.output().text()).endsWith("the last words\n");
    }

    @Test
    void theDiskDoesNotGrowWithWhatAProgramPrints() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "needs /proc to look at a file without a name");
        Path program = Script.write(
                folder.resolve("program"),
                "exec 3>&1",
                "size() { stat -L -c %s /proc/self/fd/3; }",
                "for i in $(seq 50); do",
                "  head -c 10000000 /dev/zero",
                "  size >&2",
                // Even if a busy machine checks late.
                "  while [ $(size) -gt 150000000 ]; do sleep 0.05; done",
                "done");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(result.error()
                        .text()
                        .lines()
                        .mapToLong(Long::parseLong)
                        .max()
                        .orElseThrow())
                .isLessThan(200_000_000);
    }

    @Test
    void noFileHasANameWhileAProgramRuns() throws Exception {
        Path program = Script.write(folder.resolve("program"), "exit 0");
        List<Integer> named = new ArrayList<>();

        runner.run(
                Command.of(program),
                Deadline.NEVER,
                process -> named.add(outputs.toFile().list().length));

        assertThat(named).containsExactly(0);
    }

    @Test
    void noDescriptorThreadOrFileIsLeft() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")), "needs /proc to count descriptors");
        Path program = Script.write(folder.resolve("program"), "exit 0");
        runner.run(Command.of(program), Deadline.NEVER);
        long descriptors = descriptors();
        List<String> threads = threads();

        for (int call = 0; call < 20; call++) {
            runner.run(Command.of(program), Deadline.NEVER);
        }

        assertThat(outputs).isEmptyDirectory();
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
        assertThat(threads()).isSubsetOf(threads);
    }

    @Test
    void theStartIsReportedOnce() throws Exception {
        Path program = Script.write(folder.resolve("program"), "echo $$");
        List<SubmittingProcess> started = new ArrayList<>();

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER, started::add);

        assertThat(started).hasSize(1);
        assertThat(Long.toString(started.get(0).pid()))
                .isEqualTo(result.output().text().strip());
    }

    @Test
    void aCollectorReceivesEveryAnswerUnchanged() throws Exception {
        Path program = Script.write(folder.resolve("program"), "echo answer; echo words >&2; exit 3");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(ended).containsExactly(result);
    }

    @Test
    void aListenerThatThrowsDoesNotHarmTheCall() throws Exception {
        Path program = Script.write(folder.resolve("program"), "echo done");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER, process -> {
            throw new IllegalStateException("a fault of the listener");
        });

        assertThat(result.output().text()).isEqualTo("done\n");
    }

    @Test
    void aProgramThatIsNotThereIsAnIoFailure() {
        assertThatThrownBy(() -> runner.run(Command.of(folder.resolve("missing")), Deadline.NEVER))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anExitCodeAbove128IsTakenForASignal() throws Exception {
        Path program = Script.write(folder.resolve("program"), "kill -9 $$");

        CommandResult result = runner.run(Command.of(program), Deadline.NEVER);

        assertThat(result.endedBySignal()).isTrue();
        assertThat(result.describe()).startsWith("was ended by signal 9");
    }

    @Test
    void outputIsReadAsUtf8AndBrokenBytesDoNoHarm() throws Exception {
        Path program = Script.write(folder.resolve("program"), "printf 'Gro\\303\\237er Saal \\377'");

        assertThat(runner.run(Command.of(program), Deadline.NEVER).output().text())
                .isEqualTo("Großer Saal \uFFFD");
    }

    @Test
    void aSecretIsNeverShown() {
        Command command = Command.of(Path.of("/bin/Compressor"))
                .withHidden("-clusterid", Secret.of("admin:s3cret@10.0.0.1:5000"), "admin:•••@10.0.0.1:5000")
                .hiding(Secret.of("s3cret"), "•••");

        assertThat(command.arguments()).containsExactly("-clusterid", "admin:s3cret@10.0.0.1:5000");
        assertThat(command.toString()).doesNotContain("s3cret").contains("admin:•••@10.0.0.1:5000");
        assertThat(command.masked("no admin:s3cret@10.0.0.1:5000, wrong password s3cret"))
                .isEqualTo("no admin:•••@10.0.0.1:5000, wrong password •••");
    }

    @Test
    void aSecretIsMaskedHoweverAProgramWritesIt() {
        Command command = Command.of(Path.of("/bin/Compressor")).hiding(Secret.of("p@s/s \"<&é%\\"), "•••");

        assertThat(command.masked(
                        "plain p@s/s \"<&é%\\, url p%40s%2fs%20%22%3C&%C3%A9%25%5C p@s/s+%22%3C%26%c3%a9%25%5c,"
                                + " json p@s\\/s \\\"<&\\u00E9%\\\\, xml p@s/s &quot;&lt;&amp;&#233;%\\"))
                .isEqualTo("plain •••, url ••• •••, json •••, xml •••");
    }

    /** A program that prints some lines, reports that it hangs, and hangs. */
    private Path hanging(String... lines) throws IOException {
        return Script.write(
                folder.resolve("program"),
                String.join("\n", lines),
                ": > '" + folder.resolve("hangs") + "'",
                // A trap interrupts this command at once, but a sleep only when it ends.
                "wait",
                "while :; do sleep 0.1; done");
    }

    private void awaitHanging() {
        while (!Files.exists(folder.resolve("hangs"))) {
            Thread.onSpinWait();
        }
    }

    private Deadline after(long millis) {
        return Deadline.after(Duration.ofMillis(millis), time);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** Except those of the JDK that wait for the end of processes. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper"))
                .toList();
    }
}
