package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The outputs that the program encodes with the ffmpeg of its distribution, as its ffprobe reports them. */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
class EncodedOutputsIT {
    /** The settings of the stand-ins, and the tracks that each produces from five frames of 640×360 with a tone. */
    private static final String EXPECTED = """
            AppleDevice4K: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            AppleDeviceHD: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            AppleDeviceSD: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            AudioAAC: aac mp4a 1 ch 44100 Hz
            AudioAC3: ac3 1 ch 44100 Hz
            AudioAIFF: pcm_s16be 1 ch 44100 Hz
            AudioALAC: alac alac 1 ch 44100 Hz
            AudioCAF: pcm_s16be lpcm 1 ch 44100 Hz
            AudioWAVE: pcm_s16le 1 ch 44100 Hz
            HD1080Cropped: h264 High avc1 640x80 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            HD1080Letterboxed: h264 High avc1 1920x1080 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            HD1080Slow: h264 High avc1 640x360 25 fps 10 frames 0.40 s | aac mp4a 1 ch 44100 Hz
            Portrait: h264 High avc1 1080x1920 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            MPEG2Bluray: mpeg2video Main 1920x1080 25 fps 5 frames
            MPEG2DVDNTSC: mpeg2video Main 720x480 25 fps 6 frames
            MPEG2DVDPAL: mpeg2video Main 720x576 25 fps 5 frames
            MPEG2Transport: mpeg2video Main 640x360 25 fps 5 frames 0.20 s | mp2 1 ch 44100 Hz
            MXFProRes422: prores Standard apcn 640x360 25 fps 5 frames 0.20 s | pcm_s16le 1 ch 48000 Hz
            MXFProRes422HQ: prores HQ apch 640x360 25 fps 5 frames 0.20 s | pcm_s16le 1 ch 48000 Hz
            MXFProRes422Proxy: prores Proxy apco 640x360 25 fps 5 frames 0.20 s | pcm_s16le 1 ch 48000 Hz
            MXFXDCAM: mpeg2video 4:2:2 1920x1080 25 fps 5 frames 0.20 s | pcm_s16le 1 ch 48000 Hz
            AnimatedGIF: gif 400x225 25 fps 5 frames 0.20 s
            Animation: qtrle rle 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            DPXSequence: dpx 640x360 5 files
            EXRSequence: exr 640x360 5 files
            JPEGSequence: mjpeg Baseline 320x180 5 files
            PNGSequence: png 640x360 5 files
            TIFFSequence: tiff 640x360 5 files
            ProRes422: prores Standard apcn 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes422HQ: prores HQ apch 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes422HQ24: prores HQ apch 640x360 24 fps 5 frames 0.21 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes422LT: prores LT apcs 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes422Proxy: prores Proxy apco 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes4444: prores 4444 ap4h 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProRes4444XQ: prores XQ ap4x 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            H264ProxyHalf: h264 High avc1 320x180 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            ProResProxyEighth: prores Proxy apco 80x45 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProResProxyHalf: prores Proxy apco 320x180 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            ProResProxyQuarter: prores Proxy apco 160x90 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            Uncompressed10: v210 v210 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            Uncompressed8: rawvideo 2vuy 640x360 25 fps 5 frames 0.20 s | pcm_s16le sowt 1 ch 44100 Hz
            HD1080WebShare: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            HD720WebShare: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            SDWebShareLarge: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            SDWebShareSmall: h264 High avc1 512x288 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            UHDWebShare: h264 High avc1 640x360 25 fps 5 frames 0.20 s | aac mp4a 1 ch 44100 Hz
            """;

    @TempDir
    private Path folder;

    private DistributedFfmpeg ffmpeg;
    private QmasterProgram qmaster;

    @BeforeEach
    void begin() throws Exception {
        ffmpeg = DistributedFfmpeg.required();
        qmaster = new QmasterProgram(folder).with("QMASTER_SIMULATOR_OUTPUTS", "");
    }

    @Test
    void theFirstRunGivesAMovieOfItsSettingWithTheSoundOfItsSource() throws Exception {
        QmasterProgram.Result result =
                qmaster.with("QMASTER_BACKEND", "simulator").submit("--wait", "--verify");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(ffmpeg.tracks(qmaster.out().resolve("clip.mov")))
                .satisfiesExactly(
                        video -> assertThat(video).startsWith("h264 High avc1 320x180 "),
                        audio -> assertThat(audio).startsWith("aac mp4a 1 ch "));
    }

    @Test
    void everySettingOfTheStandInsMakesWhatItSaysOrFailsWithAReason() throws Exception {
        StandIn standIn = StandIn.install(
                folder.resolve("mac"),
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder().speed(100).outputs(Scenario.Outputs.ENCODED).build(),
                Optional.of(DistributedFfmpeg.file()));
        qmaster.with("QMASTER_COMPRESSOR", standIn.compressor().toString());
        List<Path> settings = settings();
        Path clip = ffmpeg.clip(folder.resolve("clip.mov"), "s=640x360:r=25", 0.2);

        QmasterProgram.Result possible = submit(
                clip, settings.stream().filter(setting -> !isHevc(setting)).toList());
        assertThat(possible.code()).as(possible.err()).isZero();
        List<String> made = new ArrayList<>();
        for (Path setting : settings) {
            if (!isHevc(setting)) {
                made.add(key(setting) + ": " + String.join(" | ", ffmpeg.tracks(output(key(setting)))));
            }
        }
        assertThat(made).containsExactlyElementsOf(EXPECTED.lines().toList());

        QmasterProgram.Result impossible =
                submit(clip, settings.stream().filter(EncodedOutputsIT::isHevc).toList());
        assertThat(impossible.code()).isEqualTo(1);
        assertThat(impossible.err()).containsPattern("Failed: ffmpeg \\S+ has no encoder for HEVC");
    }

    private static boolean isHevc(Path setting) {
        return key(setting).contains("HEVC");
    }

    private QmasterProgram.Result submit(Path clip, List<Path> settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "submit", clip.toString(), "--destination-dir", qmaster.out().toString(), "--wait", "--verify"));
        for (Path setting : settings) {
            arguments.addAll(List.of("--setting", setting.toString(), "--suffix", "-" + key(setting)));
        }
        return qmaster.run(arguments.toArray(String[]::new));
    }

    private List<Path> settings() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("mac"))) {
            return files.filter(file -> file.toString().endsWith(".compressorsetting"))
                    .sorted()
                    .toList();
        }
    }

    private Path output(String key) throws IOException {
        try (Stream<Path> files = Files.list(qmaster.out())) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("clip-" + key + "(\\..*)?"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no output of " + key));
        }
    }

    private static String key(Path setting) {
        return String.valueOf(setting.getFileName()).replace(".compressorsetting", "");
    }
}
