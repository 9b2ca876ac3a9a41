package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.port.RefusalKind;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void anUnknownClusterIsUnavailable() {
        assertThat(Refusal.in(Fixture.of("final-cut-studio/submit-cluster-missing.stderr")))
                .contains(
                        new Refusal(RefusalKind.CLUSTER_UNAVAILABLE, "Could not find cluster \"FCS Cluster\"", false));
    }

    @Test
    void aFolderAsOutputIsAParameterErrorAndNoiseIsDropped() {
        assertThat(Refusal.in(Fixture.of("compressor-5/submit-parameter-error.stderr")))
                .contains(new Refusal(
                        RefusalKind.PARAMETER_ERROR,
                        "Parameter error: Destination is a directory; Expected complete output file path with file name.",
                        false));
    }

    @Test
    void aServiceThatRefusesMayTakeTheSameAMomentLater() {
        Refusal refusal =
                Refusal.in(Fixture.of("compressor-5/submit-refused.stderr")).orElseThrow();

        assertThat(refusal.kind()).isEqualTo(RefusalKind.UNABLE_TO_SUBMIT);
        assertThat(refusal.passing()).isTrue();
        assertThat(refusal.words()).startsWith("Submission Error: Error Domain=com.apple.compressor.ErrorDomain");
    }

    @Test
    void anUnreadableSourceIsASubmissionError() {
        String words = "Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE";

        assertThat(Refusal.in(words + "\n")).contains(new Refusal(RefusalKind.SUBMISSION_ERROR, words, false));
    }

    @Test
    void aFlagThatAVersionDoesNotKnowIsNamed() {
        Refusal refusal = Refusal.in("Invalid parameter: -format\n").orElseThrow();

        assertThat(refusal.kind()).isEqualTo(RefusalKind.INVALID_PARAMETER);
        assertThat(refusal.isOfFlag("-format")).isTrue();
        assertThat(refusal.isOfFlag("-outputformat")).isFalse();
    }

    @Test
    void theNoiseOfASourceWithSeveralAudioTracksIsNotTheReasonOfARefusal() {
        assertThat(Refusal.wordsOf(
                        "CVideoUtilities::CMedia asking for audio track at index 0, base class supports only 1 or"
                                + " zero tracks\nThe disk is full.\n"))
                .isEqualTo("The disk is full.");
    }

    @Test
    void theUsualNoiseIsNoRefusalAndNoWords() {
        String noise = Fixture.of("compressor-5/submit.stderr") + "Validating Purchase…\n"
                + "2020-11-14 18:45:28.337 Compressor[2824:239654] owner is: editor\n";

        assertThat(Refusal.in(noise)).isEmpty();
        assertThat(Refusal.wordsOf(noise)).isEmpty();
    }

    @Test
    void textInTheMiddleOfALineIsNotARefusal() {
        assertThat(Refusal.in("owner is: Could not find cluster \"x\"")).isEmpty();
        assertThat(Refusal.in("/in/Parameter error: x.mov")).isEmpty();
    }

    @Test
    void unknownLogLinesAreReportedOnlyIfThereAreNoOthers() {
        String logged = "2026-10-01 20:33:10.004 Compressor[93911:1f5a77] the disk is full\n";

        assertThat(Refusal.wordsOf(logged)).isEqualTo("the disk is full");
        assertThat(Refusal.wordsOf(logged + "cannot write\n")).isEqualTo("cannot write");
    }
}
