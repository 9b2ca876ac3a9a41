package io.qmaster.simulator.standin;

import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_4;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files next to an output while its job is encoded in segments. */
class SegmentFilesTest extends SegmentedJobs {
    private static final Duration WHILE_IT_ENCODES = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    private List<String> outputs(Mac mac) throws IOException {
        return namesIn(mac.output("x").getParent());
    }

    @ParameterizedTest
    @EnumSource
    void whileAJobIsEncodedInSegmentsAFileForEachIsBesideItsOutputAndNoneAtItsEnd(StandInGeneration generation)
            throws Exception {
        Mac mac = mac(generation);
        submit(mac, "clip.mov");

        mac.pass(WHILE_IT_ENCODES);
        mac.legacyStatus("none");
        List<String> meanwhile = outputs(mac);
        mac.pass(LONG);
        mac.legacyStatus("none");

        assertThat(meanwhile).hasSize(3).startsWith("clip.mov");
        assertThat(meanwhile.subList(1, 3)).allMatch(name -> name.matches("clip\\.mov\\.sb-[0-9a-f]{8}"));
        assertThat(mac.output(meanwhile.get(0))).isNotEmptyFile();
        assertThat(outputs(mac)).containsExactly("clip.mov");
    }

    @Test
    void aJobThatIsNotSplitHasNoSegmentFiles() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, 1);
        submit(mac, "clip.mov");

        mac.pass(WHILE_IT_ENCODES);

        assertThat(outputs(mac)).containsExactly("clip.mov");
    }

    @Test
    void segmentFilesGoWithABatchThatIsCancelledAndNothingElseDoes() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        String id = submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);
        Path foreign = Files.writeString(mac.output("clip.mov.sb-foreign"), "of another program");
        Path taken = mac.output(outputs(mac).get(1));
        Files.delete(taken);
        Files.createDirectories(taken.resolve("of another program"));

        mac.compressor("-kill", "-batchid", id);

        assertThat(outputs(mac))
                .containsExactlyInAnyOrder(
                        foreign.getFileName().toString(), taken.getFileName().toString());
    }

    @Test
    void segmentFilesGoWithAJobThatFailed() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, new Fault.JobFails("2x job controller down", 1, 3, Trigger.ALWAYS));
        submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);
        assertThat(outputs(mac)).hasSize(3);

        mac.pass(LONG);

        assertThat(mac.compressor("-monitor", "-once").status()).startsWith("Failed");
        assertThat(outputs(mac)).isEmpty();
    }

    @Test
    void segmentFilesAreDeletedWhereHalfOfAnOutputRemainsAfterACancellation() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, new Fault.Habit(Fault.Habit.Kind.LEFTOVERS_AFTER_CANCEL, Trigger.ALWAYS));
        String id = submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);

        mac.compressor("-kill", "-batchid", id);

        assertThat(outputs(mac)).containsExactly("clip.mov");
    }

    @Test
    void anOutputWhoseNameLeavesNoRoomForTheEndingIsEncodedWithoutSegmentFiles() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        String name = "n".repeat(250) + ".mov";
        mac.compressor(mac.job(mac.source("clip.mov"), segmentable(mac), mac.output(name)));

        mac.pass(WHILE_IT_ENCODES);
        List<String> meanwhile = outputs(mac);
        mac.pass(LONG);

        assertThat(meanwhile).containsExactly(name);
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
    }
}
