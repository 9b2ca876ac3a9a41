package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A lost submission is given up on the decision of the user, and every command reports that. */
class GivingUpTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, backend);
        backend.queues("B-1").queues("B-2");
    }

    private String submission() {
        return bench.journal.entries().get(0).submissionId().value();
    }

    private void shownFromNow(String words) {
        backend.batch(BATCH).shows(Duration.ofNanos(backend.clock().elapsedNanos()), words);
    }

    @Test
    void itIsToldWithWhoAndWhyAndThenRetried() {
        bench.submit();

        Bench.Run run = bench.run("recover", "--give-up", "B-1", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode found = run.json().get(0);
        assertThat(found.get("finding").asString()).isEqualTo("GIVEN_UP");
        assertThat(found.get("message").asString()).startsWith("given up by " + System.getProperty("user.name") + ": ");
        Bench.Run retried = bench.run("retry", "B-1");
        assertThat(retried.out().strip()).isEqualTo("B-2");
    }

    @Test
    void lostAfterSaysHowLongItIsLookedFor() {
        bench.submit();
        Duration before = Duration.ofNanos(backend.clock().elapsedNanos());

        bench.run("recover", "--give-up", "B-1", "--lost-after", "5s", "--poll", "1s");

        assertThat(bench.journal.entries()).allMatch(JournalEntry::isGivenUp);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos()).minus(before))
                .isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"B-1, B-2", "one, two"})
    void severalAreLookedForTogether(String first, String second) {
        bench.submit("--batch-name", "one");
        bench.submit("--suffix", "-2", "--batch-name", "two");
        Duration before = Duration.ofNanos(backend.clock().elapsedNanos());

        Bench.Run run = bench.run("recover", "--give-up", first, second, "--json");

        assertThat(run.json()).hasSize(2);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos()).minus(before))
                .isLessThan(Duration.ofSeconds(150));
    }

    @Test
    void whatTheEngineShowsStaysOpenAndIsExitCode2() {
        backend.batch(BATCH).shows(Duration.ZERO, "Processing");
        bench.submit();

        Bench.Run run = bench.run("recover", "--give-up", "B-1", "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.json()).isEmpty();
        assertThat(run.err()).contains("GIVE_UP_SHOWN", "Processing", "qmaster wait B-1");
        assertThat(bench.journal.entries()).allMatch(JournalEntry::isOpen);
    }

    @Test
    void thatNothingWasLeftOpenIsNotSaidOfWhatStaysOpen() {
        backend.batch(BATCH).shows(Duration.ZERO, "Processing");
        bench.submit();

        assertThat(bench.run("recover", "--give-up", "B-1").err()).doesNotContain("nothing was left open");

        bench.run("recover", "--give-up", "--unasked", "B-1");
        assertThat(bench.run("recover", "B-1").err()).contains("nothing was left open");
    }

    @Test
    void anEngineThatDoesNotAnswerIsExitCode11UnlessItNeedNotBeAsked() {
        bench.submit();
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        assertThat(bench.run("recover", "--give-up", "B-1").code()).isEqualTo(11);
        assertThat(bench.journal.entries()).allMatch(JournalEntry::isOpen);

        assertThat(bench.run("recover", "--give-up", "--unasked", "B-1").code()).isZero();
        assertThat(bench.journal.entries()).allMatch(JournalEntry::isGivenUp);
    }

    @Test
    void everyoneIsToldThatItWasGivenUpAndWhatToDo() {
        bench.submit();
        bench.run("recover", "--give-up", "B-1");

        for (String command : new String[] {"status", "wait"}) {
            Bench.Run run = bench.run(command, "B-1", "--json");
            assertThat(run.code()).as(command).isEqualTo(8);
            assertThat(run.err())
                    .as(command)
                    .contains("BATCH_GIVEN_UP", "given up by", "not been listed", "qmaster retry " + submission());
        }
        JsonNode listed = bench.run("list", "--all", "--json").json().get(0);
        assertThat(listed.get("givenUp").booleanValue()).isTrue();
        assertThat(listed.get("state").isNull()).isTrue();
        assertThat(listed.get("reason").asString()).startsWith("given up by");
        assertThat(bench.run("list", "--all").out()).contains("given up");
        JsonNode shown = bench.run("show", "B-1", "--json").json();
        assertThat(shown.get("ending").get("how").asString()).isEqualTo("LOST");
        assertThat(shown.get("ending").get("words").asString()).startsWith("given up by");
        assertThat(bench.run("show", "B-1").out()).contains("lost (given up by");
    }

    @Test
    void ifTheEngineShowsItLaterThatIsToldToo() {
        bench.submit();
        bench.run("recover", "--give-up", "B-1");
        shownFromNow("Processing");

        JsonNode status = bench.run("status", "B-1", "--json").json().get(0);
        assertThat(status.get("state").asString()).isEqualTo("PROCESSING");
        assertThat(status.get("givenUp").booleanValue()).isTrue();
        assertThat(status.get("reason").asString()).startsWith("given up by");
        assertThat(bench.run("list").out()).contains("PROCESSING, given up");

        shownFromNow("Successful");
        Bench.Run waited = bench.run("wait", "B-1", "--json");
        assertThat(waited.code()).isZero();
        JsonNode ended = waited.events().get(waited.events().size() - 1);
        assertThat(ended.get("verified").booleanValue()).isFalse();
    }

    @Test
    void aSubmissionWithoutABatchIsGivenUpByItsOwnId() {
        ScriptedBackend blind = new ScriptedBackend()
                .without(Capability.LIST)
                .attempt(new SubmissionOutcome.Unknown(
                        SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty()));
        Bench other = new Bench(folder, blind);
        Bench.Run submitted = other.submit("--json");
        assertThat(submitted.code()).isEqualTo(6);
        String submission = submitted.error().get("submissionId").asString();
        assertThat(submitted.error().get("hint").asString()).contains("--give-up");

        assertThat(other.run("recover", submission).code()).isEqualTo(6);
        assertThat(other.run("recover", "--give-up", submission).code()).isZero();

        Bench.Run status = other.run("status", submission, "--json");
        assertThat(status.code()).isEqualTo(8);
        assertThat(status.error().get("code").asString()).isEqualTo("SUBMISSION_GIVEN_UP");
        assertThat(status.error().get("outcome").isNull()).isTrue();
    }

    @Test
    void anOpenBatchThatTheEngineDoesNotShowIsNotCalledUnknown() {
        bench.submit();

        Bench.Run run = bench.run("status", "B-1", "--json");

        assertThat(run.code()).isEqualTo(8);
        assertThat(run.error().get("code").asString()).isEqualTo("BATCH_NOT_SEEN");
        assertThat(run.error().get("hint").asString()).contains("recover --give-up " + submission());
        assertThat(bench.run("recover", "B-1").err()).contains("recover --give-up");
    }

    @Test
    void whichOnesMustBeSaid() {
        assertThat(bench.run("recover", "--give-up").code()).isEqualTo(2);
        assertThat(bench.run("recover", "--unasked", "B-1").code()).isEqualTo(2);
        assertThat(bench.run("recover", "--give-up", "NOBODY").code()).isEqualTo(8);
    }
}
