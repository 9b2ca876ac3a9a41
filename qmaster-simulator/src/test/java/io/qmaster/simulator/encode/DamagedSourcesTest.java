package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.JobOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources that are damaged, too large, or empty. */
class DamagedSourcesTest {
    private static final String MOVIE = "<video-encode isEnabled=\"yes\"><codec-type>apco</codec-type></video-encode>"
            + "<audio-encode isEnabled=\"yes\"><codec-type>lpcm</codec-type></audio-encode>";
    private static final String SOUND = "<audio-encode isEnabled=\"yes\"><codec-type>lpcm</codec-type></audio-encode>";

    @TempDir
    private Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
    }

    @Test
    void aMovieWithoutItsIndexIsRefused() throws Exception {
        byte[] movie = Files.readAllBytes(clip);
        Path source = Files.write(folder.resolve("damaged.mov"), Arrays.copyOf(movie, movie.length / 2));
        assertThat(reason("mov", MOVIE, source)).startsWith("the source is cut off");
    }

    @Test
    void aSourceLargerThanAnyCameraMakesIsRefused() throws Exception {
        // A PNG whose header specifies 60000 by 60000.
        ByteBuffer png = ByteBuffer.allocate(33);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.putInt(13)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(60_000)
                .putInt(60_000);
        png.put(new byte[] {8, 2, 0, 0, 0}).putInt(0);
        Path source = Files.write(folder.resolve("huge.png"), png.array());
        assertThat(reason("mov", MOVIE, source)).matches("the source (is too large|cannot be read|has no frames).*");
    }

    @Test
    void soundThatAnnouncesTenHoursAndHasASecondFails() throws Exception {
        Path source = TinyClips.clip(folder.resolve("sound.wav"), "-vn", "-c:a", "pcm_s16le");
        byte[] wave = Files.readAllBytes(source);
        int data = new String(wave, StandardCharsets.ISO_8859_1).indexOf("data");
        ByteBuffer.wrap(wave)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4, Integer.MAX_VALUE)
                .putInt(data + 4, 44_100 * 2 * 3600 * 6);
        Files.write(source, wave);
        assertThat(reason("wav", SOUND, source)).isEqualTo("the source is cut off");
    }

    @ParameterizedTest
    @CsvSource({
        // The offset of the size in the chunk with the sound, and in the chunk with the sizes of RF64.
        "wav, data, 4, LITTLE_ENDIAN, 4",
        "caf, data, 4, BIG_ENDIAN, 8",
        "w64, data, 16, LITTLE_ENDIAN, 8",
        "rf64, ds64, 16, LITTLE_ENDIAN, 8",
        "aiff, SSND, 4, BIG_ENDIAN, 4"
    })
    void soundThatIsShorterThanItsOwnSizeFails(String format, String chunk, int at, String order, int bytes)
            throws Exception {
        Path file = folder.resolve("sound." + format.replace("rf64", "wav"));
        List<String> rf64 = format.equals("rf64") ? List.of("-rf64", "always") : List.of();
        Path source = TinyClips.clip(
                file, Stream.concat(Stream.of("-vn"), rf64.stream()).toArray(String[]::new));
        assertThat(result("wav", SOUND, source).failure()).isEmpty();

        byte[] sound = Files.readAllBytes(source);
        int size = new String(sound, StandardCharsets.ISO_8859_1).indexOf(chunk) + at;
        ByteBuffer head =
                ByteBuffer.wrap(sound).order(order.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int tenHours = 44_100 * 36_000;
        if (bytes == 4) {
            head.putInt(size, tenHours);
        } else {
            head.putLong(size, tenHours);
        }
        Files.write(source, sound);
        assertThat(reason("wav", SOUND, source)).isEqualTo("the source is cut off");
    }

    @Test
    void soundThatDoesNotKnowItsSizeIsEncoded() throws Exception {
        Path source = TinyClips.clip(folder.resolve("sound.wav"), "-vn", "-c:a", "pcm_s16le");
        Files.write(source, withoutSizes(Files.readAllBytes(source)));
        assertThat(result("wav", SOUND, source).failure()).isEmpty();
    }

    @Test
    void soundThatHasNoSamplesFails() throws Exception {
        Path source = TinyClips.clip(folder.resolve("sound.wav"), "-vn", "-c:a", "pcm_s16le");
        byte[] wave = withoutSizes(Files.readAllBytes(source));
        int data = new String(wave, StandardCharsets.ISO_8859_1).indexOf("data");
        Files.write(source, Arrays.copyOf(wave, data + 8));
        assertThat(reason("wav", SOUND, source)).isEqualTo("the source has no frames");
        assertThat(reason("mov", MOVIE, source)).isEqualTo("the source has no frames");
    }

    /** A file as written by a program that does not know its length at the start. */
    private static byte[] withoutSizes(byte[] wave) {
        int data = new String(wave, StandardCharsets.ISO_8859_1).indexOf("data");
        ByteBuffer.wrap(wave).putInt(4, -1).putInt(data + 4, -1);
        return wave;
    }

    @Test
    void aMovieWithFramesThatCannotBeDecodedFails() throws Exception {
        Path source = TinyClips.clip(folder.resolve("damaged.mov"), "-c:v", "png", "-an");
        byte[] movie = Files.readAllBytes(source);
        int data = new String(movie, StandardCharsets.ISO_8859_1).indexOf("mdat");
        Arrays.fill(movie, data + 300, data + 3000, (byte) 7);
        Files.write(source, movie);
        assertThat(reason("mov", MOVIE, source)).isEqualTo("the source is damaged: some of it cannot be decoded");
    }

    @Test
    void aFrameOfAnImageSequenceThatCannotBeDecodedFails() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        TinyClips.clip(frames.resolve("f%03d.png"), "-frames:v", "5", "-an");
        byte[] frame = Files.readAllBytes(frames.resolve("f003.png"));
        Files.write(frames.resolve("f003.png"), Arrays.copyOf(frame, 60));
        assertThat(reason("mov", MOVIE, frames)).isEqualTo("the source is damaged: some of it cannot be decoded");
    }

    @Test
    void aSourceWithoutFramesFails() throws Exception {
        Path source = TinyClips.clip(folder.resolve("none.mov"), "-c:v", "mpeg4", "-an", "-frames:v", "0");
        assertThat(reason("mov", MOVIE, source)).startsWith("the source ");
    }

    @Test
    void aFolderOfTextsIsNotAnImageSequence() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        Files.writeString(frames.resolve("frame.txt"), "no frame");
        assertThat(reason("mov", MOVIE, frames)).isEqualTo("the source has no frames");
    }

    private String reason(String extension, String elements, Path source) throws Exception {
        return result(extension, elements, source).failure().orElse("it was encoded");
    }

    private Encoding.Result result(String extension, String elements, Path source) throws Exception {
        return TinyClips.encoded(folder, source, "QT", extension, elements, JobOptions.NONE);
    }
}
