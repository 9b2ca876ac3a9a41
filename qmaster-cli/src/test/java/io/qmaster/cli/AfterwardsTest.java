package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Priority;
import io.qmaster.domain.contract.ScriptedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** After a failure or a crash: skipping complete outputs, retrying the others, and settling. */
class AfterwardsTest extends TenMinuteJobs {
    @Test
    void whatIsCompleteIsToldAndNotSubmittedAgain() {
        bench.submit("--wait");
        Path other = bench.file("other.mov", "another movie");

        Bench.Run run = run(List.of(other, bench.clip()), "--skip-complete", "--label", "reel=12", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.eventNames()).containsExactly("skipped", "submitted");
        JsonNode skipped = run.events().get(0);
        assertThat(skipped.propertyNames())
                .containsExactly("schema", "event", "submissionId", "sequence", "at", "labels", "target");
        assertThat(skipped.get("submissionId").isNull()).isTrue();
        assertThat(skipped.get("labels").get("reel").asString()).isEqualTo("12");
        JsonNode target = skipped.get("target");
        assertThat(target.propertyNames()).containsExactly("index", "source", "plannedPath", "path", "bytes");
        assertThat(target.get("index").intValue()).isEqualTo(1);
        assertThat(target.get("path").asString())
                .isEqualTo(bench.out().resolve("clip.mov").toString());
        assertThat(run.events().get(1).get("targets")).hasSize(1);
    }

    @Test
    void whenAllIsCompleteNothingIsSubmittedAndNoIdPrinted() {
        bench.submit("--wait");

        Bench.Run run = bench.submit("--skip-complete", "--wait");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("nothing is submitted");
        assertThat(bench.journal.entries()).hasSize(1);
    }

    @Test
    void aDryRunLeavesOutWhatIsCompleteToo() {
        bench.submit("--wait");

        assertThat(bench.submit("--skip-complete", "--dry-run").out()).isEmpty();
    }

    @Test
    void retrySubmitsWhatFailedAsANewBatch() throws IOException {
        String first = bench.submit("--wait", "--priority", "high", "--label", "reel=12")
                .out()
                .strip();
        String second = withAMissingOutput();

        Bench.Run run = bench.run("retry", second, "--wait", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode submitted = run.events().get(0);
        assertThat(submitted.get("event").asString()).isEqualTo("submitted");
        assertThat(submitted.get("batchId").asString()).isNotIn(first, second);
        assertThat(submitted.get("labels").get("reel").asString()).isEqualTo("13");
        assertThat(submitted.get("targets")).hasSize(1);
        assertThat(bench.journal.entries().get(2).order().priority()).isEqualTo(Priority.MEDIUM);
        assertThat(bench.out().resolve("lost.mov")).exists();
    }

    /** A batch whose output is removed before it is checked. */
    private String withAMissingOutput() throws IOException {
        Path source = bench.file("lost.mov", "a movie");
        String id = run(List.of(source), "--priority", "medium", "--label", "reel=13")
                .out()
                .strip();
        simulator.clock().advance(Duration.ofMinutes(30));
        Files.deleteIfExists(bench.out().resolve("lost.mov"));
        assertThat(bench.run("wait", id).code()).isEqualTo(1);
        return id;
    }

    @Test
    void retryTakesAnotherPriorityIfItIsSaid() throws IOException {
        String id = withAMissingOutput();

        bench.run("retry", id, "--priority", "high");

        assertThat(bench.journal.entries().get(1).order().priority()).isEqualTo(Priority.HIGH);
    }

    @Test
    void retryTakesAnotherCluster() throws IOException {
        String id = withAMissingOutput();

        Bench.Run run = bench.run("retry", id, "--cluster", "FCS Cluster", "--no-fallback");

        assertThat(bench.journal.entries()).as(run.err()).hasSize(2);
        assertThat(bench.journal.entries().get(1).order().cluster()).isEqualTo(Cluster.named("FCS Cluster"));
    }

    @Test
    void retryRefusesWhatIsStillOpenAndWhatSucceeded() {
        String id = bench.submit().out().strip();
        assertThat(bench.run("retry", id, "--json").error().get("code").asString())
                .isEqualTo("RETRY_OPEN");

        bench.run("wait", id);

        Bench.Run run = bench.run("retry", id, "--json");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("code").asString()).isEqualTo("RETRY_COMPLETE");
        assertThat(bench.journal.entries()).hasSize(1);
    }

    @Test
    void retryOfAnUnknownIdIsExitCode8() {
        assertThat(bench.run("retry", "NOBODY").code()).isEqualTo(8);
    }

    @Test
    void recoverSettlesOnlyWhatIsNamed() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1").queues("B-2");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Cancelled");
        scripted.batch(BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Cancelled");
        Bench two = new Bench(folder, scripted);
        two.submit();
        two.submit("--suffix", "-2");

        Bench.Run run = two.run("recover", "B-2", "--json");

        assertThat(run.code()).isZero();
        assertThat(run.json()).hasSize(1);
        assertThat(run.json().get(0).get("batchId").asString()).isEqualTo("B-2");
        assertThat(two.journal.entries()).extracting(entry -> entry.isOpen()).containsExactly(true, false);
        assertThat(two.run("recover", "B-2", "--json").json()).isEmpty();
        assertThat(two.run("recover", "NOBODY").code()).isEqualTo(8);
    }

    private Bench.Run run(List<Path> sources, String... more) {
        List<String> arguments = new ArrayList<>(List.of("submit"));
        sources.forEach(source -> arguments.add(source.toString()));
        arguments.addAll(List.of(
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString()));
        arguments.addAll(List.of(more));
        return bench.run(arguments.toArray(String[]::new));
    }
}
