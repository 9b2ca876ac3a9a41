package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Everything that is known about one batch, and its log. */
class ShowingTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, backend);
    }

    @Test
    void showIsAnObjectWithTheBatchItsAttemptsAndItsStory() {
        backend.queues("B-1", "J-1").batch(BATCH).shows(Duration.ZERO, "Processing", 40);
        bench.submit("--label", "reel=12", "--request-id", "once");

        JsonNode shown = bench.run("show", "B-1", "--json").json();

        assertThat(shown.get("state").asString()).isEqualTo("PROCESSING");
        assertThat(shown.get("labels").get("reel").asString()).isEqualTo("12");
        assertThat(shown.get("requestId").asString()).isEqualTo("once");
        assertThat(shown.get("jobIds").get(0).asString()).isEqualTo("J-1");
        assertThat(shown.get("open").booleanValue()).isTrue();
        assertThat(shown.get("targets").get(0).get("plannedPath").asString())
                .isEqualTo(bench.out().resolve("clip.mov").toString());
        JsonNode attempt = shown.get("attempts").get(0);
        assertThat(attempt.get("attempt").intValue()).isEqualTo(1);
        assertThat(attempt.get("command").asString()).startsWith("scripted ");
        assertThat(attempt.get("outcome").asString()).contains("B-1");
        assertThat(shown.get("story")).isNotEmpty();
    }

    @Test
    void showTellsThatThisComputerStandsInForACluster() {
        backend.attempt(new SubmissionOutcome.Refused(
                        RefusalKind.CLUSTER_UNAVAILABLE, "no controller", OptionalInt.of(1), false))
                .queues("B-1");
        bench.submit("--cluster", "FCS Cluster");

        JsonNode shown = bench.run("show", "B-1", "--json").json();

        assertThat(shown.get("cluster").asString()).isEqualTo("This Computer");
        assertThat(shown.get("requestedCluster").asString()).isEqualTo("FCS Cluster");
        assertThat(shown.get("fellBack").booleanValue()).isTrue();
        assertThat(shown.get("attempts")).hasSize(2);
        assertThat(shown.get("attempts").get(0).get("outcome").asString()).contains("no controller");
    }

    @Test
    void showKnowsASubmissionThatWasNeverQueued() {
        backend.attempt(
                new SubmissionOutcome.Refused(RefusalKind.UNABLE_TO_SUBMIT, "Not a movie.", OptionalInt.of(1), false));
        String submission = bench.submit("--json").error().get("submissionId").asString();

        JsonNode shown = bench.run("show", submission, "--json").json();

        assertThat(shown.get("batchId").isNull()).isTrue();
        assertThat(shown.get("ending").get("how").asString()).isEqualTo("NOT_QUEUED");
        assertThat(shown.get("reason").asString()).contains("Not a movie.");
    }

    @Test
    void showTellsWhatTheJournalKnowsAlthoughTheEngineIsSilent() {
        backend.queues("B-1").deaf(Duration.ZERO, Duration.ofHours(1));
        bench.submit();

        Bench.Run run = bench.run("show", "B-1", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.json().get("state").isNull()).isTrue();
        assertThat(run.json().get("unread").asString()).contains("the script keeps silent");
        assertThat(run.json().get("attempts")).hasSize(1);
    }

    @Test
    void showGivesTheRawAnswerAlsoIfItCannotBeRead() {
        backend.queues("B-1").deaf(Duration.ZERO, Duration.ofHours(1));
        backend.says(new RawAnswer("Compressor -monitor", "ended with exit code 3", "{\"batches\": [{\n", "oh no\n"));
        bench.submit();

        JsonNode shown = bench.run("show", "B-1", "--json").json();

        assertThat(shown.get("unread").asString()).contains("the script keeps silent");
        JsonNode raw = shown.get("rawAnswer");
        assertThat(raw.propertyNames()).containsExactly("command", "ending", "output", "error");
        assertThat(raw.get("output").asString()).isEqualTo("{\"batches\": [{\n");
        assertThat(raw.get("error").asString()).isEqualTo("oh no\n");
        assertThat(bench.run("show", "B-1").lines())
                .contains(
                        "query       Compressor -monitor",
                        "result      ended with exit code 3",
                        "answer      {\"batches\": [{",
                        "stderr      oh no");
    }

    @Test
    void showOfAnEngineThatDoesNotAnswerInWordsHasNoRawAnswer() {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Processing");
        bench.submit();

        assertThat(bench.run("show", "B-1", "--json").json().get("rawAnswer").isNull())
                .isTrue();
    }

    @Test
    void showOfABatchOfAnotherUserInventsNothing() {
        backend.batch(BATCH).shows(Duration.ZERO, "Waiting");

        JsonNode shown = bench.run("show", "B-1", "--json").json();

        assertThat(shown.get("state").asString()).isEqualTo("WAITING");
        for (String unknown : new String[] {"submissionId", "fellBack", "attempts", "story", "open", "ending"}) {
            assertThat(shown.get(unknown).isNull()).as(unknown).isTrue();
        }
    }

    @Test
    void showIsForPeopleToo() {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Processing", 40);
        bench.submit();

        Bench.Run run = bench.run("show", "B-1");

        assertThat(run.out())
                .contains("state       PROCESSING", "ran         scripted ", "log         ")
                .contains(bench.out().resolve("clip.mov").toString());
    }

    @Test
    void logsTellsTheStoryInLinesOrInEvents() {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Processing");
        bench.submit("--label", "reel=12");

        JsonNode last = bench.run("logs", "B-1", "--json").events().get(2);

        assertThat(last.propertyNames())
                .containsExactly(
                        "schema", "event", "submissionId", "sequence", "at", "labels", "batchId", "level", "message");
        assertThat(last.get("event").asString()).isEqualTo("log");
        assertThat(last.get("sequence").intValue()).isEqualTo(3);
        assertThat(last.get("level").asString()).isEqualTo("INFO");
        assertThat(last.get("message").asString()).contains("queued as B-1");
        assertThat(bench.run("logs", "B-1").lines())
                .anyMatch(line -> line.endsWith(last.get("message").asString()));
    }

    @Test
    void anUnknownIdIsExitCode8() {
        assertThat(bench.run("show", "NOBODY").code()).isEqualTo(8);
        assertThat(bench.run("logs", "NOBODY").code()).isEqualTo(8);
        assertThat(bench.run("logs", "00000000-0000-4000-8000-000000000000").code())
                .isEqualTo(8);
    }
}
