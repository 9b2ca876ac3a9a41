package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentEncodingTest {
    private static final String NAME = "Überführung ű 日本 🎬.mov";

    @Test
    void aRuntimeThatHandsOverUtf8GetsTheTextAsItIs() throws Exception {
        assertThat(new ArgumentEncoding(StandardCharsets.UTF_8).encoded(NAME)).isEqualTo(NAME);
    }

    @Test
    void aRuntimeThatHandsOverLatin1StillHandsOverTheBytesOfUtf8() throws Exception {
        String encoded = new ArgumentEncoding(StandardCharsets.ISO_8859_1).encoded(NAME);

        assertThat(encoded.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(NAME.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRuntimeThatWouldPutQuestionMarksIsRefused() {
        // Compressor would take what stands behind a question mark for parameters of an image sequence.
        assertThatThrownBy(() -> new ArgumentEncoding(StandardCharsets.US_ASCII).encoded(NAME))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-Dfile.encoding=UTF-8");
    }

    @Test
    void plainNamesPassWhateverTheRuntimeHandsOver() throws Exception {
        for (Charset charset : new Charset[] {StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1}) {
            assertThat(new ArgumentEncoding(charset).encoded("/Users/me/clip.mov"))
                    .isEqualTo("/Users/me/clip.mov");
        }
    }
}
