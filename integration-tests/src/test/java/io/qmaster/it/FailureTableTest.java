package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.Capability;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The guide's table of failures matches the thrown exceptions. */
@Execution(ExecutionMode.CONCURRENT)
class FailureTableTest {
    private static final List<Row> ROWS = Readme.table("| Exception | Exit | Codes | Retryable | Outcome |").stream()
            .map(Row::of)
            .toList();

    @TempDir
    private Path folder;

    private Path clip;
    private int outputs;

    @BeforeEach
    void layOutFiles() throws IOException {
        clip = Files.write(folder.resolve("clip.mov"), new byte[30_000]);
        // A recently changed file is checked twice, which takes time on the wall clock.
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Files.writeString(setting(), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
    }

    @Test
    void everyExceptionHasARow() {
        assertThat(ROWS.stream().map(Row::exception)).containsExactlyInAnyOrderElementsOf(exceptions());
    }

    @Test
    void everyExitCodeHasARow() {
        assertThat(Readme.table("| Exit | Means |").stream()
                        .flatMap(row -> Arrays.stream(row.get(0).split(", "))))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ExitCode.values())
                        .map(code -> String.valueOf(code.number()))
                        .toList());
    }

    @Test
    void sources() throws IOException {
        thrown("SOURCE_NOT_GIVEN", calm(request -> BatchRequest.builder()));
        thrown("SOURCE_MISSING", calm(request -> request.sourceFile(folder.resolve("none.mov"))));
        thrown("SOURCE_NOT_FILE", calm(request -> request.sourceFile(folder)));
        Path empty = Files.createFile(folder.resolve("empty.mov"));
        thrown("SOURCE_EMPTY", calm(request -> request.sourceFile(empty)));
        Path questionable = Files.copy(clip, folder.resolve("what?.mov"));
        thrown("SOURCE_NAME", calm(request -> request.sourceFile(questionable)));
    }

    @Test
    void settings() throws IOException {
        thrown("SETTING_NOT_GIVEN", calm(request -> BatchRequest.builder().sourceFile(clip)));
        thrown("SETTING_MISSING", calm(request -> request.compressorSettingFile(folder.resolve("none.setting"))));
        thrown("SETTING_IS_FOLDER", calm(request -> request.compressorSettingFile(folder)));
        Path broken = Files.writeString(folder.resolve("broken.setting"), "<setting");
        thrown("SETTING_INVALID", calm(request -> request.compressorSettingFile(broken)));
        thrownByQuery("SETTING_UNKNOWN", () -> Qmaster.over(calm()).setting("no such name"));
    }

    @Test
    void destinations() throws IOException {
        Path there = Files.createFile(folder.resolve("there.mov"));
        thrown(
                "DESTINATION_NOT_GIVEN",
                calm(request -> BatchRequest.builder().sourceFile(clip).compressorSettingFile(setting())));
        thrown("DESTINATION_EXISTS", calm(request -> request.destinationFile(there)));
        thrown("DESTINATION_IS_FOLDER", calm(request -> request.destinationFile(folder)));
        thrown("DESTINATION_NOT_FOLDER", calm(request -> request.destinationDirectory(there)));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.mov"), folder.resolve("nothing.mov"));
        thrown("DESTINATION_LINK", calm(request -> request.destinationFile(dangling)));
        thrown("DESTINATION_IS_SOURCE", calm(request -> request.destinationFile(clip)));
    }

    @Test
    void submissions() {
        thrown("SUBMISSION_REFUSED", inScenario("{\"fault\": \"submission-refused\"}"));
        thrown("SUBMISSION_WITHOUT_ID", inScenario("{\"fault\": \"batch-id-missing\", \"queued\": false}"));
        thrown("SUBMISSION_TIMEOUT", inScenario("{\"fault\": \"submission-hangs\", \"queued\": false}"));
    }

    @Test
    void clusters() {
        Qmaster strict = Qmaster.builder(simulator("{\"fault\": \"cluster-down\", \"cluster\": \"FCS Cluster\"}"))
                .policy(Policy.DEFAULT.fallback(Policy.Fallback.NEVER))
                .build();
        thrown(
                "CLUSTER_NOT_FOUND",
                () -> strict.submit(
                        request().cluster(Cluster.named("FCS Cluster")).build()));
    }

    @Test
    void engines() throws InterruptedException {
        Path state = folder.resolve("state");
        Qmaster.over(Simulator.inDirectory(state, Scenario.named("calm")))
                .submit(request().build());
        Qmaster other = Qmaster.over(Simulator.inDirectory(state, Scenario.named("hanging")));
        thrown("SIMULATOR_SCENARIO_DIFFERS", () -> other.submit(request().build()));
        thrownByQuery("SIMULATOR_SCENARIO_DIFFERS", other::list);
        Path nothing = folder.resolve("nothing");
        Qmaster missing = Qmaster.over(new CompressorBackend(
                CompressorConfiguration.builder().applications(nothing).build()));
        thrown("ENGINE_NOT_INSTALLED", () -> missing.submit(request().build()));
        Cluster.Address address = Cluster.address("render@10.0.0.7:50000");
        thrown(
                "PASSWORD_UNKNOWN",
                () -> Qmaster.over(calm()).submit(request().cluster(address).build()));
        ScriptedBackend simple = new ScriptedBackend().without(Capability.LIST);
        thrownByQuery("UNSUPPORTED", () -> Qmaster.over(simple).list());
    }

    @Test
    void ends() throws InterruptedException {
        thrown("BATCH_FAILED", inScenario("{\"fault\": \"job-fails\", \"reason\": \"2x job controller down\"}"));
        thrown("OUTPUT_MISSING", inScenario("{\"fault\": \"output-spoiled\", \"how\": \"missing\"}"));
        thrown("OUTPUT_EMPTY", inScenario("{\"fault\": \"output-spoiled\", \"how\": \"empty\"}"));
        thrown("BATCH_LOST", inScenario("{\"fault\": \"batch-vanishes\", \"after\": \"2s\"}"));
        QmasterBatch cancelled = Qmaster.over(calm()).submit(request().build());
        cancelled.cancel();
        thrown("BATCH_CANCELLED", cancelled::await);
    }

    @Test
    void questions() {
        BatchReference nobodys = BatchReference.of("1BA7A7B7-6B4C-4F0C-9E33-C4F3C54A7E11", "FCS Cluster");
        Qmaster qmaster = Qmaster.over(calm());
        thrown("BATCH_NOT_SEEN", () -> qmaster.attach(nobodys).status());
        Qmaster deaf = Qmaster.over(simulator("{\"fault\": \"status-fails\", \"answer\": \"garbled\"}"));
        thrownByQuery("STATUS_UNREADABLE", () -> deaf.find(nobodys));
        thrown(
                "TIMEOUT",
                () -> qmaster.submit(request().build()).awaitOrCancel(WaitLimits.NONE.whole(Duration.ofSeconds(1))));
        qmaster.close();
        thrownByQuery("CLOSED", qmaster::list);
        thrown("CLOSED", () -> qmaster.submit(request().build()));
    }

    @Test
    void whatMayStillRun() throws InterruptedException {
        Qmaster qmaster = Qmaster.over(calm());
        SubmissionId submission = qmaster.submit(request().requestId("once").build())
                .submissionId()
                .orElseThrow();
        thrown(
                "REQUEST_ID_TAKEN",
                () -> qmaster.submit(request().requestId("once").build()));
        thrown("RETRY_OPEN", () -> qmaster.retry(submission));
        thrown("GIVE_UP_SHOWN", () -> qmaster.giveUp(submission, "hunterbj"));
        thrown("SUBMISSION_UNKNOWN", () -> qmaster.giveUp(SubmissionId.random(), "hunterbj"));
    }

    @Test
    void journals() {
        FileJournal journal = FileJournal.in(clip);

        thrown("JOURNAL_UNWRITABLE", () -> journal.attempting(SubmissionId.random(), 1, "command"));
        thrownByQuery("JOURNAL_UNREADABLE", journal::open);
    }

    /** A failure of a submission or of its batch: it has a fate that its row lists. */
    private static void thrown(String code, ThrowingCallable call) {
        QmasterException failure = failure(code, call);
        assertThat(row(failure).outcomes())
                .as("outcomes of " + code)
                .contains(failure.fate().orElseThrow().name());
    }

    /** A failure that concerns no submission. */
    private static void thrownByQuery(String code, ThrowingCallable call) {
        assertThat(failure(code, call).fate()).as("fate of " + code).isEmpty();
    }

    private static QmasterException failure(String code, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as(code).isInstanceOf(QmasterException.class);
        QmasterException failure = (QmasterException) thrown;
        assertThat(failure.code()).isEqualTo(code);
        Row row = row(failure);
        assertThat(row.codes()).contains(code);
        assertThat(row.exit()).isEqualTo(FailureReport.of(failure).exitCode().number());
        assertThat(row.saysOf(failure)).as(code + " is retryable").isTrue();
        return failure;
    }

    private static Row row(QmasterException failure) {
        return ROWS.stream()
                .filter(known -> known.exception().equals(failure.getClass().getSimpleName()))
                .findAny()
                .orElseThrow();
    }

    private interface Change {
        BatchRequest.Builder of(BatchRequest.Builder request);
    }

    private ThrowingCallable calm(Change change) {
        return () -> Qmaster.over(calm()).submit(change.of(request()).build());
    }

    private ThrowingCallable inScenario(String fault) {
        return () -> Qmaster.over(simulator(fault)).submitAndWait(request().build());
    }

    private static Simulator calm() {
        return simulator("");
    }

    private static Simulator simulator(String fault) {
        return Simulator.onVirtualTime(Scenario.parse("""
                {"clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1", "instances": 2}]}], "faults": [%s]}
                """.formatted(fault)));
    }

    private BatchRequest.Builder request() {
        return BatchRequest.builder()
                .sourceFile(clip)
                .compressorSettingFile(setting())
                .destinationFile(folder.resolve("out " + ++outputs + ".mov"));
    }

    private Path setting() {
        return folder.resolve("movie.setting");
    }

    private static Set<String> exceptions() {
        return MainClasses.ofAllModules().stream()
                .filter(type -> type.isAssignableTo(QmasterException.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A row: whether it is always retryable, or only in the listed cases. */
    private record Row(
            String exception,
            int exit,
            List<String> codes,
            List<String> retryable,
            String retryableInWords,
            List<String> outcomes) {
        private static final Pattern CODE = Pattern.compile("`([A-Za-z_]+)`");

        static Row of(List<String> cells) {
            return new Row(
                    inCode(cells.get(0)).get(0),
                    Integer.parseInt(cells.get(1)),
                    inCode(cells.get(2)),
                    inCode(cells.get(3)),
                    cells.get(3),
                    inCode(cells.get(4)));
        }

        boolean saysOf(QmasterException failure) {
            boolean named = retryable.contains(failure.code());
            boolean sometimes = named
                    && Arrays.stream(retryableInWords.split(";"))
                            .anyMatch(part -> part.contains(failure.code()) && part.contains(" if "));
            return sometimes || failure.isRetryable() == named;
        }

        private static List<String> inCode(String cell) {
            return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
        }
    }
}
