package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.PatchedBackend.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.internal.PatchedBackend;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final ScriptedBackend script = new ScriptedBackend();

    /** Answers as scripted, except for the queries that a test answers itself. */
    private abstract class Answering implements StatusSource {
        int questions;

        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                throws InterruptedException {
            questions++;
            before(questions);
            return script.find(batches, deadline);
        }

        abstract void before(int question) throws InterruptedException;

        @Override
        public List<BatchStatus> list(Deadline deadline) {
            return script.list(deadline);
        }
    }

    /** Answers as scripted. */
    private final class Counting extends Answering {
        @Override
        void before(int question) {}
    }

    /** A clock whose alarms the test fires, including those that were cancelled too late. */
    private static final class HandRung implements Timekeeper {
        private final List<Runnable> alarms = new ArrayList<>();
        boolean refuses;
        Duration elapsed = Duration.ZERO;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long elapsedNanos() {
            return elapsed.toNanos();
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            if (refuses) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            alarms.add(task);
            return () -> {};
        }

        @Override
        public boolean await(CompletionStage<?> done, Deadline deadline) {
            return done.toCompletableFuture().isDone();
        }

        void ring(int alarm) {
            alarms.get(alarm).run();
        }
    }

    private static WatchedBatch watched(PatchedBackend backend, Lane lane, String id) {
        WatchedBatch batch = backend.foreign(batch(id));
        lane.add(batch);
        return batch;
    }

    private static Lane lane(PatchedBackend backend) {
        return new Lane(backend, Policy.DEFAULT);
    }

    @Test
    void anInterruptThatHitsAQuestionReachesWhoeverWaitsAndLeavesTheBatchUnderWatch() throws Exception {
        script.batch(batch("B-1")).shows(Duration.ZERO, "Processing").shows(Duration.ofSeconds(60), "Cancelled");
        PatchedBackend backend = new PatchedBackend(script, new Answering() {
            @Override
            void before(int question) throws InterruptedException {
                if (question == 2) {
                    throw new InterruptedException("while asking");
                }
            }
        });
        WatchedBatch batch = watched(backend, lane(backend), "B-1");
        assertThatThrownBy(batch::await).isInstanceOf(InterruptedException.class);

        script.clock().advance(Duration.ofMinutes(2));

        assertThat(batch.status().state()).isEqualTo(BatchState.CANCELLED);
        assertThat(batch.lastStatus()).get().extracting(BatchStatus::state).isEqualTo(BatchState.CANCELLED);
    }

    @Test
    void anEngineThatCannotListIsAskedForAFewBatchesByEachDeadlineSoThatAllAreSeen() {
        script.without(Capability.LIST);
        PatchedBackend backend = new PatchedBackend(script, new OneByOne());
        Lane lane = lane(backend);
        List<WatchedBatch> batches = new ArrayList<>();
        for (int number = 0; number < 45; number++) {
            script.batch(batch("B-" + number)).shows(Duration.ZERO, "Processing");
            batches.add(watched(backend, lane, "B-" + number));
        }

        script.clock().advance(Duration.ofMinutes(1));

        assertThat(batches)
                .allMatch(batch -> batch.lastStatus().isPresent())
                .allMatch(batch -> batch.lastError().isEmpty());
    }

    @Test
    void whatCannotBeReadOfOneBatchLeavesTheStatusOfBatchesOfOtherQueries() {
        script.without(Capability.LIST);
        PatchedBackend backend = new PatchedBackend(script, new OneByOne());
        Lane lane = lane(backend);
        List<WatchedBatch> batches = new ArrayList<>();
        for (int number = 0; number < 45; number++) {
            String id = number == 30 ? "unreadable" : "B-" + number;
            script.batch(batch(id)).shows(Duration.ZERO, "Processing");
            batches.add(watched(backend, lane, id));
        }

        script.clock().advance(Duration.ofMinutes(1));

        assertThat(batches.stream().filter(batch -> batch.lastStatus().isPresent()))
                .hasSizeGreaterThanOrEqualTo(25)
                .contains(batches.get(0), batches.get(44));
        assertThat(batches.get(30).isListed()).isFalse();
    }

    /** Takes two seconds for each batch. */
    private final class OneByOne extends Answering {
        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                throws InterruptedException {
            boolean inTime = Duration.ofSeconds(2L * batches.size()).compareTo(deadline.remaining(script.clock())) <= 0;
            if (!inTime || batches.contains(batch("unreadable"))) {
                throw new StatusException(Failure.withoutSubmission("STATUS_UNREADABLE", "no answer"));
            }
            return super.find(batches, deadline);
        }

        @Override
        void before(int question) {}
    }

    @Test
    void anAlarmThatRingsAlthoughItWasReplacedAsksNothing() {
        HandRung time = new HandRung();
        Answering source = new Counting();
        PatchedBackend backend = new PatchedBackend(script, source, time);
        Lane lane = lane(backend);
        watched(backend, lane, "B-1");
        time.ring(0);
        watched(backend, lane, "B-2");

        time.ring(1);
        assertThat(source.questions).isEqualTo(1);
        time.ring(2);
        assertThat(source.questions).isEqualTo(2);
    }

    @Test
    void aPollThatCouldNotBeScheduledIsScheduledByTheNextCaller() {
        HandRung time = new HandRung();
        Answering source = new Counting();
        PatchedBackend backend = new PatchedBackend(script, source, time);
        Lane lane = lane(backend);
        watched(backend, lane, "B-1");
        time.refuses = true;
        assertThatThrownBy(() -> time.ring(0)).isInstanceOf(OutOfMemoryError.class);
        time.refuses = false;
        time.elapsed = Duration.ofHours(1);

        watched(backend, lane, "B-2");

        time.ring(1);
        assertThat(source.questions).isEqualTo(2);
    }

    @Test
    void aPollThatIsDueHappensHoweverManyBatchesJoin() {
        Lane lane = lane(new PatchedBackend(script, script));

        for (int joined = 0; joined < 100; joined++) {
            watched(new PatchedBackend(script, script), lane, "B-" + joined);
            script.clock().advance(Duration.ofMillis(300));
        }

        assertThat(script.questions()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(script.questions().get(0)).contains(batch("B-0"));
    }

    @Test
    void aBatchThatJoinsBringsTheNextPollForward() {
        Lane lane = lane(new PatchedBackend(script, script));
        script.batch(batch("B-1")).shows(Duration.ZERO, "Processing");
        watched(new PatchedBackend(script, script), lane, "B-1");
        script.clock().advance(Duration.ofMinutes(10));
        int asked = script.questions().size();

        watched(new PatchedBackend(script, script), lane, "B-2");
        script.clock().advance(Policy.DEFAULT.firstPoll());

        assertThat(script.questions()).hasSize(asked + 1);
    }

    @Test
    void aBackendWithoutThreadsOrMemoryForAQuestionIsAskedAgain() throws Exception {
        script.batch(batch("B-1")).shows(Duration.ZERO, "Cancelled");
        PatchedBackend backend = new PatchedBackend(script, new Answering() {
            @Override
            void before(int question) {
                if (question == 1) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
            }
        });
        WatchedBatch batch = watched(backend, lane(backend), "B-1");

        script.clock().advance(Duration.ofSeconds(10));

        assertThat(batch.lastStatus()).get().extracting(BatchStatus::state).isEqualTo(BatchState.CANCELLED);
        assertThat(batch.logs()).anyMatch(line -> line.message().contains("unable to create native thread"));
    }

    @Test
    void aBatchThatComesWhileOthersAreAskedForIsAskedForNext() {
        HandRung time = new HandRung();
        List<Runnable> meanwhile = new ArrayList<>();
        PatchedBackend backend = new PatchedBackend(
                script,
                new Answering() {
                    @Override
                    void before(int question) {
                        meanwhile.forEach(Runnable::run);
                        meanwhile.clear();
                    }
                },
                time);
        Lane lane = lane(backend);
        watched(backend, lane, "B-1");
        meanwhile.add(() -> watched(backend, lane, "B-2"));

        time.ring(0);
        assertThat(time.alarms).hasSize(2);
        time.ring(1);

        assertThat(script.questions()).containsExactly(Set.of(batch("B-1")), Set.of(batch("B-1"), batch("B-2")));
    }

    @Test
    void aLaneThatWasClosedAsksNothingAndTakesNothing() {
        HandRung time = new HandRung();
        Answering source = new Counting();
        PatchedBackend backend = new PatchedBackend(script, source, time);
        Lane lane = lane(backend);
        watched(backend, lane, "B-1");

        lane.close();
        watched(backend, lane, "B-2");
        time.ring(0);

        assertThat(time.alarms).hasSize(1);
        assertThat(source.questions).isZero();
    }

    @Test
    void aLaneThatIsClosedWhileItAsksAsksNoMore() {
        HandRung time = new HandRung();
        List<Lane> lanes = new ArrayList<>();
        Answering source = new Answering() {
            @Override
            void before(int question) throws InterruptedException {
                lanes.get(0).close();
                throw new InterruptedException("closing");
            }
        };
        PatchedBackend backend = new PatchedBackend(script, source, time);
        lanes.add(lane(backend));
        watched(backend, lanes.get(0), "B-1");

        time.ring(0);

        assertThat(time.alarms).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aLaneWithNothingToWatchRestsUntilSomethingComes() {
        HandRung time = new HandRung();
        script.batch(batch("B-1")).shows(Duration.ZERO, "Cancelled");
        Answering source = new Counting();
        PatchedBackend backend = new PatchedBackend(script, source, time);
        Lane lane = lane(backend);
        watched(backend, lane, "B-1");
        time.ring(0);
        long resting = time.alarms.size();

        watched(backend, lane, "B-2");

        assertThat(time.alarms).hasSize((int) resting + 1);
    }
}
