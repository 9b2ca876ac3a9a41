package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOwnerTest {
    @TempDir
    private Path folder;

    @Test
    void whatThisUserMakesBelongsToThisUser() throws IOException {
        assertThat(FileOwner.isThisUser(folder)).isTrue();
    }

    @Test
    void aUserWhoHasNoNameIsKnownByNumber() throws IOException {
        assertThat(FileOwner.isUser("?", folder)).isTrue();
    }

    @Test
    void aFileOfAnotherUserDoesNot() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assumeTrue(isGivenToAnotherUser(file), "needs a user who may give files to any user");

        assertThat(FileOwner.isThisUser(file)).isFalse();
        assertThat(FileOwner.isUser("?", file)).isFalse();
    }

    private static boolean isGivenToAnotherUser(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", 4711);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }
}
