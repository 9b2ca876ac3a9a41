package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The ids of jobs in commands, and the output about jobs. */
class JobsTest extends TenMinuteJobs {
    private static final BatchReference SCRIPTED = new BatchReference(new BatchId("B-1"), Cluster.THIS_COMPUTER);

    /** Submits a batch of two sources; returns the ids of its jobs. */
    private List<String> submitted() {
        Bench.Run run = bench.submit(bench.file("other.mov", "another movie").toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return StreamSupport.stream(run.events().get(0).get("jobIds").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> jobs(JsonNode batch) {
        return StreamSupport.stream(batch.get("jobs").spliterator(), false)
                .map(job -> job.get("jobId").asString())
                .toList();
    }

    @Test
    void statusOfAJobShowsItsBatchWithThatJobAlone() {
        List<String> ids = submitted();

        JsonNode batches = bench.run("status", ids.get(1), "--json").json();

        assertThat(batches).hasSize(1);
        assertThat(jobs(batches.get(0))).containsExactly(ids.get(1));
        assertThat(batches.get(0).get("targets")).hasSize(2);
    }

    @Test
    void statusForPeopleHasARowForEachJob() {
        List<String> ids = submitted();
        String batch = bench.run("status", ids.get(0), "--json")
                .json()
                .get(0)
                .get("batchId")
                .asString();

        assertThat(bench.run("status", batch).lines())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("job ").contains(ids.get(0)))
                .satisfies(lines -> assertThat(lines.get(3)).startsWith("job ").contains(ids.get(1)));
        assertThat(bench.run("list").lines()).hasSize(2);
    }

    @Test
    void aCancelledJobLeavesTheOtherOneToBeEncoded() {
        List<String> ids = submitted();

        Bench.Run cancelled = bench.run("cancel", ids.get(0), "--json");
        assertThat(cancelled.code()).as(cancelled.err()).isZero();
        JsonNode batch = cancelled.json().get(0);
        assertThat(batch.get("jobs").get(0).get("state").asString()).isEqualTo("CANCELLED");
        assertThat(batch.get("state").asString()).isNotEqualTo("CANCELLED");
        Bench.Run ofBatch = bench.run("wait", batch.get("batchId").asString(), "--json");
        Bench.Run ofOther = bench.run("wait", ids.get(1));
        Bench.Run ofCancelled = bench.run("wait", ids.get(0));

        assertThat(ofBatch.code()).isEqualTo(1);
        assertThat(ofBatch.error().get("code").asString()).isEqualTo("JOB_CANCELLED");
        assertThat(ofBatch.error().get("message").asString()).contains("clip.mov: its job was cancelled");
        assertThat(ofOther.code()).as(ofOther.err()).isZero();
        assertThat(ofCancelled.code()).isEqualTo(7);
        assertThat(bench.out().resolve("other.mov")).exists();
        assertThat(bench.out().resolve("clip.mov")).doesNotExist();
        assertThat(bench.run("status", ids.get(0), "--exit-status").code()).isEqualTo(7);
        assertThat(bench.run("status", ids.get(1), "--exit-status").code()).isZero();
    }

    @Test
    void aJobIsPausedAndResumedAlone() {
        List<String> ids = submitted();

        Bench.Run paused = bench.run("pause", ids.get(1));
        assertThat(paused.code()).as(paused.err()).isZero();
        assertThat(paused.out()).contains("HOLD");
        Bench.Run resumed = bench.run("resume", ids.get(1));
        assertThat(resumed.code()).as(resumed.err()).isZero();

        assertThat(bench.run("wait", ids.get(1)).code()).isZero();
    }

    @Test
    void aWaitForAJobEndsWithThatJobWhileItsBatchGoesOn() {
        Bench one = new Bench(
                folder,
                Simulator.onVirtualTime(Scenario.builder()
                        .jobsTake(Duration.ofMinutes(10))
                        .cluster(SimulatedCluster.of(Cluster.THIS_COMPUTER_NAME, new ServiceNode("mac", 1, 1)))
                        .build()));
        bench = one;
        List<String> ids = submitted();

        Bench.Run run = one.run("wait", ids.get(0), "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.eventNames()).doesNotContain("ended");
        JsonNode last = run.events().get(run.events().size() - 1);
        assertThat(jobs(last)).contains(ids.get(0));
        assertThat(one.run("wait", ids.get(1), "--timeout", "1s").code()).isEqualTo(124);
    }

    @Test
    void peopleWhoWaitAreToldOfEachJobThatEnds() {
        List<String> ids = submitted();
        String batch = bench.run("status", ids.get(0), "--json")
                .json()
                .get(0)
                .get("batchId")
                .asString();
        bench.run("cancel", ids.get(0));

        Bench.Run run = bench.run("wait", batch);

        assertThat(run.err()).contains("job " + ids.get(0) + ", clip.mov: Cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "logs"})
    void showAndLogsTakeTheIdOfAJobAsThatOfItsBatch(String command) {
        List<String> ids = submitted();

        Bench.Run run = bench.run(command, ids.get(1));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isNotBlank();
    }

    @Test
    void showListsTheJobs() {
        List<String> ids = submitted();

        assertThat(bench.run("show", ids.get(0)).out())
                .contains("job         " + ids.get(0))
                .contains("job         " + ids.get(1));
    }

    @Test
    void theJobOfAnotherUsersBatchIsFoundByTheEngine() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.batch(SCRIPTED)
                .named("theirs")
                .job("J-7", "film.mov", "Processing")
                .job("J-8", "trailer.mov", "Waiting")
                .shows(Duration.ZERO, "Processing");
        Bench over = new Bench(folder, scripted);

        assertThat(jobs(over.run("status", "J-8", "--json").json().get(0))).containsExactly("J-8");
        assertThat(over.run("show", "J-8", "--json").json().get("batchId").asString())
                .isEqualTo("B-1");
        assertThat(over.run("cancel", "J-8", "--no-confirm").code()).isZero();
        assertThat(scripted.controls()).containsExactly("cancel B-1 J-8");
    }

    @Test
    void anUnknownIdIsExitCode8() {
        assertThat(bench.run("status", "NO-SUCH-JOB").code()).isEqualTo(8);
        assertThat(bench.run("cancel", "NO-SUCH-JOB").code()).isEqualTo(8);
        assertThat(bench.run("logs", "NO-SUCH-JOB").code()).isEqualTo(8);
    }

    @Test
    void anEngineWithoutControlRefusesAJobWithExitCode9() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.without(Capability.CONTROL)
                .batch(SCRIPTED)
                .job("J-7", "film.mov", "Processing")
                .shows(Duration.ZERO, "Processing");

        assertThat(new Bench(folder, scripted).run("pause", "J-7").code()).isEqualTo(9);
    }
}
