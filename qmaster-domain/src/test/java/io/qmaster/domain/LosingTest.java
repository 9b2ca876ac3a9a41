package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LosingTest {
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<BatchEvent> events = new ArrayList<>();
    private final Qmaster qmaster = qmaster(Policy.DEFAULT);

    LosingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static BatchReference batch(String id) {
        return BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Qmaster qmaster(Policy policy) {
        BatchListener recorder = new BatchListener() {
            @Override
            public void on(BatchEvent event) {
                events.add(event);
            }
        };
        return Qmaster.builder(backend).listener(recorder).policy(policy).build();
    }

    private List<String> story() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void aLostBatchThatReappearsAtItsEndStillEnds() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(1000), "Successful", 100);
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);

        backend.clock().advance(s(1000));

        assertThat(submitted.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(story()).containsExactly("Submitted", "Changed", "Lost", "Ended");
    }

    @Test
    void aLostBatchThatReappearsAsFailedAndIsResubmittedIsFound() throws Exception {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(1000), "Failed: service stopped")
                .shows(s(1005), "Processing", 20);
        Qmaster regular = qmaster(Policy.DEFAULT.pollEvery(s(10)));
        QmasterBatch submitted = regular.submit(bench.request().build());
        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);

        backend.clock().advance(s(1000));

        assertThat(story()).containsExactly("Submitted", "Changed", "Lost", "Found");
    }

    @Test
    void aBatchThatFailedOutOfSightOfALongSilenceStillEnds() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Failed: no").vanishes(s(10));
        backend.deaf(s(2), s(3000));
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        assertThatThrownBy(submitted::await).isInstanceOf(StatusException.class);

        backend.clock().advance(s(3100));

        assertThatThrownBy(submitted::await)
                .isInstanceOf(BatchFailedException.class)
                .hasMessageContaining("no");
    }

    @Test
    void aBatchThatCanBeAskedForAgainAndIsGoneIsLostAndNoLongerUnreadable() throws Exception {
        backend.queues("B-1").batch(batch("B-1")).shows(s(0), "Processing", 1).vanishes(s(100));
        backend.deaf(s(50), s(3000));
        QmasterBatch submitted = qmaster.submit(bench.request().build());
        assertThatThrownBy(submitted::await).isInstanceOf(StatusException.class);

        backend.clock().advance(s(3000));

        assertThatThrownBy(submitted::await).isInstanceOf(BatchLostException.class);
    }
}
