package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ffmpeg reads the file of a source and no other, regardless of its name and content, and reports errors about it. */
class ConfinedSourcesTest {
    private static final String PROXY = "<video-encode isEnabled=\"yes\"><codec-type>apco</codec-type></video-encode>";
    private static final int LONGEST_REASON = 300;

    @TempDir
    private Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://%s\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '%s'\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><BaseURL>file:%s"
                        + "</BaseURL></Period></MPD>",
                "[Reference]\nRef1=file:%s\n"
            })
    void whatNamesAnotherFileIsNotOpened(String list) throws Exception {
        Path source = Files.writeString(folder.resolve("list.mov"), list.formatted(clip));
        assertThat(reason(source)).startsWith("the source cannot be read");
        assertThat(reason(Files.copy(source, folder.resolve("list.m3u8")))).startsWith("the source cannot be read");
    }

    @Test
    void aNameThatIsAPatternNamesOneFile() throws Exception {
        Path still = TinyClips.clip(folder.resolve("still.png"), "-frames:v", "1", "-update", "1");
        for (String other : List.of("s001.png", "s002.png", "s003.png")) {
            Files.copy(still, folder.resolve(other));
        }
        Path pattern = Files.copy(still, folder.resolve("s%03d.png"));
        Encoding.Result result = result(PROXY, "mov", pattern);
        assertThat(result.failure()).isEmpty();
        assertThat(TinyClips.streams(result.files().get(0), "nb_frames")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-y", "100% \"it's\".mov", "a:b|c.mov", "two\nlines.mov", "[x];'\\,=.mov", "%d%s%n.mov"})
    void anyNameIsANameOnly(String name) throws Exception {
        Path source =
                Files.copy(clip, Files.createDirectory(folder.resolve("-i %d")).resolve(name));
        assertThat(result(PROXY, "mov", source).failure()).isEmpty();
    }

    @Test
    void aFileThatIsNoMediumIsAReason() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(14).nextBytes(noise);
        assertThat(reason(Files.write(folder.resolve("noise.mov"), noise))).startsWith("the source cannot be read");
        assertThat(reason(Files.write(folder.resolve("empty.mov"), new byte[0])))
                .startsWith("the source cannot be read");
        assertThat(reason(folder.resolve("missing.mov"))).startsWith("the source cannot be read");
        assertThat(reason(Files.createDirectory(folder.resolve("folder.mov")))).isEqualTo("the source has no frames");
    }

    @Test
    void aMovieThatEndsEarlyIsAReason() throws Exception {
        Path source = TinyClips.clip(folder.resolve("fast.mov"), "-c:v", "mpeg4", "-movflags", "faststart");
        byte[] whole = Files.readAllBytes(source);
        for (int part = 1; part < 4; part++) {
            Path cut = folder.resolve("cut.mov");
            Files.write(cut, Arrays.copyOf(whole, whole.length * part / 4));
            assertThat(reason(cut)).isNotEmpty();
        }
    }

    @Test
    void damagedFramesAreComplainedOfWithinBounds() throws Exception {
        Path source = TinyClips.clip(
                folder.resolve("long.mov"), "-c:v", "mjpeg", "-vf", "loop=40:10", "-movflags", "faststart");
        byte[] bytes = Files.readAllBytes(source);
        Random random = new Random(15);
        for (int at = bytes.length / 4; at < bytes.length; at += 50) {
            bytes[at] = (byte) random.nextInt();
        }
        Encoding.Result result = result(PROXY, "mov", Files.write(folder.resolve("bad.mov"), bytes));
        assertThat(result.complaints())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(40)
                .allMatch(line -> line.length() <= 500);
        result.failure().ifPresent(ConfinedSourcesTest::isAReason);
    }

    private String reason(Path source) throws Exception {
        Encoding.Result result = result(PROXY, "mov", source);
        assertThat(result.files()).isEmpty();
        assertThat(result.failure()).isPresent();
        isAReason(result.failure().get());
        return result.failure().get();
    }

    private static void isAReason(String text) {
        assertThat(text).hasSizeLessThanOrEqualTo(LONGEST_REASON).doesNotContainPattern("\\p{Cntrl}");
    }

    private Encoding.Result result(String elements, String extension, Path source) throws Exception {
        return TinyClips.encoded(folder, source, "QT", extension, elements, JobOptions.NONE);
    }
}
