package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the program encodes with the ffmpeg of its distribution, as the ffprobe of that sees it. */
@Execution(ExecutionMode.CONCURRENT)
class EncodedOutputsIT {
    private static final Path FFMPEG = QmasterProgram.home().resolve("ffmpeg/ffmpeg");
    private static final Path FFPROBE = FFMPEG.resolveSibling("ffprobe");

    /** A few settings of every kind, and the streams that they make of a clip of 640×360 with sound. */
    private static final List<String> EXPECTED = List.of(
            "HD720WebShare h264,avc1,640,360 aac,mp4a",
            "SDWebShareSmall h264,avc1,512,288 aac,mp4a",
            "HD1080Cropped h264,avc1,640,80 aac,mp4a",
            "HD1080Letterboxed h264,avc1,1920,1080 aac,mp4a",
            "Portrait h264,avc1,1080,1920 aac,mp4a",
            "ProRes422Proxy prores,apco,640,360 pcm_s16le,sowt",
            "ProRes422HQ24 prores,apch,640,360 pcm_s16le,sowt",
            "ProRes4444XQ prores,ap4x,640,360",
            "ProResProxyEighth prores,apco,80,45 pcm_s16le,sowt",
            "MXFProRes422 prores,apcn,640,360 pcm_s16le",
            "MXFXDCAM mpeg2video 1920,1080 pcm_s16le",
            "Uncompressed10 v210,v210,640,360 pcm_s16le,sowt",
            "Animation qtrle,rle ,640,360",
            "AudioALAC alac,alac",
            "AudioAC3 ac3",
            "MPEG2DVDPAL mpeg2video 720,576");

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(Files.isExecutable(FFMPEG), "the distribution of this platform has no ffmpeg");
        Process version = new ProcessBuilder(FFMPEG.toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(version.waitFor() == 0, "this system lacks libraries that the ffmpeg of the distribution needs");
        qmaster = new QmasterProgram(folder)
                .with("QMASTER_SIMULATOR_OUTPUTS", "")
                .with("QMASTER_FFPROBE", FFPROBE.toString());
    }

    @Test
    void theFirstRunGivesAMovieOfItsSettingWithTheSoundOfItsSource() throws Exception {
        QmasterProgram.Result result =
                qmaster.with("QMASTER_BACKEND", "simulator").submit("--wait", "--verify");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(streams(qmaster.out().resolve("clip.mov")))
                .satisfiesExactly(
                        video -> assertThat(video).startsWith("h264,avc1,320,180"),
                        audio -> assertThat(audio).startsWith("aac,mp4a"));
    }

    @Test
    void everySettingOfTheStandInsMakesWhatItSaysOrFailsWithAReason() throws Exception {
        StandIn standIn = StandIn.install(
                folder.resolve("mac"),
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder().speed(10).outputs(Scenario.Outputs.ENCODED).build(),
                FFMPEG);
        qmaster.with("QMASTER_COMPRESSOR", standIn.compressor().toString());
        List<Path> settings = settings();
        assertThat(settings).hasSizeGreaterThan(45);

        QmasterProgram.Result possible = submit(settings.stream()
                .filter(setting -> !setting.toString().contains("HEVC"))
                .toList());
        assertThat(possible.code()).as(possible.err()).isZero();
        for (String expected : EXPECTED) {
            String key = expected.substring(0, expected.indexOf(' '));
            assertThat(String.join(" ", streams(output(key)))).as(key).contains(expected.substring(key.length() + 1));
        }
        try (Stream<Path> frames = Files.list(output("TIFFSequence"))) {
            assertThat(frames).hasSize(10);
        }

        QmasterProgram.Result impossible = submit(settings.stream()
                .filter(setting -> setting.toString().contains("HEVCWebShare"))
                .toList());
        assertThat(impossible.code()).isEqualTo(1);
        assertThat(impossible.err()).containsPattern("Failed: ffmpeg \\S+ has no encoder for HEVC");
    }

    private QmasterProgram.Result submit(List<Path> settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "submit", clip().toString(), "--destination-dir", qmaster.out().toString(), "--wait", "--verify"));
        for (Path setting : settings) {
            arguments.addAll(List.of("--setting", setting.toString(), "--suffix", "-" + key(setting)));
        }
        return qmaster.run(arguments.toArray(String[]::new));
    }

    private Path clip() throws Exception {
        Path clip = folder.resolve("clip.mov");
        if (!Files.exists(clip)) {
            assertThat(SystemCommand.succeeds(
                            FFMPEG.toString(),
                            "-f",
                            "lavfi",
                            "-i",
                            "testsrc2=s=640x360:r=25:d=0.4",
                            "-f",
                            "lavfi",
                            "-i",
                            "sine=d=0.4",
                            "-c:v",
                            "mpeg4",
                            "-c:a",
                            "aac",
                            clip.toString()))
                    .isTrue();
        }
        return clip;
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

    /** A line for each track with a picture or sound: codec, FourCC if there is one, and size. */
    private List<String> streams(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        FFPROBE.toString(),
                        "-v",
                        "error",
                        "-of",
                        "csv=p=0",
                        "-show_entries",
                        "stream=codec_name,codec_tag_string,width,height",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return answer.lines()
                .map(line ->
                        line.replaceAll(",\\[[^,]*,?", " ").replaceAll(",$", "").strip())
                .filter(line -> !line.isBlank() && !line.startsWith("unknown"))
                .toList();
    }
}
