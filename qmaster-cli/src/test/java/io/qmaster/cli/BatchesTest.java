package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Failure;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Queries and actions on batches after they were submitted. */
class BatchesTest extends TenMinuteJobs {
    @Test
    void anEndThatCameWhileAnotherBatchWasWaitedForIsReportedOnce() {
        Bench two = new Bench(
                folder,
                Simulator.onVirtualTime(
                        Scenario.builder().jobsTake(Duration.ofMinutes(10)).build()));
        String first = two.submit("--suffix", "-a").out().strip();
        String second = two.submit("--suffix", "-b").out().strip();

        Bench.Run run = two.run("wait", first, second, "--json");

        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("ended"))
                        .map(event -> event.get("batchId").asString()))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void statusIsAnArrayWithTheKeysOfTheContract() {
        String id = submitted();

        JsonNode batch = bench.run("status", id, "--json").json().get(0);

        assertThat(batch.propertyNames())
                .containsExactly(
                        "batchId",
                        "submissionId",
                        "batchName",
                        "cluster",
                        "state",
                        "status",
                        "reason",
                        "percentComplete",
                        "elapsedSeconds",
                        "remainingSeconds",
                        "submittedBy",
                        "submittedAtText",
                        "labels",
                        "targets",
                        "jobs",
                        "givenUp",
                        "priority",
                        "requestId",
                        "submittedAt");
        assertThat(batch.get("jobs").get(0).propertyNames())
                .containsExactly("jobId", "name", "state", "status", "reason", "percentComplete");
    }

    /** A batch on a cluster with a password, which the journal does not store. */
    private Bench withABatchAt(Cluster cluster) {
        return withABatchAt(cluster, "Processing");
    }

    private Bench withABatchAt(Cluster cluster, String words) {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.queues("B-1")
                .batch(new BatchReference(new BatchId("B-1"), cluster))
                .shows(Duration.ZERO, words);
        Bench over = new Bench(folder, scripted);
        over.environment.put("QMASTER_CLUSTER_ID", "render:hunter2@10.0.0.7:50000");
        over.journalOfProgram = FileJournal.in(folder.resolve("journal"), scripted.timekeeper());
        assertThat(over.submit("--label", "reel=12").code()).isZero();
        return over;
    }

    @Test
    void aBatchAtAnAddressIsReportedWithThePassword() {
        Bench over = withABatchAt(Cluster.address("render@10.0.0.7:50000"));

        for (String command : List.of("status B-1", "list")) {
            JsonNode batch = over.run((command + " --json").split(" ")).json().get(0);
            assertThat(batch.get("labels").path("reel").asString(""))
                    .as(command)
                    .isEqualTo("12");
            assertThat(batch.get("cluster").asString()).as(command).isEqualTo("render:•••@10.0.0.7:50000");
        }
        assertThat(over.run("recover", "--json").json().get(0).get("finding").asString())
                .isEqualTo("ADOPTED");
    }

    @Test
    void withoutThePasswordOfABatchTheAddressIsRequested() {
        Bench over = withABatchAt(Cluster.address("render@10.0.0.7:50000"));
        over.environment.remove("QMASTER_CLUSTER_ID");

        Bench.Run run = over.run("recover");

        assertThat(run.code()).isEqualTo(6);
        assertThat(run.out()).contains("unknown", "render:•••@10.0.0.7:50000", "give the address again");
        assertThat(over.run("recover", "--give-up", "B-1").code()).isEqualTo(11);
    }

    @Test
    void aBatchAtAnAddressThatHasEndedIsRememberedWithoutItsPassword() {
        Bench over = withABatchAt(Cluster.address("render@10.0.0.7:50000"), "Failed: no");
        assertThat(over.run("wait", "B-1").code()).isEqualTo(1);
        over.environment.remove("QMASTER_CLUSTER_ID");

        Bench.Run status = over.run("status", "B-1", "--json");

        assertThat(status.code()).as(status.err()).isZero();
        assertThat(status.json().get(0).get("state").asString()).isEqualTo("FAILED");
        assertThat(over.run("wait", "B-1").code()).isEqualTo(1);
    }

    @Test
    void aBatchWhoseClusterTheListOfTheEngineDoesNotSayIsListedOnceWithWhatIsKnownOfIt() {
        Bench over = withABatchAt(Cluster.THIS_COMPUTER);

        JsonNode listed = over.run("list", "--all", "--json").json();

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("labels").path("reel").asString("")).isEqualTo("12");
        assertThat(listed.get(0).get("cluster").asString()).isEqualTo("render:•••@10.0.0.7:50000");
        assertThat(listed.get(0).get("state").asString()).isEqualTo("PROCESSING");
    }

    @Test
    void whatIsUnknownAboutABatchOfAnotherUserIsNull() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Waiting ");

        JsonNode batch = new Bench(folder, scripted)
                .run("status", "B-1", "--json")
                .json()
                .get(0);

        assertThat(batch.get("state").asString()).isEqualTo("WAITING");
        assertThat(batch.get("status").asString()).isEqualTo("Waiting ");
        assertThat(batch.get("submissionId").isNull()).isTrue();
        assertThat(batch.get("labels").isNull()).isTrue();
        assertThat(batch.get("targets").isNull()).isTrue();
        assertThat(batch.get("percentComplete").isNull()).isTrue();
    }

    @Test
    void ourSubmissionIdIsAsGoodAsTheIdOfTheBatch() {
        String submissionId =
                bench.submit("--json").events().get(0).get("submissionId").asString();

        Bench.Run run = bench.run("status", submissionId, "--json");

        assertThat(run.json().get(0).get("submissionId").asString()).isEqualTo(submissionId);
    }

    @Test
    void statusIsExitCode0WhateverTheStateUnlessTheStateIsWanted() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Failed");
        Bench failed = new Bench(folder, scripted);

        assertThat(failed.run("status", "B-1").code()).isZero();
        assertThat(failed.run("status", "B-1", "--exit-status").code()).isEqualTo(1);
    }

    @Test
    void anUnknownIdIsExitCode8AndTheOthersAreAnswered() {
        String id = submitted();

        Bench.Run run = bench.run("status", "NOBODY", id, "--json");

        assertThat(run.code()).isEqualTo(8);
        assertThat(run.json()).hasSize(1);
        assertThat(run.error().get("batchId").asString()).isEqualTo("NOBODY");
    }

    @Test
    void waitingForAnUnknownIdEndsAtOnce() {
        Duration before = Duration.ofNanos(simulator.clock().elapsedNanos());

        Bench.Run run = bench.run("wait", "NOBODY");

        assertThat(run.code()).isEqualTo(8);
        assertThat(Duration.ofNanos(simulator.clock().elapsedNanos())).isEqualTo(before);
    }

    @Test
    void waitTellsTheEndsOfAllBatches() {
        String one = submitted();
        String other = bench.run(
                        "submit",
                        bench.clip().toString(),
                        "--setting",
                        bench.setting().toString(),
                        "--destination",
                        bench.out().resolve("other.mov").toString())
                .out()
                .strip();

        Bench.Run run = bench.run("wait", one, other, "--json");

        assertThat(run.code()).isZero();
        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("ended"))
                        .map(event -> event.get("batchId").asString()))
                .containsExactlyInAnyOrder(one, other);
    }

    @Test
    void waitRunsOutOfTimeWithoutCancelling() {
        String id = submitted();

        Bench.Run run = bench.run("wait", id, "--timeout", "90s", "--json");

        assertThat(run.code()).isEqualTo(124);
        assertThat(bench.run("status", id, "--json").json().get(0).get("state").asString())
                .isEqualTo("PROCESSING");
    }

    @Test
    void waitKeepsToItsTimeoutAlsoIfTheEngineHangs() {
        ScriptedBackend hanging = new ScriptedBackend() {
            @Override
            public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
                clock().advance(deadline.remaining(clock()));
                throw new StatusException(Failure.withoutSubmission("STATUS_UNREADABLE", "it hangs"));
            }
        };

        Bench.Run run = new Bench(folder, hanging).run("wait", "B-1", "--timeout", "3s", "--json");

        assertThat(run.code()).isEqualTo(124);
        assertThat(Duration.ofNanos(hanging.clock().elapsedNanos())).isLessThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void theWorstOfSeveralBatchesCounts() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("GOOD", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Successful");
        scripted.batch(BatchReference.of("GONE", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Cancelled");
        scripted.batch(BatchReference.of("BAD", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Failed: why");

        Bench.Run run = new Bench(folder, scripted).run("wait", "GOOD", "GONE", "BAD");

        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void cancelWaitsUntilTheStateShowsIt() {
        String id = submitted();

        Bench.Run run = bench.run("cancel", id, "--json");

        assertThat(run.code()).isZero();
        assertThat(run.json().get(0).get("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void theJournalKnowsThatWeCancelled() {
        String id = submitted();

        bench.run("cancel", id);

        assertThat(bench.run("wait", id, "--json").events().get(0).get("cause").asString())
                .isEqualTo("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume"})
    void whatHasEndedSuccessfullyIsAWarning(String command) {
        String id = bench.submit("--wait").out().strip();

        Bench.Run run = bench.run(command, id);
        Bench.Run json = bench.run(command, id, "--json");

        String message = "cannot " + command + " the batch " + id + " on This Computer: it has ended successfully";
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("qmaster: warning: " + message + "\n");
        assertThat(json.code()).isZero();
        assertThat(JsonMapper.shared()
                        .readTree(json.err())
                        .get("warning")
                        .get("message")
                        .asString())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume"})
    void whatWasCancelledIsAFailure(String command) {
        String id = bench.submit().out().strip();
        bench.run("cancel", id);

        Bench.Run run = bench.run(command, id);

        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("cannot " + command + " the batch " + id, "it was cancelled");
    }

    @Test
    void aBatchThatEndsAfterItWasResumedIsNoReasonForAWarning() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Hold")
                .shows(Duration.ofSeconds(1), "Successful");

        Bench.Run run = new Bench(folder, scripted).run("resume", "B-1");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("SUCCESSFUL");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void pauseHoldsABatchAndResumeTakesItUpAgain() {
        String id = submitted();
        simulator.clock().advance(Duration.ofMinutes(1));

        assertThat(bench.run("pause", id, "--json").json().get(0).get("state").asString())
                .isEqualTo("HOLD");
        assertThat(bench.run("resume", id, "--json").json().get(0).get("state").asString())
                .isEqualTo("PROCESSING");
    }

    @Test
    void whatIsNotConfirmedWithinAMinuteIsExitCode124() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Processing");
        Bench deaf = new Bench(folder, scripted);

        Bench.Run run = deaf.run("pause", "B-1", "--json");

        assertThat(run.code()).isEqualTo(124);
        assertThat(run.error().get("code").asString()).isEqualTo("NOT_CONFIRMED");
        assertThat(run.json().get(0).get("state").asString()).isEqualTo("PROCESSING");
    }

    @Test
    void withoutConfirmationItIsAskedAndThatIsAll() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Processing");

        Bench.Run run = new Bench(folder, scripted).run("cancel", "B-1", "--no-confirm");

        assertThat(run.code()).isZero();
        assertThat(scripted.controls()).containsExactly("cancel B-1");
    }

    @Test
    void whatTheEngineCannotDoIsExitCode9() {
        ScriptedBackend scripted = new ScriptedBackend().without(Capability.LIST);

        assertThat(new Bench(folder, scripted).run("list").code()).isEqualTo(9);
    }

    @Test
    void listShowsWhatTheEngineShowsAndTakesFilters() {
        String id = submitted();

        assertThat(bench.run("list", "--json").json()).hasSize(1);
        assertThat(bench.run("list", "--json", "--state", "FAILED").json()).isEmpty();
        assertThat(bench.run("list", "--json", "--name", "CLIP.mov").json()).hasSize(1);
        assertThat(bench.run("list", "--json", "--since", "1h").json()).hasSize(1);
        simulator.clock().advance(Duration.ofHours(2));
        assertThat(bench.run("list", "--json", "--since", "1h").json()).isEmpty();
        assertThat(bench.run("list").out()).contains(id);
    }

    @Test
    void allAddsWhatTheJournalRemembersAndTheEngineHasForgotten() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Cancelled")
                .vanishes(Duration.ofHours(1));
        Bench forgetful = new Bench(folder, scripted);
        forgetful.submit("--wait");
        scripted.clock().advance(Duration.ofHours(2));

        assertThat(forgetful.run("list", "--json").json()).isEmpty();
        JsonNode remembered = forgetful.run("list", "--all", "--json").json().get(0);
        assertThat(remembered.get("batchId").asString()).isEqualTo("B-1");
        assertThat(remembered.get("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void recoverTellsWhatBecameOfWhatWasLeftOpen() {
        String id = submitted();

        JsonNode found = bench.run("recover", "--json").json().get(0);

        assertThat(found.propertyNames()).containsExactly("submissionId", "batchId", "cluster", "finding", "message");
        assertThat(found.get("batchId").asString()).isEqualTo(id);
        assertThat(found.get("finding").asString()).isEqualTo("ADOPTED");
    }

    private String submitted() {
        return bench.submit().out().strip();
    }
}
