package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.simulator.encode.TinyClips;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator in a directory that encodes, with real processes. */
class EncodersTest {
    @TempDir
    private Path folder;

    private Path clip;
    private Path setting;
    private Qmaster qmaster;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
        setting = TinyClips.setting(
                folder.resolve("proxy.setting"),
                "QT",
                "mov",
                "<video-encode isEnabled=\"yes\"><codec-type>apco</codec-type></video-encode>");
        qmaster = Qmaster.over(Simulator.inDirectory(
                folder.resolve("engine"),
                Optional.of(Scenario.builder().speed(20).build()),
                OutputMaker.encoding(TinyClips.ffmpeg())));
    }

    @AfterEach
    void close() {
        qmaster.close();
    }

    @Test
    void anOutputIsWhatItsSettingSays() throws Exception {
        BatchResult result = submitted("one.mov").await();
        assertThat(result.status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(TinyClips.streams(folder.resolve("one.mov"), "codec_tag_string"))
                .containsExactly("apco");
        assertThat(folder.resolve("engine/encoding")).isEmptyDirectory();
    }

    private QmasterBatch submitted(String output) throws InterruptedException {
        return qmaster.submit(BatchRequest.builder()
                .sourceFile(clip)
                .compressorSettingFile(setting)
                .destinationFile(folder.resolve(output))
                .build());
    }
}
