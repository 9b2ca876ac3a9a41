package io.qmaster.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.OutputProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the contract of {@link OutputProbe}. For authors of probes: extend it and create the probe. Not thread-safe. */
public abstract class OutputProbeContract {
    @TempDir
    private Path folder;

    /** For subclasses. */
    protected OutputProbeContract() {}

    /** The probe to test. */
    protected abstract OutputProbe probe() throws Exception;

    /** A movie with a video track of at least a second. */
    protected abstract Path movie() throws Exception;

    @Test
    void aMovieHasAPictureAndADuration() throws Exception {
        MediaFacts facts = probe().probe(movie(), Deadline.NEVER);

        assertThat(facts.video()).get().satisfies(video -> {
            assertThat(video.codec()).isNotBlank();
            assertThat(video.width()).isPositive();
            assertThat(video.height()).isPositive();
        });
        assertThat(facts.duration())
                .get()
                .satisfies(duration -> assertThat(duration).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void aFileThatIsNotAMovieIsRefusedWithAReason() throws Exception {
        Path text = Files.writeString(folder.resolve("text.mov"), "a text");
        OutputProbe probe = probe();

        assertThatThrownBy(() -> probe.probe(text, Deadline.NEVER))
                .isInstanceOf(IOException.class)
                .hasMessageNotContainingAny("Exception", "java.")
                .message()
                .isNotBlank();
    }

    @Test
    void aFileThatDoesNotExistIsRefused() throws Exception {
        OutputProbe probe = probe();

        assertThatThrownBy(() -> probe.probe(folder.resolve("none.mov"), Deadline.NEVER))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anInterruptedThreadGetsNoFacts() throws Exception {
        OutputProbe probe = probe();
        Path movie = movie();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> probe.probe(movie, Deadline.NEVER)).isInstanceOf(InterruptedException.class);
    }
}
