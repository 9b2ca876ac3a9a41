package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The behaviour of {@code qmaster submit}. */
class SubmitTest {
    private static final String ID = "[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}";

    @TempDir
    private Path folder;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.named("calm"));
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, simulator);
    }

    @Test
    void withoutWaitingTheIdOfTheBatchIsTheWholeAnswer() {
        Bench.Run run = bench.submit();

        assertThat(run.code()).isZero();
        assertThat(run.out()).matches(ID + "\n");
    }

    @Test
    void waitingTellsEveryStateToPeopleAndEndsWithThePathOfTheOutput() {
        Bench.Run run = bench.submit("--wait");

        assertThat(run.code()).isZero();
        assertThat(run.out()).matches(ID + "\n");
        assertThat(run.err().lines()).containsSubsequence("Waiting", "Processing");
        assertThat(run.err().lines().reduce((earlier, last) -> last))
                .contains("wrote " + bench.out().resolve("clip.mov"));
        assertThat(bench.out().resolve("clip.mov")).exists();
    }

    @Test
    void quietTellsPeopleNothing() {
        assertThat(bench.submit("--wait", "--quiet").err()).isEmpty();
    }

    @Test
    void theSubmittedEventHasTheKeysOfTheContractInTheirOrder() {
        JsonNode event = bench.submit("--json", "--label", "reel=12").events().get(0);

        assertThat(event.propertyNames())
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
        assertThat(event.get("targets").get(0).propertyNames())
                .containsExactly("index", "source", "setting", "plannedPath", "jobId");
        assertThat(event.get("schema").intValue()).isEqualTo(1);
        assertThat(event.get("at").asString()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
        assertThat(event.get("labels").get("reel").asString()).isEqualTo("12");
        assertThat(event.get("settledBy").isNull()).isTrue();
    }

    @Test
    void changesAndTheEndHaveTheKeysOfTheContractInTheirOrder() {
        List<JsonNode> events = bench.submit("--json", "--wait").events();

        assertThat(events.get(1).propertyNames())
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
                        "percentComplete",
                        "elapsedSeconds",
                        "remainingSeconds",
                        "jobs");
        JsonNode end = events.get(events.size() - 1);
        assertThat(end.propertyNames())
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
        assertThat(end.get("targets").get(0).propertyNames())
                .containsExactly("index", "source", "plannedPath", "path", "bytes", "state", "reason");
        assertThat(end.get("verified").booleanValue()).isTrue();
    }

    @Test
    void eventsAreCountedWithoutGaps() {
        List<JsonNode> events = bench.submit("--json", "--wait").events();

        for (int index = 0; index < events.size(); index++) {
            assertThat(events.get(index).get("sequence").intValue()).isEqualTo(index + 1);
        }
    }

    @Test
    void withoutWaitingJsonIsTheSubmittedEventAlone() {
        assertThat(bench.submit("--json").eventNames()).containsExactly("submitted");
    }

    @Test
    void severalSettingsGiveOutputsWithTheirNamesBehindTheStem() {
        Bench.Run run = bench.run(
                "submit",
                bench.clip().toString(),
                "--setting",
                bench.setting("HD 720p").toString(),
                "--setting",
                bench.setting("Apple Devices 4K (HEVC 8-bit)").toString(),
                "--destination-dir",
                bench.out().toString(),
                "--wait");

        assertThat(run.code()).isZero();
        assertThat(bench.out().resolve("clip-hd-720p.mov")).exists();
        assertThat(bench.out().resolve("clip-apple-devices-4k-hevc-8-bit.mov")).exists();
    }

    @Test
    void suffixesReplaceTheNamesOfTheSettings() {
        bench.run(
                "submit",
                bench.clip().toString(),
                "--setting",
                bench.setting("One").toString(),
                "--suffix",
                "_1",
                "--setting",
                bench.setting("Two").toString(),
                "--suffix",
                "_2",
                "--destination-dir",
                bench.out().toString(),
                "--wait");

        assertThat(bench.out()).isDirectoryContaining("glob:**/clip_1.mov").isDirectoryContaining("glob:**/clip_2.mov");
    }

    @Test
    void recursiveTakesTheMediaFilesOfAFolderAndMakesItsFoldersAgain() {
        bench.file("rushes/a.mov", "a");
        bench.file("rushes/day 2/b.MXF", "b");
        bench.file("rushes/notes.txt", "no movie");
        bench.file("rushes/.hidden/c.mov", "hidden");

        Bench.Run run = bench.run(
                "submit",
                folder.resolve("rushes").toString(),
                "--recursive",
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString(),
                "--json");

        List<String> planned = run.events().get(0).get("targets").values().stream()
                .map(target -> target.get("plannedPath").asString())
                .toList();
        assertThat(planned)
                .containsExactly(
                        bench.out().resolve("a.mov").toString(),
                        bench.out().resolve("day 2").resolve("b.mov").toString());
    }

    private Bench.Run recursively(String folderOfSources, String... more) {
        List<String> line = new ArrayList<>(List.of(
                "submit",
                folder.resolve(folderOfSources).toString(),
                "--recursive",
                "--setting",
                bench.setting().toString()));
        line.addAll(List.of(more));
        return bench.run(line.toArray(String[]::new));
    }

    private static List<String> planned(Bench.Run run) {
        return run.events().get(0).get("targets").values().stream()
                .map(target -> target.get("plannedPath").asString())
                .toList();
    }

    @Test
    void packagesAreNotWalkedIntoUnlessTheyAreMeant() {
        bench.file("rushes/a.mov", "a");
        bench.file("rushes/Wedding.fcpbundle/Original Media/b.mov", "b");

        assertThat(planned(
                        recursively("rushes", "--destination-dir", bench.out().toString(), "--json")))
                .hasSize(1);
        assertThat(planned(recursively(
                        "rushes",
                        "--into-packages",
                        "--destination-dir",
                        folder.resolve("more").toString(),
                        "--json")))
                .hasSize(2);
    }

    @Test
    void againOverTheSameFolderTheOutputsOfYesterdayAreNoSources() {
        bench.file("rushes/a.mov", "a");
        String inside = folder.resolve("rushes/proxies").toString();
        assertThat(recursively("rushes", "--destination-dir", inside, "--wait").code())
                .isZero();
        bench.file("rushes/b.mov", "b");

        Bench.Run again = recursively("rushes", "--destination-dir", inside, "--skip-complete", "--wait");

        assertThat(again.code()).isZero();
        assertThat(again.err())
                .contains("passed over " + inside + "/a.mov: it is an output of batch")
                .contains("skipped");
        assertThat(Path.of(inside, "b.mov")).exists();
        assertThat(Path.of(inside, "proxies")).doesNotExist();
    }

    @Test
    void aFolderThatIsNamedByALinkIsWalked() throws Exception {
        Path file = bench.file("rushes/day 2/a.mov", "a");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("rushes"));

        Bench.Run run = recursively("link", "--destination-dir", bench.out().toString(), "--json");

        assertThat(planned(run))
                .containsExactly(bench.out().resolve("day 2/a.mov").toString());
        assertThat(run.events().get(0).get("targets").get(0).get("source").asString())
                .isEqualTo(file.toRealPath().toString());
    }

    @Test
    void aFileThatIsPassedOverIsAnEventInJson() {
        Path old = bench.file("rushes/a.mov", "a");
        assertThat(recursively("rushes", "--beside", "--suffix", "-p", "--wait").code())
                .isZero();
        bench.file("rushes/b.mov", "b");

        Bench.Run again =
                recursively("rushes", "--beside", "--suffix", "-p", "--skip-complete", "--label", "reel=7", "--json");

        assertThat(again.eventNames()).containsExactly("passedOver", "skipped", "submitted");
        JsonNode event = again.events().get(0);
        assertThat(event.get("source").asString())
                .isEqualTo(old.resolveSibling("a-p.mov").toString());
        assertThat(event.get("reason").asString()).startsWith("it is an output of batch ");
        assertThat(event.get("labels").get("reel").asString()).isEqualTo("7");
        assertThat(event.get("submissionId").isNull()).isTrue();
    }

    @Test
    void besideInADocumentWritesNextToEachSource() {
        bench.file("rushes/a.mov", "a");
        bench.file("rushes/day 2/b.mov", "b");
        String setting = bench.setting().toString();
        String in = folder.resolve("rushes").toString();

        Bench.Run run = bench.stdin("{\"setting\":\"" + setting + "\",\"beside\":true,\"jobs\":[{\"source\":\"" + in
                        + "/a.mov\",\"suffix\":\"-p\"},{\"source\":\"" + in
                        + "/day 2/b.mov\",\"destinationDir\":\"" + bench.out() + "\"}]}")
                .run("submit", "--from", "-", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(planned(run))
                .containsExactly(in + "/a-p.mov", bench.out().resolve("b.mov").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"beside\":true,\"destinationDir\":\"out\",\"jobs\":[{\"source\":\"a.mov\"}]}",
                "{\"jobs\":[{\"source\":\"a.mov\",\"beside\":true,\"destinationDir\":\"out\"}]}",
                "{\"jobs\":[{\"source\":\"a.mov\",\"beside\":true,\"destination\":\"b.mov\"}]}",
                "{\"jobs\":[{\"source\":\"a.mov\",\"beside\":\"yes\"}]}"
            })
    void besideAndAnotherDestinationInADocumentExcludeEachOther(String document) {
        Bench.Run run = bench.stdin(document).run("submit", "--from", "-");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("beside");
    }

    @Test
    void besideWritesNextToEachSource() {
        bench.file("rushes/a.mov", "a");
        bench.file("rushes/day 2/b.MXF", "b");

        Bench.Run run = recursively("rushes", "--beside", "--suffix", "-proxy", "--json");

        assertThat(planned(run))
                .containsExactly(
                        folder.resolve("rushes/a-proxy.mov").toString(),
                        folder.resolve("rushes/day 2/b-proxy.mov").toString());
    }

    @Test
    void besideAndADestinationExcludeEachOther() {
        assertThat(bench.submit("--beside").code()).isEqualTo(2);
    }

    @Test
    void aFolderWithoutRecursiveIsRefused() {
        Bench.Run run = bench.run(
                "submit",
                folder.toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).startsWith("qmaster: ").hasLineCount(1);
    }

    @Test
    void aDocumentSaysEverythingPerJob() {
        bench.stdin("""
                {"batchName": "Dailies", "exactName": true, "labels": {"reel": "12"}, "setting": "%s",
                 "destinationDir": "%s",
                 "jobs": [{"source": "%s", "suffix": "-low"}, {"source": "%s", "destination": "%s"}]}
                """.formatted(
                        bench.setting(),
                        bench.out(),
                        bench.clip(),
                        bench.file("b.mov", "b"),
                        bench.out().resolve("other/c.mov")));

        JsonNode event = bench.run("submit", "--from", "-", "--json").events().get(0);

        assertThat(event.get("batchName").asString()).isEqualTo("Dailies");
        assertThat(event.get("labels").get("reel").asString()).isEqualTo("12");
        assertThat(event.get("targets").get(0).get("plannedPath").asString()).endsWith("out/clip-low.mov");
        assertThat(event.get("targets").get(1).get("plannedPath").asString()).endsWith("out/other/c.mov");
    }

    @Test
    void anUnknownKeyInADocumentIsNamedWithItsPlace() {
        bench.stdin("{\"jobs\": [{\"source\": \"a.mov\", \"seting\": \"x\"}]}");

        Bench.Run run = bench.run("submit", "--from", "-", "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("message").asString()).contains("jobs[0].seting", "standard input");
    }

    @Test
    void aRequestIsAnsweredAsBeforeWhenItComesAgain() {
        String first = bench.submit("--request-id", "r1").out();

        Bench.Run again = bench.submit("--request-id", "r1", "--json");

        assertThat(again.events().get(0).get("replayed").booleanValue()).isTrue();
        assertThat(again.events().get(0).get("batchId").asString()).isEqualTo(first.strip());
    }

    @Test
    void waitingForARequestThatHasEndedTellsItsEnd() {
        bench.submit("--request-id", "r1", "--wait");

        Bench.Run again = bench.submit("--request-id", "r1", "--wait", "--json");

        assertThat(again.code()).isZero();
        assertThat(again.eventNames()).containsExactly("submitted", "ended");
        assertThat(again.events().get(1).get("sequence").intValue()).isEqualTo(2);
    }

    @Test
    void theIdOfAnotherRequestIsAMistakeOfTheCommandLine() {
        bench.submit("--request-id", "r1");

        Bench.Run other = bench.submit("--request-id", "r1", "--priority", "high", "--json");

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.error().get("code").asString()).isEqualTo("REQUEST_ID_TAKEN");
    }

    @Test
    void anOutputThatIsThereIsReplacedOnlyIfThatIsSaid() {
        Path existing = bench.file("out/clip.mov", "old");

        assertThat(bench.submit("--wait").code()).isEqualTo(3);
        assertThat(bench.submit("--wait", "--overwrite").code()).isZero();
        assertThat(existing).hasContent("a movie");
    }

    @Test
    void anOutputCanBePublishedWhenItIsComplete() {
        Bench.Run run = bench.submit("--wait", "--publish", "atomic", "--json");

        assertThat(run.code()).isZero();
        assertThat(bench.out()).isDirectoryContaining("glob:**/clip.mov");
        assertThat(run.events().get(0).get("targets").get(0).get("plannedPath").asString())
                .isEqualTo(bench.out().resolve("clip.mov").toString());
    }

    @Test
    void aVolumeWithoutEnoughRoomIsRefused() {
        assertThat(bench.submit("--min-free", "900000T").code()).isEqualTo(3);
    }

    @Test
    void aDryRunPrintsTheCommandAndTouchesNothing() {
        Bench.Run run = bench.submit("--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("-jobpath " + bench.clip());
        assertThat(bench.out()).doesNotExist();
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void aTimeLimitCancelsTheBatch() {
        Bench.Run run = bench.submit("--wait", "--timeout", "1s", "--json");

        assertThat(run.code()).isEqualTo(124);
        assertThat(run.error().get("code").asString()).isEqualTo("TIMEOUT");
        JsonNode end = run.events().get(run.events().size() - 1);
        assertThat(end.get("event").asString()).isEqualTo("ended");
        assertThat(end.get("cause").asString()).isEqualTo("timeout");
        assertThat(end.get("exitCode").intValue()).isEqualTo(124);
    }

    @Test
    void aTimeLimitLeavesTheBatchIfItIsToldSo() {
        Bench.Run run = bench.submit("--wait", "--timeout", "1s", "--detach-on-timeout");

        assertThat(run.code()).isEqualTo(124);
        assertThat(bench.run("wait", run.out().strip()).code()).isZero();
    }

    @Test
    void aTimeLimitWithoutWaitingIsAMistake() {
        assertThat(bench.submit("--timeout", "1s").code()).isEqualTo(2);
    }

    @Test
    void aRefusalIsExitCode4AndOneLine() {
        ScriptedBackend scripted = new ScriptedBackend()
                .attempt(new SubmissionOutcome.Refused(
                        RefusalKind.OTHER, "not\ntoday\u001b[2J", OptionalInt.of(3), false));

        Bench.Run run = new Bench(folder, scripted).submit("--wait");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("qmaster: ")
                .hasLineCount(1)
                .contains("not\\ntoday\\u001b[2J")
                .doesNotContain("\u001b");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnavailableClusterIsReplacedByThisComputerAndThatIsTold() {
        ScriptedBackend scripted = new ScriptedBackend()
                .attempt(new SubmissionOutcome.Refused(
                        RefusalKind.CLUSTER_UNAVAILABLE, "Could not find cluster", OptionalInt.empty(), false))
                .queues("B-1");

        Bench.Run run = new Bench(folder, scripted).submit("--cluster", "FCS Cluster");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("submitted", "to This Computer, since \"FCS Cluster\" is not available");
    }

    @Test
    void anUnavailableClusterIsExitCode5IfNothingMayStandInForIt() {
        ScriptedBackend scripted = new ScriptedBackend()
                .attempt(new SubmissionOutcome.Refused(
                        RefusalKind.CLUSTER_UNAVAILABLE, "Could not find cluster", OptionalInt.empty(), false));

        Bench.Run run = new Bench(folder, scripted).submit("--cluster", "FCS Cluster", "--no-fallback", "--json");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.error().get("code").asString()).isEqualTo("CLUSTER_NOT_FOUND");
        assertThat(run.error().get("retryable").booleanValue()).isTrue();
    }

    @Test
    void aSubmissionThatDoesNotAnswerAndIsNowhereToBeFoundIsExitCode6() {
        ScriptedBackend scripted = new ScriptedBackend().hangs();

        Bench.Run run = new Bench(folder, scripted).submit("--submit-timeout", "10s", "--json");

        assertThat(run.code()).isEqualTo(6);
        assertThat(run.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
        assertThat(run.error().get("submissionId").asString()).startsWith("q");
    }

    @Test
    void aBatchThatFailsIsExitCode1AndItsEndIsTold() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Failed: 2x job controller down");

        Bench.Run run = new Bench(folder, scripted).submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error().get("code").asString()).isEqualTo("BATCH_FAILED");
        JsonNode end = run.events().get(1);
        assertThat(end.get("reason").asString()).isEqualTo("2x job controller down");
        assertThat(end.get("exitCode").intValue()).isEqualTo(1);
    }

    @Test
    void aSuccessWithoutOutputIsAFailure() throws Exception {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Successful");

        Bench.Run run = new Bench(folder, scripted).submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error().get("code").asString()).isEqualTo("OUTPUT_MISSING");
        assertThat(bench.out()).isEmptyDirectory();
    }

    @Test
    void howLongAnOutputMayTakeToShowUpCanBeSaid() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Successful");

        new Bench(folder, scripted).submit("--wait", "--output-grace", "5m");

        assertThat(Duration.ofNanos(scripted.timekeeper().elapsedNanos()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void howLongAQuestionForStatusMayTakeCanBeSaid() {
        Simulator simulator = Simulator.onVirtualTime(Scenario.parse("""
                {"faults": [{"fault": "status-fails", "answer": "hangs", "when": {"call": 3}}]}
                """));

        Bench.Run run = new Bench(folder, simulator).submit("--wait", "--status-timeout", "10m");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Duration.ofNanos(simulator.timekeeper().elapsedNanos())).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void aBatchThatIsNeverSeenIsLost() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");

        Bench.Run run = new Bench(folder, scripted).submit("--wait", "--json");

        assertThat(run.code()).isEqualTo(8);
        assertThat(run.eventNames()).containsExactly("submitted", "lost");
    }

    @Test
    void aSettingWhoseNameNoFileCanHaveIsNoGood() {
        Bench.Run run = new Bench(folder, new ScriptedBackend()).run("--json", "settings", "show", "x\0y");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).hasLineCount(1);
        assertThat(run.error().get("code").asString()).isEqualTo("SETTING_UNKNOWN");
    }
}
