package io.qmaster.cli.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures by Standard Webhooks. */
class SigningSecretsTest {
    /** The example of the specification's libraries. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    @Test
    void theExampleOfTheSpecificationIsSignedAsThere() {
        assertThat(signatures(SECRET)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void twoSecretsGiveTwoSignaturesInTheirOrder() {
        assertThat(signatures(OTHER + "  " + SECRET + "\n")).isEqualTo(signatures(OTHER) + " " + signatures(SECRET));
    }

    private static String signatures(String secrets) {
        return SigningSecrets.parse(secrets)
                .signatures(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330), "{\"test\": 2432232314}");
    }

    @ParameterizedTest
    @CsvSource({
        "'', must begin with whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, must begin with whsec_",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2L*LaSw, must be Base64",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La, 24 to 64 bytes",
        "whsec_MfKQ9r8G whsec_MfKQ9r8G whsec_MfKQ9r8G, at most two secrets"
    })
    void whatIsNoSecretIsRefusedWithoutShowingIt(String text, String reason) {
        assertThatThrownBy(() -> SigningSecrets.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining(reason)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("MfKQ9r8G"));
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(SigningSecrets.parse(SECRET)).hasToString("a secret");
        assertThat(SigningSecrets.parse(SECRET + " " + OTHER)).hasToString("2 secrets");
    }
}
