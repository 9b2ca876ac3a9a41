package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentEncodingTest {
    private static final String NAME = "Überführung ű 日本 🎬.mov";

    @Test
    void aRuntimeThatHandsOverUtf8GetsTheTextAsItIs() {
        assertThat(new ArgumentEncoding(StandardCharsets.UTF_8).encoded(NAME)).isEqualTo(NAME);
    }

    @Test
    void aRuntimeThatHandsOverLatin1StillHandsOverTheBytesOfUtf8() {
        String encoded = new ArgumentEncoding(StandardCharsets.ISO_8859_1).encoded(NAME);

        assertThat(encoded.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(NAME.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRuntimeThatWouldPutQuestionMarksCannotWriteTheName() {
        // Compressor would take what stands behind a question mark for parameters of an image sequence.
        ArgumentEncoding ascii = new ArgumentEncoding(StandardCharsets.US_ASCII);

        assertThat(ascii.canWrite(NAME)).isFalse();
        assertThatThrownBy(() -> ascii.encoded(NAME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainNamesPassWhateverTheRuntimeHandsOver() {
        for (Charset charset : new Charset[] {StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1}) {
            assertThat(new ArgumentEncoding(charset).encoded("/Users/me/clip.mov"))
                    .isEqualTo("/Users/me/clip.mov");
        }
    }
}
