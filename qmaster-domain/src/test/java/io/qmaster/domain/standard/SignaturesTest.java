package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first bytes by which a file matches its extension. */
class SignaturesTest {
    private static final Path CLIP = Path.of("../qmaster-cli/examples/clip.mov").toAbsolutePath();

    @TempDir
    private Path folder;

    private Optional<String> mismatch(String name, byte[] content) throws IOException {
        return Signatures.mismatch(Files.write(folder.resolve(name), content), folder.resolve("no source"));
    }

    /** Heads as programs write them: of FFmpeg 5.1, of QuickTime, and of the formats' own examples. */
    @ParameterizedTest
    @CsvSource({
        "mov, 00000014667479707174202000000200",
        "MOV, 000000086d646174",
        "mov, 0000000877696465000001006d646174",
        "mov, 0000000866726565000001006d646174",
        "mov, 0000001c736b697000000000",
        "mov, 000000016d6461740000000200000000",
        "mov, ffffffff6d64617400000000",
        "mov, 0000002073696478000000000000",
        "mpeg, 0000000000000001b31400f0",
        "m4a, 00000018667479704d344120",
        "wav, 42573634ffffffff57415645",
        "wav, 524946580000002457415645",
        "tif, 49492b00080000001000000000000000",
        "dpx, 5850445300080000",
        "mp4, 00000020667479706d70343200000000",
        "m4v, 0000001c667479704d34562000000001",
        "mxf, 060e2b34020501010d01020101020400",
        "mpg, 000001ba440004000401",
        "mpg, 474000100000b00d",
        "m2v, 000001b31400f0",
        "264, 0000000109f0",
        "ts, 474011100042f025",
        "m2ts, 0000000047400010",
        "avi, 52494646000000004156492000000000",
        "wav, 524946462400000057415645666d7420",
        "wav, 52463634ffffffff5741564564733634",
        "aif, 464f524d0000002e41494646434f4d4d",
        "aiff, 464f524d0000002e41494643434f4d4d",
        "caf, 63616666000100006465736300000000",
        "mp3, 49443304000000000023",
        "mp3, fffb9064000f",
        "aac, fff150800e1ffc",
        "ac3, 0b7753f6144000",
        "ec3, 0b7701ff3f8500",
        "tif, 49492a0008000000",
        "tiff, 4d4d002a00000008",
        "png, 89504e470d0a1a0a0000000d49484452",
        "jpg, ffd8ffe000104a464946",
        "jpeg, ffd8ffe1",
        "gif, 474946383961",
        "dpx, 53445058000008000056312e30",
        "exr, 762f310102000000",
    })
    void aFileThatBeginsAsOneOfItsExtensionIsNotObjectedTo(String extension, String head) throws IOException {
        assertThat(mismatch("clip." + extension, HexFormat.of().parseHex(head))).isEmpty();
        assertThat(mismatch("clip." + extension, "text text text".getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Test
    void theExampleIsAMovie() throws IOException {
        assertThat(mismatch("clip.mov", Files.readAllBytes(CLIP))).isEmpty();
    }

    @Test
    void anMxfFileMayBeginAfterARunIn() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[65_535]);
        file.write(HexFormat.of().parseHex("060e2b34020501010d01020101020400"));

        assertThat(mismatch("clip.mxf", file.toByteArray())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "clip.fcpxml", "clip.dv", "clip.r3d", ".mov"})
    void anExtensionThatIsNotKnownIsNotJudged(String name) throws IOException {
        assertThat(mismatch(name, "text".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void whatTheFileIsInsteadIsNamed() throws IOException {
        assertThat(mismatch("a.mov", "one byte\nof text, and more".getBytes(StandardCharsets.UTF_8)))
                .contains("its first bytes are not those of a .mov file, but the text \"one byte of text\"");
        assertThat(mismatch("a.mov", HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452")))
                .contains("its first bytes are not those of a .mov file, but those of a .png file");
        assertThat(mismatch("a.mov", new byte[3]))
                .contains("its first bytes are not those of a .mov file, but 00 00 00");
    }

    @Test
    void aCopyOfTheSourceIsNotJudgedAndWhatOnlyBeginsLikeItIs() throws IOException {
        Path source = Files.writeString(folder.resolve("source.txt"), "a text");
        Path copy = Files.writeString(folder.resolve("copy.mov"), "a text");
        Path other = Files.writeString(folder.resolve("other.mov"), "a text, and more");

        assertThat(Signatures.mismatch(copy, source)).isEmpty();
        assertThat(Signatures.mismatch(other, source)).isPresent();
    }
}
