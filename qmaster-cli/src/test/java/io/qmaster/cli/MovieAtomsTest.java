package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the outermost atoms of a movie end. */
class MovieAtomsTest {
    private static final Path CLIP = Path.of("examples/clip.mov").toAbsolutePath();

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
}
