package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that the command line accepts, and its messages about mistakes. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, new ScriptedBackend());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "status",
                "status -x",
                "status -- -x",
                "status a;b",
                "wait B-1 --timeout soon",
                "wait B-1 --poll 0s",
                "wait B-1 --poll 1s --poll 2s",
                "list --state ASLEEP",
                "--backend toaster list",
                "--generation 6 list",
                "--log-format xml list",
                "submit",
                "submit clip.mov --setting a",
                "submit clip.mov --destination-dir out",
                "submit --setting a --destination-dir out",
                "submit clip.mov --setting a --destination b.mov --destination-dir out",
                "submit a.mov b.mov --setting a --destination b.mov",
                "submit clip.mov --setting a --setting b --suffix x --destination-dir out",
                "submit clip.mov --setting a --destination-dir out --suffix a/b",
                "submit clip.mov --setting a --destination-dir out --priority urgent",
                "submit clip.mov --setting a --destination-dir out --in 12",
                "submit clip.mov --setting a --destination-dir out --in 00:00:02;00 --out 00:00:01;00",
                "submit clip.mov --setting a --destination-dir out --frame-rate 25",
                "submit clip.mov --setting a --destination-dir out --label reel",
                "submit clip.mov --setting a --destination-dir out --batch-name -rf",
                "submit clip.mov --setting a --destination-dir out --fallback unavailable --no-fallback",
                "submit clip.mov --setting a --destination-dir out --detach-on-timeout --wait",
                "submit clip.mov --setting a --destination-dir out --min-free lots",
                "submit clip.mov --setting a --destination-dir out --publish now",
                "submit clip.mov --setting a --destination-dir out --verify",
                "submit clip.mov --setting a --destination-dir out --verify --wait",
                "retry",
                "retry a b",
                "show",
                "logs a b",
                "recover -x",
                "agent now",
                "submit --from request.json clip.mov",
                "submit --from missing.json"
            })
    void aMistakeIsExitCode2AndOneLine(String line) {
        bench.setting("a");
        String[] arguments = line.replace(" a ", " " + folder.resolve("a.compressorsetting") + " ")
                .split(" ");

        Bench.Run run = bench.run(line.isEmpty() ? new String[0] : arguments);

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("qmaster: ").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMistakeIsToldInJsonToo() {
        Bench.Run run = bench.run("status", "--json");

        assertThat(run.error().propertyNames())
                .containsExactly("code", "message", "hint", "submissionId", "batchId", "outcome", "retryable");
        assertThat(run.error().get("code").asString()).isEqualTo("COMMAND_LINE");
        assertThat(run.error().get("outcome").isNull()).isTrue();
    }

    @Test
    void whatWasMeantIsSuggested() {
        assertThat(bench.run("sttaus", "B-1").err()).contains("did you mean", "status");
    }

    @ParameterizedTest
    @CsvSource({
        "sttaus, did you mean `qmaster status`? see `qmaster help`",
        "lits, did you mean `qmaster list`? see `qmaster help`",
        "submti, did you mean `qmaster submit`? see `qmaster help`",
        "simulator rnu, did you mean `qmaster simulator run`? see `qmaster simulator --help`",
        "list --stat, did you mean --state? see `qmaster list --help`",
        "list --nmae x, did you mean --name? see `qmaster list --help`"
    })
    void onlyWhatIsReallySimilarIsSuggested(String typed, String hint) {
        assertThat(bench.run(typed.split(" ")).err()).endsWith("; " + hint + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cncel", "cancle", "cancell", "pasue", "resmue", "recvoer", "retyr", "stop", "kill", "x", "delete"
            })
    void aCommandThatIsLikeNoneOrLikeADestructiveOneIsAnsweredByTheWayToTheHelpAlone(String typed) {
        assertThat(bench.run(typed, "B-1").err())
                .isEqualTo("qmaster: there is no command \"" + typed + "\"; see `qmaster help`\n");
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertThat(bench.run("--json", "--backend", "simulator", "config")
                        .json()
                        .get("values")
                        .get("backend"))
                .isEqualTo(bench.run("config", "--backend", "simulator", "--json")
                        .json()
                        .get("values")
                        .get("backend"));
    }

    @Test
    void anOptionBehindADoubleDashIsNone() {
        assertThat(bench.run("status", "--", "--json").err()).startsWith("qmaster: ");
    }

    @Test
    void aSourceMayBeginWithAnAtSign() {
        Path source = bench.file("@clip.mov", "a movie");

        Bench.Run run = bench.run(
                "submit",
                source.toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString(),
                "--dry-run");

        assertThat(run.out()).contains("@clip.mov");
    }

    @Test
    void helpTellsEveryExitCodeAndIsAnAnswer() {
        Bench.Run run = bench.run("--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: qmaster", "124  a timeout expired", "QMASTER_BACKEND");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theHelpOfACommandLeavesOutTheGlobalOptions() {
        String help = bench.run("wait", "--help").out();

        assertThat(help).contains("--timeout=D").doesNotContain("--backend");
    }

    private Bench.Run helpOf(String command) {
        return bench.run((command + " --help").strip().split(" "));
    }

    @Test
    void helpNeedsNoDashes() {
        assertThat(bench.run("help", "settings", "show").out())
                .isEqualTo(helpOf("settings show").out());
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(bench.run("--version").out()).startsWith("qmaster ").hasLineCount(1);
    }

    @Test
    void debugShowsWhereAFailureComesFrom() {
        assertThat(bench.run("list", "--stat", "--debug").err()).contains("\tat picocli");
    }

    @Test
    void aFaultOfOursIsExitCode70AndOneLine() {
        Bench broken = new Bench(folder, null);

        Bench.Run run = broken.run("list");

        assertThat(run.code()).isEqualTo(70);
        assertThat(run.err())
                .startsWith("qmaster: internal error of qmaster: ")
                .doesNotContain("java.lang")
                .hasLineCount(1);
    }
}
