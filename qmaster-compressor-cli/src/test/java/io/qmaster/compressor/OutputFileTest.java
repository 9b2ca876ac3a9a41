package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatFitsTheBoundIsKeptWhole() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            append(file, "01234");
            file.limitSize();
            append(file, "56789");
            file.limitSize();

            assertThat(file.finish()).isEqualTo(new CapturedOutput("0123456789", 0));
        }
    }

    @Test
    void aLetterOnTheEdgeBetweenHeadAndTailIsNotTorn() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            append(file, "0123é678");

            assertThat(file.finish().text()).isEqualTo("0123é678");
        }
    }

    @Test
    void theFileIsEmptiedWhenItHasBeenLargerThanTheBoundForAWhile() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            append(file, "0123456789ABCDEF");

            lookForAWhile(file);

            assertThat(Files.size(file.path())).isZero();
        }
    }

    @Test
    void theFileIsNotCutAsLongAsTheDiskHoldsIt() throws Exception {
        try (OutputFile file = new OutputFile(10, 16, folder)) {
            append(file, "0123456789ABCDEF");

            lookForAWhile(file);

            assertThat(Files.size(file.path())).isEqualTo(16);
            assertThat(file.finish()).isEqualTo(new CapturedOutput("01234\n" + CapturedOutput.gap(6) + "\nBCDEF", 6));
        }
    }

    @Test
    void theFileIsNotCutWhileTheProgramPausesSinceItsLastWordsMayComeNext() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            append(file, "0123456789ABCDEF");
            file.limitSize();
            append(file, "GHIJKLMNOPQRSTUVWXYZ");
            file.limitSize();

            assertThat(Files.size(file.path())).isEqualTo(36);
        }
    }

    @Test
    void headAndTailOfManyRoundsAreKept() throws Exception {
        try (OutputFile file = new OutputFile(10, 10, folder)) {
            append(file, "0123456789ABCDEF");
            lookForAWhile(file);
            append(file, "GHIJKLMNOPQRSTUVWXYZ");
            file.limitSize();
            append(file, "abc");

            assertThat(file.finish()).isEqualTo(new CapturedOutput("01234\n" + CapturedOutput.gap(29) + "\nYZabc", 29));
        }
    }

    @Test
    void noFileIsLeft() throws Exception {
        OutputFile file = new OutputFile(10, 10, folder);

        file.close();

        assertThat(file.path()).doesNotExist();
    }

    private static void lookForAWhile(OutputFile file) throws IOException {
        for (int look = 0; look < OutputFile.MOST_CHECKS; look++) {
            file.limitSize();
        }
    }

    private static void append(OutputFile file, String text) throws IOException {
        Files.write(file.path(), text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }
}
