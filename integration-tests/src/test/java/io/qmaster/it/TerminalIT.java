package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The effects of keys, signals and the terminal on the built program while it shows its progress on a terminal. */
@Execution(ExecutionMode.CONCURRENT)
class TerminalIT {
    /** The text by which the display shows that the engine is working. */
    private static final String DRAWN = " %  Processing";

    private static final Pattern BATCH_ID = Pattern.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
    private static final Pattern DRAWING = Pattern.compile("\r([^\r\n]* %  Processing)");
    private static final int HUP = 1;
    private static final int INT = 2;
    private static final int TERM = 15;

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;
    private PseudoTerminal terminal;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m");
    }

    @AfterEach
    void closeTheTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    @Test
    void drawingLeavesTheHandlersOfSignalsAlone() throws Exception {
        watch(qmaster.submission("--wait"));

        assertThat(terminal.handles(INT)).isTrue();
        assertThat(terminal.handles(TERM)).isTrue();
        assertThat(terminal.handles(HUP)).isTrue();
        // A running process would write into the folder while it is removed.
        terminal.controlC();
        assertThat(terminal.code()).isEqualTo(130);
    }

    @Test
    void controlCCancelsTheBatchThatIsDrawn() throws Exception {
        watch(qmaster.submission("--wait"));

        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
        assertThat(terminal.written()).contains("interrupted: cancelling").endsWith("was cancelled\r\n");
        assertThat(stateOf(batchId())).isEqualTo("CANCELLED");
    }

    @Test
    void controlCCancelsWhatRetrySubmitted() throws Exception {
        QmasterProgram.Result failed = qmaster.submit("--wait", "--run-timeout", "1s");
        watch("retry", failed.out().strip(), "--wait");

        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
        assertThat(batchId()).isNotEqualTo(failed.out().strip());
        assertThat(stateOf(batchId())).isEqualTo("CANCELLED");
    }

    @Test
    void controlCEndsWaitAndLeavesTheBatchAlone() throws Exception {
        String id = qmaster.submit().out().strip();
        watch("wait", id);

        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
        assertThat(stateOf(id)).isIn("WAITING", "PROCESSING");
    }

    @Test
    void theSecondControlCLeavesAtOnceAndFinishesTheLine() throws Exception {
        // The end of the batch shows 10 s later at the earliest.
        watch(qmaster.submission("--wait", "--poll", "10s"));

        terminal.controlC();
        terminal.see("interrupted: cancelling");
        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
        assertThat(terminal.written())
                .contains("interrupted: cancelling")
                .containsPattern("\\^C\r\nqmaster: interrupted; [^\r]*it is not known whether [^\r]*qmaster cancel "
                        + batchId() + "`\r\n$");
    }

    @Test
    void terminatingFinishesTheLineAndLeavesTheBatchRunning() throws Exception {
        watch(qmaster.submission("--wait"));

        terminal.signal("TERM");

        assertThat(terminal.code()).isEqualTo(143);
        assertTidy();
        assertThat(terminal.written()).contains("\r\nqmaster: terminated; the batch");
        assertThat(stateOf(batchId())).isIn("WAITING", "PROCESSING");
    }

    @Test
    void hangingUpFinishesTheLineAndLeavesTheBatchRunning() throws Exception {
        watch(qmaster.submission("--wait"));

        terminal.signal("HUP");

        assertThat(terminal.code()).isEqualTo(129);
        assertTidy();
        assertThat(stateOf(batchId())).isIn("WAITING", "PROCESSING");
    }

    @Test
    void aTerminalThatClosesLeavesTheBatchRunningAndTheJournalSettled() throws Exception {
        watch(qmaster.submission("--wait"));

        terminal.close();

        assertThat(terminal.codeInFile()).isEqualTo(129);
        assertThat(stateOf(batchId())).isIn("WAITING", "PROCESSING");
        assertThat(qmaster.run("recover").out()).contains("adopted").contains(batchId());
    }

    @Test
    void whatWasStoppedIsDrawnAgainWhenItGoesOnAndIsStillCancelledByControlC() throws Exception {
        watch(qmaster.submission("--wait"));

        terminal.controlZ();
        terminal.see("@stopped " + terminal.modesBefore() + "@\r\n");
        int stopped = terminal.place();
        terminal.type("\n");
        terminal.seeFrom(stopped, DRAWN);
        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
        assertThat(stateOf(batchId())).isEqualTo("CANCELLED");
    }

    @Test
    void aTerminalThatIsResizedIsDrawnOnAsWideAsItIs() throws Exception {
        watch(qmaster.submission("--wait"));
        assertThat(lastDrawing()).hasSizeBetween(50, 99);

        terminal.resize(50);
        // What was drawn before the resize may come after it; the terminal ends the test if nothing narrower ever
        // comes.
        do {
            terminal.seeFrom(terminal.place(), DRAWN);
        } while (lastDrawing().length() > 49);
        assertThat(lastDrawing()).contains("clip").hasSizeGreaterThan(20);

        terminal.controlC();
        assertThat(terminal.code()).isEqualTo(130);
        assertTidy();
    }

    /** Starts a command and returns when it shows the progress. */
    private void watch(String... arguments) throws Exception {
        terminal = qmaster.onTerminal(arguments);
        terminal.see(DRAWN);
    }

    /** The cursor is visible, the modes are restored, and the line is complete. */
    private void assertTidy() throws Exception {
        assertThat(terminal.modesAfter()).isEqualTo(terminal.modesBefore());
        assertThat(terminal.written()).endsWith("\r\n").doesNotContain("\033[?");
        assertThat(terminal.written().lastIndexOf("\033[0m"))
                .isGreaterThanOrEqualTo(terminal.written().lastIndexOf("\033[3"));
    }

    /** The last content of the display, without colours. */
    private String lastDrawing() {
        Matcher drawings = DRAWING.matcher(terminal.written());
        String last = "";
        while (drawings.find()) {
            last = drawings.group(1);
        }
        return last.replaceAll("\033\\[[0-9;]*m", "");
    }

    private String batchId() {
        Matcher id = BATCH_ID.matcher(terminal.written());
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private String stateOf(String id) throws Exception {
        return qmaster.run("status", id, "--json").json().get(0).get("state").asString();
    }
}
