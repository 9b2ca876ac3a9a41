package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages name the solution, with the program's options and ids, and no internal details. */
@Execution(ExecutionMode.CONCURRENT)
class MessagesIT {
    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m").inThisProcess();
    }

    @Test
    void anExistingOutputNamesTheOptionsThatHelp() throws Exception {
        Files.createDirectories(qmaster.out());
        Files.writeString(qmaster.out().resolve("clip.mov"), "precious");

        assertThat(qmaster.submit().err()).contains("clip.mov already exists", "--overwrite", "--skip-complete");
    }

    @Test
    void aFolderAsSourceNamesRecursive() throws Exception {
        String err = qmaster.run(
                        "submit",
                        folder.toString(),
                        "--setting",
                        QmasterProgram.setting().toString(),
                        "--destination-dir",
                        qmaster.out().toString())
                .err();

        assertThat(err).contains("--recursive").contains(folder.toString());
    }

    @Test
    void aFailedBatchNamesTheCommandsForItsLogAndRetryWithItsId() throws Exception {
        qmaster.with(
                "QMASTER_SCENARIO",
                qmaster.file("fails.json", "{\"faults\": [{\"fault\": \"job-fails\", \"reason\": \"no disk\"}]}") + "");

        QmasterProgram.Result failed = qmaster.submit("--wait");

        String id = failed.out().strip();
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("`qmaster logs " + id + "`", "`qmaster retry " + id + "`");
    }

    @Test
    void pausingACancelledBatchSaysThatItWasCancelled() throws Exception {
        String id = qmaster.submit().out().strip();
        qmaster.run("cancel", id);

        QmasterProgram.Result paused = qmaster.run("pause", id);

        assertThat(paused.code()).isEqualTo(7);
        assertThat(paused.err()).contains("cannot pause the batch " + id, "it was cancelled");
    }

    @Test
    void givingUpWhatHasEndedAnnouncesNoLookingForIt() throws Exception {
        String id = qmaster.submit().out().strip();
        qmaster.run("cancel", id);

        assertThat(qmaster.run("recover", "--give-up", id).err())
                .doesNotContain("1m30s")
                .doesNotContain("querying");
    }

    @Test
    void aMistypedCommandNeverLeadsToOneThatChangesWhatRuns() throws Exception {
        for (String mistyped : new String[] {"cancl", "recovr", "retri", "paus", "canceled"}) {
            QmasterProgram.Result result = qmaster.run(mistyped, "B-1");

            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err())
                    .doesNotContain("cancel or", "mean cancel", "mean recover", "mean retry", "mean pause");
        }
        assertThat(qmaster.run("sttaus", "B-1").err()).contains("did you mean", "status");
    }

    @Test
    void helpOfACommandIsWhatItsOptionSays() throws Exception {
        assertThat(qmaster.run("help", "submit").out())
                .isEqualTo(qmaster.run("submit", "--help").out())
                .contains("--destination-dir");
        assertThat(qmaster.run("help", "settings", "show").out())
                .isEqualTo(qmaster.run("settings", "show", "--help").out());
        assertThat(qmaster.run("help").out()).isEqualTo(qmaster.run("--help").out());
        assertThat(qmaster.run("help", "no-such").code()).isEqualTo(2);
    }

    @Test
    void aFileAsStateFolderIsToldAsTheJournals() throws Exception {
        qmaster.with("QMASTER_SIMULATOR_DIR", folder.resolve("simulator").toString());

        QmasterProgram.Result result =
                qmaster.submit("--state-dir", qmaster.file("notes.txt", "mine").toString());

        assertThat(result.code()).isEqualTo(10);
        assertThat(result.err()).contains("journal", "notes.txt").doesNotContain("Exception");
    }
}
