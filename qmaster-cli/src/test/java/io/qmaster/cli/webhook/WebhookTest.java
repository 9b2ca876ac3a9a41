package io.qmaster.cli.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address of a webhook, and what is shown of it. */
class WebhookTest {
    @Test
    void onlySchemeHostAndPortAreShown() {
        assertThat(Webhook.of("https://us%20er:pass@Hooks.example:8443/services/T0KEN?key=value"))
                .hasToString("https://hooks.example:8443/•••");
        assertThat(Webhook.of("http://[::1]")).hasToString("http://[::1]/•••");
    }

    @Test
    void userAndPasswordBecomeAHeaderAndAreNoPartOfTheTarget() {
        Webhook webhook = Webhook.of("https://jo:p%40ss@hooks.example/a%2Fb?c=%26");

        assertThat(webhook.target()).hasToString("https://hooks.example/a%2Fb?c=%26");
        assertThat(webhook.authorization()).contains("Basic am86cEBzcw==");
    }

    @Test
    void nothingSecretIsLeftInMessagesOfOthers() {
        Webhook webhook = Webhook.of("https://jo:p%40ss@hooks.example/services/T0KEN?key=value");

        assertThat(webhook.maskIn("no /services/T0KEN?key=value at https://hooks.example/services/T0KEN?key=value for"
                        + " jo:p@ss"))
                .doesNotContain("T0KEN", "value", "p@ss")
                .contains("https://hooks.example/•••");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://jo:s3cret@hooks.example/",
                "hooks.example/s3cret",
                "https:///s3cret",
                "https:s3cret",
                "https://hooks.example/s3cret here",
                "https://hooks.example:99999/s3cret",
                "https://hooks.example/#s3cret",
                "",
                "javascript:s3cret"
            })
    void whatIsNoAddressIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> Webhook.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }
}
