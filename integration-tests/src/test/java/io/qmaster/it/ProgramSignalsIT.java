package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.json.JsonMapper;

/** The effects of real signals on the built program while it waits. */
@Execution(ExecutionMode.CONCURRENT)
class ProgramSignalsIT {
    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m");
    }

    @Test
    void controlCCancelsTheOwnBatchFirst() throws Exception {
        assumeArrives("INT");
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--wait", "--json"));

        QmasterProgram.Result result = waiting.signal("INT");

        assertThat(result.code()).isEqualTo(130);
        assertThat(result.error().get("code").asString()).isEqualTo("INTERRUPTED");
        assertThat(stateOf(idIn(waiting.firstLine()))).isEqualTo("CANCELLED");
    }

    @Test
    void controlCLeavesTheBatchIfItIsToldSo() throws Exception {
        assumeArrives("INT");
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--wait", "--json", "--detach-on-interrupt"));

        assertThat(waiting.signal("INT").code()).isEqualTo(130);
        assertThat(stateOf(idIn(waiting.firstLine()))).isIn("WAITING", "PROCESSING");
    }

    @Test
    void terminatingLeavesTheBatchRunning() throws Exception {
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--wait"));

        QmasterProgram.Result result = waiting.signal("TERM");

        assertThat(result.code()).isEqualTo(143);
        assertThat(result.err().lines().reduce((earlier, last) -> last).orElseThrow())
                .startsWith("qmaster: terminated")
                .contains("is left running");
        assertThat(stateOf(waiting.firstLine())).isIn("WAITING", "PROCESSING");
    }

    @Test
    void hangingUpLeavesTheBatchRunning() throws Exception {
        assumeArrives("HUP");
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--wait"));

        assertThat(waiting.signal("HUP").code()).isEqualTo(129);
        assertThat(stateOf(waiting.firstLine())).isIn("WAITING", "PROCESSING");
    }

    @Test
    void waitLeavesTheBatchAloneWhenItIsTerminated() throws Exception {
        String id = qmaster.submit().out().strip();
        QmasterProgram.Running waiting = qmaster.start("wait", id, "--json");

        assertThat(waiting.signal("TERM").code()).isEqualTo(143);
        assertThat(stateOf(id)).isIn("WAITING", "PROCESSING");
    }

    private String stateOf(String id) throws Exception {
        return qmaster.run("status", id, "--json").json().get(0).get("state").asString();
    }

    private static String idIn(String event) {
        return JsonMapper.shared().readTree(event).get("batchId").asString();
    }

    /**
     * Background processes of a shell ignore Ctrl-C, and processes that {@code nohup} starts ignore hang-ups. So do
     * their children.
     */
    private static void assumeArrives(String signal) throws Exception {
        Process probe = new ProcessBuilder("sh", "-c", "trap 'exit 7' \"$0\"; kill -\"$0\" $$; exit 0", signal).start();
        assumeTrue(probe.waitFor() == 7, "this process was started with " + signal + " ignored");
    }
}
