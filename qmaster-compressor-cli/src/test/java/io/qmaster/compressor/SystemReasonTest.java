package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of files and programs are reported with the messages of the system. */
class SystemReasonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cannot run program \"/x/Compressor\": error=13, Permission denied",
                "Cannot run program \"/x/Compressor\": Exec failed, error: 13 (Permission denied)",
                "Permission denied"
            })
    void ofAProgramThatDoesNotStartTheWordsOfTheSystemAreKept(String message) {
        assertThat(SystemReason.of(new IOException(message))).isEqualTo("Permission denied");
    }

    @Test
    void ofAFileThePathIsNotRepeated() {
        assertThat(SystemReason.of(new NoSuchFileException("/x"))).isEqualTo("it does not exist");
        assertThat(SystemReason.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(SystemReason.of(new IOException())).isEqualTo("no reason was given");
    }
}
