package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The {@code outcome} of a failure describes the state of the batch that the program should submit. */
@Execution(ExecutionMode.CONCURRENT)
class FailureOutcomesIT {
    private static final String UNKNOWN_ID = "1BA7A7B7-6B4C-4F0C-9E33-C4F3C54A7E11";

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m").inThisProcess();
    }

    @Test
    void anAnswerThatCannotBeWrittenAfterASubmissionSaysThatTheBatchIsQueued() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        for (String format : new String[] {"--json", "--json --wait", ""}) {
            QmasterProgram.Result result = qmaster.shell("\"$QMASTER\" submit '" + QmasterProgram.clip()
                    + "' --setting '" + QmasterProgram.setting() + "' --destination-dir '" + folder + "/out " + format
                    + "' " + format + " > /dev/full");

            assertThat(result.code()).as(result.err()).isEqualTo(70);
            if (format.isEmpty()) {
                assertThat(result.err()).containsPattern("qmaster: .*stdout.*").contains("batch");
            } else {
                assertThat(result.error().get("code").asString()).isEqualTo("ANSWER_UNWRITTEN");
                isQueued(result.error());
            }
        }
    }

    @Test
    void aReaderWhoGoesBeforeTheSubmissionIsAnsweredLearnsThatTheBatchIsQueued() throws Exception {
        Path code = folder.resolve("code");
        QmasterProgram.Result result = qmaster.shell("{ \"$QMASTER\" submit '" + QmasterProgram.clip() + "' --setting '"
                + QmasterProgram.setting() + "' --destination-dir '" + folder + "/out' --json; echo $? >'" + code
                + "'; } | true; exit $(cat '" + code + "')");

        assertThat(result.code()).as(result.err()).isEqualTo(129);
        assertThat(result.error().get("code").asString()).isEqualTo("UNREAD");
        isQueued(result.error());
    }

    @Test
    void aTimeoutOfWaitingSaysThatTheBatchIsQueued() throws Exception {
        QmasterProgram.Result left = qmaster.submit("--json", "--wait", "--timeout", "3s", "--detach-on-timeout");

        assertThat(left.code()).as(left.err()).isEqualTo(124);
        isQueued(left.error());
    }

    @Test
    void aFailedBatchSaysThatItWasQueued() throws Exception {
        simulate("{\"fault\": \"job-fails\", \"reason\": \"2x job controller down\"}");

        QmasterProgram.Result failed = qmaster.submit("--json", "--wait");

        assertThat(failed.error().get("code").asString()).isEqualTo("BATCH_FAILED");
        isQueued(failed.error());
    }

    @Test
    void anOutputThatFailsItsVerificationSaysThatTheBatchWasQueued() throws Exception {
        simulate("{\"fault\": \"output-spoiled\", \"how\": \"missing\"}");

        QmasterProgram.Result failed = qmaster.submit("--json", "--wait");

        assertThat(failed.error().get("code").asString()).isEqualTo("OUTPUT_MISSING");
        isQueued(failed.error());
    }

    @Test
    void aTerminationWhileWaitingSaysThatTheBatchIsQueued() throws Exception {
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--json", "--wait"));

        QmasterProgram.Result result = waiting.signal("TERM");

        assertThat(result.code()).isEqualTo(143);
        isQueued(result.error());
    }

    @Test
    void whatFailsBeforeTheEngineIsCalledIsNotQueued() throws Exception {
        has("NOT_QUEUED", qmaster.submit("--json", "--qick"));
        has("NOT_QUEUED", qmaster.submit("--json", "--setting", "No Such Thing"));
        has("NOT_QUEUED", qmaster.submit("--json", "--config", "/no/such/file"));
        has(
                "NOT_QUEUED",
                qmaster.with("QMASTER_STATE_DIR", qmaster.file("file", "") + "/s")
                        .submit("--json"));
    }

    @Test
    void whatDoesNotAnswerAndIsFoundNowhereIsNotQueued() throws Exception {
        simulate("{\"fault\": \"batch-id-missing\", \"queued\": false}");

        has("NOT_QUEUED", qmaster.submit("--json", "--settle-timeout", "1s"));
    }

    @Test
    void aCommandThatSubmitsNothingHasNoOutcome() throws Exception {
        has(null, qmaster.run("status", UNKNOWN_ID, "--json"));
        has(null, qmaster.run("status", "--json"));
        has(null, qmaster.run("wait", UNKNOWN_ID, "--json"));
        has(null, qmaster.run("show", UNKNOWN_ID, "--json"));
        has(null, qmaster.run("cancel", UNKNOWN_ID, "--json"));
        has(null, qmaster.run("settings", "show", "No Such Thing", "--json"));
        has(null, qmaster.run("recover", "--give-up", UNKNOWN_ID, "--json"));
        has(null, qmaster.run("list", "--config", "/no/such/file", "--json"));
        has(null, qmaster.submit("--json", "--dry-run", "--setting", "No Such Thing"));
    }

    @Test
    void aQueryThatFailsHasNoOutcomeAlsoOfABatchThatIsQueued() throws Exception {
        String id = qmaster.submit().out().strip();
        simulate("");

        QmasterProgram.Result status = qmaster.run("status", id, "--json");
        QmasterProgram.Result waited = qmaster.run("wait", id, "--timeout", "1s", "--json");

        assertThat(status.error().get("code").asString()).isEqualTo("SIMULATOR_SCENARIO_DIFFERS");
        has(null, status);
        has(null, waited);
    }

    private void simulate(String faults) {
        qmaster = QmasterProgram.simulating(folder, "1s").inThisProcess();
        Path scenario = qmaster.file(
                "other.json", "{\"durations\": {\"job\": \"1s\", \"variation\": 0}, \"faults\": [" + faults + "]}");
        qmaster.with("QMASTER_SCENARIO", scenario.toString());
    }

    private static void has(String outcome, QmasterProgram.Result result) {
        assertThat(result.code()).isNotZero();
        JsonNode told = result.error().get("outcome");
        assertThat(told.isNull() ? null : told.asString()).as(result.err()).isEqualTo(outcome);
    }

    private static void isQueued(JsonNode error) {
        assertThat(error.get("outcome").asString()).as(error.toString()).isEqualTo("QUEUED");
        assertThat(error.get("submissionId").isString()).as(error.toString()).isTrue();
        assertThat(error.get("batchId").isString()).as(error.toString()).isTrue();
        assertThat(error.get("retryable").booleanValue()).as(error.toString()).isFalse();
    }
}
