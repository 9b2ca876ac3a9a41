package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secret that lets a browser in. */
class AccessTokenTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void onlyTheWholeTokenIsRight() throws IOException {
        AccessToken token = AccessToken.read(file("rw-------", TOKEN + "\n"));

        assertThat(token.isRight(TOKEN)).isTrue();
        assertThat(token.isRight(TOKEN.substring(1))).isFalse();
        assertThat(token.isRight(TOKEN.toUpperCase(Locale.ROOT))).isFalse();
        assertThat(token.isRight(token.cookie())).isFalse();
    }

    @Test
    void theCookieIsTheSameForTheSameTokenAlone() {
        AccessToken token = new AccessToken(TOKEN);

        assertThat(new AccessToken(TOKEN).isCookie(token.cookie())).isTrue();
        assertThat(new AccessToken(TOKEN + "0").isCookie(token.cookie())).isFalse();
        assertThat(token.isCookie(TOKEN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    void aFileThatOthersCanUseIsRefused(String permissions) throws IOException {
        Path file = file(permissions, TOKEN);

        assertThatThrownBy(() -> AccessToken.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("can be used by other users")
                .hasMessageNotContainingAny(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0123456789abcdef0123456789abcde", "two words 0123456789abcdef0123456789", "\u00fc\u00fc"})
    void aShortOrUnusualTokenIsRefused(String token) throws IOException {
        Path file = file("rw-------", token);

        assertThatThrownBy(() -> AccessToken.read(file))
                .hasMessageContaining("must be 32 to 512 visible ASCII characters");
    }

    @Test
    void aFileThatIsNotThereIsReported() {
        assertThatThrownBy(() -> AccessToken.read(folder.resolve("none"))).hasMessageContaining("cannot be read");
    }

    private Path file(String permissions, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
