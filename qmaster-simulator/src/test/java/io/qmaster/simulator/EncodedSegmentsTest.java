package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.simulator.encode.TinyClips;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that several nodes encode in segments, which are then joined. */
class EncodedSegmentsTest {
    private static final String SOUND = "<audio-encode isEnabled=\"yes\"><codec-type>%s</codec-type></audio-encode>";

    @TempDir
    private Path folder;

    @Test
    void segmentsAreEncodedApartAndTheirOutputIsThatOfAWholeRun() throws Exception {
        Path clip = TinyClips.clip(
                folder.resolve("clip.mov"),
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac",
                "-vf",
                "tpad=stop=93:stop_mode=clone",
                "-timecode",
                "01:00:00:00");
        List<String> log = encoded(clip, "segments", 3);
        encoded(clip, "whole", 1);
        assertThat(log).filteredOn(line -> line.contains("segmentCompleted")).hasSize(6);
        assertThat(log).filteredOn(line -> line.contains("\"joined\"")).hasSize(2);

        Path proRes = folder.resolve("segments/apco.mov");
        assertThat(TinyClips.pictures(proRes)).isEqualTo(TinyClips.pictures(folder.resolve("whole/apco.mov")));
        for (String name : List.of("apco.mov", "avc1.mov")) {
            String entries = "codec_name,codec_tag_string,width,height,nb_frames,avg_frame_rate,duration";
            assertThat(TinyClips.streams(folder.resolve("segments/" + name), entries + ":stream_tags=timecode"))
                    .isEqualTo(TinyClips.streams(folder.resolve("whole/" + name), entries + ":stream_tags=timecode"));
        }
        assertThat(folder.resolve("engine segments/encoding")).isEmptyDirectory();
        assertThat(folder.resolve("engine segments/joining")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "late picture, -itsoffset 0.7 -i %s -map 1:v -map 0:a",
        "long sound, -i %s -stream_loop 4 -i %s -map 1:v -map 2:a"
    })
    void tracksThatBeginOrEndApartStayInStep(String name, String options) throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"));
        Path odd = folder.resolve(name + ".mov");
        TinyClips.remuxed(clip, odd, List.of(options.split(" ")));
        encoded(odd, "segments", 3);
        encoded(odd, "whole", 1);

        assertThat(TinyClips.pictures(folder.resolve("segments/apco.mov")))
                .isEqualTo(TinyClips.pictures(folder.resolve("whole/apco.mov")));
        String entries = "nb_frames,start_time,duration";
        assertThat(TinyClips.streams(folder.resolve("segments/apco.mov"), entries))
                .isEqualTo(TinyClips.streams(folder.resolve("whole/apco.mov"), entries))
                .first()
                .asString()
                .contains(",10");
    }

    @Test
    void anOutputThatCannotBeSplitIsEncodedAsAWhole() throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"));
        try (Qmaster qmaster = over("engine", 2)) {
            qmaster.submitAndWait(request(clip, "out", setting("gif", "gif", "")));
        }
        assertThat(TinyClips.streams(folder.resolve("out/gif.gif"), "codec_name"))
                .containsExactly("gif");
    }

    private List<String> encoded(Path clip, String out, int nodes) throws Exception {
        Simulator simulator = simulator("engine " + out, nodes);
        try (Qmaster qmaster = over(simulator)) {
            assertThat(qmaster.submitAndWait(request(
                                    clip,
                                    out,
                                    setting("apco", "mov", SOUND.formatted("lpcm")),
                                    setting("avc1", "mov", SOUND.formatted("aac "))))
                            .status()
                            .state())
                    .isEqualTo(BatchState.SUCCESSFUL);
        }
        return simulator.eventLog();
    }

    private Qmaster over(String engine, int nodes) throws IOException, InterruptedException {
        return over(simulator(engine, nodes));
    }

    private static Qmaster over(Simulator simulator) {
        return Qmaster.builder(simulator)
                .policy(Policy.DEFAULT
                        .pollEvery(Duration.ofMillis(100))
                        .outputStableFor(Duration.ofMillis(1))
                        .sourceStableFor(Duration.ofMillis(1)))
                .build();
    }

    /** A scenario whose jobs are long enough for a segment on every node. */
    private Simulator simulator(String engine, int nodes) throws IOException, InterruptedException {
        String all = "{\"name\": \"node-1\", \"instances\": 1}";
        for (int number = 2; number <= nodes; number++) {
            all += ", {\"name\": \"node-" + number + "\", \"instances\": 1}";
        }
        return Simulator.inDirectory(
                folder.resolve(engine),
                Optional.of(Scenario.parse("""
                        {"speed": 100, "durations": {"job": "3m"}, "clusters": [{"name": "FCS Cluster", "nodes": [%s]}]}
                        """.formatted(all))),
                OutputMaker.encoding(TinyClips.ffmpeg()));
    }

    private BatchRequest request(Path clip, String out, Path... settings) {
        BatchRequest.Builder request = BatchRequest.builder().cluster(Cluster.named("FCS Cluster"));
        for (Path setting : settings) {
            request.job(JobRequest.builder(clip)
                    .compressorSettingFile(setting)
                    .destinationFile(folder.resolve(out)
                            .resolve(String.valueOf(setting.getFileName()).replace(".setting", "")))
                    .build());
        }
        return request.build();
    }

    private Path setting(String codec, String extension, String sound) throws IOException {
        return TinyClips.setting(
                Files.createDirectories(folder.resolve("settings")).resolve(codec + "." + extension + ".setting"),
                "QT",
                extension,
                "<job-can-be-segmented>yes</job-can-be-segmented><video-encode isEnabled=\"yes\"><codec-type>" + codec
                        + "</codec-type></video-encode>" + sound);
    }
}
