package io.qmaster.it;

import static io.qmaster.it.SystemCommand.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.it.JournalFileLines.Meant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built program is killed at a random moment of {@code submit --wait}, and afterwards its journal is on a full file
 * system, read-only, torn, or another user's: every intended batch is accounted for, and runs once.
 *
 * <p>Permissions do not restrict root, who mounts a file system instead; they restrict all other users.
 */
@Execution(ExecutionMode.CONCURRENT)
class JournalTroubleIT {
    private static final String REQUEST = "order 4711";
    /** Longer than a submission needs until it waits, on an idle machine. */
    private static final int LATEST_KILL_MILLIS = 1500;

    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private Optional<SmallDisk> disk = Optional.empty();
    private QmasterProgram qmaster;
    private Path state;

    @BeforeEach
    void simulate() {
        qmaster = over("{\"durations\": {\"job\": \"10m\"}}");
        state = qmaster.state();
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk.isPresent()) {
            disk.get().unmount();
        }
    }

    private QmasterProgram over(String scenario) {
        QmasterProgram program = QmasterProgram.simulating(folder, "10m");
        return program.with("QMASTER_SIMULATOR_DIR", folder.resolve("simulator").toString())
                .with("QMASTER_SCENARIO", program.file("trouble.json", scenario).toString())
                .with(
                        "QMASTER_CONFIG",
                        program.file("config.json", "{\"settleTimeout\": \"2s\"}")
                                .toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void withATornLastLine(long seed) throws Exception {
        killedAtARandomMoment(seed);
        if (Files.exists(journal())) {
            Files.writeString(journal(), "\n2 ended at=2026-01-0", StandardOpenOption.APPEND);
        }

        isAccountedForAndRunsOnce();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void onAFullFileSystem(long seed) throws Exception {
        small("4m");
        killedAtARandomMoment(seed);
        Path filler = state.getParent().resolve("filler");
        SmallDisk.fill(filler);

        assertThat(qmaster.run("recover", "--json").code()).isNotEqualTo(70);
        assertThat(batches()).isLessThanOrEqualTo(1);
        Files.delete(filler);
        isAccountedForAndRunsOnce();
    }

    @Test
    void onAFileSystemThatFillsUpWhileTheEngineIsAsked() throws Exception {
        small("4m");
        qmaster = over("{\"durations\": {\"job\": \"10m\"}, \"faults\": [{\"fault\": \"submission-hangs\","
                        + " \"queued\": true, \"when\": {\"call\": 1}}]}")
                .with("QMASTER_STATE_DIR", state.toString());
        QmasterProgram.Launched waiting =
                qmaster.launch(qmaster.submission("--wait", "--request-id", REQUEST, "--submit-timeout", "8s"));
        // The engine has it, so that everything before has been written. Its own log is read, since a query by the
        // program can be slow on a busy machine, and the disk must be full before the submission is over.
        while (!theEngineWasAsked()) {
            assertThat(waiting.process().waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        fillUpTheLastPage();
        Path filler = state.getParent().resolve("filler");
        SmallDisk.fill(filler);
        while (!Files.readString(waiting.err()).contains("submitted \"")) {
            assertThat(waiting.process().waitFor(5, TimeUnit.MILLISECONDS))
                    .as(Files.readString(waiting.err()))
                    .isFalse();
        }
        waiting.kill();
        assertThat(JournalFileLines.meant(state))
                .singleElement()
                .matches(meant -> meant.batchId().isEmpty());

        Files.delete(filler);
        isAccountedForAndRunsOnce();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void inAFolderThatBecomesReadOnly(long seed) throws Exception {
        if (isRoot()) {
            small("4m");
        }
        killedAtARandomMoment(seed);
        Files.createDirectories(state);
        readOnly(true);

        assertThat(qmaster.run("recover", "--json").code()).isNotEqualTo(70);
        QmasterProgram.Result again = qmaster.submit("--request-id", REQUEST, "--json");
        assertThat(again.code()).as(again.err()).isIn(0, 6, 10);
        assertThat(batches()).isLessThanOrEqualTo(1);
        readOnly(false);
        isAccountedForAndRunsOnce();
    }

    @Test
    void inAReadOnlyFolderNothingIsSubmitted() throws Exception {
        if (isRoot()) {
            small("4m");
        }
        Files.createDirectories(state);
        readOnly(true);

        QmasterProgram.Result result = qmaster.submit("--json");

        readOnly(false);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(10);
        assertThat(result.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
        assertThat(batches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void inAFolderThatASecondUserShares(long seed) throws Exception {
        assumeTrue(isRoot() && succeeds("setpriv", "--reuid=4711", "true"), "only root may become other users");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assumeTrue(
                succeeds(as(4711, "test", "-r", QmasterProgram.clip().toString())),
                "another user cannot read the built program");
        Files.createDirectories(state);
        Files.setAttribute(state, "unix:gid", 4700);
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwx---"));
        qmaster.behind(as(4711));
        killedAtARandomMoment(seed);

        for (int user : List.of(4712, 4711)) {
            // The simulator's own files, which this test does not concern, belong only to its first user.
            succeeds("chmod", "-R", "a+rwX", folder.resolve("simulator").toString());
            qmaster.behind(as(user));
            isAccountedForAndRunsOnce();
        }
    }

    private static String[] as(int user, String... command) {
        List<String> all = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=4700",
                "--clear-groups",
                "sh",
                "-c",
                "umask 0; exec \"$@\"",
                "sh"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    @Test
    void minFreeCountsOnTheVolumeOfTheJournalToo() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "there is no second file system");
        long here = Files.getFileStore(folder).getUsableSpace();
        long there = Files.getFileStore(memory).getUsableSpace();
        long difference = here - there;
        assumeTrue(Math.abs(difference) > 1L << 30, "both file systems have the same room");
        Path place = Files.createTempDirectory(memory, "qmaster");
        try {
            // The journal has less space than requested, the output more.
            Path scarce = difference > 0 ? place : folder.resolve("scarce");
            Path ample = difference > 0 ? folder.resolve("ample") : place;
            qmaster.with("QMASTER_STATE_DIR", scarce.resolve("state").toString());
            String wanted = ((here + there) / 2 / (1 << 20)) + "M";

            QmasterProgram.Result result = qmaster.run(
                    "submit",
                    QmasterProgram.clip().toString(),
                    "--setting",
                    QmasterProgram.setting().toString(),
                    "--destination-dir",
                    ample.resolve("out").toString(),
                    "--min-free",
                    wanted,
                    "--json");

            assertThat(result.code()).as(result.out() + result.err()).isEqualTo(10);
            assertThat(result.error().get("code").asString()).isEqualTo("JOURNAL_VOLUME_FULL");
            assertThat(result.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
            assertThat(batches()).isZero();
        } finally {
            new ProcessBuilder("rm", "-rf", place.toString()).start().waitFor();
        }
    }

    private void killedAtARandomMoment(long seed) throws Exception {
        QmasterProgram.Launched waiting = qmaster.launch(qmaster.submission("--wait", "--request-id", REQUEST));
        assertThat(waiting.process().waitFor(new Random(seed).nextInt(LATEST_KILL_MILLIS), TimeUnit.MILLISECONDS))
                .as(Files.readString(waiting.err()))
                .isFalse();
        waiting.kill();
        qmaster.inThisProcess();
    }

    /** Each intended submission has a batch or certainly none, and a repeated request returns the one batch. */
    private void isAccountedForAndRunsOnce() throws Exception {
        QmasterProgram.Result recovered = qmaster.run("recover", "--json");
        assertThat(recovered.code()).as(recovered.err() + recovered.out()).isZero();
        List<Meant> meant = JournalFileLines.meant(state);
        assertThat(meant)
                .allMatch(one -> one.batchId().isPresent()
                        || one.ending().filter("NOT_QUEUED"::equals).isPresent());
        assertThat(batches()).isEqualTo((int)
                meant.stream().filter(one -> one.batchId().isPresent()).count());

        QmasterProgram.Result again = qmaster.submit("--request-id", REQUEST);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(batches()).isEqualTo(1);
    }

    private boolean theEngineWasAsked() throws IOException {
        Path commands = folder.resolve("simulator/commands.log");
        return Files.exists(commands) && Files.readString(commands).contains("\"command\":\"submit\"");
    }

    private int batches() throws Exception {
        QmasterProgram.Result listed = qmaster.run("list", "--json");
        assertThat(listed.code()).as(listed.err()).isZero();
        return listed.json().size();
    }

    private Path journal() throws IOException {
        return JournalFileLines.file(state);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Puts the journal on a small file system. */
    private void small(String size) throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        disk = Optional.of(SmallDisk.mounted(small, size));
        state = small.resolve("state");
        qmaster.with("QMASTER_STATE_DIR", state.toString());
    }

    private void readOnly(boolean only) throws Exception {
        if (isRoot()) {
            assertThat(disk.orElseThrow().readOnly(only)).isTrue();
        } else {
            try (Stream<Path> all = Files.walk(state)) {
                for (Path path : all.toList()) {
                    String permissions = Files.isDirectory(path)
                            ? only ? "r-x------" : "rwx------"
                            : only ? "r--------" : "rw-------";
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
                }
            }
        }
    }

    /** Fills the rest of the journal's last page with a meaningless line, since a file system allocates pages. */
    private void fillUpTheLastPage() throws IOException {
        String begin = "\n2 padding text=";
        String end = "\n";
        long used = Files.size(journal()) + begin.length() + end.length();
        long left = (PAGE - used % PAGE) % PAGE;
        Files.writeString(journal(), begin + "x".repeat((int) left) + end, StandardOpenOption.APPEND);
    }
}
