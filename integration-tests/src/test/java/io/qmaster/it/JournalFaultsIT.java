package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.it.JournalFileLines.Meant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built program is killed, and its journal is damaged: no batch runs twice nevertheless. */
@Execution(ExecutionMode.CONCURRENT)
class JournalFaultsIT {
    private static final String REQUEST = "order 4711";

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "10m")
                .with("QMASTER_SIMULATOR_DIR", folder.resolve("simulator").toString());
    }

    @Test
    void aTornLastLineIsPassedOver() throws Exception {
        String id = killedWhileItWaits();
        Files.writeString(journal(), "\n2 ended at=2026-01-0", StandardOpenOption.APPEND);

        assertThat(findings(qmaster.run("recover", "--json"))).containsExactly("ADOPTED");
        assertThat(submittedAgain()).isEqualTo(id);
        assertThat(batches()).isEqualTo(1);
        assertThat(JournalFileLines.meant(qmaster.state()))
                .extracting(Meant::batchId)
                .singleElement()
                .asString()
                .contains(id);
    }

    @Test
    void aJournalThatIsDeletedWhileAProgramWaitsIsNotMadeAgainAndNothingRunsTwice() throws Exception {
        QmasterProgram.Launched waiting = waiting();
        String id = submittedId();
        deleteState();
        qmaster.run("pause", id, "--no-confirm");
        qmaster.run("cancel", id);
        assertThat(waiting.process().waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(waiting.process().exitValue()).isEqualTo(7);
        assertThat(JournalFileLines.meant(qmaster.state())).isEmpty();
        assertThat(batches()).isEqualTo(1);
    }

    @Test
    void whatOnlyADeletedJournalKnewIsNotRecoveredAndItsOutputNotOverwritten() throws Exception {
        killedWhileItWaits();
        deleteState();

        assertThat(findings(qmaster.run("recover", "--json"))).isEmpty();
        assertThat(batches()).isEqualTo(1);
    }

    @Test
    void withoutRoomForTheJournalNothingIsSubmitted() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        SmallDisk disk = SmallDisk.mounted(small, "64k");
        try {
            SmallDisk.fill(small.resolve("filler"));
            qmaster.with("QMASTER_STATE_DIR", small.resolve("state").toString());

            QmasterProgram.Result result = qmaster.submit("--json");
            QmasterProgram.Result doctor = qmaster.run("doctor");

            assertThat(result.code()).as(result.out() + result.err()).isEqualTo(10);
            assertThat(result.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
            assertThat(doctor.code()).isEqualTo(5);
            assertThat(doctor.out()).contains("less than 1 MiB free");
        } finally {
            disk.unmount();
        }
        qmaster.with("QMASTER_STATE_DIR", qmaster.state().toString());
        assertThat(batches()).isZero();
    }

    @Test
    void withAFileWhereTheFolderOfTheJournalShouldBeNothingIsSubmitted() throws Exception {
        Files.writeString(qmaster.state(), "no folder");

        QmasterProgram.Result result = qmaster.submit("--json");

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(10);
        assertThat(result.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
        Files.delete(qmaster.state());
        assertThat(batches()).isZero();
    }

    private QmasterProgram.Launched waiting() throws Exception {
        QmasterProgram.Launched waiting =
                qmaster.launch(qmaster.submission("--wait", "--poll", "PT0.2S", "--request-id", REQUEST));
        awaitSubmitted(waiting);
        return waiting;
    }

    private String killedWhileItWaits() throws Exception {
        waiting().kill();
        qmaster.inThisProcess();
        return submittedId();
    }

    private void awaitSubmitted(QmasterProgram.Launched waiting) throws Exception {
        while (JournalFileLines.meant(qmaster.state()).stream()
                .noneMatch(meant -> meant.batchId().isPresent())) {
            assertThat(waiting.process().waitFor(5, TimeUnit.MILLISECONDS))
                    .as(Files.readString(waiting.err()))
                    .isFalse();
        }
    }

    private String submittedId() throws Exception {
        return JournalFileLines.meant(qmaster.state()).get(0).batchId().orElseThrow();
    }

    private String submittedAgain() throws Exception {
        QmasterProgram.Result again = qmaster.submit("--request-id", REQUEST);
        assertThat(again.code()).as(again.err()).isZero();
        return again.out().strip();
    }

    private int batches() throws Exception {
        return qmaster.run("list", "--json").json().size();
    }

    private static List<String> findings(QmasterProgram.Result recovered) {
        assertThat(recovered.code()).as(recovered.err()).isZero();
        return recovered
                .json()
                .valueStream()
                .map(found -> found.get("finding").asString())
                .toList();
    }

    private Path journal() throws IOException {
        return JournalFileLines.file(qmaster.state());
    }

    /** Deletes in one step, since a program that keeps writing could add a file to a folder that is being emptied. */
    private void deleteState() throws IOException {
        Path gone = Files.move(qmaster.state(), folder.resolve("gone"), StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> all = Files.walk(gone)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
