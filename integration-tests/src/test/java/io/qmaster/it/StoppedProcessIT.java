package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A submission that is stopped by SIGSTOP while it holds its request id, its output and its lock. */
@Execution(ExecutionMode.CONCURRENT)
class StoppedProcessIT {
    private static final int LOOKS = 6000;

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;
    private Path source;
    private QmasterProgram.Launched stopped;

    @BeforeEach
    void stopASubmission() throws Exception {
        assumeFalse(System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows"));
        qmaster = QmasterProgram.simulating(folder, "10m");
        source = Files.copy(QmasterProgram.clip(), folder.resolve("growing.mov"));
        stopped = qmaster.launch(submission());
        // A source that grows is observed, and its output is claimed meanwhile. It grows until the process has stopped:
        // on a slow machine that takes longer than a source needs to count as complete.
        for (int i = 0; !hasClaimed() && i < LOOKS; i++) {
            grow();
        }
        assertThat(hasClaimed()).isTrue();
        Process kill = new ProcessBuilder(
                        "kill", "-STOP", Long.toString(stopped.process().pid()))
                .start();
        for (int i = 0; (kill.isAlive() || !isStopped()) && i < LOOKS; i++) {
            grow();
        }
        assertThat(isStopped()).isTrue();
    }

    private void grow() throws Exception {
        Files.write(source, new byte[] {1}, StandardOpenOption.APPEND);
        TimeUnit.MILLISECONDS.sleep(20);
    }

    /** Without /proc, it is assumed that a signal takes effect at once. */
    private boolean isStopped() throws IOException {
        Path stat = Path.of("/proc", Long.toString(stopped.process().pid()), "stat");
        return !Files.exists(stat) || Files.readString(stat).matches("(?s).*\\) T .*");
    }

    @AfterEach
    void end() throws Exception {
        stopped.kill();
    }

    private String[] submission(String... more) {
        String[] arguments = new String[more.length + 8];
        System.arraycopy(
                new String[] {
                    "submit",
                    source.toString(),
                    "--setting",
                    QmasterProgram.setting().toString(),
                    "--destination",
                    folder.resolve("clip.mov").toString(),
                    "--request-id",
                    "order 4711"
                },
                0,
                arguments,
                0,
                8);
        System.arraycopy(more, 0, arguments, 8, more.length);
        return arguments;
    }

    /** Claims are written after the file of the submission, one file for each. */
    private boolean hasClaimed() throws IOException {
        Path index = qmaster.state().resolve("index");
        return hasClaims(index.resolve("request")) && hasClaims(index.resolve("path"));
    }

    private static boolean hasClaims(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            // The mark of a complete index is a file in the directory itself, a claim is in one of its folders.
            return files.filter(file -> !file.getParent().equals(directory))
                    .filter(Files::isRegularFile)
                    .anyMatch(file -> file.toFile().length() > 0);
        }
    }

    private static void signal(QmasterProgram.Launched one, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(one.process().pid()))
                .start()
                .waitFor();
    }

    private static void assertSays(QmasterProgram.Launched one, String words) throws Exception {
        for (int i = 0; i < LOOKS && !Files.readString(one.err()).contains(words); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(one.err()).content().contains(words);
    }

    @Test
    void whoRepeatsItsRequestSaysWhichProcessItWaitsForAndEndsOnSignals() throws Exception {
        QmasterProgram.Launched waiting = qmaster.launch(submission());

        assertSays(waiting, "process " + stopped.process().pid() + " on host ");
        signal(waiting, "TERM");

        QmasterProgram.Result result = waiting.result();
        assertThat(result.code()).isEqualTo(143);
        assertThat(result.err())
                .contains("terminated", "another program is submitting the same request")
                .doesNotContain("nothing was queued");
    }

    @Test
    void whenTheProcessIsResumedOneBatchIsMade() throws Exception {
        QmasterProgram.Launched waiting = qmaster.launch(submission());
        assertSays(waiting, "process " + stopped.process().pid() + " on host ");

        signal(stopped, "CONT");

        // It may find that its source took too long; if so, the waiting process submits the request.
        stopped.result();
        QmasterProgram.Result second = waiting.result();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(qmaster.run("list", "--json").json()).hasSize(1);
    }

    @Test
    void noOtherCommandWaitsForIt() throws Exception {
        assertThat(qmaster.submit().code()).isZero();
        assertThat(qmaster.run("list").code()).isZero();
        assertThat(qmaster.run("recover").code()).isZero();
        assertThat(qmaster.run("agent", "--once").code()).isZero();
        QmasterProgram.Result rival = qmaster.run(
                "submit",
                source.toString(),
                "--setting",
                QmasterProgram.setting().toString(),
                "--destination",
                folder.resolve("clip.mov").toString(),
                "--json");
        assertThat(rival.code()).isEqualTo(3);
        assertThat(rival.error().get("code").asString()).isEqualTo("DESTINATION_CLAIMED");
    }
}
