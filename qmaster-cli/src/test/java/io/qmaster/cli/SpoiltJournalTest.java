package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.journal.FileJournal;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The messages of commands about a journal that is partly unreadable. */
class SpoiltJournalTest {
    private final VirtualSimulator simulator = Simulator.onVirtualTime(
            Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
    private final Bench bench;
    private final Path state;
    private Path spoilt;

    SpoiltJournalTest(@TempDir Path folder) {
        bench = new Bench(folder, simulator);
        state = folder.resolve("state");
    }

    @BeforeEach
    void twoSubmissionsOfWhichOneIsSpoilt() throws IOException {
        usesJournal();
        bench.submit();
        spoilt = onlyFile();
        Files.writeString(spoilt, "{\"json\": true}\n");
        usesJournal();
        bench.run(
                "submit",
                bench.file("other.mov", "another movie").toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.folder.resolve("elsewhere").toString());
        usesJournal();
    }

    /** Each run of the program opens the journal again. */
    private void usesJournal() {
        bench.journalOfProgram = FileJournal.in(state, simulator.clock());
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> open = Files.list(state.resolve("open"))) {
            return open.toList().get(0);
        }
    }

    private String submission() {
        return spoilt.getFileName().toString();
    }

    @ParameterizedTest
    @CsvSource({"recover", "agent --once"})
    void whatCannotBeReadIsNamedAndTheOthersAreSettled(String command) throws IOException {
        Path log = bench.folder.resolve("log");
        List<String> words = List.of((command + " --log-file " + log).split(" "));

        Bench.Run run = bench.run(words.toArray(String[]::new));

        assertThat(run.code()).isEqualTo(10);
        assertThat(run.err())
                .contains(spoilt.toString(), "its first record is damaged", "move " + spoilt + " away")
                .doesNotContain("nothing was left open");
        assertThat(run.out() + run.err()).contains("adopted");
        assertThat(run.err().lines().filter(line -> line.contains(spoilt.toString())))
                .hasSize(1);
        assertThat(Files.readString(log)).contains("submission=" + submission(), spoilt.toString());
    }

    @Test
    void aSubmissionToAnOutputThatItMayHaveTakenNamesItOnce() {
        assertNamedOnce(bench.submit());
    }

    @Test
    void aRequestWhoseIdItMayHaveTakenNamesItOnce() throws IOException {
        Files.delete(spoilt);
        Files.delete(onlyFile());
        bench.submit("--request-id", "same");
        spoilt = onlyFile();
        Files.writeString(spoilt, "{\"json\": true}\n");
        usesJournal();

        assertNamedOnce(bench.submit("--request-id", "same"));
    }

    private void assertNamedOnce(Bench.Run run) {
        assertThat(run.code()).isEqualTo(10);
        assertThat(run.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(spoilt + ": its first record is damaged", "move " + spoilt + " away")
                        .doesNotContain("writing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list --all", "list"})
    void aListWarnsOfWhatItLeavesOut(String command) {
        Bench.Run run = bench.run(command.split(" "));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("other.mov");
        assertThat(run.err()).contains("warning: ", spoilt.toString(), "its first record is damaged");
    }

    @Test
    void aListInJsonWarnsInJson() {
        Bench.Run run = bench.run("list", "--all", "--json");

        var warning = JsonMapper.shared().readTree(run.err()).get("warning");
        assertThat(warning.get("message").asString()).contains(spoilt.toString());
        assertThat(warning.get("submissionId").asString()).isEqualTo(submission());
        assertThat(run.json()).hasSize(2);
    }

    @Test
    void aListWarnsAlsoOfWhatHasEnded() throws IOException {
        Path day = Files.createDirectories(state.resolve("ended/2026-01-01"));
        Path ended = Files.move(spoilt, day.resolve(submission()));

        assertThat(bench.run("list", "--all").err()).contains(ended.toString());
        usesJournal();
        assertThat(bench.run("recover").code()).isZero();
    }

    @Test
    void recoveryOfASubmissionThatCannotBeReadFailsWithAHintThatFits() {
        Bench.Run run = bench.run("recover", submission());

        assertThat(run.code()).isEqualTo(10);
        assertThat(run.err()).contains("move " + spoilt + " away").doesNotContain("room", "nothing was left open");
    }

    @Test
    void aSubmissionToTheSameOutputFailsWithAHintThatFits() {
        Bench.Run run = bench.submit();

        assertThat(run.code()).isEqualTo(10);
        assertThat(run.err())
                .contains(spoilt.toString(), "move " + spoilt + " away")
                .doesNotContain("room");
    }

    @Test
    void doctorNamesTheFileAndWhatToDo() {
        bench.environment.put("QMASTER_STATE_DIR", state.toString());

        Bench.Run run = bench.run("doctor");

        assertThat(run.out()).contains("warning  journal: ", spoilt.toString(), "move a damaged file away");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "owners"})
    void aFolderOfTheJournalThatEveryUserMayWriteToIsRefusedAndDoctorSaysSo(String name) throws IOException {
        bench.environment.put("QMASTER_STATE_DIR", state.toString());
        Files.setPosixFilePermissions(state.resolve(name), PosixFilePermissions.fromString("rwxrwxrwx"));

        usesJournal();
        Bench.Run doctor = bench.run("doctor");
        usesJournal();
        Bench.Run recover = bench.run("recover");

        assertThat(doctor.code()).isEqualTo(5);
        assertThat(doctor.out()).contains(state.resolve(name).toString(), "chmod o-w");
        assertThat(recover.code()).isEqualTo(10);
        assertThat(recover.err()).contains(state.resolve(name).toString(), "chmod o-w");
    }
}
