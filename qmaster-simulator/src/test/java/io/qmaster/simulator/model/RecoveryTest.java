package io.qmaster.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The course of batches with faults. */
class RecoveryTest {
    private static final String FCS = "FCS Cluster";
    private static final String REASON = "2x job controller down";

    private static Scenario.Builder exact() {
        return Scenario.builder()
                .durations(Durations.DEFAULT.exactly())
                .cluster(SimulatedCluster.of(FCS, new ServiceNode("node-1", 1, 1), new ServiceNode("node-2", 1, 1)));
    }

    private static Bench with(Fault... faults) {
        Scenario.Builder scenario = exact();
        List.of(faults).forEach(scenario::fault);
        return new Bench(scenario.build());
    }

    @Test
    void aBatchThatFailsTwiceIsResubmittedAtOnceAndSucceeds() {
        Bench bench = with(new Fault.JobFails(REASON, 1, 2, Trigger.ALWAYS));
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(10);

        assertThat(bench.status(batch)).isEqualTo("Successful");
        assertThat(bench.events("resubmitted")).hasSize(2);
        assertThat(bench.secondsUntil("segmentStarted", "\"attempt\":2"))
                .isEqualTo(bench.secondsUntil("resubmitted", REASON));
    }

    @Test
    void theThirdFailureEndsABatchWithItsReason() {
        Bench bench = with(new Fault.JobFails(REASON, 1, 3, Trigger.ALWAYS));
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.events("resubmitted")).hasSize(2);
        assertThat(bench.status(batch)).isEqualTo("Failed: " + REASON);
        assertThat(bench.batch(batch).progress().percentComplete()).isEqualTo(100);
        assertThat(bench.batch(batch).jobs().get(0).status()).isEqualTo("Failed: " + REASON);
    }

    @Test
    void onlyTheJobThatFailsIsDoneAgain() {
        Bench bench = with(new Fault.JobFails(REASON, 2, 1, Trigger.ALWAYS));
        BatchId batch = bench.submit(FCS, Priority.LOW, "two", Bench.job("one"), Bench.job("other"));

        bench.seconds(20);

        assertThat(bench.status(batch)).isEqualTo("Successful");
        assertThat(bench.effects())
                .containsExactlyInAnyOrder(
                        "Begun one", "Begun other", "Begun other", "Completed one", "Completed other");
    }

    @Test
    void aJobThatFailsLeavesTheOthersOfItsBatchToBeEncoded() {
        Bench bench = with(new Fault.JobFails(REASON, 1, 3, Trigger.ALWAYS));
        BatchId batch = bench.submit(
                Bench.HERE, Priority.LOW, "two", Bench.job("bad"), Bench.job("good.mov", 250_000_000, false));

        bench.seconds(6);
        assertThat(bench.status(batch)).isEqualTo("Processing");
        bench.seconds(20);

        assertThat(bench.status(batch)).isEqualTo("Failed: " + REASON);
        assertThat(bench.batch(batch).jobs())
                .extracting(MonitoredBatch.Job::status)
                .containsExactly("Failed: " + REASON, "Successful");
        assertThat(bench.effects()).contains("Completed good.mov");
    }

    @Test
    void aFailedJobLeavesNoOutput() {
        Bench bench = with(new Fault.JobFails(REASON, 1, 3, Trigger.ALWAYS));
        bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.effects()).endsWith("Begun clip.mov", "Discarded clip.mov");
    }

    @Test
    void whatCouldNotBeBegunIsNotDeletedWhenItsJobFails() {
        Bench bench = with();
        bench.failWrites("it is its own source");
        bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.effects()).containsOnly("Begun clip.mov");
    }

    @Test
    void aJobWhoseOutputCannotBeWrittenFails() {
        Bench bench = with();
        bench.failWrites("no space left");
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.status(batch)).isEqualTo("Failed: no space left");
    }

    @Test
    void onAFullDiskAJobFailsAndItsBatchIsResubmittedTwice() {
        Bench bench = with(new Fault.DiskFull(Duration.ZERO, Optional.empty()));
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.events("resubmitted")).hasSize(2);
        assertThat(bench.status(batch)).isEqualTo("Failed: No space left on device");
    }

    @Test
    void aDiskThatHasRoomAgainInTimeDoesNoHarm() {
        Bench bench = with(new Fault.DiskFull(Duration.ZERO, Optional.of(Duration.ofSeconds(5))));
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(100);

        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aServiceThatStopsIsRestartedTwiceHoweverShortItRan() {
        assertThat(restartsAfterCrashesAt(1, 2, 3)).containsExactly("true", "true", "false");
    }

    @Test
    void aServiceThatStopsIsRestartedAThirdAndFourthTimeIfItRanForTenSeconds() {
        assertThat(restartsAfterCrashesAt(1, 2, 12, 22, 60)).containsExactly("true", "true", "true", "true", "false");
        assertThat(restartsAfterCrashesAt(1, 2, 12, 21)).containsExactly("true", "true", "true", "false");
    }

    private static List<String> restartsAfterCrashesAt(int... seconds) {
        Fault[] crashes = IntStream.of(seconds)
                .mapToObj(second -> new Fault.ServiceCrash(FCS, "node-1", Duration.ofSeconds(second)))
                .toArray(Fault[]::new);
        Bench bench = with(crashes);
        bench.seconds(100);
        return bench.events("serviceCrash").stream()
                .map(line -> Bench.value(line, "restarted"))
                .toList();
    }

    @Test
    void theWorkOfACrashedServiceIsResumed() {
        Bench bench = with(
                new Fault.ServiceCrash(FCS, "node-1", Duration.ofSeconds(2)),
                new Fault.ServiceCrash(FCS, "node-2", Duration.ofSeconds(2)));
        BatchId batch = bench.submit(FCS, Priority.LOW, "b", Bench.job("clip.mov"));

        bench.seconds(2);
        assertThat(bench.events("segmentInterrupted")).hasSize(1);
        bench.seconds(100);

        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void noiseChangesNothing() {
        Bench bench = with(new Fault.Noise("fuss", Trigger.ALWAYS));

        SubmissionAnswer answer = bench.answer(Bench.HERE, Priority.LOW, "b", Bench.job("clip.mov"));

        assertThat(answer).isInstanceOfSatisfying(SubmissionAnswer.Noisy.class, noisy -> {
            assertThat(noisy.noise()).isEqualTo("fuss");
            assertThat(noisy.answer()).isInstanceOf(SubmissionAnswer.Queued.class);
        });
    }

    @Test
    void workThatLostContactIsTakenUpAboutAMinuteLater() {
        Bench bench = with(new Fault.ClusterDown(FCS, Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(5))));
        bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, false));

        bench.pass(Duration.ofMinutes(30));

        assertThat(bench.events("segmentStarted")).hasSize(2);
        assertThat(bench.secondsUntil("segmentInterrupted", "node-1")).isEqualTo(60);
        assertThat(Duration.between(
                        Bench.START,
                        Instant.parse(Bench.value(bench.events("segmentStarted").get(1), "at"))))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void segmentsThatWereCompleteAreNotDoneAgain() {
        Scenario scenario = Scenario.builder()
                .durations(Durations.DEFAULT.exactly().job(Duration.ofMinutes(20)))
                .cluster(SimulatedCluster.of(FCS, new ServiceNode("fast", 1, 2), new ServiceNode("slow", 1, 1)))
                .fault(new Fault.ClusterDown(FCS, Duration.ofMinutes(7), Optional.of(Duration.ofSeconds(30))))
                .build();
        Bench bench = new Bench(scenario);
        BatchId batch = bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 1, true));

        bench.pass(Duration.ofHours(1));

        assertThat(bench.status(batch)).isEqualTo("Successful");
        assertThat(bench.events("segmentStarted"))
                .extracting(line -> Bench.value(line, "segment"))
                .containsExactly("0", "1", "1");
    }

    @Test
    void whatANodeLeavesIsDoneByAnother() {
        Bench bench = with(new Fault.NodeDown(FCS, "node-1", Duration.ofSeconds(60), Optional.empty()));
        BatchId batch = bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, false));

        bench.pass(Duration.ofHours(1));

        assertThat(bench.status(batch)).isEqualTo("Successful");
        assertThat(bench.events("segmentStarted"))
                .extracting(line -> Bench.value(line, "node"))
                .containsExactly("node-1", "node-2");
    }

    @Test
    void anInterruptedBatchWaits() {
        Bench bench = with(new Fault.ClusterDown(FCS, Duration.ofSeconds(60), Optional.empty()));
        BatchId batch = bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, false));

        bench.seconds(70);

        assertThat(bench.status(batch)).isEqualTo("Waiting");
    }

    @Test
    void aClusterThatIsDownOrUnknownIsNotFound() {
        Bench bench = with(new Fault.ClusterDown(FCS, Duration.ZERO, Optional.of(Duration.ofMinutes(1))));

        assertThat(bench.answer(FCS, Priority.LOW, "clip", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.ClusterNotFound.class);
        assertThat(bench.answer("Nowhere", Priority.LOW, "clip", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.ClusterNotFound.class);
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.answer(FCS, Priority.LOW, "clip", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.Queued.class);
    }

    @Test
    void whatIsDownTwiceAtOnceComesBackWhenTheLastOutageIsOver() {
        Bench bench = with(
                new Fault.ClusterDown(FCS, Duration.ofSeconds(70), Optional.of(Duration.ofSeconds(60))),
                new Fault.ClusterDown(FCS, Duration.ofSeconds(60), Optional.of(Duration.ofSeconds(30))),
                new Fault.ClusterDown(FCS, Duration.ofSeconds(80), Optional.of(Duration.ofSeconds(1))),
                new Fault.DiskFull(Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(1))),
                new Fault.DiskFull(Duration.ofSeconds(3), Optional.of(Duration.ofSeconds(1))),
                new Fault.DiskFull(Duration.ofSeconds(4), Optional.empty()),
                new Fault.DiskFull(Duration.ofSeconds(9), Optional.of(Duration.ofSeconds(1))));

        bench.seconds(129);
        assertThat(bench.model().isUp(FCS)).isFalse();
        bench.seconds(2);

        assertThat(bench.model().isUp(FCS)).isTrue();
        assertThat(bench.events("clusterDown")).hasSize(1);
        assertThat(bench.events("clusterUp")).hasSize(1);
        assertThat(bench.events("diskFull")).hasSize(2);
        assertThat(bench.events("diskHasRoom")).hasSize(1);
    }

    @Test
    void aRestartOfTheServiceCancelsEveryBatch() {
        Bench bench = with(new Fault.ServiceReset(Duration.ofSeconds(10), false));
        BatchId done = bench.submit("done");
        bench.seconds(8);
        BatchId running = bench.submit("running");
        BatchId other = bench.submit(FCS, Priority.LOW, "other", Bench.job("other"));

        bench.seconds(2);

        assertThat(bench.status(done)).isEqualTo("Successful");
        assertThat(bench.status(running)).isEqualTo("Cancelled");
        assertThat(bench.status(other)).isEqualTo("Cancelled");
        assertThat(bench.effects()).contains("Discarded running", "Discarded other");
    }

    @Test
    void aRestartOfTheServiceCanForgetEveryBatch() {
        Bench bench = with(new Fault.ServiceReset(Duration.ofSeconds(10), true));
        bench.submit("clip.mov");
        bench.seconds(10);

        assertThat(bench.model().list()).isEmpty();
        BatchId later = bench.submit("later");
        assertThat(bench.status(later)).isEqualTo("Waiting");
    }

    @Test
    void aSubmissionCanBeRefusedOnce() {
        Bench bench = with(new Fault.SubmissionRefused(Trigger.once()));

        assertThat(bench.answer(Bench.HERE, Priority.LOW, "clip", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.ServiceRefused.class);
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "clip", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.Queued.class);
    }

    @Test
    void submissionsCanAlwaysBeRefusedByTheirName() {
        Bench bench = with(new Fault.SubmissionRefused(Trigger.batchName("bad*")));

        for (int time = 0; time < 5; time++) {
            assertThat(bench.answer(Bench.HERE, Priority.LOW, "bad clip", Bench.job("clip")))
                    .isInstanceOf(SubmissionAnswer.ServiceRefused.class);
        }
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "not bad", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.Queued.class);
    }

    @Test
    void theNthSubmissionCanBeStruckAlone() {
        Bench bench = with(new Fault.BatchIdMissing(false, Trigger.call(2)));

        assertThat(bench.answer(Bench.HERE, Priority.LOW, "1", Bench.job("1")))
                .isInstanceOf(SubmissionAnswer.Queued.class);
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "2", Bench.job("2")))
                .isInstanceOf(SubmissionAnswer.NoId.class);
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "3", Bench.job("3")))
                .isInstanceOf(SubmissionAnswer.Queued.class);
        assertThat(bench.model().list()).extracting(MonitoredBatch::name).containsExactly("1", "3");
    }

    @Test
    void aSubmissionThatHangsMayOrMayNotBeQueued() {
        Bench bench = with(
                new Fault.SubmissionHangs(true, Trigger.batchName("queued")),
                new Fault.SubmissionHangs(false, Trigger.batchName("not*")));

        assertThat(bench.answer(Bench.HERE, Priority.LOW, "queued", Bench.job("1")))
                .isInstanceOf(SubmissionAnswer.Silence.class);
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "not queued", Bench.job("2")))
                .isInstanceOf(SubmissionAnswer.Silence.class);

        assertThat(bench.model().list()).extracting(MonitoredBatch::name).containsExactly("queued");
    }

    @Test
    void aFaultCanBeBoundToATime() {
        Bench bench =
                with(new Fault.SubmissionRefused(Trigger.ALWAYS.between(Duration.ofMinutes(1), Duration.ofMinutes(2))));

        bench.submit("before");
        bench.pass(Duration.ofMinutes(1));
        assertThat(bench.answer(Bench.HERE, Priority.LOW, "during", Bench.job("clip")))
                .isInstanceOf(SubmissionAnswer.ServiceRefused.class);
        bench.pass(Duration.ofMinutes(1));
        bench.submit("after");

        assertThat(bench.model().list()).extracting(MonitoredBatch::name).containsExactly("before", "after");
    }

    @Test
    void aFaultOfSomeProbabilityStrikesAboutSoOften() {
        Bench bench = with(new Fault.SubmissionRefused(Trigger.probability(0.3)));

        for (int number = 0; number < 1000; number++) {
            bench.answer(Bench.HERE, Priority.LOW, "clip", Bench.job("clip"));
        }

        assertThat(bench.events("refused")).hasSizeBetween(250, 350);
    }

    @Test
    void questionsForStatusCanFail() {
        Bench bench = with(
                new Fault.StatusFails(Fault.StatusFails.Answer.HANGS, Trigger.call(2)),
                new Fault.StatusFails(Fault.StatusFails.Answer.GARBLED, Trigger.call(3)));

        assertThat(bench.model().carryOut(new Command.Question())).isEmpty();
        assertThat(bench.model().carryOut(new Command.Question())).contains(Fault.StatusFails.Answer.HANGS);
        assertThat(bench.model().carryOut(new Command.Question())).contains(Fault.StatusFails.Answer.GARBLED);
        assertThat(bench.model().carryOut(new Command.Question())).isEmpty();
    }

    @Test
    void aBatchCanVanishAndReturn() {
        Bench bench = with(
                new Fault.BatchVanishes(Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(60)), Trigger.ALWAYS));
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(1);
        assertThat(bench.status(batch)).isEqualTo("Waiting");
        bench.seconds(1);
        assertThat(bench.status(batch)).isEqualTo("not listed");
        assertThat(bench.control(batch, ControlAction.CANCEL)).isEqualTo(ControlAnswer.NO_SUCH_BATCH);
        bench.seconds(60);
        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aBatchCanVanishPermanently() {
        Bench bench = with(new Fault.BatchVanishes(Duration.ZERO, Optional.empty(), Trigger.ALWAYS));
        BatchId batch = bench.submit("clip.mov");

        bench.pass(Duration.ofHours(30));

        assertThat(bench.status(batch)).isEqualTo("not listed");
    }

    @Test
    void anOutputCanBeSpoiledAlthoughItsBatchIsSuccessful() {
        Bench bench = with(
                new Fault.OutputSpoiled(Fault.OutputSpoiled.How.MISSING, Trigger.batchName("gone")),
                new Fault.OutputSpoiled(Fault.OutputSpoiled.How.EMPTY, Trigger.batchName("empty")));
        BatchId gone = bench.submit("gone");
        BatchId empty = bench.submit("empty");

        bench.seconds(10);

        assertThat(bench.status(gone)).isEqualTo("Successful");
        assertThat(bench.status(empty)).isEqualTo("Successful");
        assertThat(bench.effects())
                .contains("Discarded gone", "Completed empty")
                .doesNotContain("Completed gone");
    }
}
