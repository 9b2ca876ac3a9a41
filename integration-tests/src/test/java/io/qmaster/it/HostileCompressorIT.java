package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The built program with a Compressor that queues every batch and then prints something else, or lists it under another
 * name. For any answer, each batch of the engine is in the journal, and nothing is queued twice. Since every program is
 * a process, these are only some of the cases; {@link HostileAnswersTest} has all of them.
 */
@Timeout(value = 5, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class HostileCompressorIT {
    private static final String CLUSTER = "FCS Cluster";
    private static final String LONG_NAME =
            "Episode 1: the very long title of a pilot that nobody can remember, reel 7 of 9";
    /** How a monitor shortens the names of batches, as a sed expression. */
    private static final String SHORTENED = "s/(\"name\" ?: ?\"[^\"]{64})[^\"]*\"/\\1\"/";

    private static final Scenario QUICK = Scenario.parse("""
            {"durations": {"dispatch": "PT0.1S", "job": "PT0.5S", "joining": "0s", "variation": 0},
             "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}],
             "faults": [{"fault": "job-fails", "reason": "no", "when": {"batchName": "earlier*", "atMost": 1}}]}
            """);

    @TempDir
    Path folder;

    private StandInMac mac;
    private DrivenCompressor compressor;

    /** The program's answer to a submission after it has queued the batch, as shell lines. */
    private enum Saying {
        UNKNOWN_WORDS("echo 'the licence server is busy' >&2; exit 1"),
        UNABLE_TO_SUBMIT(
                "echo 'Submission Error: Error Domain=com.apple.compressor.ErrorDomain Code=1 \"Unable to submit to"
                        + " queue. Please restart your computer.\"' >&2; exit 3"),
        THE_ID_OF_ANOTHER_USERS_BATCH("echo \"<batchID $STRANGERS />\" >&2");

        private final String lines;

        Saying(String lines) {
            this.lines = lines;
        }
    }

    @BeforeEach
    void install() throws Exception {
        mac = new StandInMac(DrivenCompressor.place(folder), StandInGeneration.COMPRESSOR_5_4, QUICK);
        compressor = DrivenCompressor.of(mac, folder);
    }

    @AfterEach
    void end() throws Exception {
        mac.awaitCalls();
        mac.endService();
    }

    @ParameterizedTest
    @EnumSource
    void whateverItSaysABatchIsQueuedOnceAndKnown(Saying saying) throws Exception {
        String strangers = mac.submit("stranger").ended().id("batchID").orElseThrow();
        String earlier = failedBatch();
        becomes("EARLIER=" + earlier + "; STRANGERS=" + strangers + "\n" + saying.lines, Optional.empty());

        QmasterProgram.Result submitted = compressor.submit(
                "--cluster", CLUSTER, "--batch-name", LONG_NAME, "--wait", "--json", "--poll", "PT0.5S");
        QmasterProgram.Result retried = compressor.run("retry", earlier, "--wait", "--json", "--poll", "PT0.5S");

        assertIsSettledByName(submitted);
        assertIsSettledByName(retried);
        everyBatchIsInTheJournalOnce(3, strangers);
    }

    @Test
    void whatAKilledProgramLeftIsRecoveredByAShortenedName() throws Exception {
        becomes("kill -9 $PPID; exit 1", Optional.of(SHORTENED));
        compressor.qmaster().inOwnProcesses();
        QmasterProgram.Result killed = compressor.submit("--batch-name", LONG_NAME);

        QmasterProgram.Result recovered = compressor.run("recover", "--json");

        assertThat(killed.code()).isEqualTo(137);
        assertThat(recovered.code()).as(recovered.err()).isZero();
        assertThat(recovered.json().get(0).get("batchId").isString())
                .as(recovered.out())
                .isTrue();
        everyBatchIsInTheJournalOnce(1, "");
    }

    @Test
    void aPlainRefusalIsAnsweredWithoutWaitingForTheSettlingWindow() throws Exception {
        refuses("echo 'Parameter error: path does not exist' >&2; exit 255");

        QmasterProgram.Result refused = compressor.submit("--settle-timeout", "1h", "--json");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
    }

    @Test
    void unknownWordsAreNoRefusalBeforeTheSettlingWindowIsOver() throws Exception {
        refuses("echo 'the licence server is busy' >&2; exit 1");

        QmasterProgram.Result refused = compressor.submit("--settle-timeout", "2s", "--json");

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.error().get("code").asString()).isEqualTo("SUBMISSION_WITHOUT_ID");
        assertThat(refused.error().get("message").asString()).contains("the licence server is busy");
        assertThat(refused.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
    }

    /** Submits a batch that fails, so that it can be retried. */
    private String failedBatch() throws Exception {
        QmasterProgram.Result result = compressor.run(
                "submit",
                QmasterProgram.clip().toString(),
                "--setting",
                QmasterProgram.setting().toString(),
                "--destination-dir",
                folder.resolve("earlier").toString(),
                "--batch-name",
                "earlier",
                "--wait",
                "--poll",
                "PT0.5S");
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        return result.out().strip();
    }

    private void assertIsSettledByName(QmasterProgram.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        JsonNode submitted = result.events().get(0);
        assertThat(submitted.get("settledBy").asString()).isEqualTo("name");
        assertThat(submitted.get("fellBack").booleanValue()).isFalse();
    }

    private void everyBatchIsInTheJournalOnce(int ours, String strangers) throws Exception {
        List<EngineLog.Taken> taken = mac.taken().stream()
                .filter(batch -> !batch.id().equals(strangers))
                .toList();
        assertThat(taken).hasSize(ours).extracting(EngineLog.Taken::name).doesNotHaveDuplicates();
        assertThat(JournalFileLines.meant(compressor.qmaster().state()))
                .extracting(meant -> meant.batchId().orElse("none"))
                .containsExactlyInAnyOrderElementsOf(
                        taken.stream().map(EngineLog.Taken::id).toList());
    }

    /** Makes Compressor queue a submission without an answer and run these lines instead. */
    private void becomes(String instead, Optional<String> writing) throws IOException {
        String write = writing.map(how -> "sed -E '" + how + "'").orElse("cat");
        replace(
                "\"$ITSELF\" \"$@\" >\"$SAID\" 2>&1\n" + instead,
                "\"$ITSELF\" \"$@\" >\"$SAID\" || exit\n" + write + " \"$SAID\"");
    }

    /** Makes Compressor run these lines instead of queueing a submission. */
    private void refuses(String instead) throws IOException {
        replace(instead, "exec \"$ITSELF\" \"$@\"");
    }

    private void replace(String submitting, String monitoring) throws IOException {
        Path program = mac.standIn().compressor();
        Path itself = program.resolveSibling("Compressor itself");
        Files.move(program, itself);
        Path said = folder.resolve("said");
        Files.writeString(program, """
                #!/bin/sh
                ITSELF=%s
                SAID=%s.$$
                case " $* " in
                  *" -jobpath "*)
                    %s
                    ;;
                  *" -monitor "*)
                    %s
                    ;;
                  *) exec "$ITSELF" "$@" ;;
                esac
                """.formatted(quoted(itself), quoted(said), submitting, monitoring));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
