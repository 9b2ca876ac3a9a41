package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    @TempDir
    private Path folder;

    @Test
    void aMovieIsAdmitted() throws Exception {
        assertThat(Admission.objectionToSource(Clips.source(folder, "clip.mov", 10)))
                .isEmpty();
    }

    @Test
    void aMissingSourceIsAParameterError() {
        assertThat(Admission.objectionToSource(folder.resolve("none.mov")))
                .contains(doesNotExist(folder.resolve("none.mov")));
    }

    @Test
    void aQuestionMarkInTheNameOfASourceEndsItsPath() throws Exception {
        Path odd = Clips.source(folder, "why?.mov", 10);

        assertThat(Admission.objectionToSource(odd)).contains(doesNotExist(folder.resolve("why")));
    }

    @Test
    void aFolderIsAdmittedOnlyIfItHoldsFrames() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        assertThat(Admission.objectionToSource(frames)).contains(doesNotExist(frames));

        Clips.source(frames, "1.tiff", 10);
        assertThat(Admission.objectionToSource(frames)).isEmpty();
    }

    @Test
    void anUnreadableSourceIsASubmissionError() throws Exception {
        Path secret = Clips.source(folder, "secret.mov", 10);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(secret), "the superuser may read everything");

        assertThat(Admission.objectionToSource(secret))
                .contains(new Refused(
                        RefusalKind.SUBMISSION_ERROR,
                        "Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE",
                        OptionalInt.of(3),
                        false));
    }

    private static Refused doesNotExist(Path path) {
        return new Refused(
                RefusalKind.PARAMETER_ERROR,
                "Parameter error: path does not exist: " + path,
                OptionalInt.of(255),
                false);
    }
}
