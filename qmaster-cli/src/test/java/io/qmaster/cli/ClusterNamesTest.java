package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For a mistyped cluster a similar name is suggested, before anything is submitted. */
class ClusterNamesTest {
    @TempDir
    private Path folder;

    private Bench simulating() {
        return new Bench(
                folder,
                Simulator.onVirtualTime(
                        Scenario.parse(
                                "{\"clusters\": [{\"name\": \"FCS Cluster\", \"nodes\": [{\"name\": \"n\", \"instances\": 1, \"speed\": 1}]}]}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCS Clutser", "FSC Cluster", "fcs cluster", "FCS Cluste"})
    void aMistypedClusterIsWarnedOfBeforeTheSubmission(String mistyped) {
        Bench.Run run = simulating().submit("--cluster", mistyped);

        assertThat(run.err().lines())
                .first()
                .isEqualTo("qmaster: warning: no cluster named \"" + mistyped
                        + "\" is known; did you mean \"FCS Cluster\"?");
    }

    @Test
    void aMistypedClusterIsWarnedOfWhenTheCommandIsOnlyShownToo() {
        Bench.Run run = simulating().submit("--cluster", "FCS Clutser", "--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("did you mean \"FCS Cluster\"?");
    }

    @Test
    void aMistypedClusterIsWarnedOfInJsonToo() {
        Bench.Run run = simulating().submit("--cluster", "FCS Clutser", "--json");

        assertThat(run.err().lines())
                .first()
                .isEqualTo("{\"warning\":{\"message\":\"no cluster named \\\"FCS Clutser\\\" is known; did you mean"
                        + " \\\"FCS Cluster\\\"?\",\"submissionId\":null}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCS Cluster", "This Computer", "Render farm", "FX"})
    void aKnownClusterAndOneThatIsLikeNoneAreNot(String cluster) {
        assertThat(simulating().submit("--cluster", cluster).err()).doesNotContain("did you mean");
    }

    /** Like Compressor 5.4, whose guide no longer mentions clusters. */
    private Bench withClustersInDoubt() {
        return new Bench(folder, new ScriptedBackend() {
            @Override
            public EngineHealth health(Deadline deadline) {
                return new EngineHealth(List.of(HealthFinding.ok(
                        HealthFinding.CLUSTERS_IN_DOUBT, "Compressor 5.4 may have no clusters any more")));
            }
        });
    }

    @Test
    void doctorWarnsOfANamedClusterWhereClustersAreInDoubt() {
        Bench.Run run = withClustersInDoubt().run("doctor", "--cluster", "FCS Cluster");

        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warning")
                        .contains(
                                "clusters-in-doubt: Compressor 5.4 may have no clusters any more",
                                "FCS Cluster",
                                "leave out --cluster"));
    }

    @Test
    void doctorSaysNothingOfClustersToThoseWhoNameNone() {
        assertThat(withClustersInDoubt().run("doctor").out()).doesNotContain("clusters-in-doubt");
    }

    @Test
    void aMistypedThisComputerIsRecognised() {
        assertThat(simulating().submit("--cluster", "This Compter").err()).contains("did you mean \"This Computer\"?");
    }

    @Test
    void aBackendThatKnowsNoClustersIsHelpedByTheJournal() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.queues("B-1").batch(BatchReference.of("B-1", "FCS Cluster")).shows(Duration.ZERO, "Waiting");
        Bench bench = new Bench(folder, scripted);
        bench.submit("--cluster", "FCS Cluster");

        Bench.Run run = bench.submit("--cluster", "FCS Clutser");

        assertThat(run.err()).contains("did you mean \"FCS Cluster\"?");
    }
}
