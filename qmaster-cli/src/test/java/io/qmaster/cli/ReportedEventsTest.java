package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each event of a batch is reported once to the user and once in the log file. */
class ReportedEventsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, backend);
    }

    private static BatchReference batch(String id) {
        return BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).count();
    }

    @Test
    void anUnknownStatusIsReportedInOneLine() {
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(Duration.ZERO, "Rendering")
                .shows(MINUTE, "Failed: no");

        String told = bench.submit("--wait").err();

        assertThat(count(told, "Rendering")).as(told).isEqualTo(1);
        assertThat(told).contains("unknown status \"Rendering\"");
    }

    @Test
    void whatWasReportedWhileItHappenedIsNotRepeatedWhenTheProgramEnds() {
        backend.queues("B-1")
                .deaf(MINUTE, MINUTE.multipliedBy(3))
                .batch(batch("B-1"))
                .shows(Duration.ZERO, "Processing", 10)
                .shows(MINUTE.multipliedBy(50), "Failed: no");

        String told = bench.submit("--wait", "--stall-after", "20m").err();

        assertThat(count(told, "no progress for")).as(told).isEqualTo(1);
        assertThat(count(told, "the status could not be read: the script keeps silent"))
                .as(told)
                .isEqualTo(1);
    }

    @Test
    void everyEventIsALineOfTheLogFile() throws IOException {
        Path log = folder.resolve("log.txt");
        backend.queues("B-1")
                .deaf(MINUTE, MINUTE.multipliedBy(2))
                .batch(batch("B-1"))
                .shows(Duration.ZERO, "Processing")
                .shows(MINUTE.multipliedBy(4), "Rendering")
                .shows(MINUTE.multipliedBy(6), "Failed: no");

        bench.submit("--wait", "--log-file", log.toString());

        List<String> lines = Files.readAllLines(log);
        for (String event : List.of("submitted", "changed", "statusUnread", "unknownStatus", "ended")) {
            assertThat(lines)
                    .as(event)
                    .anyMatch(line -> line.matches(".* qmaster\\.event .*batch=B-1 " + event + ".*"));
        }
    }

    @Test
    void aRefusalIsALineOfTheLogFile() throws IOException {
        Path log = folder.resolve("log.txt");
        backend.attempt((order, deadline) -> {
            throw new IllegalStateException("the script is at its end");
        });

        bench.submit("--log-file", log.toString());

        String submission = bench.journal.entries().get(0).submissionId().value();
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains(" qmaster.event submission=" + submission + " refused: "))
                .hasSize(1);
    }

    @Test
    void anAgentLogsWhichBatchesItAdopts() throws IOException {
        Path log = folder.resolve("log.txt");
        backend.queues("B-1").batch(batch("B-1")).shows(Duration.ZERO, "Processing");
        bench.submit();

        bench.run("agent", "--once", "--log-file", log.toString());

        assertThat(Files.readAllLines(log)).anyMatch(line -> line.matches(".* qmaster\\.event .*batch=B-1 adopted.*"));
    }

    @Test
    void cancellingLogsTheEvents() throws IOException {
        Path log = folder.resolve("log.txt");
        backend.queues("B-1")
                .batch(batch("B-1"))
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofSeconds(10), "Cancelled");
        bench.submit();

        bench.run("cancel", "B-1", "--log-file", log.toString());

        assertThat(Files.readAllLines(log)).anyMatch(line -> line.matches(".* qmaster\\.event .*batch=B-1 ended.*"));
    }

    @Test
    void thatAnotherProgramIsWaitedForIsReportedOnceHoweverMuchIsReported() {
        List<String> told = new ArrayList<>();
        backend.attempt((order, deadline) -> {
            for (String more : List.of("--verbose", "--json --verbose")) {
                Bench other = new Bench(folder, new ScriptedBackend());
                other.journalOfProgram = FileJournal.in(folder.resolve("journal"));
                told.add(other.submit(("--request-id order-4711 " + more).split(" "))
                        .err());
            }
            return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
        });
        bench.journalOfProgram = FileJournal.in(folder.resolve("journal"));

        bench.submit("--request-id", "order-4711");

        assertThat(told)
                .hasSize(2)
                .allSatisfy(
                        err -> assertThat(count(err, "waiting up to")).as(err).isEqualTo(1));
    }

    @Test
    void noLineForPeopleHasTheCodeOfAFault() {
        backend.queues("B-1").batch(batch("B-1")).shows(Duration.ZERO, "Successful");
        Path output = bench.out().resolve("clip.mov");

        String told = bench.submit("--wait").err();

        assertThat(told).contains("Failed after ", ": the output " + output + " is missing");
        for (String command : List.of("list --all", "status B-1", "show B-1", "logs B-1")) {
            assertThat(bench.run(command.split(" ")).out())
                    .as(command)
                    .contains("the output " + output + " is missing")
                    .doesNotContain("OUTPUT_MISSING");
        }
        assertThat(told).doesNotContain("OUTPUT_MISSING");
        assertThat(bench.run("list", "--all", "--json")
                        .json()
                        .get(0)
                        .get("reason")
                        .asString())
                .isEqualTo("OUTPUT_MISSING");
    }

    @Test
    void noLineForPeopleHasTheNameOfAConstantButTheTableOfStates() {
        backend.queues("B-1").batch(batch("B-1")).shows(Duration.ZERO, "Cancelled");
        bench.submit();

        assertThat(bench.run("recover").out()).contains(" ended ").doesNotContain("ENDED", "CANCELLED");
        assertThat(bench.run("pause", "B-1").err())
                .contains("cannot pause the batch B-1 on This Computer: it was cancelled");
        assertThat(bench.run("show", "B-1").out()).contains(" final").doesNotContain("FINAL");
    }

    @Test
    void eachLineOfSeveralBatchesNamesItsBatch() {
        Bench simulated = ofTwoBatches();
        String first = simulated.submit("--suffix", "-a").out().strip();
        String second = simulated.submit("--suffix", "-b").out().strip();

        String told = simulated.run("wait", first, second).err();

        assertThat(told).contains(first + ": wrote " + simulated.out().resolve("clip-a.mov"));
        assertThat(told.lines()).allMatch(line -> line.startsWith(first + ": ") || line.startsWith(second + ": "));
    }

    private Bench ofTwoBatches() {
        return new Bench(
                folder,
                Simulator.onVirtualTime(
                        Scenario.builder().jobsTake(Duration.ofMinutes(10)).build()));
    }

    private static String[] waitForThirty() {
        return Stream.concat(Stream.of("wait"), IntStream.rangeClosed(1, 30).mapToObj(number -> "B-" + number))
                .toArray(String[]::new);
    }

    @Test
    void anEngineThatDoesNotAnswerIsReportedOnceForAllItsBatches() {
        for (int number = 1; number <= 30; number++) {
            backend.batch(batch("B-" + number))
                    .shows(Duration.ZERO, "Processing")
                    .shows(MINUTE.multipliedBy(9), "Failed: no");
        }
        backend.deaf(MINUTE.multipliedBy(2), MINUTE.multipliedBy(5));

        String told = bench.run(waitForThirty()).err();

        assertThat(count(told, "could not be read")).as(told).isEqualTo(1);
    }

    @Test
    void anEngineThatWasResetIsReportedOnceForAllItsBatches() {
        for (int number = 1; number <= 30; number++) {
            backend.batch(batch("B-" + number))
                    .shows(Duration.ZERO, "Processing")
                    .vanishes(MINUTE.multipliedBy(2));
        }

        String told = bench.run(waitForThirty()).err();

        assertThat(count(told, "probably reset")).as(told).isEqualTo(1);
    }
}
