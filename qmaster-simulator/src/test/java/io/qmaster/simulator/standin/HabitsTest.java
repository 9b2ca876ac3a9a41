package io.qmaster.simulator.standin;

import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_4;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_2;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_4;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unexpected behaviour of some versions, which a scenario must enable. */
class HabitsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private Mac mac(StandInGeneration generation, Fault.Habit.Kind kind) {
        return new Mac(
                folder,
                generation,
                Scenario.builder()
                        .durations(Durations.DEFAULT.exactly().job(Duration.ofSeconds(60)))
                        .cluster(SimulatedCluster.of("This Computer", new ServiceNode("n", 1, 1)))
                        .fault(new Fault.Habit(kind, Trigger.ALWAYS))
                        .build());
    }

    @ParameterizedTest
    @EnumSource
    void onlyCompressor4KeepsTheOutputOfItsCallerOpenUnasked(StandInGeneration generation) throws Exception {
        Mac calm = new Mac(folder, generation);
        calm.submit("b", "clip.mov");
        Mac asked = new Mac(
                folder.resolve("asked"),
                generation,
                Scenario.builder()
                        .fault(new Fault.Habit(Fault.Habit.Kind.OUTPUT_HELD_OPEN, Trigger.ALWAYS))
                        .build());
        asked.submit("b", "clip.mov");

        assertThat(calm.isOutputHeld()).isEqualTo(generation == COMPRESSOR_4);
        assertThat(asked.isOutputHeld()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void onlyTheMonitorOfCompressor4KeepsTheOutputOfItsCallerOpenWhileSomethingIsEncoded(StandInGeneration generation)
            throws Exception {
        Mac mac = new Mac(folder, generation);
        mac.submit("b", "clip.mov");
        int submitted = mac.services();

        mac.compressor("-monitor", "-once");
        int monitored = mac.services() - submitted;
        mac.pass(LONG);
        mac.compressor("-monitor", "-once");

        assertThat(monitored).isEqualTo(generation == COMPRESSOR_4 ? 1 : 0);
        assertThat(mac.services()).isEqualTo(submitted + monitored);
    }

    @Test
    void outputsCanBeWrittenBesideTheirSources() throws Exception {
        Mac mac = mac(COMPRESSOR_4, Fault.Habit.Kind.WRITES_BESIDE_SOURCE);
        Path source = mac.source("clip.mov");

        mac.compressor(mac.job(source, mac.setting("x", "MPEG4", "mp4"), mac.output("other.mp4")));
        mac.compressor(mac.job(source, mac.movie(), mac.output("another.mov")));
        mac.pass(LONG);

        assertThat(mac.output("other.mp4")).doesNotExist();
        assertThat(source.resolveSibling("clip.mp4")).isNotEmptyFile();
        assertThat(source.resolveSibling("clip-1.mov")).isNotEmptyFile();
        assertThat(source).hasContent(Mac.content("clip.mov"));
    }

    @Test
    void twoSubmissionsWithinASecondCanBeRefused() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2, Fault.Habit.Kind.SUBMISSIONS_TOO_CLOSE);

        Spoken first = mac.submit("first", "clip.mov");
        Spoken second = mac.submit("second", "clip.mov");
        mac.pass(Duration.ofSeconds(1));
        Spoken third = mac.submit("third", "clip.mov");

        assertThat(first.exitCode()).isZero();
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err()).contains("Unable to submit to queue");
        assertThat(third.exitCode()).isZero();
    }

    @Test
    void aBatchThatWaitsCanBeShownAsProcessing() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, Fault.Habit.Kind.WAITS_AS_PROCESSING);
        mac.submit("first", "a.mov");
        String id = mac.submit("second", "b.mov").id("batchID");
        mac.pass(Duration.ofSeconds(20));

        assertThat(mac.compressor("-monitor", "-batchid", id, "-once").out())
                .contains("timeElapsedSeconds=\"0\"", "percentComplete=\"0\"", "status=\"Processing\"")
                .doesNotContain("<jobStatus");
    }

    @Test
    void whatWasDoneCanBeLostWhenABatchIsPaused() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, Fault.Habit.Kind.PAUSE_STARTS_OVER);
        String id = mac.submit("b", "clip.mov").id("batchID");
        mac.pass(Duration.ofSeconds(50));

        mac.compressor("-pause", "-batchid", id);
        mac.compressor("-resume", "-batchid", id);
        mac.pass(Duration.ofSeconds(40));
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Processing");
        mac.pass(LONG);

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
    }

    @ParameterizedTest
    @EnumSource
    void aSourceCanBeRefusedWithAReasonInALineOfItsOwn(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation, Fault.Habit.Kind.SOURCE_REJECTED);

        Spoken refused = mac.submit("b", "clip.mov");

        assertThat(refused.exitCode()).isEqualTo(generation.exitCode(3));
        assertThat(refused.err()).endsWith("Errors:\nTilt value is invalid\n");
        assertThat(mac.services()).isZero();
    }

    @Test
    void aGroupThatIsNotKnownCanBeEncodedForHereWithoutAWord() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, Fault.Habit.Kind.UNKNOWN_GROUP_HERE);

        Spoken queued = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")), "-computergroup", "Nowhere");
        mac.pass(LONG);

        assertThat(queued.exitCode()).isZero();
        assertThat(queued.err()).contains("<batchID ").doesNotContain("Nowhere");
        assertThat(mac.output("clip.mov")).isNotEmptyFile();
    }

    @Test
    void halfOfAnOutputCanStayBehindABatchThatWasCancelled() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, Fault.Habit.Kind.LEFTOVERS_AFTER_CANCEL);
        String id = mac.submit("b", "clip.mov").id("batchID");
        mac.pass(Duration.ofSeconds(20));

        mac.compressor("-kill", "-batchid", id);

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Cancelled");
        assertThat(mac.output("clip.mov")).hasSize(Files.size(mac.source("clip.mov")) / 2);
    }
}
