package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The confirmation before a command acts on the batches that match its filters. */
class ConfirmationTest extends TenMinuteJobs {
    /** The property in which the launcher lists the descriptors that are terminals. */
    private static final String TERMINALS = "qmaster.terminals";

    private String id;

    @BeforeEach
    void submitOnATerminal() {
        id = bench.submit("--label", "reel=12").out().strip();
        bench.environment.put("TERM", "xterm");
        System.setProperty(TERMINALS, "012");
    }

    @AfterEach
    void leaveTheTerminal() {
        System.clearProperty(TERMINALS);
    }

    private String state() {
        return bench.run("status", id, "--json").json().get(0).get("state").asString();
    }

    /** The answer is the whole input; empty means end of input. */
    @ParameterizedTest
    @CsvSource({
        "'y\n', true",
        "'yes\n', true",
        "' Y \n', true",
        "'y', true",
        "'n\n', false",
        "'\n', false",
        "'', false",
        "'yess\n', false",
        "'n\ny\n', false"
    })
    void onlyAYesCancelsTheBatches(String typed, boolean cancels) {
        Bench.Run run = bench.stdin(typed).run("cancel", "--label", "reel=12");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("cancel 1 batch:", "clip.mov Transcode", "cancel it? [y/N] ");
        assertThat(run.err().contains("nothing was done")).isEqualTo(!cancels);
        assertThat(state().equals("CANCELLED")).isEqualTo(cancels);
    }

    @ParameterizedTest
    @CsvSource({"pause, HOLD", "resume, PROCESSING"})
    void otherCommandsAskTheSame(String command, String state) {
        if (command.equals("resume")) {
            bench.run("pause", id);
        }

        assertThat(bench.stdin("n\n").run(command, "--label", "reel=12").err())
                .contains(command + " it? [y/N] ", "nothing was done");
        assertThat(state()).isNotEqualTo(state);
        assertThat(bench.stdin("y\n").run(command, "--label", "reel=12").code()).isZero();
        assertThat(state()).isEqualTo(state);
    }

    @Test
    void retryAsksTheSame() {
        bench.run("cancel", id);

        Bench.Run left = bench.stdin("\n").run("retry", "--label", "reel=12");
        assertThat(left.err()).contains("retry it? [y/N] ", "nothing was done");
        assertThat(left.out()).isEmpty();
        assertThat(bench.stdin("y\n").run("retry", "--label", "reel=12").out().strip())
                .isNotEmpty()
                .isNotEqualTo(id);
    }

    @Test
    void yesAndIdsNeedNoAnswer() {
        assertThat(bench.run("pause", "--label", "reel=12", "--yes").err()).doesNotContain("[y/N]");
        assertThat(bench.run("resume", id).err()).doesNotContain("[y/N]");
    }

    @ParameterizedTest
    @CsvSource({"02, --quiet", "02, --json", "2, --no-confirm", "0, --no-confirm", "1, --no-confirm"})
    void withoutATerminalNothingIsDoneWithoutYes(String terminals, String option) {
        System.setProperty(TERMINALS, terminals);

        Bench.Run run = bench.stdin("y\n").run("cancel", "--label", "reel=12", option);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no terminal to ask whether to cancel 1 batch", "add --yes");
        assertThat(state()).isNotEqualTo("CANCELLED");
    }
}
