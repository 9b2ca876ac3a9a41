package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the programs of the distribution on a system that lacks some of their libraries. */
@EnabledOnOs(OS.LINUX)
class ProgramTest {
    private static final List<String> NOT_HERE = List.of(
            "libavdevice.so.62",
            "libavfilter.so.11",
            "libavformat.so.62",
            "libavcodec.so.62",
            "libswresample.so.6",
            "libswscale.so.9",
            "libavutil.so.60");

    @TempDir
    private Path folder;

    private Path program;

    /** A program without the libraries in its folder. */
    @BeforeEach
    void copyProgram() throws IOException, InterruptedException {
        program = Files.copy(TinyClips.ffmpeg().probe().file(), folder.resolve("ffprobe"));
        Files.createDirectory(folder.resolve(Program.SUBSTITUTES));
    }

    @Test
    void missingLibrariesThatNothingReplacesAreNamed() {
        assertThatThrownBy(() -> Program.of(program))
                .isInstanceOf(IOException.class)
                .hasMessage(program + " needs libraries that this system lacks: " + String.join(", ", NOT_HERE));
    }

    @Test
    void anEmptyLibraryReplacesOneThatIsMissingAndNoOther() throws Exception {
        for (String library : NOT_HERE) {
            replace(library);
        }
        replace("libc.so.6");
        Program started = Program.of(program);
        assertThat(started.replaced()).containsExactlyElementsOf(NOT_HERE);
        assertThat(started.command())
                .anyMatch(word -> word.endsWith("/libavutil.so.60"))
                .noneMatch(word -> word.contains("libc.so.6"));
    }

    private void replace(String library) throws IOException {
        Files.createDirectory(folder.resolve(Program.SUBSTITUTES).resolve(library));
    }
}
