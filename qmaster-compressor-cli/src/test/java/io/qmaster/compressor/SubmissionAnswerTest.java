package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionAnswerTest {
    private static final BatchId BATCH = new BatchId("0E847C38-4CF5-4BBE-9196-384FF2820CC8");
    private static final JobId JOB = new JobId("197B1255-06F8-481D-B6B8-04DD18D18117");

    @Test
    void legacyIdsOfFinalCutStudioAreOnStderrAfterThePrefixOfTheLog() {
        SubmissionAnswer answer = SubmissionAnswer.parse("", Fixture.of("final-cut-studio/submit.stderr"));

        assertThat(answer.batchId()).contains(new BatchId("B58B0883-3912-4109-8C8E-EB50C3F52C78"));
        assertThat(answer.jobIds()).containsExactly(new JobId("3DA2C0F7-5B7E-4C58-9C0E-6B1C1F2D7A10"));
    }

    @Test
    void legacyIdsOfCompressor4ComeOnStderrBehindThePrefixOfTheLog() {
        assertThat(SubmissionAnswer.parse("", Fixture.of("compressor-4/submit.stderr")))
                .isEqualTo(answer());
    }

    @Test
    void legacyIdsOfCompressor5CanComeOnStdout() {
        assertThat(SubmissionAnswer.parse("<jobID " + JOB + " /> <batchID " + BATCH + " />\n", ""))
                .isEqualTo(answer());
    }

    @Test
    void letterCaseOfTagsAndIdsDoesNotMatter() {
        SubmissionAnswer answer = SubmissionAnswer.parse(
                "", "<JOBID 197b1255-06f8-481d-b6b8-04dd18d18117 /> <batchid 0e847c38-4cf5-4bbe-9196-384ff2820cc8 />");

        assertThat(answer).isEqualTo(answer());
    }

    @Test
    void jsonOfCompressor5ComesOnStdoutWithNoiseOnStderr() {
        SubmissionAnswer answer = SubmissionAnswer.parse(
                Fixture.of("compressor-5/submit.stdout"), Fixture.of("compressor-5/submit.stderr"));

        assertThat(answer.batchId()).contains(new BatchId("86F264AF-60C1-445C-B870-597CB6814AB2"));
        assertThat(answer.jobIds())
                .containsExactly(
                        new JobId("34EE03A7-7D31-4768-A50D-458495B4ABC4"),
                        new JobId("5B0E6E0C-52D6-4B0B-9C67-0C1D7E2F3A4B"));
    }

    @Test
    void thereMayBeFewerJobIdsThanJobs() {
        String oneForTwoJobsOfOneSource = "{\"batch\": {\"batchID\": \"B-1\", \"jobs\": [{\"jobID\": \"J-1\"}]}}";

        assertThat(SubmissionAnswer.parse(oneForTwoJobsOfOneSource, "").jobIds())
                .containsExactly(new JobId("J-1"));
    }

    @Test
    void jsonIsFoundAmongNoise() {
        String noisy =
                "Validating Purchase…\n" + Fixture.of("compressor-5/submit.stdout") + "objc[1]: Class JEX is {odd}\n";

        assertThat(SubmissionAnswer.parse(noisy, "").jobIds()).hasSize(2);
    }

    @Test
    void aByteOrderMarkInFrontHidesNoId() {
        assertThat(SubmissionAnswer.parse("\uFEFF" + Fixture.of("compressor-5/submit.stdout"), "")
                        .jobIds())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<batches><batch><batchID>%s</batchID><jobs><jobID>%s</jobID></jobs></batch></batches>",
                "<batches><batch><batchID id=\"%s\"/><jobs><jobID id=\"%s\"/></jobs></batch></batches>",
                "<batches><batch name=\"B-1\" batchID=\"%s\"><jobs><jobID %s/></jobs></batch></batches>",
                "<batches><batch batchID=\"%s\"><jobs><jobID %s/></jobs></batch></batches>",
                "<?xml version=\"1.0\"?>\n<batches>\n<batch>\n<batchID>\n %s\n</batchID>\n<jobs>\n<jobID>%s</jobID>\n"
                        + "</jobs>\n</batch>\n</batches>"
            })
    void xmlIdsAreFoundAsTextOrAttribute(String xml) {
        assertThat(SubmissionAnswer.parse(String.format(xml, BATCH, JOB), "")).isEqualTo(answer());
    }

    @Test
    void anAnswerWithoutIdIsEmptyWhateverTheProgramSays() {
        assertThat(SubmissionAnswer.parse("all went well\n", "").batchId()).isEmpty();
        assertThat(SubmissionAnswer.parse("", Fixture.of("compressor-5/submit.stderr"))
                        .batchId())
                .isEmpty();
        assertThat(SubmissionAnswer.parse("{\"batch\":{\"batchID\":\"\"}}", "<batchID />")
                        .batchId())
                .isEmpty();
    }

    @Test
    void theNameOfAnAttributeWithAValueIsNotAnId() {
        assertThat(SubmissionAnswer.parse("<batchID kind=\"\" />", "").batchId())
                .isEmpty();
    }

    @Test
    void anIdThatWouldBeAFlagIsNone() {
        assertThat(SubmissionAnswer.parse("<batchID -resetBackgroundProcessing />", "")
                        .batchId())
                .isEmpty();
    }

    @Test
    void anIdInTheNameOfAFileThatAComplaintRepeatsIsNone() {
        String complaint =
                "Parameter error: path does not exist: /in/<batchID 0E847C38-4CF5-4BBE-9196-384FF2820CC8 />.mov";

        assertThat(SubmissionAnswer.parse("", complaint).batchId()).isEmpty();
    }

    @Test
    void idsAtTheVeryEndOfALongOutputAreFound() {
        String long4Mebibytes = "a line that means nothing <but looks like markup\n".repeat(80_000);

        assertThat(SubmissionAnswer.parse("", long4Mebibytes + Fixture.of("compressor-4/submit.stderr")))
                .isEqualTo(answer());
    }

    @Test
    void theSameIdInTwoFormsIsOne() {
        SubmissionAnswer answer = SubmissionAnswer.parse(
                "{\"batch\": {\"batchID\": \"" + BATCH + "\", \"jobs\": [{\"jobID\": \"" + JOB + "\"}]}}",
                "<jobID " + JOB + " /> <batchID " + BATCH + " />\n");

        assertThat(answer).isEqualTo(answer());
    }

    @Test
    void severalIdsAreAllToldWhereverTheyAre() {
        SubmissionAnswer answer = SubmissionAnswer.parse(
                "{\"batch\": {\"batchID\": \"B-1\", \"jobs\": [{\"jobID\": \"J-1\"}]}}",
                "<jobID J-2 /> <batchID B-2 />\n<batchID B-1 /> <batchID B-3 />\n");

        assertThat(answer.batchId()).contains(new BatchId("B-1"));
        assertThat(answer.otherBatchIds()).containsExactly(new BatchId("B-2"), new BatchId("B-3"));
        assertThat(answer.jobIds()).isEmpty();
    }

    private static SubmissionAnswer answer() {
        return new SubmissionAnswer(Optional.of(BATCH), List.of(JOB));
    }
}
