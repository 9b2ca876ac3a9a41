package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.encode.TinyClips;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoding on virtual time, during which the clock does not advance. */
class EncodedOnVirtualTimeTest {
    private static final String H264 = "<video-encode isEnabled=\"yes\"><codec-type>avc1</codec-type></video-encode>"
            + "<audio-encode isEnabled=\"yes\"><codec-type>aac </codec-type></audio-encode>";

    @TempDir
    private Path folder;

    private String h264 = H264;
    private Path clip;

    @BeforeEach
    void makeClip() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
    }

    @Test
    void theEventLogIsThatOfCopiesAndTheOutputIsTheSameEveryTime() throws Exception {
        Scenario calm = Scenario.named("calm");
        List<String> copied = run(calm, OutputMaker.copying(), "copy.mov");
        List<String> encoded = run(calm, OutputMaker.encoding(TinyClips.ffmpeg()), "one.mov");
        List<String> again = run(calm, OutputMaker.encoding(TinyClips.ffmpeg()), "two.mov");
        assertThat(encoded).isEqualTo(copied).isEqualTo(again);
        assertThat(folder.resolve("one.mov"))
                .hasSameBinaryContentAs(folder.resolve("two.mov"))
                .satisfies(output ->
                        assertThat(TinyClips.streams(output, "codec_name")).containsExactly("h264", "aac"));
        assertThat(folder.resolve("copy.mov")).hasSameBinaryContentAs(clip);
    }

    @Test
    void aScenarioCanAskForEncoding() throws Exception {
        Scenario encoding = Scenario.parse("{\"outputs\": \"encoded\"}");
        run(encoding, OutputMaker.asScenarioSays(), "asked.mov");
        assertThat(TinyClips.streams(folder.resolve("asked.mov"), "codec_name")).contains("h264");
    }

    @Test
    void aTruncatedOutputIsHalfOfWhatWasEncoded() throws Exception {
        Scenario spoiling = Scenario.builder()
                .fault(new Fault.OutputSpoiled(Fault.OutputSpoiled.How.TRUNCATED, Trigger.ALWAYS))
                .build();
        run(Scenario.named("calm"), OutputMaker.encoding(TinyClips.ffmpeg()), "whole.mov");
        try (Qmaster qmaster = Qmaster.over(
                Simulator.onVirtualTime(spoiling, new VirtualClock(), OutputMaker.encoding(TinyClips.ffmpeg())))) {
            assertThatThrownBy(() -> qmaster.submitAndWait(request("half.mov")))
                    .isInstanceOf(BatchFailedException.class);
        }
        assertThat(Files.size(folder.resolve("half.mov"))).isEqualTo(Files.size(folder.resolve("whole.mov")) / 2);
    }

    @Test
    void theProfileIsThatOfTheSettingFile() throws Exception {
        String properties = "YnBsaXN0MDDRAQJfEBBjb2RlYy1wcm9wZXJ0aWVz0QMEXFByb2ZpbGVMZXZlbNEFBltvYmplY3RWYWx1ZV"
                + "8QE0gyNjRfTWFpbl9BdXRvTGV2ZWwICx4hLjE9AAAAAAAAAQEAAAAAAAAABwAAAAAAAAAAAAAAAAAAAFM=";
        h264 = H264.replace(
                "</video-encode>", "<encoder-properties>" + properties + "</encoder-properties></video-encode>");
        run(Scenario.named("calm"), OutputMaker.encoding(TinyClips.ffmpeg()), "main.mov");
        assertThat(TinyClips.streams(folder.resolve("main.mov"), "profile"))
                .first()
                .isEqualTo("Main");
    }

    private List<String> run(Scenario scenario, OutputMaker maker, String output) throws Exception {
        VirtualSimulator simulator = Simulator.onVirtualTime(scenario, new VirtualClock(), maker);
        try (Qmaster qmaster = Qmaster.over(simulator)) {
            assertThat(qmaster.submitAndWait(request(output)).status().state()).isEqualTo(BatchState.SUCCESSFUL);
        }
        return simulator.eventLog().stream()
                .map(line -> line.replaceAll("\\[[a-z0-9]{10}\\]", "[token]"))
                .toList();
    }

    private BatchRequest request(String output) throws IOException {
        return BatchRequest.builder()
                .sourceFile(clip)
                .compressorSettingFile(TinyClips.setting(folder.resolve("h264.setting"), "QT", "mov", h264))
                .destinationFile(folder.resolve(output))
                .build();
    }
}
