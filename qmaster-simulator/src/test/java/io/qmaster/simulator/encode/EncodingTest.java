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
