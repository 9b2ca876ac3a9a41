package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Queued;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.SubmittingProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = MINUTES)
class CompressorEngineTest {
    private static final ClusterLogin ADMIN = ClusterLogin.parse("admin:s3cret@10.0.0.1:50000");
    private static final BatchReference BATCH =
            BatchReference.of("86F264AF-60C1-445C-B870-597CB6814AB2", "This Computer");

    @TempDir
    Path folder;

    @Test
    void jsonOfCompressor5IsQueuedWithItsIds() throws Exception {
        Backend backend = StandIn.ofCompressor5(
                        folder,
                        StandIn.print("compressor-5/submit.stdout"),
                        StandIn.print("compressor-5/submit.stderr") + " >&2")
                .backend();

        SubmissionOutcome outcome = submit(backend);

        assertThat(outcome)
                .isEqualTo(new Queued(
                        BATCH.id(),
                        List.of(
                                new JobId("34EE03A7-7D31-4768-A50D-458495B4ABC4"),
                                new JobId("5B0E6E0C-52D6-4B0B-9C67-0C1D7E2F3A4B"))));
    }

    @Test
    void legacyIdsOfFinalCutStudioAreQueued() throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(folder, StandIn.print("final-cut-studio/submit.stderr") + " >&2")
                .backend();

        assertThat(submit(backend))
                .isEqualTo(new Queued(
                        new BatchId("B58B0883-3912-4109-8C8E-EB50C3F52C78"),
                        List.of(new JobId("3DA2C0F7-5B7E-4C58-9C0E-6B1C1F2D7A10"))));
    }

    @Test
    void anIdMeansQueuedWhateverTheExitCode() throws Exception {
        Backend backend = StandIn.ofCompressor4(folder, StandIn.print("compressor-4/submit.stderr") + " >&2", "exit 3")
                .backend();

        assertThat(submit(backend)).isInstanceOf(Queued.class);
    }

    @Test
    void anIdMeansQueuedAlsoIfTheProgramThenHangs() throws Exception {
        Path told = folder.resolve("told");
        Backend backend = StandIn.ofCompressor4(
                        folder,
                        StandIn.print("compressor-4/submit.stderr") + " >&2",
                        ": > '" + told + "'",
                        "while :; do sleep 0.1; done")
                .backend();
        backend.capabilities();

        SubmissionOutcome outcome = backend.engine().submit(Orders.of("/in/a.mov"), after(backend, 500), process -> {
            while (!Files.exists(told)) {
                Thread.onSpinWait();
            }
        });

        assertThat(outcome).isInstanceOf(Queued.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n<batchID B-1 >.mov", "folder\n<batchID B-1 />.mov", "a\n{\"batchID\": \"B-1\"}.mov"})
    void anIdInAnArgumentThatIsRepeatedIsNone(String name) throws Exception {
        StandIn compressor = StandIn.ofCompressor4(
                folder,
                "for word; do case $word in /in/*) printf 'Parameter error: no %s\\n%s' \"$word\" \"${word##*/}\" >&2;;"
                        + " esac; done",
                "exit 255");

        SubmissionOutcome outcome =
                compressor.backend().engine().submit(Orders.of("/in/" + name), after(compressor.backend(), 60_000));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(RefusalKind.PARAMETER_ERROR));
    }

    @Test
    void exitZeroWithoutAnIdIsUnknown() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, StandIn.print("compressor-5/submit.stderr") + " >&2")
                .backend();

        assertThat(submit(backend)).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.cause()).isEqualTo(Unknown.Cause.ENDED_WITHOUT_ID);
            assertThat(unknown.exitCode()).hasValue(0);
            assertThat(unknown.evidence()).contains("no batch id");
        });
    }

    @Test
    void aProgramThatAnotherProcessKilledIsUnknown() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "kill -9 $$").backend();

        assertThat(submit(backend))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.cause()).isEqualTo(Unknown.Cause.KILLED));
    }

    @Test
    void aSubmissionThatHangsAndIgnoresTermIsUnknownAndLeavesNoProcess() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "trap '' TERM", "while :; do sleep 0.1; done")
                .backend();
        backend.capabilities();
        List<SubmittingProcess> started = new ArrayList<>();

        SubmissionOutcome outcome = backend.engine().submit(Orders.of("/in/a.mov"), after(backend, 300), started::add);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.cause()).isEqualTo(Unknown.Cause.DEADLINE));
        assertThat(ProcessHandle.of(started.get(0).pid())).isEmpty();
    }

    @Test
    void anUnknownClusterIsUnavailableWhateverTheExitCode() throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(
                        folder, StandIn.print("final-cut-studio/submit-cluster-missing.stderr") + " >&2", "exit 0")
                .backend();

        assertThat(submit(backend)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.CLUSTER_UNAVAILABLE);
            assertThat(refused.words()).isEqualTo("Could not find cluster \"FCS Cluster\"");
        });
    }

    @Test
    void aFolderAsOutputIsAParameterErrorWithExitCode255() throws Exception {
        Backend backend = StandIn.ofCompressor5(
                        folder, StandIn.print("compressor-5/submit-parameter-error.stderr") + " >&2", "exit 255")
                .backend();

        assertThat(submit(backend)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.PARAMETER_ERROR);
            assertThat(refused.exitCode()).hasValue(255);
            assertThat(refused.words()).startsWith("Parameter error:");
        });
    }

    @Test
    void aServiceThatRefusesIsAPassingRefusalAndIsNotTriedAgainHere() throws Exception {
        StandIn compressor =
                StandIn.ofCompressor5(folder, StandIn.print("compressor-5/submit-refused.stderr") + " >&2", "exit 3");

        SubmissionOutcome outcome = submit(compressor.backend());

        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.UNABLE_TO_SUBMIT);
            assertThat(refused.passing()).isTrue();
        });
        assertThat(compressor.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "no licence, 7",
        "'', 1",
        "'', 3",
        "Submission Error: something new, 3",
        "Error:, 1",
        "Error: the service hiccuped, 1",
        "'Errors: node-3 did not answer, will retry', 1",
        "Parameter error: assertion failed, 70",
        "'Parameter error: no\n*** Terminating app due to uncaught exception NSRangeException', 1",
        "'Invalid parameter: -x\n0   CoreFoundation    0x00007fff2040b4b2 __exceptionPreprocess + 242', 255",
        "'Could not find cluster\n  at com.apple.qmaster.Queue.submit(Queue.java:7)', 1",
    })
    void unknownMessagesACrashAndSilenceAreUnknownAndNotARefusal(String words, int exitCode) throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "printf '%s\\n' '" + words + "' >&2", "exit " + exitCode)
                .backend();

        assertThat(submit(backend)).isInstanceOfSatisfying(Unknown.class, unknown -> {
            assertThat(unknown.cause()).isEqualTo(Unknown.Cause.ENDED_WITHOUT_ID);
            assertThat(unknown.exitCode()).hasValue(exitCode);
            assertThat(unknown.evidence()).contains(words.lines().findFirst().orElse(""));
        });
    }

    private static final String NOISE = """
            2026-10-01 20:30:44.162 Compressor[93565:1a2b3c] fileURL is NOT a directory
            objc[4711]: Class JEFoo is implemented in both /A and /B. One of the two will be used. Which one is undefined.
            Validating Purchase…
            CVideoUtilities::CMedia asking for audio track at index 0, base class supports only 1 or zero tracks
            2020-11-14 18:45:28.337 Compressor[2824:239654] owner is: film
            2026-10-01 20:30:44.200 Compressor[93565:1a2b3c] a line of the log that nobody knows
            """;

    @ParameterizedTest
    @CsvSource({"stderr, stderr", "stdout, stdout", "stderr, stdout", "stdout, stderr"})
    void theWordsOfAnUnknownRefusalAreTheComplaintAndNeverNoise(String noiseTo, String complaintTo) throws Exception {
        Path noise = Files.writeString(folder.resolve("noise"), NOISE);
        Backend backend = StandIn.ofCompressor4(
                        folder,
                        "cat '" + noise + "'" + (noiseTo.equals("stderr") ? " >&2" : ""),
                        "echo 'The tilt of this source is beyond me.'" + (complaintTo.equals("stderr") ? " >&2" : ""),
                        "exit 4")
                .backend();

        assertThat(submit(backend))
                .isInstanceOfSatisfying(
                        Unknown.class,
                        unknown -> assertThat(unknown.evidence())
                                .endsWith("; output: The tilt of this source is beyond me."));
    }

    @Test
    void aRefusalOfAProgramThatASignalEndedIsUnknown() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder, "echo 'Parameter error: no' >&2", "kill -9 $$")
                .backend();

        assertThat(submit(backend))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.cause()).isEqualTo(Unknown.Cause.KILLED));
    }

    @Test
    void aRefusingServiceIsUnknownWhereBatchesCannotBeListed() throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(
                        folder, StandIn.print("compressor-5/submit-refused.stderr") + " >&2", "exit 3")
                .backend();

        assertThat(submit(backend))
                .isInstanceOfSatisfying(
                        Unknown.class, unknown -> assertThat(unknown.evidence()).contains("Unable to submit to queue"));
    }

    @ParameterizedTest
    @CsvSource({
        "Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE, 3",
        "'Errors:\nTilt value is invalid', 1",
        "'Error:\nTilt value is invalid', 0",
    })
    void anErrorThatPrecedesQueueingIsARefusalAlsoWhereBatchesCannotBeListed(String words, int exitCode)
            throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(folder, "printf '%s\\n' '" + words + "' >&2", "exit " + exitCode)
                .backend();

        assertThat(submit(backend)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.SUBMISSION_ERROR);
            assertThat(refused.words()).isEqualTo(words.replace("\n", " "));
            assertThat(refused.passing()).isFalse();
        });
    }

    @Test
    void everyIdOfAnAnswerWithSeveralIsReported() throws Exception {
        Backend backend = StandIn.ofCompressor5(
                        folder, StandIn.print("compressor-5/submit.stdout"), "echo '<batchID B-1 />' >&2")
                .backend();

        assertThat(submit(backend)).isEqualTo(new Queued(BATCH.id(), List.of(), List.of(new BatchId("B-1"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchThatWasQueuedAlthoughAFlagWasRefusedIsNotSubmittedInAnotherForm(boolean exactName) throws Exception {
        StandIn compressor = StandIn.ofCompressor5(
                folder,
                "case $1 in -monitor) cat '" + folder.resolve("queue") + "' 2>/dev/null || echo '[]'; exit 0;; esac",
                "echo '<batchStatus name=\"'\"$2\"'\" status=\"Waiting\" batchid=\"B-1\" /batchStatus>' > '"
                        + folder.resolve("queue") + "'",
                "echo 'Invalid parameter: -outputformat' >&2; exit 255");
        BatchOrder order = exactName ? Orders.of("/in/a.mov") : Orders.withToken("/in/a.mov");

        SubmissionOutcome outcome = compressor.backend().engine().submit(order, after(compressor.backend(), 60_000));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(compressor.calls())
                .filteredOn(call -> call.contains("-jobpath"))
                .hasSize(1);
    }

    @Test
    void aVersionThatKnowsNoOutputFormatIsAskedForLegacyFromThenOn() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(
                folder,
                "case $1 in -monitor) echo '[]'; exit 0;; esac",
                "case \"$*\" in *-outputformat*) echo 'Invalid parameter: -outputformat' >&2; exit 255;; esac",
                StandIn.print("compressor-4/submit.stderr") + " >&2");
        Backend backend = compressor.backend();

        assertThat(submit(backend)).isInstanceOf(Queued.class);
        assertThat(submit(backend)).isInstanceOf(Queued.class);

        List<String> submissions = compressor.calls().stream()
                .filter(call -> call.contains("-jobpath"))
                .toList();
        assertThat(submissions).hasSize(3);
        assertThat(submissions.get(2)).doesNotContain("-outputformat");
    }

    @Test
    void anotherUnknownFlagIsARefusalAndNothingIsTriedAgain() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder, "echo 'Invalid parameter: -scc' >&2", "exit 255");

        assertThat(submit(compressor.backend()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(RefusalKind.INVALID_PARAMETER));
        assertThat(compressor.calls()).hasSize(1);
    }

    @Test
    void theFormOfTheAnswerCanBeSetByHand() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder, StandIn.print("compressor-4/submit.stderr") + " >&2");
        Backend backend = new CompressorBackend(
                compressor.configuration().submissionFormat(AnswerFormat.LEGACY).build());

        submit(backend);

        assertThat(compressor.calls()).singleElement().asString().doesNotContain("-outputformat");
    }

    @Test
    void theGenerationIsAskedOnceAndCanBeSetByHand() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder, StandIn.print("compressor-5/submit.stdout"));
        Backend asking = compressor.backend();
        submit(asking);
        submit(asking);
        assertThat(compressor.allCalls()).containsOnlyOnce("-help");

        submit(new CompressorBackend(
                compressor.configuration().generation(Dialect.COMPRESSOR_5).build()));

        assertThat(compressor.allCalls()).containsOnlyOnce("-help");
    }

    @Test
    void anotherVersionInTheSamePlaceIsAskedAgain() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder).backend();
        assertThat(backend.capabilities()).contains(Capability.LIST);

        StandIn.ofFinalCutStudio(folder, "# another size");

        assertThat(backend.capabilities()).doesNotContain(Capability.LIST);
    }

    @Test
    void aVersionThatIsReplacedWhileItIsAskedIsAskedAgain() throws Exception {
        Path other = StandIn.ofFinalCutStudio(folder.resolve("other")).program();
        StandIn compressor =
                StandIn.of(folder, "mv '" + other + "' '" + folder.resolve("Compressor") + "'; echo ' -computergroup'");
        Backend backend = compressor.backend();

        assertThat(backend.capabilities()).contains(Capability.LIST);

        assertThat(backend.capabilities()).doesNotContain(Capability.LIST);
    }

    @Test
    void aProgramThatVanishesBetweenTheLookAndTheStartIsSaid() throws Exception {
        Path program = folder.resolve("Compressor");
        Backend backend = StandIn.of(folder, "echo ' -computergroup'; rm '" + program + "'")
                .backend();

        assertThatThrownBy(() -> submit(backend))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining(program + " cannot be started");
    }

    @Test
    void aProgramThatIsNotCompressorIsSaidSoWithItsWords() throws Exception {
        Backend backend = StandIn.of(folder, "echo 'dyld[1]: Library not loaded: @rpath/x' >&2; exit 6")
                .backend();

        assertThatThrownBy(() -> submit(backend))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("generation")
                .hasMessageContaining("exit code 6")
                .hasMessageEndingWith("; its output: dyld[1]: Library not loaded: @rpath/x");
    }

    @Test
    void aMissingCompressorIsSaidBeforeAnythingStarts() {
        Backend backend = new CompressorBackend(CompressorConfiguration.builder()
                .compressor(folder.resolve("gone"))
                .build());

        assertThatThrownBy(() -> submit(backend))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void whatAGenerationLacksIsRefusedBeforeAnythingStarts() throws Exception {
        StandIn compressor = StandIn.ofFinalCutStudio(folder);
        JobOptions frames = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ImageSequenceInput.FRAMES));
        Backend backend = compressor.backend();

        assertThatThrownBy(() -> backend.engine().submit(Orders.with(frames, "/in/frames"), Deadline.NEVER))
                .isInstanceOf(UnsupportedByEngineException.class);
        assertThatThrownBy(() -> backend.engine().control(BATCH, ControlAction.CANCEL, Deadline.NEVER))
                .isInstanceOf(UnsupportedByEngineException.class);
        assertThat(compressor.calls()).isEmpty();
    }

    @Test
    void anAddressIsRefusedByLaterOnesWithoutItsPassword() throws Exception {
        Backend backend = StandIn.ofCompressor5(folder).backend().using(ADMIN);

        assertThatThrownBy(() -> backend.engine().submit(Orders.at(ADMIN.cluster(), "/in/a.mov"), Deadline.NEVER))
                .isInstanceOf(UnsupportedByEngineException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aPasswordThatTheProgramRepeatsIsMasked() throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(folder, "echo \"Could not find cluster \\\"$2\\\", s3cret\" >&2")
                .backend()
                .using(ADMIN);

        SubmissionOutcome outcome = backend.engine().submit(Orders.at(ADMIN.cluster(), "/in/a.mov"), Deadline.NEVER);

        assertThat(outcome.toString()).doesNotContain("s3cret").contains("admin:•••@10.0.0.1:50000");
    }

    @Test
    void noHalfOfAPasswordIsLeftWhereLongWordsAreShortened() throws Exception {
        Backend backend = StandIn.ofFinalCutStudio(
                        folder, "printf '%1996s' x | tr ' ' x >&2; echo s3cret >&2", "exit 7")
                .backend()
                .using(ADMIN);

        SubmissionOutcome outcome = backend.engine().submit(Orders.at(ADMIN.cluster(), "/in/a.mov"), Deadline.NEVER);

        assertThat(outcome.toString()).doesNotContain("s3c").contains("•••");
    }

    @Test
    void aPreviewIsWhatSubmitWouldRun() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder, StandIn.print("compressor-5/submit.stdout"));
        Backend backend = compressor.backend();

        List<String> preview = backend.engine().preview(Orders.of("/in/a.mov")).arguments();
        submit(backend);

        assertThat(preview.get(0)).isEqualTo(compressor.program().toString());
        assertThat(compressor.calls()).containsExactly(String.join(" ", preview.subList(1, preview.size())));
    }

    @Test
    void aRefusedControlIsReportedWithItsOutput() throws Exception {
        Backend backend = refusingControl("compressor-5/monitor-once.stdout").backend();

        assertThatThrownBy(() -> control(backend, ControlAction.PAUSE))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("cannot do that now");
    }

    @Test
    void aControlThatIsAlreadyDoneIsNotAnError() throws Exception {
        StandIn compressor = refusingControl("compressor-5/monitor-failed.stdout");

        control(compressor.backend(), ControlAction.CANCEL);

        assertThat(compressor.calls()).startsWith("-kill -batchid " + BATCH.id());
    }

    @Test
    void aHangingControlIsReportedAtItsDeadline() throws Exception {
        Backend backend =
                StandIn.ofCompressor4(folder, "while :; do sleep 0.1; done").backend();
        backend.capabilities();

        assertThatThrownBy(() -> backend.engine().control(BATCH, ControlAction.CANCEL, after(backend, 300)))
                .isInstanceOf(StatusException.class);
    }

    @Test
    void noQueryFollowsAControlThatHung() throws Exception {
        List<Command> ended = new ArrayList<>();
        Backend backend = noting(ended, "trap '' TERM", "while :; do sleep 0.1; done");

        assertThatThrownBy(() -> backend.engine().control(BATCH, ControlAction.CANCEL, after(backend, 300)))
                .isInstanceOf(StatusException.class);

        assertThat(ended).extracting(command -> command.arguments().get(0)).containsExactly("-kill");
    }

    @Test
    void nothingIsControlledWhenTheDeadlineHasPassed() throws Exception {
        List<Command> ended = new ArrayList<>();
        Backend backend = noting(ended);

        assertThatThrownBy(() -> backend.engine().control(BATCH, ControlAction.CANCEL, after(backend, 0)))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("before Compressor was started");

        assertThat(ended).isEmpty();
    }

    /** A known Compressor 4 that records every program that has ended. */
    private Backend noting(List<Command> ended, String... lines) throws IOException {
        return new CompressorBackend(
                StandIn.ofCompressor4(folder, lines)
                        .configuration()
                        .generation(Dialect.COMPRESSOR_4)
                        .build(),
                (command, result) -> ended.add(command));
    }

    @Test
    void whatItCanDoDependsOnTheGeneration() throws Exception {
        assertThat(StandIn.ofCompressor4(folder).backend().capabilities())
                .isEqualTo(Dialect.COMPRESSOR_4.capabilities());
    }

    @Test
    void makingABackendStartsNothing() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder);

        Backend backend = compressor.backend();
        backend.engine();
        backend.statusSource();
        backend.settings();

        assertThat(compressor.allCalls()).isEmpty();
        assertThat(Files.exists(folder.resolve("calls"))).isFalse();
    }

    private StandIn refusingControl(String status) throws IOException {
        return StandIn.ofCompressor5(
                folder,
                "case \"$1\" in -monitor) " + StandIn.print(status) + "; exit 0;; esac",
                "echo 'cannot do that now' >&2",
                "exit 3");
    }

    private static void control(Backend backend, ControlAction action) throws InterruptedException {
        backend.engine().control(BATCH, action, after(backend, 60_000));
    }

    private static SubmissionOutcome submit(Backend backend) throws InterruptedException {
        return backend.engine().submit(Orders.of("/in/a.mov"), after(backend, 60_000));
    }

    private static Deadline after(Backend backend, long millis) {
        return Deadline.after(Duration.ofMillis(millis), backend.timekeeper());
    }
}
