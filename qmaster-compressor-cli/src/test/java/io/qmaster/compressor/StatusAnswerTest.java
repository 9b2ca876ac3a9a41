package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusAnswerTest {
    private static final Instant NOW = Instant.parse("2026-10-01T18:31:03Z");
    private static final String OURS = "A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B";

    @Test
    void finalCutStudioTellsOfABatchAndItsJobs() throws Exception {
        BatchStatus status =
                only(Fixture.of("final-cut-studio/monitor.stdout"), "B58B0883-3912-4109-8C8E-EB50C3F52C78");

        assertThat(status.state()).isEqualTo(BatchState.PROCESSING);
        assertThat(status.name()).contains("mymov.mov Transcode");
        assertThat(status.submittedBy()).contains("hunterbj");
        assertThat(status.submittedAtText()).contains("4/14/11 10:22 AM");
        assertThat(status.progress()).isEqualTo(Progress.of(28, Duration.ofSeconds(72), Duration.ofSeconds(180)));
        assertThat(status.jobs()).hasSize(2);
    }

    @Test
    void aStatusWithATrailingBlankIsUnderstoodAndKeptAsItIs() throws Exception {
        JobStatus waiting = only(Fixture.of("final-cut-studio/monitor.stdout"), "B58B0883-3912-4109-8C8E-EB50C3F52C78")
                .jobs()
                .get(1);

        assertThat(waiting.state()).isEqualTo(BatchState.WAITING);
        assertThat(waiting.text().raw()).isEqualTo("Waiting ");
        assertThat(waiting.progress().remaining()).isEmpty();
    }

    @Test
    void compressor4ListsEveryBatchOfTheMachine() throws Exception {
        StatusAnswer answer = StatusAnswer.parse(Fixture.of("compressor-4/monitor.stdout"));

        assertThat(answer.all(Cluster.THIS_COMPUTER, NOW))
                .extracting(BatchStatus::state)
                .containsExactly(BatchState.SUCCESSFUL, BatchState.PROCESSING);
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void reasonsUnknownWordsAndUsersAreMaskedAndStatesAreNot() throws Exception {
        StatusAnswer answer = StatusAnswer.parse("""
                <batchStatus name="aa" sentBy="aa" status="Failed: no aa" batchid="A-1" /batchStatus>
                <jobStatus name="aa.mov" status="Failed" jobid="J-1" batchid="A-1" /jobStatus>
                <jobStatus name="ab.mov" status="aa" jobid="J-2" batchid="A-1" /jobStatus>
                <batchStatus name="ab" sentBy="editor" status="Waiting" batchid="A-2" /batchStatus>
                """).masked(words -> words.replace('a', '•'));

        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.all(Cluster.THIS_COMPUTER, NOW))
                .satisfiesExactly(
                        failed -> {
                            assertThat(failed.text().raw()).isEqualTo("Failed: no ••");
                            assertThat(failed.state()).isEqualTo(BatchState.FAILED);
                            assertThat(failed.submittedBy()).contains("••");
                            assertThat(failed.name()).contains("aa");
                            assertThat(failed.jobs())
                                    .extracting(job -> job.text().raw())
                                    .containsExactly("Failed", "••");
                        },
                        waiting -> {
                            assertThat(waiting.text().raw()).isEqualTo("Waiting");
                            assertThat(waiting.submittedBy()).contains("editor");
                        });
    }

    @Test
    void aNameWithQuotesComesThroughWhole() throws Exception {
        BatchStatus status = only(Fixture.of("compressor-4/monitor.stdout"), OURS);

        assertThat(status.name()).contains("#4711: \"Hallo\" – Großer Saal");
        assertThat(status.progress().percentComplete()).hasValue(28);
        assertThat(status.jobs()).extracting(JobStatus::name).containsExactly(Optional.of("4711.motn"));
    }

    @Test
    void emptyArraysOfCompressor5ArePassedOver() throws Exception {
        BatchStatus status =
                only(Fixture.of("compressor-5/monitor-once.stdout"), "86F264AF-60C1-445C-B870-597CB6814AB2");

        assertThat(status.state()).isEqualTo(BatchState.PROCESSING);
        assertThat(status.submittedAtText()).contains("2026. 10. 01., 20:30:55");
        assertThat(status.progress()).isEqualTo(Progress.of(25, Duration.ofSeconds(8), Duration.ofSeconds(24)));
        assertThat(status.jobs())
                .extracting(job -> job.id().orElseThrow())
                .containsExactly(
                        new JobId("34EE03A7-7D31-4768-A50D-458495B4ABC4"),
                        new JobId("5B0E6E0C-52D6-4B0B-9C67-0C1D7E2F3A4B"));
    }

    @Test
    void aFailedBatchHasItsReasonAndNoPerCentAndListsOnlyTheFailedJob() throws Exception {
        BatchStatus status =
                only(Fixture.of("compressor-5/monitor-failed.stdout"), "86F264AF-60C1-445C-B870-597CB6814AB2");

        assertThat(status.state()).isEqualTo(BatchState.FAILED);
        assertThat(status.reason()).contains("2x job controller down");
        assertThat(status.progress().percentComplete()).isEmpty();
        assertThat(status.jobs()).hasSize(1);
    }

    @Test
    void theHundredPerCentOfACancelledBatchMeanNothing() throws Exception {
        String answer = legacy("x", "Cancelled").replace("percentComplete=\"28\"", "percentComplete=\"100\"");

        assertThat(only(answer, OURS).progress().percentComplete()).isEmpty();
    }

    @Test
    void jobsThatAreNotListedDoNoHarm() throws Exception {
        BatchStatus status = only(json("Successful"), OURS);

        assertThat(status.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(status.jobs()).isEmpty();
    }

    @Test
    void theLastArrayThatIsNotEmptyCounts() throws Exception {
        String answer = json("Waiting") + "[ ]\n" + json("Processing") + "[\n]\n";

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.PROCESSING);
    }

    @Test
    void aListIsReadAfterAnyNumberOfEmptyOnes() throws Exception {
        String answer = "[ ]\n".repeat(10_000) + json("Processing");

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.PROCESSING);
    }

    @Test
    void emptyArraysAloneTellOfNoBatch() throws Exception {
        StatusAnswer answer = StatusAnswer.parse("[\n\n]\n[\n\n]\n");

        assertThat(answer.batchIds()).isEmpty();
        assertThat(answer.isComplete()).isTrue();
    }

    @Test
    void numbersMayBeTextsAndFieldsMayBeMissing() throws Exception {
        BatchStatus status = only(
                "[{\"batchStatus\":{\"percentComplete\":\"7\",\"timeElapsedSeconds\":\"\",\"batchID\":\"" + OURS
                        + "\"}}]",
                OURS);

        assertThat(status.progress().percentComplete()).hasValue(7);
        assertThat(status.progress().elapsed()).isEmpty();
        assertThat(status.name()).isEmpty();
        assertThat(status.state()).isEqualTo(BatchState.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "101", "-1", "1e9", "\"half\"", "99999999999999999999", "true", "{}"})
    void perCentThatMakeNoSenseAreNotKnown(String value) throws Exception {
        BatchStatus status = only(
                "[{\"batchStatus\":{\"status\":\"Processing\",\"percentComplete\":" + value + ",\"timeElapsedSeconds\":"
                        + value + ",\"batchid\":\"" + OURS + "\"}}]",
                OURS);

        assertThat(status.progress().percentComplete()).isEmpty();
        assertThat(status.state()).isEqualTo(BatchState.PROCESSING);
    }

    @Test
    void jsonIsFoundAmongNoise() throws Exception {
        String noisy = "Validating Purchase…\n"
                + "2026-10-01 20:30:44.162 Compressor[93565:1f4c2d] fileURL is NOT a directory\n"
                + "[93565] {something else\n" + json("Hold") + "objc[1]: Class X is implemented in both\n";

        assertThat(only(noisy, OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void aListThatIsCutOffDoesNotLookLikeOneWithoutBatches() throws Exception {
        String cut = "[ ]\n" + json("Processing").substring(0, 40);

        assertThat(StatusAnswer.parse(cut).isComplete()).isFalse();
    }

    @Test
    void aTruncatedListAfterACompleteOneIsDetected() throws Exception {
        String cut =
                json("Processing") + json("Processing").replace(OURS, "ANOTHER").substring(0, 60);

        assertThat(StatusAnswer.parse(cut).isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"jobStatus\": {\"status\": \"Processing\"}}]",
                "[[{\"batchStatus\": {\"status\": \"Processing\"}}]]",
                "{\"batchStatus\": {\"status\": \"Processing\"}}",
                "{\"error\": \"no service\"}"
            })
    void anEmptyListBesideOtherTextDoesNotMeanNoBatch(String somethingElse) throws Exception {
        assertThat(StatusAnswer.parse("[ ]\n" + somethingElse).isComplete()).isFalse();
        assertThat(StatusAnswer.parse(somethingElse + "\n[ ]").isComplete()).isFalse();
    }

    @Test
    void aByteOrderMarkInFrontHidesNothing() throws Exception {
        assertThat(only("\uFEFF" + json("Hold"), OURS).state()).isEqualTo(BatchState.HOLD);
        assertThat(only("\uFEFF" + legacy("x", "Hold"), OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-01 20:30:44.162 Compressor[93565:1a2b3c] ",
                "\n2026-10-01 20:30:44.162 Compressor[93565:1a2b3c] ",
                "\uFEFF2026-10-01 20:30:44.162 Compressor[93565:1a2b3c] ",
                "Großer Saal: 日本語 🎬\n",
                "4711 Großer Saal\n ",
                "[\0] [\0\0\0]\n",
                "{\0\0\0\n",
                "[]"
            })
    void jsonIsFoundBehindOtherText(String before) throws Exception {
        assertThat(only(before + json("Hold"), OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void jsonIsFoundBehindItsLikeOnOneLine() throws Exception {
        String first = json("Waiting").strip().replace("\"x\"", "\"Größe 🎬\"");

        assertThat(only(first + first + json("Hold"), OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void halfACharacterInANameHidesNothing() throws Exception {
        String answer = json("Hold").replace("\"x\"", "\"\uD83C\"");

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void aLegacyEntryThatIsCutOffMakesTheAnswerIncomplete() throws Exception {
        String whole = Fixture.of("compressor-4/monitor.stdout");

        assertThat(StatusAnswer.parse(whole.substring(0, whole.length() - 60)).isComplete())
                .isTrue();
        assertThat(StatusAnswer.parse(whole.substring(0, 300)).isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\" status=\"Successful",
                "x\" status=\"Successful\" batchid=\"A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B",
                "x\" status=\"Successful\" batchid=\"A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B\" /batchStatus>",
                "<batchStatus status=\"Successful\" batchid=\"A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B\" /batchStatus>",
                "Tom & Jerry <final> 'cut'",
                "name=\"x\" name=\"y",
                "x\" colour=\"red",
                "\"",
                " batchid=\"",
                "日本語 ű é é 🎬",
                "İstanbul /BATCHSTATUS>"
            })
    void aNameThatLooksLikeMarkupIsOnlyAName(String name) throws Exception {
        BatchStatus status = only(legacy(name, "Processing"), OURS);

        assertThat(status.state()).isEqualTo(BatchState.PROCESSING);
        assertThat(status.name()).contains(name.strip());
        assertThat(status.submittedBy()).contains("voc");
    }

    @Test
    void aNameWithALineBreakThatForgesAnEntryMakesNoSuccess() throws Exception {
        String forged = "x\" status=\"Successful\" batchid=\"" + OURS + "\" /batchStatus>\n<batchStatus name=\"y";

        String another = legacy("NAME", "Processing").replace(OURS, "OTHER").replace("NAME", forged);

        StatusAnswer answer = StatusAnswer.parse(legacy("mine", "Processing") + another);

        assertThat(answer.of(reference(OURS), NOW).orElseThrow().state()).isEqualTo(BatchState.PROCESSING);
    }

    @Test
    void aNameThatForgesTheBeginningOfAJobMakesNoSuccess() throws Exception {
        String forged = "\" status=\"Successful\" batchid=\"" + OURS + "\"/batchStatus>\n<jobStatus \"";

        assertThat(only(legacy(forged, "Processing"), OURS).state()).isEqualTo(BatchState.PROCESSING);
    }

    @ParameterizedTest
    @CsvSource({
        "Processing, Successful, PROCESSING",
        "Processing, Failed, PROCESSING",
        "Failed, Successful, FAILED",
        "Cancelled, Successful, CANCELLED",
        "Successful, Successful, SUCCESSFUL"
    })
    void ofTwoEntriesOfOneBatchTheEndIsBelievedLastAndSuccessLeast(String one, String other, BatchState believed)
            throws Exception {
        assertThat(only(legacy("x", one) + legacy("x", other), OURS).state()).isEqualTo(believed);
        assertThat(only(legacy("x", other) + legacy("x", one), OURS).state()).isEqualTo(believed);
    }

    @Test
    void aFieldOfBlanksIsAsGoodAsMissing() throws Exception {
        assertThat(only(legacy("  ", "Processing"), OURS).name()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void perCentGoFromNothingToAll(int perCent) throws Exception {
        String answer =
                legacy("x", "Processing").replace("percentComplete=\"28\"", "percentComplete=\"" + perCent + "\"");

        assertThat(only(answer, OURS).progress().percentComplete()).hasValue(perCent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\n\n", "  ", "\t", "words\n \t"})
    void jsonMayFollowBlanksAndEmptyLines(String before) throws Exception {
        assertThat(only(before + json("Hold"), OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void anEntryWithoutStatusIsNotSuccessful() throws Exception {
        String answer = legacy("x\" status=\"Successful\" y", "Processing").replace(" status=\"Processing\"", "");

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.UNKNOWN);
    }

    @Test
    void attributesOfANewerVersionAreLeftAlone() throws Exception {
        String answer = legacy("x", "Processing").replace(" batchid=", " thermalState=\"Nominal\" batchid=");

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.PROCESSING);
        assertThat(only(answer, OURS).name()).contains("x");
    }

    @Test
    void aReasonMayHoldQuotes() throws Exception {
        assertThat(only(legacy("x", "Failed: file \"a=b\" is gone"), OURS).reason())
                .contains("file \"a=b\" is gone");
    }

    @Test
    void theOrderOfAttributesDoesNotMatter() throws Exception {
        String answer = "<batchStatus status=\"Hold\" batchid=\"" + OURS + "\" name=\"x\" /batchStatus>\n";

        assertThat(only(answer, OURS).state()).isEqualTo(BatchState.HOLD);
    }

    @Test
    void anUnknownWordIsKeptAndIsNotASuccess() throws Exception {
        BatchStatus status = only(legacy("x", "Successful-ish"), OURS);

        assertThat(status.state()).isEqualTo(BatchState.UNKNOWN);
        assertThat(status.text().raw()).isEqualTo("Successful-ish");
    }

    @Test
    void appleSpellsCancelledInTwoWays() throws Exception {
        assertThat(only(legacy("x", "Cancelled"), OURS).state()).isEqualTo(BatchState.CANCELLED);
        assertThat(only(legacy("x", "Canceled"), OURS).state()).isEqualTo(BatchState.CANCELLED);
    }

    @Test
    void letterCaseOfIdsDoesNotMatter() throws Exception {
        StatusAnswer answer = StatusAnswer.parse(legacy("x", "Processing"));

        assertThat(answer.of(reference(OURS.toLowerCase(Locale.ROOT)), NOW)).isPresent();
    }

    @Test
    void anEmptyAnswerContainsNoBatch() throws Exception {
        assertThat(StatusAnswer.parse("\n").batchIds()).isEmpty();
    }

    @Test
    void otherWordsAreUnreadable() {
        assertThatThrownBy(() -> StatusAnswer.parse("Segmentation fault\n"))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessageContaining("Segmentation fault");
        assertThatThrownBy(() -> StatusAnswer.parse("{\"error\": \"no service\"}"))
                .isInstanceOf(UnreadableAnswerException.class);
        assertThatThrownBy(() -> StatusAnswer.parse("[1, 2]")).isInstanceOf(UnreadableAnswerException.class);
    }

    private static BatchStatus only(String answer, String id) throws UnreadableAnswerException {
        StatusAnswer parsed = StatusAnswer.parse(answer);
        assertThat(parsed.batchIds()).contains(new BatchId(id));
        return parsed.of(reference(id), NOW).orElseThrow();
    }

    private static BatchReference reference(String id) {
        return BatchReference.of(id, "FCS Cluster");
    }

    private static String legacy(String name, String status) {
        return "<batchStatus name=\"" + name + "\" submissionTime=\"04.11.22, 19:03\" sentBy=\"voc\""
                + " jobType=\"Compressor\" priority=\"HighPriority\" timeElapsed=\"12 Sekunden\" timeRemaining=\"\""
                + " timeElapsedSeconds=\"12\" timeRemainingSeconds=\"30\" percentComplete=\"28\""
                + " resumePercentComplete=\"\" status=\"" + status + "\" batchid=\"" + OURS + "\" /batchStatus>\n";
    }

    private static String json(String status) {
        return "[\n{\"batchStatus\" : {\"name\" : \"x\", \"status\" : \"" + status + "\", \"batchid\" : \"" + OURS
                + "\"}}\n]\n";
    }
}
