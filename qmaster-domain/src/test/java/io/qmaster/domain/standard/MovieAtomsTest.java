package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.MovieShape;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the outermost atoms of a movie end. */
class MovieAtomsTest {
    private static final Path CLIP = Path.of("../qmaster-cli/examples/clip.mov").toAbsolutePath();

    @TempDir
    private Path folder;

    /** Writes a movie atom by atom. */
    private static final class Movie {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Movie atom(int size, String type, int content) throws IOException {
            out.writeInt(size);
            out.write(type.getBytes(StandardCharsets.ISO_8859_1));
            out.write(new byte[content]);
            return this;
        }

        Movie largeAtom(long size, String type, int content) throws IOException {
            atom(1, type, 0);
            out.writeLong(size);
            out.write(new byte[content]);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("movie.mov"), content);
    }

    private void isWhole(byte[] content) throws IOException {
        Path file = file(content);

        assertThatCode(() -> MovieAtoms.checkWhole(file)).doesNotThrowAnyException();
    }

    private void isCutOff(byte[] content) throws IOException {
        Path file = file(content);

        assertThatThrownBy(() -> MovieAtoms.checkWhole(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void theExampleIsWhole() throws IOException {
        isWhole(Files.readAllBytes(CLIP));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 14_572})
    void theExampleWithoutItsLastBytesIsCutOff(int missing) throws IOException {
        byte[] clip = Files.readAllBytes(CLIP);

        isCutOff(Arrays.copyOf(clip, clip.length - missing));
    }

    @Test
    void anAtomOfMoreThanFourGigabytesTellsItsSizeBehindItsType() throws IOException {
        isWhole(new Movie()
                .atom(16, "ftyp", 8)
                .largeAtom(20, "mdat", 4)
                .atom(8, "moov", 0)
                .bytes());
        isCutOff(new Movie()
                .atom(16, "ftyp", 8)
                .largeAtom(5_000_000_000L, "mdat", 4)
                .bytes());
    }

    @Test
    void anAtomWithoutASizeReachesToTheEnd() throws IOException {
        isWhole(new Movie().atom(8, "wide", 0).atom(0, "mdat", 100).bytes());
    }

    @Test
    void scrapsBehindTheLastAtomAreNoneOfIt() throws IOException {
        isWhole(new Movie().atom(8, "moov", 0).atom(3, "zeros", 0).bytes());
        isWhole(Arrays.copyOf(new Movie().atom(8, "moov", 0).bytes(), 12));
    }

    @Test
    void whatIsNoSuchMovieIsNotJudged() throws IOException {
        isWhole("a text".getBytes(StandardCharsets.UTF_8));
        isWhole("a text that is longer than the head of an atom".getBytes(StandardCharsets.UTF_8));
        isWhole(new byte[0]);
    }

    private void has(MovieShape shape, byte[] content) throws IOException {
        assertThat(MovieAtoms.shape(file(content))).isEqualTo(shape);
    }

    @Test
    void aMovieWithItsIndexAndItsFramesHasTheShapeOfAWholeOne() throws IOException {
        has(MovieShape.WHOLE, Files.readAllBytes(CLIP));
        has(
                MovieShape.WHOLE,
                new Movie()
                        .atom(16, "ftyp", 8)
                        .atom(12, "mdat", 4)
                        .atom(8, "moov", 0)
                        .bytes());
    }

    @Test
    void aMovieThatLacksItsLastBytesOrItsIndexHasTheShapeOfOneThatIsCutOff() throws IOException {
        byte[] clip = Files.readAllBytes(CLIP);

        has(MovieShape.CUT_OFF, Arrays.copyOf(clip, clip.length - 1));
        has(
                MovieShape.CUT_OFF,
                new Movie().atom(16, "ftyp", 8).atom(12, "mdat", 4).bytes());
        has(
                MovieShape.CUT_OFF,
                new Movie().atom(16, "ftyp", 8).atom(0, "mdat", 4).bytes());
        has(MovieShape.CUT_OFF, new Movie().atom(16, "ftyp", 8).bytes());
    }

    @Test
    void ofAMovieThatCanEndAfterAnyOfItsPartsNothingIsKnown() throws IOException {
        Movie fragments = new Movie().atom(16, "ftyp", 8).atom(8, "moov", 0);

        has(MovieShape.UNKNOWN, fragments.bytes());
        has(MovieShape.UNKNOWN, fragments.atom(8, "moof", 0).atom(12, "mdat", 4).bytes());
        has(
                MovieShape.UNKNOWN,
                new Movie().atom(8, "moov", 0).atom(0, "mdat", 100).bytes());
        has(
                MovieShape.UNKNOWN,
                new Movie()
                        .atom(12, "mdat", 4)
                        .atom(8, "moov", 0)
                        .atom(0, "\0\0\0\0", 9)
                        .bytes());
    }

    @Test
    void ofAnyOtherFileNothingIsKnown() throws IOException {
        has(MovieShape.UNKNOWN, "a text that is longer than the head of an atom".getBytes(StandardCharsets.UTF_8));
        has(MovieShape.UNKNOWN, new byte[0]);
        has(
                MovieShape.UNKNOWN,
                new Movie()
                        .atom(16, "ftyp", 8)
                        .atom(8, "meta", 0)
                        .atom(12, "mdat", 4)
                        .bytes());
    }

    @Test
    void aFileOfCountlessAtomsIsGivenUpInTime() throws IOException {
        Movie countless = new Movie();
        for (int atom = 0; atom < 200_000; atom++) {
            countless.atom(8, "free", 0);
        }

        has(MovieShape.UNKNOWN, countless.atom(100, "mdat", 1).bytes());
    }

    @Test
    void aMovieSaysHowLongItPlays() throws Exception {
        assertThat(MovieAtoms.duration(CLIP)).contains(Duration.ofSeconds(2));
    }

    @Test
    void aHeaderOfVersionOneHasTimesOf64Bits() throws Exception {
        ByteBuffer movie = ByteBuffer.wrap(
                new Movie().atom(8 + 8 + 32, "moov", 0).atom(8 + 32, "mvhd", 32).bytes());
        movie.put(16, (byte) 1).putInt(16 + 20, 1000).putLong(16 + 24, 5_500);

        assertThat(MovieAtoms.duration(file(movie.array()))).contains(Duration.ofMillis(5_500));
    }

    @Test
    void aDurationThatIsNotKnownIsNotInvented() throws Exception {
        ByteBuffer movie = ByteBuffer.wrap(
                new Movie().atom(8 + 8 + 32, "moov", 0).atom(8 + 32, "mvhd", 32).bytes());
        movie.putInt(16 + 12, 1000).putInt(16 + 16, -1);

        assertThat(MovieAtoms.duration(file(movie.array()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a text", "\0\0\0\u0010ftyp12345678"})
    void aFileWithoutAnIndexIsNoMovie(String content) throws Exception {
        Path file = file(content.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(MovieAtoms.isMovie(file)).isFalse();
        assertThat(MovieAtoms.duration(file)).isEmpty();
    }

    @Test
    void noBeginningOfAMovieIsOne() throws Exception {
        byte[] whole = Files.readAllBytes(CLIP);

        assertThat(MovieAtoms.isMovie(CLIP)).isTrue();
        for (int length = 0; length < whole.length; length += length < 3200 ? 1 : 997) {
            assertThat(MovieAtoms.isMovie(file(Arrays.copyOf(whole, length))))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }
}
