package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.cli.metrics.Metrics;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --metrics-file} counts and measures. */
class MetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile("qmaster_[a-z_]+(\\{[a-z]+=\"[a-zA-Z0-9_+.]+\"(,[a-z]+=\"[0-9+.Inf]+\")?})? [0-9.E]+");

    @TempDir
    private Path folder;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.parse("""
            {"durations": {"dispatch": "1s", "job": "10m", "variation": 0},
             "clusters": [{"name": "This Computer", "nodes": [{"name": "node"}]}]}
            """));
    private Bench bench;
    private Path file;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, simulator);
        file = folder.resolve("qmaster.prom");
    }

    private String metrics() {
        try {
            return Files.readString(file);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /** The value of a sample, as it is written. */
    private String sample(String name) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .collect(Collectors.joining(", "));
    }

    @Test
    void thePollOfShownBatchesIsTheOneThatTheyAreFrom() throws Exception {
        Metrics metrics = new Metrics(simulator.clock(), submission -> Optional.empty(), () -> 0);
        List<Instant> readAt = new ArrayList<>();
        metrics.shows(List::of, () -> readAt.stream().findFirst());
        String poll = "qmaster_last_successful_poll_timestamp_seconds ";

        metrics.measured(simulator).statusSource().list(Deadline.after(Duration.ofMinutes(1), simulator.clock()));

        assertThat(metrics.text()).doesNotContain(poll);
        readAt.add(simulator.clock().now());
        assertThat(metrics.text()).contains(poll);
    }

    @Test
    void aSubmissionAndItsEndAreCountedAndMeasured() {
        Bench.Run run = bench.submit("--wait", "--metrics-file", file.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(sample("qmaster_submissions_total{outcome=\"queued\"}")).isEqualTo("1.0");
        assertThat(sample("qmaster_submissions_total{outcome=\"refused\"}")).isEqualTo("0.0");
        assertThat(sample("qmaster_batches_ended_total{state=\"successful\"}")).isEqualTo("1.0");
        assertThat(sample("qmaster_batches{state=\"processing\"}")).isEqualTo("0.0");
        assertThat(sample("qmaster_submit_duration_seconds_count{outcome=\"queued\"}"))
                .isEqualTo("1");
        assertThat(sample("qmaster_batch_wait_duration_seconds_count")).isEqualTo("1");
        assertThat(sample("qmaster_batch_duration_seconds_bucket{state=\"successful\",le=\"300.0\"}"))
                .isEqualTo("0");
        assertThat(sample("qmaster_batch_duration_seconds_bucket{state=\"successful\",le=\"900.0\"}"))
                .isEqualTo("1");
    }

    @Test
    void theFileIsForItsOwnerAloneAndNothingIsLeftBesideIt() throws IOException {
        bench.submit("--metrics-file", file.toString());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.startsWith("qmaster.prom."));
        }
    }

    @Test
    void theAgentShowsWhatWaitsAndHowLong() {
        for (int batch = 0; batch < 3; batch++) {
            bench.submit("--suffix", "-" + batch);
        }
        simulator.clock().schedule(Duration.ofMinutes(5), () -> {
            assertThat(sample("qmaster_batches{state=\"processing\"}")).isEqualTo("1.0");
            assertThat(sample("qmaster_batches{state=\"waiting\"}")).isEqualTo("2.0");
            assertThat(Double.parseDouble(sample("qmaster_oldest_waiting_seconds")))
                    .isBetween(270.0, 310.0);
            assertThat(Double.parseDouble(sample("qmaster_last_successful_poll_timestamp_seconds")))
                    .isBetween(epochSecond() - 60, epochSecond());
            bench.signal(Signal.TERM);
        });

        Bench.Run run = bench.run("agent", "--metrics-file", file.toString());

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(sample("qmaster_batches{state=\"waiting\"}")).isEqualTo("2.0");
    }

    private double epochSecond() {
        return simulator.clock().now().getEpochSecond();
    }

    @Test
    void aLostBatchIsCountedUntilItIsFound() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofMinutes(5))
                .shows(Duration.ofMinutes(60), "Processing");
        bench = new Bench(folder, scripted);
        bench.submit();
        scripted.clock().schedule(Duration.ofMinutes(20), () -> {
            assertThat(sample("qmaster_batches_lost_total")).isEqualTo("1.0");
            assertThat(sample("qmaster_batches{state=\"lost\"}")).isEqualTo("1.0");
        });
        scripted.clock().schedule(Duration.ofMinutes(70), () -> bench.signal(Signal.TERM));

        bench.run("agent", "--metrics-file", file.toString());

        assertThat(sample("qmaster_batches_lost_total")).isEqualTo("1.0");
        assertThat(sample("qmaster_batches_found_total")).isEqualTo("1.0");
        assertThat(sample("qmaster_batches{state=\"lost\"}")).isEqualTo("0.0");
    }

    @Test
    void aFallbackIsCountedWithBothAttempts() {
        ScriptedBackend scripted = new ScriptedBackend()
                .attempt(new SubmissionOutcome.Refused(
                        RefusalKind.CLUSTER_UNAVAILABLE, "no such cluster", OptionalInt.of(1), false))
                .queues("B-1");
        bench = new Bench(folder, scripted);

        Bench.Run run = bench.submit("--cluster", "FCS Cluster", "--metrics-file", file.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(sample("qmaster_fallbacks_total")).isEqualTo("1.0");
        assertThat(sample("qmaster_submissions_total{outcome=\"queued\"}")).isEqualTo("1.0");
        assertThat(sample("qmaster_submit_duration_seconds_count{outcome=\"refused\"}"))
                .isEqualTo("1");
    }

    @Test
    void aRefusedSubmissionIsCounted() {
        bench = new Bench(
                folder,
                new ScriptedBackend()
                        .attempt(new SubmissionOutcome.Refused(
                                RefusalKind.PARAMETER_ERROR, "no", OptionalInt.of(1), false)));

        assertThat(bench.submit("--metrics-file", file.toString()).code()).isEqualTo(4);

        assertThat(sample("qmaster_submissions_total{outcome=\"refused\"}")).isEqualTo("1.0");
    }

    @Test
    void whatWebhooksDidNotTakeIsTheBacklog() {
        bench.post = (webhook, notice, signature) ->
                CompletableFuture.completedFuture(new Answer.Later("HTTP 503", Optional.empty()));
        bench.submit("--notify", "https://hooks.example/");
        simulator.clock().advance(Duration.ofMinutes(30));
        simulator.clock().schedule(Duration.ofMinutes(5), () -> {
            assertThat(sample("qmaster_webhook_backlog")).isEqualTo("1.0");
            bench.signal(Signal.TERM);
        });

        assertThat(bench.run("agent", "--metrics-file", file.toString()).code()).isEqualTo(143);
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnythingIsSubmitted() {
        Bench.Run run = bench.submit(
                "--metrics-file", folder.resolve("none/qmaster.prom").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("metrics file", "none/qmaster.prom");
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void theTextIsThatOfPrometheusAndEveryMetricIsInTheGuide() throws IOException {
        bench.submit("--wait", "--metrics-file", file.toString());
        String guide = Files.readString(Path.of("PROGRAM.md"));

        List<String> samples =
                metrics().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(samples)
                .hasSizeGreaterThan(40)
                .allMatch(line -> SAMPLE.matcher(line).matches());
        Set<String> types = metrics()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());
        assertThat(types)
                .hasSizeGreaterThan(12)
                .allSatisfy(name -> assertThat(guide).contains("`" + name));
        assertThat(metrics().lines().filter(line -> line.endsWith(" counter")))
                .allMatch(line -> line.contains("_total "));
    }

    @Test
    void stepsOfARunOfManyBatchesAreInTheLogFile() throws IOException {
        Path log = folder.resolve("log");
        bench.file("media/one.mov", "a movie");
        bench.file("media/two?.mov", "a movie");

        bench.run(
                "submit",
                folder.resolve("media").toString(),
                "--recursive",
                "--per-batch",
                "1",
                "--wait",
                "--request-id",
                "night",
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString(),
                "--log-file",
                log.toString());

        assertThat(Files.readString(log).lines())
                .anyMatch(line ->
                        line.matches(".* submission=q\\S+ batch=\\S+ submitted .*, jobs \\S+, request \"night.*"))
                .anyMatch(line -> line.matches(".*rejected: .*two\\?\\.mov: .*"))
                .anyMatch(line -> line.matches(".* submission=q\\S+ batch=\\S+ ended: successful.*"))
                .anyMatch(line -> line.matches(".*summary: 1 batches, exit code 3"));
    }
}
