package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.port.MovieShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MxfPartitionsTest {
    private static final String HEADER = "060e2b34020501010d01020101020400";
    private static final String FOOTER = "060e2b34020501010d01020101040400";
    private static final String ESSENCE = "060e2b34010201010d01030115010500";
    private static final String INDEX_PACK = "060e2b34020501010d01020101110100";

    @TempDir
    private Path folder;

    private MovieShape shape(byte[] content) throws IOException {
        return MxfPartitions.shape(Files.write(folder.resolve("clip.mxf"), content));
    }

    /** A key, a length in four bytes as most programs write it, and a value. */
    private static byte[] item(String key, byte[] value) {
        ByteBuffer item = ByteBuffer.allocate(20 + value.length);
        item.put(HexFormat.of().parseHex(key)).putInt(0x83000000 | value.length).put(value);
        return item.array();
    }

    private static byte[] pack(String key, long footer) {
        ByteBuffer value = ByteBuffer.allocate(88);
        value.putLong(24, footer);
        return item(key, value.array());
    }

    /** A header, essence, a footer and a random index pack. */
    private static byte[] movie(int runIn, boolean finished) {
        byte[] essence = item(ESSENCE, new byte[5_000]);
        int footer = 108 + essence.length;
        ByteArrayOutputStream movie = new ByteArrayOutputStream();
        movie.writeBytes(new byte[runIn]);
        movie.writeBytes(pack(HEADER, finished ? footer : 0));
        movie.writeBytes(essence);
        movie.writeBytes(pack(FOOTER, footer));
        movie.writeBytes(item(INDEX_PACK, new byte[28]));
        return movie.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535})
    void aFinishedFileIsWholeAlsoAfterARunIn(int runIn) throws IOException {
        assertThat(shape(movie(runIn, true))).isEqualTo(MovieShape.WHOLE);
    }

    @Test
    void aFileThatEndsAnywhereBeforeTheEndOfItsFooterIsCutOff() throws IOException {
        byte[] whole = movie(0, true);

        for (int length = 60; length < whole.length; length += 7) {
            boolean betweenItems = length == whole.length - 48;
            assertThat(shape(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEqualTo(betweenItems ? MovieShape.WHOLE : MovieShape.CUT_OFF);
        }
    }

    @Test
    void aFileWhoseHeaderNamesNoFooterIsNotJudged() throws IOException {
        byte[] unfinished = movie(0, false);

        assertThat(shape(unfinished)).isEqualTo(MovieShape.UNKNOWN);
        assertThat(shape(Arrays.copyOf(unfinished, 3_000))).isEqualTo(MovieShape.UNKNOWN);
    }

    @Test
    void aFileThatIsNoMxfIsNotJudged() throws IOException {
        assertThat(shape("text".getBytes(StandardCharsets.UTF_8))).isEqualTo(MovieShape.UNKNOWN);
        assertThat(shape(new byte[0])).isEqualTo(MovieShape.UNKNOWN);
    }

    @Test
    void theFilesOfThisComputerAreLookedAtSo() throws IOException {
        byte[] whole = movie(0, true);
        Path file = Files.write(folder.resolve("a.mxf"), Arrays.copyOf(whole, 4_000));

        assertThat(new LocalFiles().shape(file)).isEqualTo(MovieShape.CUT_OFF);
        Files.write(file, whole);
        assertThat(new LocalFiles().shape(file)).isEqualTo(MovieShape.WHOLE);
    }

    @Property
    void anyBytesAfterAHeaderAreJudgedWithoutAFault(@ForAll @Size(max = 400) byte[] tail, @ForAll long footer)
            throws IOException {
        Path file = Files.createTempFile("any", ".mxf");
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(pack(HEADER, footer));
            content.writeBytes(tail);

            assertThat(MxfPartitions.shape(Files.write(file, content.toByteArray())))
                    .isIn(footer > 0 ? List.of(MovieShape.UNKNOWN, MovieShape.CUT_OFF) : List.of(MovieShape.UNKNOWN));
        } finally {
            Files.delete(file);
        }
    }
}
