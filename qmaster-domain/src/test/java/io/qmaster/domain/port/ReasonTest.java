package io.qmaster.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {
    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException(),
                new NullPointerException(),
                new NoSuchFileException("/x"),
                new AccessDeniedException("/x"),
                new FileSystemLoopException("/x"),
                new UncheckedIOException(new NoSuchFileException("/x")),
                new RuntimeException(new IOException()),
                new RuntimeException(new IllegalStateException("bad day")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void noReasonNamesAJavaClass(Throwable failure) {
        assertThat(Reason.withPath(failure)).isNotBlank().doesNotContain("Exception", "java.");
    }

    @Test
    void aFileIsNamedWithWhatIsWrongWithIt() {
        assertThat(Reason.withPath(new UncheckedIOException(new NoSuchFileException("/movies/a.mov"))))
                .isEqualTo("/movies/a.mov: it does not exist");
        assertThat(Reason.withPath(new FileSystemException("/movies/a.mov", null, "Stale file handle")))
                .isEqualTo("/movies/a.mov: Stale file handle");
    }
}
