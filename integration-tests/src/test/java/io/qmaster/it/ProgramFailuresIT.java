package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.CompressorInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built program reports a failure with an exit code and one clear line or one object, and nothing else. */
@Execution(ExecutionMode.CONCURRENT)
class ProgramFailuresIT {
    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m").inThisProcess();
    }

    @Test
    void aMissingSource() throws Exception {
        isTold(3, "SOURCE_MISSING", "submit", "/no/such.mov", "--setting", setting(), "--destination-dir", out());
    }

    @Test
    void aFolderAsDestination() throws Exception {
        isTold(3, "DESTINATION_IS_FOLDER", "submit", clip(), "--setting", setting(), "--destination", folder + "");
    }

    @Test
    void anUnknownSetting() throws Exception {
        isTold(3, "SETTING_UNKNOWN", "submit", clip(), "--setting", "No Such Thing", "--destination-dir", out());
    }

    @Test
    void anOutputThatIsThereAlready() throws Exception {
        Path existing = qmaster.file("existing.mov", "precious");

        isTold(3, "DESTINATION_EXISTS", "submit", clip(), "--setting", setting(), "--destination", existing.toString());
        assertThat(existing).hasContent("precious");
    }

    @Test
    void twoSourcesForOneOutput() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other")).resolve("clip.mov");
        Files.copy(QmasterProgram.clip(), other);

        isTold(
                3,
                "DESTINATION_TWICE",
                "submit",
                clip(),
                other.toString(),
                "--setting",
                setting(),
                "--destination-dir",
                out());
    }

    @Test
    void anUnknownId() throws Exception {
        isTold(8, "BATCH_UNKNOWN", "wait", "1BA7A7B7-6B4C-4F0C-9E33-C4F3C54A7E11");
    }

    @Test
    void noBackend() throws Exception {
        assumeFalse(
                new CompressorInstallation(CompressorConfiguration.DEFAULT).isPresent(),
                "Compressor is installed here, and would get the batch");
        qmaster = new QmasterProgram(folder);

        isTold(5, "NO_BACKEND", "submit", clip(), "--setting", setting(), "--destination-dir", out());
    }

    @Test
    void aMistakeInTheCommandLine() throws Exception {
        isTold(2, "COMMAND_LINE", "submit", clip(), "--destination-dir", out(), "--setting", setting(), "--qick");
    }

    @Test
    void aStateFolderThatCannotBeWritten() throws Exception {
        qmaster.with("QMASTER_SIMULATOR_DIR", folder.resolve("simulator").toString())
                .with("QMASTER_STATE_DIR", qmaster.file("no folder", "") + "/state");

        isTold(10, null, "submit", clip(), "--setting", setting(), "--destination-dir", out());
    }

    @Test
    void anAnswerThatCannotBeWritten() throws Exception {
        Path full = Path.of("/dev/full");
        if (Files.exists(full)) {
            QmasterProgram.Result result = qmaster.shell("\"$QMASTER\" list --json > " + full);

            assertThat(result.code()).isEqualTo(70);
            assertThat(result.error().get("code").asString()).isEqualTo("ANSWER_UNWRITTEN");
        }
    }

    private void isTold(int exitCode, String code, String... arguments) throws Exception {
        QmasterProgram.Result forPeople = qmaster.run(arguments);
        String[] withJson = Arrays.copyOf(arguments, arguments.length + 1);
        withJson[arguments.length] = "--json";
        QmasterProgram.Result forPrograms = qmaster.run(withJson);

        assertThat(forPeople.code()).as(forPeople.err()).isEqualTo(exitCode);
        assertThat(forPeople.out()).isEmpty();
        assertThat(forPeople.err()).startsWith("qmaster: ").hasLineCount(1);
        assertThat(forPrograms.code()).isEqualTo(exitCode);
        assertThat(forPrograms.out()).isEmpty();
        assertThat(forPrograms.error().propertyNames())
                .containsExactly("code", "message", "hint", "submissionId", "batchId", "outcome", "retryable");
        if (code != null) {
            assertThat(forPrograms.error().get("code").asString()).isEqualTo(code);
        }
        assertThat(outputs()).isEmpty();
    }

    private List<Path> outputs() throws IOException {
        if (!Files.exists(qmaster.out())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(qmaster.out())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String clip() {
        return QmasterProgram.clip().toString();
    }

    private static String setting() {
        return QmasterProgram.setting().toString();
    }

    private String out() {
        return qmaster.out().toString();
    }
}
