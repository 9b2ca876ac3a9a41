package io.qmaster.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that is replaced at any point by its saved copy continues in the same way. */
class SavedModelTest {
    private static final String CLUSTER = "FCS Cluster";
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DEEDS = 45;
    private static final List<Priority> PRIORITIES = List.of(Priority.LOW, Priority.MEDIUM, Priority.HIGH);
    private static final List<ControlAction> ACTIONS =
            List.of(ControlAction.CANCEL, ControlAction.PAUSE, ControlAction.RESUME);

    /** A command and its time. */
    private record Step(Instant at, Command<?> command) {
        void take(QmasterModel model) {
            model.advanceTo(at);
            model.carryOut(command);
        }
    }

    private static Scenario everythingGoesWrong(long seed) {
        return Scenario.builder()
                .seed(seed)
                .cluster(SimulatedCluster.of(CLUSTER, new ServiceNode("one", 3, 1), new ServiceNode("two", 2, 1.5)))
                .waitsForOldOutput()
                .fault(new Fault.ClusterDown(CLUSTER, Duration.ofMinutes(3), Optional.of(Duration.ofMinutes(1))))
                .fault(new Fault.ClusterDown(CLUSTER, Duration.ofMinutes(9), Optional.of(Duration.ofSeconds(30))))
                .fault(new Fault.ClusterDown(CLUSTER, Duration.ofMinutes(16), Optional.of(Duration.ofMinutes(4))))
                .fault(new Fault.ClusterDown(CLUSTER, Duration.ofMinutes(29), Optional.of(Duration.ofMinutes(2))))
                .fault(new Fault.ClusterDown(CLUSTER, Duration.ofMinutes(34), Optional.of(Duration.ofMinutes(1))))
                .fault(new Fault.NodeDown(CLUSTER, "two", Duration.ofMinutes(5), Optional.of(Duration.ofMinutes(3))))
                .fault(new Fault.ServiceCrash(CLUSTER, "one", Duration.ofMinutes(12)))
                .fault(new Fault.ServiceCrash(CLUSTER, "one", Duration.ofMinutes(13)))
                .fault(new Fault.DiskFull(Duration.ofMinutes(20), Optional.of(Duration.ofMinutes(5))))
                .fault(new Fault.ServiceReset(Duration.ofMinutes(27), false))
                .fault(new Fault.ServiceReset(Duration.ofMinutes(38), true))
                .fault(new Fault.Noise("noise", Trigger.probability(0.1)))
                .fault(new Fault.SubmissionHangs(true, false, Trigger.probability(0.05)))
                .fault(new Fault.SubmissionRefused(Trigger.probability(0.3).atMost(3)))
                .fault(new Fault.BatchIdMissing(true, Trigger.probability(0.05)))
                .fault(new Fault.StatusFails(
                        Fault.StatusFails.Answer.GARBLED,
                        Trigger.probability(0.3).atMost(4)))
                .fault(new Fault.BatchVanishes(
                        Duration.ofSeconds(40), Optional.of(Duration.ofMinutes(2)), Trigger.probability(0.1)))
                .fault(new Fault.JobFails("once", 1, 1, Trigger.probability(0.3)))
                .fault(new Fault.JobFails("always", 1, 3, Trigger.probability(0.1)))
                .fault(new Fault.OutputSpoiled(Fault.OutputSpoiled.How.TRUNCATED, Trigger.probability(0.1)))
                .build();
    }

    /** Various commands for three quarters of an hour, then only queries for more than a day. */
    private static List<Step> course(Scenario scenario) {
        Random random = new Random(scenario.seed());
        QmasterModel model = new QmasterModel(scenario, "saved", START);
        List<Step> steps = new ArrayList<>();
        for (int deed = 0; deed < DEEDS; deed++) {
            pass(Duration.ofSeconds(random.nextInt(120)), model, random, steps);
            take(new Step(model.now(), deed(model, random, deed)), model, steps);
        }
        for (int hour = 0; hour < 26; hour++) {
            pass(Duration.ofHours(1), model, random, steps);
        }
        return steps;
    }

    private static void pass(Duration time, QmasterModel model, Random random, List<Step> steps) {
        Instant until = model.now().plus(time);
        for (Optional<Instant> next = model.nextEventAt();
                next.isPresent() && !next.get().isAfter(until);
                next = model.nextEventAt()) {
            take(new Step(next.get(), new Command.Tick()), model, steps);
            // What is not reported now is reported later.
            while (!model.effects().isEmpty() && random.nextInt(4) > 0) {
                take(new Step(model.now(), report(model.effects().get(0), random)), model, steps);
            }
        }
        take(new Step(until, new Command.Tick()), model, steps);
    }

    private static void take(Step step, QmasterModel model, List<Step> steps) {
        step.take(model);
        steps.add(step);
    }

    private static Command<?> report(OutputEffect effect, Random random) {
        if (effect instanceof OutputEffect.Begun begun && !begun.overwrites() && random.nextInt(3) == 0) {
            return new Command.OutputInTheWay(effect.sequence());
        }
        boolean fails = !(effect instanceof OutputEffect.Discarded) && random.nextInt(20) == 0;
        return new Command.Report(effect.sequence(), fails ? Optional.of("no room “here”") : Optional.empty());
    }

    private static Command<?> deed(QmasterModel model, Random random, int number) {
        List<MonitoredBatch> batches = model.list();
        int kind = random.nextInt(9);
        if (kind == 0) {
            return new Command.Question();
        }
        if (kind == 1) {
            return new Command.SetInstances(1 + random.nextInt(5));
        }
        if (kind < 4 && !batches.isEmpty()) {
            MonitoredBatch batch = batches.get(random.nextInt(batches.size()));
            JobId job = batch.jobs().get(0).id();
            return new Command.Control(
                    batch.cluster(),
                    batch.id(),
                    random.nextBoolean() ? List.of(job) : List.of(),
                    oneOf(ACTIONS, random));
        }
        List<SubmittedJob> jobs = new ArrayList<>();
        for (int at = 0; at <= random.nextInt(3); at++) {
            jobs.add(Bench.job("j" + number + "-" + at, random.nextInt(2_000_000_000), random.nextBoolean()));
        }
        return new Command.Submit(new Submission(
                random.nextBoolean() ? CLUSTER : Bench.HERE,
                "Batch " + number + " “é”",
                oneOf(PRIORITIES, random),
                "editor",
                jobs));
    }

    private static <T> T oneOf(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] saved(QmasterModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static QmasterModel restored(QmasterModel model, String identity) throws IOException {
        List<String> past = model.log();
        return QmasterModel.restored(
                model.scenario(),
                identity,
                START,
                false,
                new DataInputStream(new ByteArrayInputStream(saved(model))),
                () -> past);
    }

    private static void assertAlike(QmasterModel actual, QmasterModel expected) throws IOException {
        // The query for one batch takes another path than the query for all.
        for (MonitoredBatch batch : expected.list()) {
            assertThat(actual.find(batch.cluster(), batch.id())).contains(batch);
        }
        assertThat(actual.list()).isEqualTo(expected.list());
        assertThat(actual.effects()).isEqualTo(expected.effects());
        assertThat(actual.nextEventAt()).isEqualTo(expected.nextEventAt());
        assertThat(actual.now()).isEqualTo(expected.now());
        assertThat(actual.goesOn()).isEqualTo(expected.goesOn());
        assertThat(saved(actual)).isEqualTo(saved(expected));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aModelSavedAtAnyTimeContinuesAsTheOriginal(long seed) throws Exception {
        Scenario scenario = everythingGoesWrong(seed);
        List<Step> steps = course(scenario);
        QmasterModel whole = new QmasterModel(scenario, "saved", START);
        steps.forEach(step -> step.take(whole));
        List<String> log = whole.log();
        QmasterModel model = new QmasterModel(scenario, "saved", START);

        for (int cut = 0; cut < steps.size(); cut++) {
            steps.get(cut).take(model);
            QmasterModel other = restored(model, "saved");
            int lines = model.log().size();
            assertAlike(other, model);
            steps.subList(cut + 1, steps.size()).forEach(step -> step.take(other));
            assertAlike(other, whole);
            assertThat(other.logFrom(lines)).isEqualTo(log.subList(lines, log.size()));
        }
        assertThat(log).hasSizeGreaterThan(100);
    }

    @Test
    void theEarlierEventLogComesFromTheSupplier() throws Exception {
        Bench bench = new Bench(Scenario.named("calm"));
        bench.submit("clip.mov");
        QmasterModel model = bench.model();
        QmasterModel other = restored(model, "bench");
        int lines = model.log().size();

        model.advanceTo(model.now().plus(Duration.ofMinutes(1)));
        other.advanceTo(model.now());

        assertThat(model.log()).hasSizeGreaterThan(lines + 2);
        assertThat(other.log()).isEqualTo(model.log());
        for (int line = 0; line <= model.log().size(); line++) {
            assertThat(other.logFrom(line)).isEqualTo(model.logFrom(line));
        }
    }

    @Test
    void aBatchThatIsNotListedAnyMoreTakesNoRoomButItsNumber() throws Exception {
        Bench bench = new Bench(Scenario.named("calm"));
        int empty = saved(bench.model()).length;
        BatchId old = bench.submit("clip.mov");
        bench.pass(QmasterModel.HISTORY.plus(Duration.ofMinutes(1)));
        bench.control(old, ControlAction.CANCEL);

        QmasterModel other = restored(bench.model(), "bench");

        assertThat(saved(other)).hasSize(empty);
        Command<SubmissionAnswer> next = new Command.Submit(
                new Submission(Bench.HERE, "next", Priority.LOW, "editor", List.of(Bench.job("next.mov"))));
        assertThat(other.carryOut(next)).isEqualTo(bench.model().carryOut(next));
    }
}
