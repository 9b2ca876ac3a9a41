package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.UnsupportedByEngineException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    void aNameThatWouldBecomeQuestionMarksIsRefused() {
        // Compressor would parse the text after a question mark as parameters of an image sequence.
        ArgumentEncoding ascii = new ArgumentEncoding(StandardCharsets.US_ASCII);
        Command command = Command.of(Path.of("/Compressor")).with("-batchname", NAME);

        assertThatThrownBy(() -> ascii.requireWritable(command))
                .isInstanceOfSatisfying(UnsupportedByEngineException.class, refused -> {
                    assertThat(refused).hasMessageContaining("US-ASCII, which cannot encode \"" + NAME + "\"");
                    assertThat(refused.hint()).contains("LC_ALL=C.UTF-8");
                });
    }

    @Test
    void aRuntimeThatLosesNamesIsAWarningOfTheHealthCheck() {
        HealthFinding ascii = HealthCheck.locale(new ArgumentEncoding(StandardCharsets.US_ASCII));
        HealthFinding latin1 = HealthCheck.locale(new ArgumentEncoding(StandardCharsets.ISO_8859_1));

        assertThat(ascii.status()).isEqualTo(HealthFinding.Status.WARNING);
        assertThat(ascii.fix()).hasValueSatisfying(fix -> assertThat(fix).contains("LC_ALL=C.UTF-8"));
        assertThat(latin1.status()).isEqualTo(HealthFinding.Status.OK);
    }

    @Test
    void plainNamesPassWhateverTheRuntimeHandsOver() {
        for (Charset charset : new Charset[] {StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1}) {
            ArgumentEncoding encoding = new ArgumentEncoding(charset);
            encoding.requireWritable(Command.of(Path.of("/Compressor")).with("/Users/me/clip.mov"));

            assertThat(encoding.encoded("/Users/me/clip.mov")).isEqualTo("/Users/me/clip.mov");
        }
    }
}
