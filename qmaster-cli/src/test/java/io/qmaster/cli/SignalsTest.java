package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The effects of signals, and of a reader that closes its pipe, on waiting commands. */
class SignalsTest extends TenMinuteJobs {
    private static final Scenario HANGING = Scenario.builder()
            .jobsTake(Duration.ofMinutes(10))
            .fault(new Fault.SubmissionHangs(true, Trigger.ALWAYS))
            .build();

    @Test
    void controlCCancelsTheOwnBatchFirst() {
        after(Duration.ofMinutes(1), Signal.INT);

        Bench.Run run = bench.submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.error().get("code").asString()).isEqualTo("INTERRUPTED");
        JsonNode end = run.events().get(run.events().size() - 1);
        assertThat(end.get("state").asString()).isEqualTo("CANCELLED");
        assertThat(end.get("cause").asString()).isEqualTo("interrupt");
        assertThat(end.get("exitCode").intValue()).isEqualTo(130);
    }

    @Test
    void whoWaitsForABatchThatAnotherProgramsControlCCancelledWasNotInterrupted() {
        after(Duration.ofMinutes(1), Signal.INT);
        Bench.Run cancelling = bench.submit("--wait", "--json");
        String id = cancelling.events().get(0).get("batchId").asString();

        Bench.Run run = bench.run("wait", id, "--json");

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.error().get("code").asString()).isEqualTo("BATCH_CANCELLED");
        JsonNode end = run.events().get(run.events().size() - 1);
        assertThat(end.get("cause").asString()).isEqualTo("interrupt");
        assertThat(end.get("exitCode").intValue()).isEqualTo(7);
    }

    @Test
    void whoWaitsForABatchThatAnotherProgramsTimeoutCancelledWaitedLongEnough() {
        String id = bench.submit("--wait", "--json", "--timeout", "1m")
                .events()
                .get(0)
                .get("batchId")
                .asString();

        Bench.Run run = bench.run("wait", id, "--timeout", "1h", "--json");

        assertThat(run.code()).isEqualTo(7);
        JsonNode end = run.events().get(run.events().size() - 1);
        assertThat(end.get("cause").asString()).isEqualTo("timeout");
        assertThat(end.get("exitCode").intValue()).isEqualTo(7);
    }

    @Test
    void controlCLeavesTheBatchIfItIsToldSo() {
        after(Duration.ofMinutes(1), Signal.INT);

        Bench.Run run = bench.submit("--wait", "--detach-on-interrupt");

        assertThat(run.code()).isEqualTo(130);
        assertThat(stateOf(run.out().strip())).isEqualTo("PROCESSING");
    }

    @Test
    void theSecondControlCLeavesAtOnce() {
        after(Duration.ofMinutes(1), Signal.INT);
        after(Duration.ofMinutes(1), Signal.INT);

        Bench.Run run = bench.submit("--wait");

        assertThat(bench.left).containsExactly(130);
        String id = run.out().strip();
        assertThat(run.err())
                .contains("qmaster: interrupted; ", "it is not known whether ")
                .contains("; check it with `qmaster status " + id + "`, and cancel it with `qmaster cancel " + id
                        + "`\n");
    }

    @Test
    void theSecondControlCSaysThatABatchIsLeftRunningThatItDoesNotCancel() {
        after(Duration.ofMinutes(1), Signal.INT);
        after(Duration.ofMinutes(1), Signal.INT);

        Bench.Run run = bench.submit("--wait", "--detach-on-interrupt");

        assertThat(bench.left).containsExactly(130);
        assertThat(run.err().lines().filter(line -> line.startsWith("qmaster: ")))
                .first()
                .asString()
                .startsWith("qmaster: interrupted; the batch ")
                .contains("is left running");
    }

    @Test
    void whoTerminatesWhileTheBatchIsCancelledIsNotToldThatItGoesOn() {
        after(Duration.ofMinutes(1), Signal.INT);
        after(Duration.ofMinutes(1).plusMillis(1), Signal.TERM);

        Bench.Run run = bench.submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.error().get("message").asString())
                .contains("was asked to cancel")
                .doesNotContain("is left running");
        assertThat(stateOf(run.error().get("batchId").asString())).isEqualTo("CANCELLED");
    }

    @Test
    void whoTerminatesTwiceDoesNotWaitUntilTheJournalIsSettled() {
        Scenario neverQueued = Scenario.builder()
                .fault(new Fault.SubmissionHangs(false, Trigger.ALWAYS))
                .build();
        Bench hanging = new Bench(folder, Simulator.onVirtualTime(neverQueued, simulator.clock()));
        simulator.clock().schedule(Duration.ofSeconds(5), () -> hanging.signal(Signal.TERM));
        simulator.clock().schedule(Duration.ofSeconds(9), () -> hanging.signal(Signal.TERM));

        Bench.Run run = hanging.submit("--wait");

        assertThat(hanging.left).containsExactly(143);
        assertThat(run.err())
                .contains("qmaster: terminated while submitting; it is not known whether the batch is queued; settle it"
                        + " with `qmaster recover ");
    }

    @Test
    void terminatingLeavesTheBatchRunning() {
        after(Duration.ofMinutes(1), Signal.TERM);

        Bench.Run run = bench.submit("--wait");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.err()).contains("is left running");
        assertThat(stateOf(run.out().strip())).isEqualTo("PROCESSING");
    }

    @Test
    void whoStopsWaitingForSeveralBatchesIsToldAllThatAreLeftRunning() {
        String first = bench.submit().out().strip();
        String second = bench.run(
                        "submit",
                        bench.file("other.mov", "a movie").toString(),
                        "--setting",
                        bench.setting().toString(),
                        "--destination-dir",
                        bench.out().toString())
                .out()
                .strip();
        after(Duration.ofMinutes(1), Signal.INT);

        Bench.Run run = bench.run("wait", first, second);

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err())
                .contains("interrupted; 2 batches are left running; wait for them again with `qmaster wait " + first
                        + " " + second + "`")
                .doesNotContain("the batch " + first);
    }

    @Test
    void hangingUpLeavesTheBatchRunning() {
        after(Duration.ofMinutes(1), Signal.HUP);

        assertThat(bench.submit("--wait").code()).isEqualTo(129);
    }

    @Test
    void waitLeavesBatchesAloneWhenItIsInterrupted() {
        String id = bench.submit().out().strip();
        after(Duration.ofMinutes(1), Signal.INT);

        assertThat(bench.run("wait", id).code()).isEqualTo(130);
        assertThat(stateOf(id)).isEqualTo("PROCESSING");
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129"})
    void waitIsEndedByEverySignalAndLeavesBatchesAlone(Signal signal, int code) {
        String id = bench.submit().out().strip();
        after(Duration.ofMinutes(1), signal);

        assertThat(bench.run("wait", id).code()).isEqualTo(code);
        assertThat(stateOf(id)).isEqualTo("PROCESSING");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, CANCELLED", "TERM, 143, PROCESSING", "HUP, 129, PROCESSING"})
    void retryWithWaitIsEndedByEverySignalAndCancelsItsBatchAtControlC(Signal signal, int code, String state) {
        String failed = bench.submit("--wait", "--run-timeout", "1s").out().strip();
        after(Duration.ofMinutes(1), signal);

        Bench.Run run = bench.run("retry", failed, "--wait");

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out().strip()).isNotEqualTo(failed);
        assertThat(stateOf(run.out().strip())).isEqualTo(state);
    }

    @Test
    void theSecondControlCLeavesRetryAtOnce() {
        String failed = bench.submit("--wait", "--run-timeout", "1s").out().strip();
        after(Duration.ofMinutes(1), Signal.INT);
        after(Duration.ofMinutes(1), Signal.INT);

        bench.run("retry", failed, "--wait");

        assertThat(bench.left).containsExactly(130);
    }

    @Test
    void controlCWhileTheEngineIsAskedFindsTheBatchAndCancelsIt() {
        Bench hanging = new Bench(folder, Simulator.onVirtualTime(HANGING, simulator.clock()));
        simulator.clock().schedule(Duration.ofSeconds(5), () -> hanging.signal(Signal.INT));

        Bench.Run run = hanging.submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.error().get("outcome").asString()).isEqualTo("QUEUED");
        assertThat(run.error().get("message").asString()).contains("was cancelled");
    }

    @Test
    void terminatingWhileTheEngineIsAskedTellsWhetherTheBatchIsQueued() {
        Bench hanging = new Bench(folder, Simulator.onVirtualTime(HANGING, simulator.clock()));
        simulator.clock().schedule(Duration.ofSeconds(5), () -> hanging.signal(Signal.TERM));

        Bench.Run run = hanging.submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.error().get("outcome").asString()).isEqualTo("QUEUED");
        assertThat(run.error().get("batchId").isString()).isTrue();
    }

    @Test
    void aReaderWhoGoesEndsTheWaitAndLeavesTheBatch() {
        Bench.Run run = bench.run(
                new GoneAfterOneLine(),
                "submit",
                bench.clip().toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString(),
                "--wait",
                "--json");

        assertThat(run.code()).isEqualTo(129);
        assertThat(run.error().get("code").asString()).isEqualTo("UNREAD");
        assertThat(run.error().get("outcome").asString()).isEqualTo("QUEUED");
        assertThat(run.error().get("batchId").asString()).isNotEmpty();
        assertThat(bench.run("list", "--json").json().get(0).get("state").asString())
                .isNotEqualTo("CANCELLED");
    }

    @Test
    void aReaderWhoReadsOnlyTheBeginningOfAListIsServed() {
        bench.submit();

        Bench.Run run = bench.run(new GoneAfterOneLine(), "list", "--all");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    private void after(Duration time, Signal signal) {
        simulator.clock().schedule(time, () -> bench.signal(signal));
    }

    private String stateOf(String id) {
        return bench.run("status", id, "--json").json().get(0).get("state").asString();
    }

    /** Like a pipe whose reader closes it after one line. */
    private static final class GoneAfterOneLine extends OutputStream {
        private boolean gone;

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (gone) {
                throw new IOException("Broken pipe");
            }
            gone = new String(bytes, from, length, StandardCharsets.UTF_8).endsWith("\n");
        }
    }
}
