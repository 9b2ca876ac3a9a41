package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The command that watches batches for which no other process waits. */
class AgentTest extends TenMinuteJobs {
    @Test
    void everyEventIsALineOfTheLogFileWithTheIdsOfSubmissionAndBatch() throws IOException {
        Path log = folder.resolve("agent.log");
        String batch = bench.submit().out().strip();
        String submission = bench.journal.entries().get(0).submissionId().value();
        simulator.clock().advance(Duration.ofMinutes(1));
        bench.run("agent", "--once", "--log-file", log.toString());
        simulator.clock().advance(Duration.ofMinutes(30));

        bench.run("agent", "--once", "--log-file", log.toString());

        String ids = "submission=" + submission + " batch=" + batch + " ";
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" qmaster.event "))
                .allMatch(line -> line.matches("[0-9]{4}-[^ ]+Z INFO qmaster\\.event " + ids + ".*"))
                .map(line -> line.substring(line.indexOf(ids) + ids.length()).replaceFirst(":.*", ""))
                .containsExactly("recovered", "adopted", "changed", "adopted", "ended", "recovered");
    }

    @Test
    void theLogFileNamesTheIdsAlsoInJson() throws IOException {
        Path log = folder.resolve("agent.log");
        String batch = bench.submit().out().strip();
        simulator.clock().advance(Duration.ofMinutes(1));

        bench.run("agent", "--once", "--log-file", log.toString(), "--log-format", "json");

        assertThat(Files.readAllLines(log)).anyMatch(line -> line.contains("\"batch\":\"" + batch + "\""));
    }

    @Test
    void onceLooksAtABatchUnderWayAndLeavesIt() {
        bench.submit("--label", "reel=12");
        simulator.clock().advance(Duration.ofMinutes(1));

        Bench.Run run = bench.run("agent", "--once", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.eventNames()).containsExactly("recovered", "changed");
        JsonNode recovered = run.events().get(0);
        assertThat(recovered.propertyNames())
                .containsExactly(
                        "schema",
                        "event",
                        "submissionId",
                        "sequence",
                        "at",
                        "labels",
                        "batchId",
                        "cluster",
                        "finding",
                        "message");
        assertThat(recovered.get("finding").asString()).isEqualTo("ADOPTED");
        assertThat(recovered.get("labels").get("reel").asString()).isEqualTo("12");
        assertThat(run.events().get(1).get("state").asString()).isEqualTo("PROCESSING");
        assertThat(only().isOpen()).isTrue();
    }

    @Test
    void onceChecksTheOutputsOfWhatHasEndedAndTellsTheJournal() {
        bench.submit();
        simulator.clock().advance(Duration.ofMinutes(30));

        Bench.Run run = bench.run("agent", "--once", "--json");

        JsonNode ended = run.events().stream()
                .filter(event -> event.get("event").asString().equals("ended"))
                .findFirst()
                .orElseThrow();
        assertThat(ended.get("verified").booleanValue()).isTrue();
        assertThat(only().isOpen()).isFalse();
        assertThat(run.code()).isZero();
    }

    @Test
    void howABatchEndedChangesNoExitCodeOfOnce() throws IOException {
        bench.submit();
        simulator.clock().advance(Duration.ofMinutes(30));
        Files.delete(bench.out().resolve("clip.mov"));

        Bench.Run run = bench.run("agent", "--once", "--json");

        assertThat(run.eventNames()).contains("ended");
        assertThat(run.events().get(run.events().size() - 1).get("exitCode").intValue())
                .isEqualTo(1);
        assertThat(run.code()).isZero();
    }

    @Test
    void onceExitsWith8IfTheEngineDoesNotShowABatchThatItHad() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        Bench forgetful = new Bench(folder, scripted);
        forgetful.submit();

        assertThat(forgetful.run("agent", "--once").code()).isEqualTo(8);
    }

    @Test
    void withNothingOpenOnceEndsAtOnce() {
        Duration before = Duration.ofNanos(simulator.clock().elapsedNanos());

        assertThat(bench.run("agent", "--once").code()).isZero();
        assertThat(Duration.ofNanos(simulator.clock().elapsedNanos())).isEqualTo(before);
    }

    @Test
    void itWatchesToTheEndAndGoesOnUntilItIsTerminated() {
        bench.submit();
        after(Duration.ofHours(1), Signal.TERM);

        Bench.Run run = bench.run("agent", "--json");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.eventNames()).startsWith("recovered", "changed").endsWith("ended");
        assertThat(only().isOpen()).isFalse();
    }

    @Test
    void interruptedItLeavesEveryBatchRunning() {
        String id = bench.submit().out().strip();
        after(Duration.ofMinutes(2), Signal.INT);

        assertThat(bench.run("agent").code()).isEqualTo(130);
        assertThat(bench.run("status", id, "--json").json().get(0).get("state").asString())
                .isEqualTo("PROCESSING");
    }

    @Test
    void aBatchThatIsNoLongerListedIsReported() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofMinutes(5));
        Bench losing = new Bench(folder, scripted);
        losing.submit();
        scripted.clock().schedule(Duration.ofMinutes(20), () -> losing.signal(Signal.TERM));

        assertThat(losing.run("agent", "--json").eventNames()).containsExactly("recovered", "changed", "lost");
    }

    @Test
    void anUnknownFateIsReportedOnce() {
        ScriptedBackend scripted = new ScriptedBackend().attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        scripted.deaf(Duration.ZERO, Duration.ofHours(2));
        Bench deaf = new Bench(folder, scripted);
        deaf.submit();
        scripted.clock().schedule(Duration.ofMinutes(30), () -> deaf.signal(Signal.TERM));

        Bench.Run run = deaf.run("agent", "--json");

        assertThat(run.eventNames()).containsExactly("recovered");
        assertThat(run.events().get(0).get("finding").asString()).isEqualTo("UNKNOWN");
    }

    private JournalEntry only() {
        assertThat(bench.journal.entries()).hasSize(1);
        return bench.journal.entries().get(0);
    }

    private void after(Duration time, Signal signal) {
        simulator.clock().schedule(time, () -> bench.signal(signal));
    }
}
