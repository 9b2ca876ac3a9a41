package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = MINUTES)
class BatchMonitorTest {
    private static final ClusterLogin RENDER = ClusterLogin.parse("render:s3cr3t@10.0.0.7:50000");
    private static final BatchReference OF_FCS =
            BatchReference.of("B58B0883-3912-4109-8C8E-EB50C3F52C78", "FCS Cluster");
    private static final BatchReference DONE =
            BatchReference.of("6F0D3C3E-7A55-4B0D-9E0B-2D5B0A4B6A01", "This Computer");
    private static final BatchReference UNDER_WAY =
            BatchReference.of("A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B", "Other Cluster");
    private static final BatchReference OF_5 =
            BatchReference.of("86F264AF-60C1-445C-B870-597CB6814AB2", "This Computer");
    private static final String LIST_OF_4 = StandIn.print("compressor-4/monitor.stdout");
    private static final String ANSWER_OF_5 = StandIn.print("compressor-5/monitor-once.stdout");

    @TempDir
    Path folder;

    @Test
    void finalCutStudioIsAskedForEachBatchOnItsCluster() throws Exception {
        StandIn monitor = StandIn.ofFinalCutStudio(folder, StandIn.print("final-cut-studio/monitor.stdout"));

        Map<BatchReference, BatchStatus> found = find(monitor.backend(), OF_FCS, DONE);

        assertThat(found).containsOnlyKeys(OF_FCS);
        assertThat(found.get(OF_FCS).state()).isEqualTo(BatchState.PROCESSING);
        assertThat(monitor.calls())
                .containsExactlyInAnyOrder(
                        "-clustername FCS Cluster -batchid " + OF_FCS.id() + " -query 0",
                        "-clustername This Computer -batchid " + DONE.id() + " -query 0");
    }

    @Test
    void theAnswerIsGivenAsItCame() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, ANSWER_OF_5);

        RawAnswer raw = raw(monitor.backend(), OF_5);

        assertThat(raw.output())
                .isEqualTo(Files.readString(Path.of("src/test/resources/compressor-5/monitor-once.stdout")));
        assertThat(raw.command()).endsWith("-monitor -batchid " + OF_5.id() + " -once -outputformat json");
        assertThat(raw.ending()).startsWith("ended with exit code 0 after ");
    }

    @Test
    void anUnreadableAnswerIsReturnedUnchanged() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, "echo '{\"batches\": [{'; echo 'no such thing' >&2; exit 3");

        RawAnswer raw = raw(monitor.backend(), OF_5);

        assertThat(raw.output()).isEqualTo("{\"batches\": [{\n");
        assertThat(raw.error()).isEqualTo("no such thing\n");
        assertThat(raw.ending()).startsWith("ended with exit code 3 after ");
    }

    @Test
    void aPasswordThatIsRepeatedInAnAnswerIsMasked() throws Exception {
        StandIn monitor = StandIn.ofFinalCutStudio(folder, "echo \"asked with $*\"");
        BatchReference behindAPassword = new BatchReference(OF_FCS.id(), RENDER.cluster());

        RawAnswer raw = raw(monitor.backend().using(RENDER), behindAPassword);

        assertThat(raw.output()).startsWith("asked with ").doesNotContain("s3cr3t");
        assertThat(raw.command()).doesNotContain("s3cr3t");
    }

    @Test
    void aPasswordThatIsRepeatedInAReasonIsMasked() throws Exception {
        StandIn monitor = StandIn.ofFinalCutStudio(
                folder,
                "echo \"<batchStatus name=\\\"s3cr3t.mov\\\" sentBy=\\\"$2\\\" status=\\\"Failed: no access for $2\\\""
                        + " batchid=\\\"" + OF_FCS.id() + "\\\" /batchStatus>\"",
                "echo \"<jobStatus name=\\\"s3cr3t.mov\\\" status=\\\"s3cr3t is wrong\\\" jobid=\\\"J-1\\\""
                        + " batchid=\\\"" + OF_FCS.id() + "\\\" /jobStatus>\"");
        BatchReference behindAPassword = new BatchReference(OF_FCS.id(), RENDER.cluster());

        BatchStatus status =
                find(monitor.backend().using(RENDER), behindAPassword).get(behindAPassword);

        assertThat(status.state()).isEqualTo(BatchState.FAILED);
        assertThat(status.reason()).contains("no access for render:•••@10.0.0.7:50000");
        assertThat(status.submittedBy()).contains("render:•••@10.0.0.7:50000");
        assertThat(status.jobs().get(0).text().raw()).isEqualTo("••• is wrong");
        // The name is the one that the user gave, and a batch is found again by it.
        assertThat(status.name()).contains("s3cr3t.mov");
    }

    @Test
    void aPasswordThatIsAWordOfTheMonitorHidesNoState() throws Exception {
        StandIn monitor = StandIn.ofFinalCutStudio(folder, StandIn.print("final-cut-studio/monitor.stdout"));
        ClusterLogin login = ClusterLogin.parse("render:Processing@10.0.0.7:50000");
        BatchReference behindAPassword = new BatchReference(OF_FCS.id(), login.cluster());

        assertThat(find(monitor.backend().using(login), behindAPassword)
                        .get(behindAPassword)
                        .state())
                .isEqualTo(BatchState.PROCESSING);
    }

    private static RawAnswer raw(Backend backend, BatchReference batch) throws Exception {
        return backend.statusSource().rawAnswer(batch, Deadline.NEVER).orElseThrow();
    }

    @Test
    void finalCutStudioCannotListAllBatches() throws Exception {
        StandIn monitor = StandIn.ofFinalCutStudio(folder);

        assertThatThrownBy(() -> monitor.backend().statusSource().list(Deadline.NEVER))
                .isInstanceOf(UnsupportedByEngineException.class);
        assertThat(monitor.calls()).isEmpty();
    }

    @Test
    void severalBatchesOfDifferentClustersAreAskedForTogether() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(folder, LIST_OF_4);

        Map<BatchReference, BatchStatus> found = find(monitor.backend(), DONE, UNDER_WAY);

        assertThat(found).containsOnlyKeys(DONE, UNDER_WAY);
        assertThat(found.get(UNDER_WAY).batch()).isEqualTo(UNDER_WAY);
        assertThat(monitor.calls()).containsExactly("-monitor -once");
    }

    @Test
    void whatAListingLeavesOutIsAskedForByItsId() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(
                folder, "case \"$*\" in *-batchid*) " + LIST_OF_4 + ";; *) " + LIST_OF_4 + " | head -n 1;; esac");

        Map<BatchReference, BatchStatus> found = find(monitor.backend(), DONE, UNDER_WAY, OF_5);

        assertThat(found).containsOnlyKeys(DONE, UNDER_WAY);
        assertThat(monitor.calls())
                .startsWith("-monitor -once")
                .contains("-monitor -batchid " + OF_5.id() + " -once")
                .hasSizeBetween(3, 4);
    }

    @Test
    void ofManyThatAListingDoesNotShowAFewAreAskedForOthersTheNextTime() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(folder, LIST_OF_4);
        Backend backend = monitor.backend();
        BatchReference[] asked = IntStream.range(0, 20)
                .mapToObj(number -> BatchReference.of("GONE-" + number, "This Computer"))
                .toArray(BatchReference[]::new);

        assertThat(find(backend, asked)).isEmpty();
        assertThat(find(backend, asked)).isEmpty();

        List<String> single = monitor.calls().stream()
                .filter(call -> call.contains("-batchid"))
                .toList();
        assertThat(single).hasSize(6).doesNotHaveDuplicates();
        assertThat(monitor.calls()).hasSize(8);
    }

    @Test
    void aListingThatLeavesOutABatchIsNotBelievedOfTheOthers() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(
                folder,
                "case \"$3\" in",
                "  GONE-*) echo \"<batchStatus name=\\\"x\\\" status=\\\"Processing\\\" batchid=\\\"$3\\\" /batchStatus>\";;",
                "  *) " + LIST_OF_4 + ";;",
                "esac");
        BatchReference[] asked = IntStream.range(0, 8)
                .mapToObj(number -> BatchReference.of("GONE-" + number, "This Computer"))
                .toArray(BatchReference[]::new);

        assertThat(find(monitor.backend(), asked)).containsOnlyKeys(asked);
    }

    @Test
    void aQuestionThatFailsForABatchLeavesTheListingAnAnswer() throws Exception {
        StandIn monitor =
                StandIn.ofCompressor4(folder, "case \"$*\" in *-batchid*) exit 134;; *) " + LIST_OF_4 + ";; esac");

        assertThat(find(monitor.backend(), DONE, UNDER_WAY, OF_5)).containsOnlyKeys(DONE, UNDER_WAY);
    }

    @Test
    void oneBatchIsAskedForByItsId() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, ANSWER_OF_5);

        assertThat(find(monitor.backend(), OF_5).get(OF_5).state()).isEqualTo(BatchState.PROCESSING);
        assertThat(monitor.calls()).containsExactly("-monitor -batchid " + OF_5.id() + " -once -outputformat json");
    }

    @Test
    void everyBatchIsListed() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(folder, LIST_OF_4);

        List<BatchStatus> all = monitor.backend().statusSource().list(Deadline.NEVER);

        assertThat(all).extracting(BatchStatus::state).containsExactly(BatchState.SUCCESSFUL, BatchState.PROCESSING);
    }

    @Test
    void nothingIsAskedWithoutABatch() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder);

        assertThat(find(monitor.backend())).isEmpty();
        assertThat(monitor.allCalls()).isEmpty();
    }

    @Test
    void compressor52IsLearntToTakeFormatRightBehindMonitor() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(
                folder,
                "case \"$*\" in",
                "  '-monitor -format json '*) " + ANSWER_OF_5 + ";;",
                "  *format*) echo 'Invalid parameter: -outputformat' >&2; exit 255;;",
                "  *) exit 1;;",
                "esac");
        Backend backend = monitor.backend();

        assertThat(find(backend, OF_5)).hasSize(1);
        assertThat(find(backend, OF_5)).hasSize(1);

        assertThat(monitor.calls())
                .containsExactly(
                        "-monitor -batchid " + OF_5.id() + " -once -outputformat json",
                        "-monitor -format json -batchid " + OF_5.id() + " -once",
                        "-monitor -format json -batchid " + OF_5.id() + " -once");
    }

    @Test
    void compressor54IsNeverAskedInTheFormOf52() throws Exception {
        StandIn monitor = StandIn.of(
                folder,
                "echo 'usage: -computergroup -outputformat legacy|xml|json -monitor -format json'",
                "case \"$*\" in *-format*) echo 'Invalid parameter: -format' >&2; exit 255;; esac",
                ANSWER_OF_5);

        assertThat(find(monitor.backend(), OF_5)).hasSize(1);
        assertThat(monitor.calls()).containsExactly("-monitor -batchid " + OF_5.id() + " -once -outputformat json");
    }

    @Test
    void legacyIsAskedForWhenNoFlagForJsonIsKnown() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(
                folder, "case \"$*\" in *json*) echo 'Invalid parameter: -format' >&2; exit 255;; esac", LIST_OF_4);

        assertThat(find(monitor.backend(), DONE)).containsOnlyKeys(DONE);
        assertThat(monitor.calls()).hasSize(3);
    }

    @Test
    void aFormThatIsTakenNoLongerIsFollowedByTheOthers() throws Exception {
        Path replaced = folder.resolve("replaced");
        StandIn monitor = StandIn.ofCompressor5(
                folder,
                "[ -e '" + replaced + "' ] || { " + ANSWER_OF_5 + "; exit; }",
                "case \"$*\" in *json*) echo 'Invalid parameter: -outputformat' >&2; exit 255;; esac",
                LIST_OF_4);
        Backend backend = monitor.backend();
        assertThat(find(backend, OF_5)).hasSize(1);

        // Like a program that only starts the real one: the change is not visible.
        Files.createFile(replaced);

        assertThat(find(backend, DONE)).containsOnlyKeys(DONE);
    }

    @Test
    void noMonitorIsStartedWhenTheDeadlineHasPassed() throws Exception {
        StandIn monitor = StandIn.of(
                folder, "trap '' TERM; echo ' -computergroup -outputformat'; while :; do sleep 0.1; done", ANSWER_OF_5);
        List<Command> ended = new ArrayList<>();
        Backend backend =
                new CompressorBackend(monitor.configuration().build(), (command, result) -> ended.add(command));

        assertThatThrownBy(() -> backend.statusSource()
                        .find(Set.of(OF_5), Deadline.after(Duration.ofSeconds(1), backend.timekeeper())))
                .isInstanceOf(StatusException.class);

        assertThat(ended).extracting(Command::arguments).containsExactly(List.of("-help"));
    }

    @Test
    void theFormOfTheAnswerCanBeSetByHand() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, LIST_OF_4);
        Backend backend = new CompressorBackend(
                monitor.configuration().statusFormat(AnswerFormat.LEGACY).build());

        find(backend, DONE);

        assertThat(monitor.calls()).containsExactly("-monitor -batchid " + DONE.id() + " -once");
    }

    @Test
    void aNewerVersionThatAnswersInAnotherFormThanItWasAskedForIsUnderstood() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, LIST_OF_4).backend();

        assertThat(find(backend, DONE)).containsOnlyKeys(DONE);
    }

    @Test
    void anEmptyListShowsNoBatch() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "printf '[\\n\\n]\\n'").backend();

        assertThat(find(backend, OF_5)).isEmpty();
        assertThat(backend.statusSource().list(Deadline.NEVER)).isEmpty();
    }

    @Test
    void noWordFromCompressor4IsAnEmptyList() throws Exception {
        Backend backend = StandIn.ofCompressor4(folder, "exit 0").backend();

        assertThat(backend.statusSource().list(Deadline.NEVER)).isEmpty();
    }

    @Test
    void noOutputWithAnErrorOrAnExitCodeIsNotAnEmptyList() throws Exception {
        assertFails(StandIn.ofCompressor4(folder.resolve("a"), "exit 1"));
        assertFails(StandIn.ofCompressor4(folder.resolve("b"), "echo 'cannot reach the service' >&2"));
        assertFails(StandIn.ofCompressor5(folder.resolve("c"), "exit 0"));
        assertFails(StandIn.ofFinalCutStudio(
                folder.resolve("d"), StandIn.print("final-cut-studio/submit-cluster-missing.stderr") + " >&2"));
    }

    @Test
    void outputThatIsNotAnAnswerIsAFailureThatContainsIt() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "echo 'dyld: library not loaded'", "exit 134")
                .backend();

        assertThatThrownBy(() -> find(backend, OF_5))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("dyld: library not loaded");
    }

    @Test
    void aBatchThatACutAnswerLacksIsNotTakenForGone() throws Exception {
        StandIn monitor = StandIn.ofCompressor4(folder, LIST_OF_4 + " | head -c 300");

        assertFails(monitor);
    }

    @Test
    void aMonitorThatHangsIsAFailureAndLeavesNoProcess() throws Exception {
        Path pid = folder.resolve("pid");
        Backend backend = StandIn.ofCompressor5(
                        folder,
                        "trap '' TERM",
                        "echo $$ > '" + pid + ".unfinished'; mv '" + pid + ".unfinished' '" + pid + "'",
                        "while :; do sleep 0.1; done")
                .backend();
        backend.capabilities();

        // Longer each time that the machine is too busy for the program to reach this point.
        for (long millis = 250; !Files.exists(pid); millis *= 2) {
            Deadline deadline = Deadline.after(Duration.ofMillis(millis), backend.timekeeper());
            assertThatThrownBy(() -> backend.statusSource().find(Set.of(OF_5), deadline))
                    .isInstanceOf(StatusException.class);
        }

        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
                .isEmpty();
    }

    @Test
    void aMissingMonitorIsAQuestionThatFailed() throws Exception {
        StandIn compressor = StandIn.ofFinalCutStudio(folder);
        Backend backend = new CompressorBackend(
                compressor.configuration().batchMonitor(folder.resolve("gone")).build());

        assertThatThrownBy(() -> find(backend, OF_FCS))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("Batch Monitor");
    }

    private static void assertFails(StandIn monitor) {
        assertThatThrownBy(() -> find(monitor.backend(), OF_5)).isInstanceOf(StatusException.class);
    }

    private static Map<BatchReference, BatchStatus> find(Backend backend, BatchReference... batches)
            throws InterruptedException {
        return backend.statusSource()
                .find(Set.of(batches), Deadline.after(Duration.ofMinutes(1), backend.timekeeper()));
    }
}
