package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour of each built-in scenario, as a caller sees it. */
class NamedScenariosTest {
    @TempDir
    private Path folder;

    private VirtualSimulator simulator;
    private Qmaster qmaster;

    private void begin(String scenario) {
        simulator = Simulator.onVirtualTime(Scenario.named(scenario));
        qmaster = Qmaster.over(simulator);
    }

    private QmasterBatch submit(String source) throws Exception {
        return qmaster.submit(new Orders(folder, simulator)
                .request(source)
                .cluster(Cluster.named("FCS Cluster"))
                .build());
    }

    @AfterEach
    void close() {
        qmaster.close();
    }

    @Test
    void inCalmEverythingSucceedsWhereItWasWanted() throws Exception {
        begin("calm");

        QmasterBatch batch = submit("clip.mov");

        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(batch.fellBack()).isFalse();
    }

    @Test
    void withTheClusterDownABatchFallsBackToThisComputer() throws Exception {
        begin("cluster-down");

        QmasterBatch batch = submit("clip.mov");

        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(batch.fellBack()).isTrue();
    }

    @Test
    void aBatchFallsBackAlsoIfTheClusterThatIsDownHasBatches() throws Exception {
        simulator = Simulator.onVirtualTime(Scenario.parse("""
                {"clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}], "durations": {"job": "1m"},
                 "faults": [{"fault": "cluster-down", "cluster": "FCS Cluster", "at": "1h", "lasting": "10m"},
                            {"fault": "submission-refused", "when": {"call": 4}}]}
                """));
        qmaster = Qmaster.over(simulator);
        submit("ended.mov").await();
        simulator.clock().advance(Duration.ofMinutes(58));
        QmasterBatch interrupted = submit("interrupted.mov");
        simulator.clock().advance(Duration.ofMinutes(5));

        QmasterBatch batch = submit("clip.mov");

        assertThat(batch.fellBack()).isTrue();
        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(interrupted.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void inHangingASubmissionIsFoundAgainOrKnownNotToBeQueued() throws Exception {
        begin("hanging");

        assertThat(submit("found.mov").await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThatThrownBy(() -> submit("not queued.mov")).isInstanceOf(SubmissionTimeoutException.class);
        assertThat(submit("well again.mov").await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void withAFlakyMonitorABatchIsWatchedToItsEnd() throws Exception {
        begin("flaky-monitor");

        assertThat(submit("clip.mov").await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void theFirstBatchIsLostPermanently() throws Exception {
        begin("lost-batch");
        QmasterBatch batch = submit("gone.mov");

        assertThatThrownBy(batch::await).isInstanceOf(BatchLostException.class);

        simulator.clock().advance(Duration.ofHours(1));
        assertThat(qmaster.list()).isEmpty();
    }

    @Test
    void theSecondBatchIsNotListedForThreeMinutes() throws Exception {
        begin("lost-batch");
        assertThatThrownBy(() -> submit("gone.mov").await()).isInstanceOf(BatchLostException.class);
        QmasterBatch batch = submit("short absence.mov");

        assertThatThrownBy(batch::await).isInstanceOf(BatchLostException.class);

        simulator.clock().advance(Duration.ofMinutes(3));
        assertThat(qmaster.list()).extracting(BatchStatus::state).containsExactly(BatchState.SUCCESSFUL);
    }

    @Test
    void theNightShiftEndsEveryBatch() throws Exception {
        begin("night-shift");

        for (int number = 0; number < 20; number++) {
            QmasterBatch batch = submit(number + ".mov");
            batch.completion().exceptionally(failed -> null);
        }
        simulator.clock().advance(Duration.ofHours(12));

        assertThat(qmaster.list())
                .hasSize(20)
                .allSatisfy(status -> assertThat(status.state().isFinal()).isTrue())
                .anySatisfy(status -> assertThat(status.state()).isEqualTo(BatchState.SUCCESSFUL));
    }
}
