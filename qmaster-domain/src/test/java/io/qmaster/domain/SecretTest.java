package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in what programs print. */
class SecretTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa$s'w\"o r\\d/é&",
                "pa%24s%27w%22o%20r%5Cd%2F%C3%A9%26",
                "pa%24s%27w%22o+r%5cd/%c3%a9&",
                "pa%2524s%2527w%2522o%2520r%255Cd%252F%25C3%25A9%2526",
                "pa$s'w\\\"o r\\\\d\\/\\u00e9&",
                "pa$s'w\\\\\\\"o r\\\\\\\\d/\\\\u00E9&",
                "pa$s&apos;w&quot;o r\\d/&#233;&amp;",
                "pa$s&#39;w&#x22;o r\\d/&#xE9;&#38;",
                "pa\\$s\\'w\\\"o\\ r\\\\d/é\\&",
                "pa$s'\\''w\"o r\\d/é&",
                "pa$s'\"'\"'w\"o r\\d/é&",
                "pa\\$s'w\\\"o r\\\\d/é&",
                "pa$s\\'w\"o r\\\\d/\\303\\251&",
                "pa$s\\x27w\\x22o\\040r\\\\d/\\xc3\\xa9&",
                "pa$s'w\"o r\\d/e\u0301&",
                "706124732777226f20725c642fc3a926",
                "706124732777226F20725C642FC3A926"
            })
    void aSecretIsMaskedHoweverAProgramWritesIt(String written) {
        Secret secret = Secret.of("pa$s'w\"o r\\d/é&");

        assertThat(secret.maskIn("a '" + written + "' b")).isEqualTo("a '•••' b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "render:", "render:x@10.0.0.7:", "a", "ab", "abc", "{\"password\":\""})
    void aSecretIsMaskedInBase64TogetherWithWhateverStandsAroundIt(String before) {
        byte[] bytes = (before + "hunter2>?ÿ" + "@10.0.0.7:50000").getBytes(StandardCharsets.UTF_8);
        byte[] toItsEnd = (before + "hunter2>?ÿ").getBytes(StandardCharsets.UTF_8);
        String wrapped = Base64.getMimeEncoder(8, new byte[] {'\n'}).encodeToString(bytes);

        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (String text : List.of(
                    encoder.encodeToString(bytes),
                    encoder.encodeToString(toItsEnd),
                    encoder.withoutPadding().encodeToString(toItsEnd))) {
                assertThat(Secret.of("hunter2>?ÿ").maskIn("Basic " + text + " x " + text))
                        .isEqualTo("Basic ••• x •••");
            }
        }
        assertThat(Secret.of("hunter2>?ÿ").maskIn(wrapped)).contains("•••").doesNotContain("50bGVy", "nRlcj", "bnRl");
    }

    @Test
    void aShortSecretIsMaskedInBase64WhereItStandsAlone() {
        assertThat(Secret.of("abc").maskIn("YWJj, YWJj=, \"YWJj\" but xYWJj and YWJjx"))
                .isEqualTo("•••, •••, \"•••\" but xYWJj and YWJjx");
        assertThat(Secret.of("me:x1").maskIn("Basic bWU6eDE=, bWU6eDE%3D, bWU6eDE"))
                .isEqualTo("Basic •••, •••, •••");
    }

    @Test
    void aSecretIsFoundInALongTextInOneGo() {
        String text = "x".repeat(1_000_000);

        assertThat(Secret.of("hunter2").maskIn(text + " hunter2 " + text)).isEqualTo(text + " ••• " + text);
    }
}
