package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** The main task of the built program: a clip is submitted and watched, and its output exists. */
@Execution(ExecutionMode.CONCURRENT)
class MainJobIT {
    private static final String ID = "[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}";

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;

    @BeforeEach
    void simulate() {
        qmaster = QmasterProgram.simulating(folder, "1s");
    }

    @Test
    void waitingShowsTheProgressAndEndsWithThePathOfTheOutput() throws Exception {
        QmasterProgram.Result result = qmaster.submit("--wait");

        Path output = qmaster.out().resolve("clip.mov");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).matches(ID + "\n");
        assertThat(result.err()).contains("Processing").endsWith(output + "\n");
        assertThat(output).hasSameBinaryContentAs(QmasterProgram.clip());
    }

    @Test
    void jsonIsALineForEveryEventWithTheKeysOfTheContract() throws Exception {
        QmasterProgram.Result result = qmaster.submit("--wait", "--json");

        List<JsonNode> events = result.events();
        JsonNode first = events.get(0);
        JsonNode last = events.get(events.size() - 1);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(first.propertyNames())
                .containsExactly(
                        "schema",
                        "event",
                        "submissionId",
                        "sequence",
                        "at",
                        "labels",
                        "batchId",
                        "jobIds",
                        "batchName",
                        "backend",
                        "cluster",
                        "requestedCluster",
                        "fellBack",
                        "settledBy",
                        "replayed",
                        "targets");
        assertThat(last.propertyNames())
                .containsExactly(
                        "schema",
                        "event",
                        "submissionId",
                        "sequence",
                        "at",
                        "labels",
                        "batchId",
                        "state",
                        "status",
                        "reason",
                        "cause",
                        "verified",
                        "elapsedSeconds",
                        "exitCode",
                        "targets");
        assertThat(last.get("event").asString()).isEqualTo("ended");
        assertThat(last.get("state").asString()).isEqualTo("SUCCESSFUL");
        assertThat(last.get("targets").get(0).get("bytes").longValue())
                .isEqualTo(QmasterProgram.clip().toFile().length());
    }

    @Test
    void laterProcessesSeeTheBatchGoThroughItsStatesToItsEnd() throws Exception {
        String id = qmaster.submit().out().strip();

        JsonNode before = qmaster.run("status", id, "--json").json().get(0);
        QmasterProgram.Result wait = qmaster.run("wait", id);
        JsonNode after = qmaster.run("status", id, "--json").json().get(0);

        assertThat(before.get("batchId").asString()).isEqualTo(id);
        assertThat(before.get("state").asString()).isIn("WAITING", "PROCESSING", "POST_PROCESSING", "SUCCESSFUL");
        assertThat(wait.code()).isZero();
        assertThat(wait.err()).endsWith(qmaster.out().resolve("clip.mov") + "\n");
        assertThat(after.get("state").asString()).isEqualTo("SUCCESSFUL");
        assertThat(after.get("targets").get(0).get("path").asString())
                .isEqualTo(qmaster.out().resolve("clip.mov").toString());
    }

    @Test
    void namesThatAreNotAsciiSurviveTheCLocale() throws Exception {
        Path source = qmaster.file("Übung 映画.mov", "a movie");
        qmaster.with("LC_ALL", "C");

        QmasterProgram.Result result = qmaster.run(
                "submit",
                source.toString(),
                "--setting",
                QmasterProgram.setting().toString(),
                "--destination-dir",
                qmaster.out().toString(),
                "--wait");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).endsWith(qmaster.out().resolve("Übung 映画.mov") + "\n");
    }

    @Test
    void compressorIsDrivenInTheSameWay() throws Exception {
        StandInMac mac = new StandInMac(
                folder,
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder().speed(20).build());
        QmasterProgram real = new QmasterProgram(folder)
                .with("QMASTER_COMPRESSOR", mac.standIn().compressor().toString());

        QmasterProgram.Result result = real.submit("--wait", "--json", "--poll", "PT0.5S");
        mac.endService();

        List<JsonNode> events = result.events();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(events.get(0).get("backend").asString()).isEqualTo("compressor");
        assertThat(events.get(events.size() - 1).get("verified").booleanValue()).isTrue();
    }

    @Test
    void aReaderWhoWantsNoMoreIsNoFailure() throws Exception {
        QmasterProgram.Result result = qmaster.shell("\"$QMASTER\" settings --json | head -c 1");

        assertThat(result.out()).isEqualTo("[");
        assertThat(result.err()).isEmpty();
    }
}
