package io.qmaster.simulator.standin;

import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_4;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log in which support staff see whether the engine encodes. */
class TranscoderLogTest extends SegmentedJobs {
    private static final Duration WHILE_IT_ENCODES = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource
    void theLogOfTheTranscoderSaysWhatIsEncodedAndHowManyServicesAreIdle(StandInGeneration generation)
            throws Exception {
        Mac mac = mac(generation);
        submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);
        mac.legacyStatus("none");
        List<String> meanwhile = Files.readAllLines(mac.transcoderLog());
        mac.pass(LONG);
        mac.legacyStatus("none");
        mac.legacyStatus("none");

        String start = "starting _processRequest for job target: " + mac.output("clip.mov");
        String time = "Time for AVAssetWriter transcode of clip.mov: 60.0 seconds";
        assertThat(meanwhile.stream().map(line -> line.substring(24)))
                .containsExactly(start, start, "Virtual service count = 0");
        assertThat(Files.readAllLines(mac.transcoderLog()))
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*"))
                .extracting(line -> line.substring(24))
                .containsExactly(start, start, "Virtual service count = 0", time, time, "Virtual service count = 2");
    }

    @Test
    void whatWasInterruptedIsNotSaidToBeTranscoded() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        String id = submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);

        mac.compressor("-kill", "-batchid", id);

        assertThat(mac.transcoderLog())
                .content()
                .endsWith("Virtual service count = 2\n")
                .doesNotContain("AVAssetWriter");
    }

    @Test
    void theLogOfTheTranscoderIsForItsUserAlone() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);

        assertThat(Files.getPosixFilePermissions(mac.transcoderLog()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(mac.transcoderLog().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aLogOfTheTranscoderThatGrewLargeMakesRoomForANewOne() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        Path log = mac.transcoderLog();
        Files.createDirectories(log.getParent());
        Files.write(log, new byte[TranscoderLog.MOST_BYTES]);
        Path old = Files.writeString(log.resolveSibling(log.getFileName() + ".old"), "older");

        submit(mac, "clip.mov");
        mac.pass(WHILE_IT_ENCODES);

        assertThat(namesIn(log.getParent())).hasSize(2);
        assertThat(old).hasSize(TranscoderLog.MOST_BYTES);
        assertThat(Files.readAllLines(log)).hasSize(3).last().asString().endsWith(" Virtual service count = 0");
    }

    @Test
    void aNewLogOfTheTranscoderSaysHowManyServicesAreIdleAlthoughThatHasNotChanged() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, 1);
        submit(mac, "one.mov");
        submit(mac, "other.mov");
        mac.pass(WHILE_IT_ENCODES);
        Files.write(mac.transcoderLog(), new byte[TranscoderLog.MOST_BYTES]);

        mac.pass(Duration.ofMinutes(2));

        assertThat(Files.readAllLines(mac.transcoderLog()))
                .extracting(line -> line.substring(24))
                .containsExactly(
                        "Time for AVAssetWriter transcode of one.mov: 120.0 seconds",
                        "starting _processRequest for job target: " + mac.output("other.mov"),
                        "Virtual service count = 0");
    }

    @Test
    void aNameThatLooksLikeALineOfTheLogIsNone() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        submit(mac, "a\nVirtual service count = 7\n.mov");
        mac.pass(WHILE_IT_ENCODES);

        assertThat(Files.readAllLines(mac.transcoderLog()))
                .noneMatch(line -> line.startsWith("Virtual"))
                .hasSize(3);
    }

    @Test
    void aLogOfTheTranscoderThatCannotBeWrittenHindersNoEncoding() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "as it was");
        Files.createDirectories(mac.transcoderLog().getParent());
        Files.createSymbolicLink(mac.transcoderLog(), elsewhere);

        submit(mac, "clip.mov");
        mac.pass(LONG);

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
        assertThat(elsewhere).hasContent("as it was");
    }
}
