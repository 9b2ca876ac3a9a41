package io.qmaster.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.VirtualSimulator;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An example of a consumer's test, which needs only the annotation. */
@SimulatedQmaster
class SimulatedQmasterTest {
    private Qmaster before;

    @BeforeEach
    void take(Qmaster qmaster) {
        before = qmaster;
    }

    @Test
    void aSourceIsEncoded(Qmaster qmaster, SampleMedia media, VirtualSimulator simulator) throws Exception {
        BatchResult result = qmaster.submitAndWait(media.request("reel.mov").build());

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(media.output("reel.mov")).hasSameBinaryContentAs(media.source("reel.mov"));
        assertThat(simulator.eventLog()).anyMatch(line -> line.contains("\"status\":\"Successful\""));
    }

    @Test
    void timePassesWhenTheTestSaysSo(Qmaster qmaster, SampleMedia media, VirtualClock clock) throws Exception {
        QmasterBatch batch = qmaster.submit(media.request("reel.mov").build());

        clock.advance(Duration.ofHours(1));

        assertThat(batch.status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    @SimulatedQmaster(scenario = "cluster-down")
    void aMethodCanHaveAnotherScenario(Qmaster qmaster, SampleMedia media) throws Exception {
        QmasterBatch batch = qmaster.submit(
                media.request("reel.mov").cluster(Cluster.named("FCS Cluster")).build());

        assertThat(batch.fellBack()).isTrue();
    }

    @Test
    @SimulatedQmaster(scenario = "busy.json")
    void aScenarioCanBeAResource(Qmaster qmaster, SampleMedia media) throws Exception {
        QmasterBatch batch = qmaster.submit(
                media.request("reel.mov").cluster(Cluster.named("Busy Cluster")).build());

        assertThat(batch.fellBack()).isFalse();
    }

    @Test
    void whatBelongsToOneTestBelongsTogether(Qmaster qmaster, VirtualSimulator simulator, VirtualClock clock) {
        assertThat(qmaster).isSameAs(before);
        assertThat(clock).isSameAs(simulator.clock());
    }

    @Test
    void aSettingCanHaveAnotherExtension(Qmaster qmaster, SampleMedia media) throws Exception {
        qmaster.submitAndWait(media.request("reel.mov")
                .compressorSettingFile(media.setting("Proxy", "mp4"))
                .build());

        assertThat(media.output("reel.mp4")).exists();
    }
}
