package io.qmaster.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The course of batches without faults. */
class QueueTest {
    private static final String FCS = "FCS Cluster";

    private static Scenario.Builder exact() {
        return Scenario.builder().durations(Durations.DEFAULT.exactly());
    }

    private static Scenario oneInstance() {
        return exact().cluster(SimulatedCluster.of(Bench.HERE, new ServiceNode("only", 1, 1)))
                .build();
    }

    @Test
    void aBatchWaitsIsProcessedPostProcessedAndThenSuccessful() {
        Bench bench = new Bench(Scenario.named("calm"));
        bench.submit("clip.mov");

        bench.seconds(10);

        assertThat(bench.events("status"))
                .extracting(line -> Bench.value(line, "status"))
                .containsExactly("Waiting", "Processing", "PostProcessing", "Successful");
    }

    @Test
    void aShortClipTakesThreeToSixSecondsWhateverTheSeed() {
        for (long seed = 0; seed < 50; seed++) {
            Bench bench = new Bench(Scenario.builder().seed(seed).build());
            bench.submit("clip.mov");
            bench.seconds(10);

            assertThat(bench.secondsUntil("status", "Successful")).isBetween(3.0, 6.0);
        }
    }

    /** It was not begun: the existing file is an older output, or the source itself. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchThatIsCancelledBeforeItsOutputCouldBeBegunHasNothingToDelete(boolean oldOutputInTheWay) {
        QmasterModel model = new Bench(exact().waitsForOldOutput().build()).model();
        Submission submission =
                new Submission(Bench.HERE, "batch", Priority.LOW, "editor", List.of(Bench.job("clip.mov")));
        BatchId batch = ((SubmissionAnswer.Queued) model.carryOut(new Command.Submit(submission))).batchId();
        model.advanceTo(model.nextEventAt().orElseThrow());
        long begun = model.effects().get(0).sequence();

        model.carryOut(new Command.Control(Bench.HERE, batch, ControlAction.CANCEL));
        model.carryOut(
                oldOutputInTheWay
                        ? new Command.OutputInTheWay(begun)
                        : new Command.Report(begun, Optional.of("it is its own source")));

        assertThat(model.effects()).isEmpty();
    }

    @Test
    void aLargeSourceTakesHours() {
        Bench bench = new Bench(exact().build());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "film", Bench.job("film.mov", 200_000_000_000L, false));

        bench.pass(Duration.ofHours(2));
        assertThat(bench.status(batch)).isEqualTo("Processing");
        bench.pass(Duration.ofHours(1));
        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aScenarioCanSayHowLongAJobTakes() {
        Bench bench = new Bench(exact().jobsTake(Duration.ofHours(36)).build());
        BatchId batch = bench.submit("clip.mov");

        bench.pass(Duration.ofHours(36));
        assertThat(bench.batch(batch).progress().percentComplete()).isEqualTo(99);
        bench.seconds(10);
        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void perCentGrowUntilOneHundred() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");
        List<Integer> percents = new ArrayList<>();

        for (int half = 0; half < 12; half++) {
            percents.add(bench.batch(batch).progress().percentComplete());
            bench.seconds(0.5);
        }

        assertThat(percents).isSorted().startsWith(0).endsWith(100);
        assertThat(percents).filteredOn(percent -> percent > 0 && percent < 100).hasSizeGreaterThan(3);
    }

    @Test
    void elapsedTimeCountsOnlyWork() {
        Bench bench = new Bench(exact().build());
        BatchId batch = bench.submit("clip.mov");

        bench.seconds(2.2);
        bench.control(batch, ControlAction.PAUSE);
        bench.seconds(100);

        assertThat(bench.batch(batch).progress().elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void thisComputerEncodesAsManyTargetsAtOnceAsItHasInstances() {
        Bench bench = new Bench(oneInstance());
        bench.model().carryOut(new Command.SetInstances(2));
        for (String name : List.of("first", "second", "third")) {
            bench.submit(name);
        }

        bench.seconds(2.2);

        assertThat(bench.effects()).containsExactly("Begun first", "Begun second");
        bench.model().carryOut(new Command.SetInstances(1));
        bench.seconds(60);
        assertThat(bench.effects()).endsWith("Completed third");
    }

    @Test
    void highPriorityGoesBeforeMediumAndMediumBeforeLow() {
        Bench bench = new Bench(oneInstance());
        bench.submit(Bench.HERE, Priority.LOW, "first", Bench.job("first"));
        bench.submit(Bench.HERE, Priority.LOW, "low", Bench.job("low"));
        bench.submit(Bench.HERE, Priority.MEDIUM, "medium", Bench.job("medium"));
        bench.submit(Bench.HERE, Priority.HIGH, "high", Bench.job("high"));

        bench.seconds(60);

        assertThat(bench.effects())
                .filteredOn(effect -> effect.startsWith("Begun"))
                .containsExactly("Begun high", "Begun medium", "Begun first", "Begun low");
    }

    @Test
    void nothingThatRunsIsInterruptedForAHigherPriority() {
        Bench bench = new Bench(oneInstance());
        BatchId low = bench.submit(Bench.HERE, Priority.LOW, "low", Bench.job("low"));
        bench.seconds(2);
        BatchId high = bench.submit(Bench.HERE, Priority.HIGH, "high", Bench.job("high"));

        bench.seconds(1.3);

        assertThat(bench.status(low)).isEqualTo("Processing");
        assertThat(bench.status(high)).isEqualTo("Waiting");
    }

    @Test
    void batchesOfOnePriorityGoInTheOrderOfSubmission() {
        Bench bench = new Bench(oneInstance());
        List<String> names = List.of("zebra", "ant", "mole", "bee");
        names.forEach(bench::submit);

        bench.seconds(60);

        assertThat(bench.effects())
                .filteredOn(effect -> effect.startsWith("Begun"))
                .containsExactlyElementsOf(
                        names.stream().map(name -> "Begun " + name).toList());
    }

    @Test
    void jobsOfOneBatchRunInParallel() {
        Bench bench = new Bench(exact().build());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "two", Bench.job("one"), Bench.job("other"));

        bench.seconds(2);

        assertThat(bench.batch(batch).jobs())
                .extracting(MonitoredBatch.Job::status)
                .containsExactly("Processing", "Processing");
    }

    @Test
    void aBatchIsProcessingWhileOneOfItsJobsStillWaits() {
        Bench bench = new Bench(oneInstance());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "two", Bench.job("one"), Bench.job("other"));

        bench.seconds(2);

        assertThat(bench.status(batch)).isEqualTo("Processing");
        assertThat(bench.batch(batch).jobs())
                .extracting(MonitoredBatch.Job::status)
                .containsExactly("Processing", "Waiting");
    }

    @Test
    void aSegmentableJobIsSplitAmongTheInstancesOfACluster() {
        Bench bench = new Bench(Scenario.named("calm"));
        bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, true));

        bench.seconds(5);

        assertThat(bench.events("segmentStarted"))
                .extracting(line -> Bench.value(line, "node"))
                .containsExactlyInAnyOrder("node-1", "node-1", "node-2", "node-2");
    }

    @Test
    void aJobIsNotSplitWhenItsSettingForbidsIt() {
        Bench bench = new Bench(Scenario.named("calm"));
        bench.submit(FCS, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, false));

        bench.seconds(5);

        assertThat(bench.events("segmentStarted")).hasSize(1);
    }

    @Test
    void aJobIsNotSplitWhenThereIsOnlyOneInstance() {
        Bench bench = new Bench(oneInstance());
        bench.submit(Bench.HERE, Priority.LOW, "long", Bench.job("long.mov", 25_000_000_000L, true));

        bench.seconds(5);

        assertThat(bench.events("segmentStarted")).hasSize(1);
    }

    @Test
    void aNodeOfTwiceTheSpeedNeedsHalfTheTime() {
        Bench bench = new Bench(exact().jobsTake(Duration.ofMinutes(10))
                .cluster(SimulatedCluster.of(Bench.HERE, new ServiceNode("fast", 1, 2)))
                .build());
        bench.submit("clip.mov");

        bench.pass(Duration.ofMinutes(10));

        assertThat(bench.secondsUntil("segmentCompleted", "fast") - bench.secondsUntil("segmentStarted", "fast"))
                .isEqualTo(300);
    }

    @Test
    void theFastestFreeNodeIsTaken() {
        Bench bench = new Bench(exact().cluster(
                        SimulatedCluster.of(Bench.HERE, new ServiceNode("slow", 4, 0.5), new ServiceNode("fast", 1, 3)))
                .build());
        bench.submit("one");
        bench.submit("two");

        bench.seconds(1.3);

        assertThat(bench.events("segmentStarted"))
                .extracting(line -> Bench.value(line, "node"))
                .containsExactly("fast", "slow");
    }

    @Test
    void aBatchOnHoldKeepsItsProgress() {
        Bench bench = new Bench(exact().jobsTake(Duration.ofMinutes(10)).build());
        BatchId batch = bench.submit("clip.mov");
        bench.seconds(1.2 + 300);

        bench.control(batch, ControlAction.PAUSE);
        int percent = bench.batch(batch).progress().percentComplete();
        bench.pass(Duration.ofHours(1));
        assertThat(bench.status(batch)).isEqualTo("Hold");
        assertThat(bench.batch(batch).progress().percentComplete()).isEqualTo(percent);

        bench.control(batch, ControlAction.RESUME);
        bench.seconds(299);
        assertThat(bench.status(batch)).isEqualTo("Processing");
        bench.seconds(3);
        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aBatchOnHoldGivesItsInstanceToOthers() {
        Bench bench = new Bench(oneInstance());
        BatchId held = bench.submit("held");
        BatchId next = bench.submit("next");
        bench.seconds(2);

        bench.control(held, ControlAction.PAUSE);

        assertThat(bench.status(next)).isEqualTo("Processing");
    }

    @Test
    void aWaitingBatchCanBeHeldAndResumed() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");

        bench.control(batch, ControlAction.PAUSE);
        bench.seconds(30);
        assertThat(bench.status(batch)).isEqualTo("Hold");
        bench.control(batch, ControlAction.RESUME);
        bench.seconds(5);

        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aBatchCanBeHeldWhileItIsPostProcessed() {
        Bench bench = new Bench(exact().build());
        BatchId batch = bench.submit("clip.mov");
        bench.seconds(4);

        bench.control(batch, ControlAction.PAUSE);
        bench.seconds(100);
        assertThat(bench.status(batch)).isEqualTo("Hold");
        bench.control(batch, ControlAction.RESUME);
        assertThat(bench.status(batch)).isEqualTo("PostProcessing");
        bench.seconds(1);

        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aCancelledBatchDeletesWhatItHadBegun() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");
        bench.seconds(2);

        bench.control(batch, ControlAction.CANCEL);
        bench.seconds(100);

        assertThat(bench.status(batch)).isEqualTo("Cancelled");
        assertThat(bench.batch(batch).progress().percentComplete()).isEqualTo(100);
        assertThat(bench.effects()).containsExactly("Begun clip.mov", "Discarded clip.mov");
    }

    @Test
    void aCancelledBatchKeepsTheOutputsThatWereComplete() {
        Bench bench = new Bench(oneInstance());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "two", Bench.job("one"), Bench.job("other"));
        bench.seconds(5);

        bench.control(batch, ControlAction.CANCEL);

        assertThat(bench.effects()).containsExactly("Begun one", "Begun other", "Completed one", "Discarded other");
    }

    @Test
    void aBatchThatWasCancelledBeforeItBeganTouchesNoFile() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");

        bench.control(batch, ControlAction.CANCEL);
        bench.seconds(100);

        assertThat(bench.effects()).isEmpty();
    }

    @Test
    void anActionThatIsAlreadyDoneIsNotAnError() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");
        bench.seconds(10);

        for (ControlAction action : ControlAction.values()) {
            assertThat(bench.control(batch, action)).isEqualTo(ControlAnswer.DONE);
        }
        assertThat(bench.status(batch)).isEqualTo("Successful");
    }

    @Test
    void aBatchIsKnownOnlyAtItsOwnCluster() {
        Bench bench = new Bench(Scenario.named("calm"));
        BatchId batch = bench.submit("clip.mov");

        assertThat(bench.model().find(FCS, batch)).isEmpty();
        assertThat(bench.control(FCS, batch, ControlAction.CANCEL)).isEqualTo(ControlAnswer.NO_SUCH_BATCH);
        assertThat(bench.control("Nowhere", batch, ControlAction.CANCEL)).isEqualTo(ControlAnswer.CLUSTER_NOT_FOUND);
        assertThat(bench.status(batch)).isEqualTo("Waiting");
    }

    @Test
    void aClusterIsReachedByItsAddressToo() {
        Bench bench = new Bench(Scenario.named("calm"));

        BatchId batch = bench.submit("fcs.example:51737", Priority.LOW, "clip", Bench.job("clip"));

        assertThat(bench.batch("fcs.example:51737", batch)).isEqualTo(bench.batch(FCS, batch));
        assertThat(bench.batch(FCS, batch).cluster()).isEqualTo(FCS);
    }

    @Test
    void aBatchThatHasEndedStaysListedForADay() {
        Bench bench = new Bench(exact().build());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "empty", Bench.job("empty.mov", 0, false));
        bench.seconds(4.5);
        assertThat(bench.status(batch)).isEqualTo("Successful");

        bench.pass(QmasterModel.HISTORY.minusMillis(1));
        assertThat(bench.status(batch)).isEqualTo("Successful");
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.status(batch)).isEqualTo("not listed");
    }

    @Test
    void nothingIsSuccessfulBeforeItsOutputIsReportedToBeWritten() {
        QmasterModel model = new QmasterModel(Scenario.named("calm"), "bench", Bench.START);
        model.carryOut(new Command.Submit(
                new Submission(Bench.HERE, "clip", Priority.LOW, "editor", List.of(Bench.job("clip")))));

        model.advanceTo(Bench.START.plusSeconds(100));
        assertThat(model.list().get(0).status()).isEqualTo("PostProcessing");
        assertThat(model.effects()).hasSize(2);
        model.effects().forEach(effect -> model.carryOut(new Command.Report(effect.sequence(), Optional.empty())));

        assertThat(model.list().get(0).status()).isEqualTo("Successful");
        assertThat(model.effects()).isEmpty();
    }

    @Test
    void anEffectThatIsReportedTwiceCountsOnce() {
        QmasterModel model = new QmasterModel(Scenario.named("calm"), "bench", Bench.START);
        model.carryOut(new Command.Submit(
                new Submission(Bench.HERE, "clip", Priority.LOW, "editor", List.of(Bench.job("clip")))));
        model.advanceTo(Bench.START.plusSeconds(2));
        Command.Report failure = new Command.Report(1, Optional.of("no space"));

        assertThat(model.carryOut(failure)).isTrue();
        assertThat(model.carryOut(failure)).isFalse();

        assertThat(model.log()).filteredOn(line -> line.contains("resubmitted")).hasSize(1);
    }

    @Test
    void timeNeverGoesBack() {
        Bench bench = new Bench(Scenario.named("calm"));
        bench.submit("clip.mov");
        bench.seconds(10);
        List<String> before = bench.model().log();

        bench.model().advanceTo(Bench.START);

        assertThat(bench.model().now()).isEqualTo(Bench.START.plusSeconds(10));
        assertThat(bench.model().log()).isEqualTo(before);
    }

    @Test
    void aJobIsCancelledPausedAndResumedByItself() {
        Bench bench = new Bench(Scenario.builder()
                .durations(Durations.DEFAULT.exactly().job(Duration.ofSeconds(60)))
                .build());
        BatchId batch = bench.submit(Bench.HERE, Priority.LOW, "two", Bench.job("one"), Bench.job("other"));
        bench.seconds(10);

        bench.control(batch, 0, ControlAction.PAUSE);
        assertThat(bench.jobStatuses(batch)).containsExactly("Hold", "Processing");
        assertThat(bench.status(batch)).isEqualTo("Processing");
        bench.pass(Duration.ofMinutes(5));
        assertThat(bench.jobStatuses(batch)).containsExactly("Hold", "Successful");
        assertThat(bench.status(batch)).isEqualTo("Hold");
        bench.control(batch, 0, ControlAction.RESUME);
        assertThat(bench.jobStatuses(batch)).containsExactly("Processing", "Successful");
        bench.control(batch, 0, ControlAction.CANCEL);

        assertThat(bench.jobStatuses(batch)).containsExactly("Cancelled", "Successful");
        assertThat(bench.status(batch)).isEqualTo("Cancelled");
        assertThat(bench.effects()).endsWith("Discarded one");
    }
}
