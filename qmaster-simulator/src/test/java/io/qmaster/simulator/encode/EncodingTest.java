package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Timecode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outputs that ffmpeg produces from a plan, as reported by ffprobe. */
class EncodingTest {
    private static final String VIDEO = """
            <video-encode isEnabled="yes"><codec-type>%s</codec-type><automatic width="%s" height="%s"/>%s</video-encode>
            """;
    private static final String SOUND = "<audio-encode isEnabled=\"yes\"><codec-type>%s</codec-type></audio-encode>";

    @TempDir
    private Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
    }

    @Test
    void aMovieHasTheCodecsAndTheSizeOfItsSetting() throws Exception {
        Path output = made("QT", "mov", VIDEO.formatted("avc1", "-32", "32", "") + SOUND.formatted("aac "));
        assertThat(TinyClips.streams(output, "codec_name,codec_tag_string,width,height,nb_frames"))
                .satisfiesExactly(
                        video -> assertThat(video).startsWith("h264,avc1,32,18,10"),
                        audio -> assertThat(audio).startsWith("aac,mp4a"));
    }

    @Test
    void proResHasItsProfile() throws Exception {
        Path output = made("QT", "mov", VIDEO.formatted("apcn", "-100", "-100", "") + SOUND.formatted("lpcm"));
        assertThat(TinyClips.streams(output, "codec_name,codec_tag_string,width,height"))
                .satisfiesExactly(
                        video -> assertThat(video).startsWith("prores,apcn,64,36"),
                        audio -> assertThat(audio).startsWith("pcm_s16le"));
    }

    @Test
    void everyFrameOfASourceIsAFileOfAnImageSequence() throws Exception {
        Encoding.Result result = result("TIFF", "tiff", "<video-encode isEnabled=\"yes\"/>", JobOptions.NONE, clip);
        assertThat(result.failure()).isEmpty();
        assertThat(result.files())
                .hasSize(10)
                .first()
                .satisfies(file -> assertThat(file).hasFileName("frame-000000.tiff"));
    }

    @Test
    void aPartOfTheSourceIsCountedFromItsOwnTimecode() throws Exception {
        Path source = TinyClips.clip(folder.resolve("late.mov"), "-c:v", "mpeg4", "-timecode", "01:00:00:00");
        JobOptions options = new JobOptions(
                Optional.of(new Timecode(1, 0, 0, 2)),
                Optional.of(new Timecode(1, 0, 0, 7)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Encoding.Result result = result("QT", "mov", VIDEO.formatted("apco", "-100", "-100", ""), options, source);
        assertThat(result.failure()).isEmpty();
        assertThat(TinyClips.streams(result.files().get(0), "nb_frames"))
                .first()
                .isEqualTo("5");
    }

    @Test
    void anOutPointAfterTheEndOfTheSourceIsRefused() throws Exception {
        JobOptions options = until(new Timecode(0, 0, 1, 5));
        Encoding.Result result = result("QT", "mov", VIDEO.formatted("apco", "-100", "-100", ""), options, clip);
        assertThat(result.failure())
                .contains("the out point 00:00:01;05 is not in the source, which ends at 00:00:01;00");
    }

    @Test
    void anOutPointAtTheEndOfTheSourceIsItsEnd() throws Exception {
        JobOptions options = until(new Timecode(0, 0, 1, 0));
        Encoding.Result result = result("QT", "mov", VIDEO.formatted("apco", "-100", "-100", ""), options, clip);
        assertThat(TinyClips.streams(result.files().get(0), "nb_frames"))
                .first()
                .isEqualTo("10");
    }

    private static JobOptions until(Timecode out) {
        return new JobOptions(
                Optional.empty(),
                Optional.of(out),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"NONE, 16, pcm_s16le", "NONE, 24, pcm_s24le", "lpcm, 24, pcm_s24le", "in24, 16, pcm_s24le"})
    void uncompressedSoundHasTheBitsOfItsSetting(String codec, String bits, String encoder) throws Exception {
        Path output = made(
                "QT",
                "mov",
                VIDEO.formatted("apco", "-100", "-100", "")
                        + "<audio-encode isEnabled=\"yes\"><codec-type>%s</codec-type><audio-format-info>48000.0 2 %s 48000 N 1 N</audio-format-info></audio-encode>"
                                .formatted(codec, bits));
        assertThat(TinyClips.streams(output, "codec_name,sample_rate,channels"))
                .last()
                .isEqualTo(encoder + ",48000,2");
    }

    @ParameterizedTest
    @CsvSource({
        "ap4h, 32, yuva444p12le",
        "ap4h, 24, yuv444p12le",
        "'rle ', 32, argb",
        "'rle ', 24, rgb24",
        "apcn, 32, yuv422p10le"
    })
    void alphaIsKeptWhereCodecAndSettingHaveIt(String codec, String depth, String pixels) throws Exception {
        clip = TinyClips.clip(folder.resolve("alpha.mov"), "-c:v", "qtrle", "-pix_fmt", "argb");
        Path output =
                made("QT", "mov", VIDEO.formatted(codec, "-100", "-100", "<spatial pixelDepth=\"" + depth + "\"/>"));
        assertThat(TinyClips.streams(output, "pix_fmt")).containsExactly(pixels);
    }

    @Test
    void theBoundsOfASettingAreItsSizeIfNothingElseIs() throws Exception {
        Path output = made("QT", "mov", VIDEO.formatted("apco", "-0", "-0", "<bounds width=\"48\" height=\"32\"/>"));
        assertThat(TinyClips.streams(output, "width,height")).first().isEqualTo("48,32");
        Path odd = made("QT", "mov", VIDEO.formatted("apco", "-0", "-0", "<bounds width=\"48.5\" height=\"1e99\"/>"));
        assertThat(TinyClips.streams(odd, "width,height")).first().isEqualTo("64,36");
    }

    @Test
    void soundThatEndsBeforeThePictureIsNoCutOffSource() throws Exception {
        clip = TinyClips.clip(folder.resolve("silent end.mov"), "-c:v", "mpeg4", "-c:a", "aac", "-vf", "tpad=stop=200");
        Path output = made("QT", "mov", VIDEO.formatted("apco", "-100", "-100", "") + SOUND.formatted("lpcm"));
        assertThat(TinyClips.streams(output, "nb_frames")).first().isEqualTo("210");
    }

    @Test
    void aPlaylistThatIsNamedAsAMovieIsNotOpened() throws Exception {
        Path playlist = Files.writeString(folder.resolve("list.mov"), """
                #EXTM3U
                #EXT-X-TARGETDURATION:1
                #EXTINF:1,
                file://%s
                """.formatted(clip));
        Encoding.Result result =
                result("QT", "mov", VIDEO.formatted("apco", "-100", "-100", ""), JobOptions.NONE, playlist);
        assertThat(result.failure())
                .get()
                .asString()
                .startsWith("the source cannot be read: ")
                .doesNotContain("source.mov", folder.toString());
    }

    private Path made(String kind, String extension, String elements) throws Exception {
        Encoding.Result result = result(kind, extension, elements, JobOptions.NONE, clip);
        assertThat(result.failure()).isEmpty();
        return result.files().get(0);
    }

    private Encoding.Result result(String kind, String extension, String elements, JobOptions options, Path source)
            throws Exception {
        return TinyClips.encoded(folder, source, kind, extension, elements, options);
    }
}
