package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Failure;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionTimeoutException;
import org.junit.jupiter.api.Test;

class CommandHintsTest {
    private static final SubmissionId SUBMISSION = SubmissionId.random();
    private static final BatchReference BATCH = BatchReference.of("B-1", "This Computer");

    @Test
    void theCommandsThatHelpHaveTheIdsOfTheFailure() {
        assertThat(FailureReport.of(new BatchLostException(Failure.withoutSubmission("BATCH_LOST", "lost")
                                .of(BATCH)
                                .of(SUBMISSION)))
                        .failure()
                        .hint())
                .contains("`qmaster recover --give-up " + SUBMISSION + "`", "`qmaster retry " + SUBMISSION + "`");
        assertThat(FailureReport.of(new RetryException(
                                Failure.unknown("RETRY_OPEN", "open").of(SUBMISSION)))
                        .failure()
                        .hint())
                .contains("`qmaster recover " + SUBMISSION + "`");
        assertThat(FailureReport.of(new SubmissionTimeoutException(
                                Failure.unknown("SUBMISSION_TIMEOUT", "late").of(SUBMISSION), ""))
                        .failure()
                        .hint())
                .contains("`qmaster recover " + SUBMISSION + "`", "--give-up");
    }

    @Test
    void whatAnotherProgramSubmittedKeepsTheHintOfTheLibrary() {
        Failure foreign = Failure.withoutSubmission("BATCH_LOST", "lost")
                .hint("look into its queue")
                .of(BATCH);

        assertThat(FailureReport.of(new BatchLostException(foreign)).failure().hint())
                .isEqualTo("look into its queue");
    }

    @Test
    void aSettingThatIsLikeNoneNamesTheListAndOneThatIsLikeAnotherKeepsTheSuggestion() {
        Failure unknown = Failure.withoutSubmission("SETTING_UNKNOWN", "unknown");

        assertThat(FailureReport.of(new SettingFileException(unknown.hint("choose")))
                        .failure()
                        .hint())
                .contains("`qmaster settings`");
        assertThat(FailureReport.of(new SettingFileException(unknown.hint("did you mean \"HD 720p\"?")))
                        .failure()
                        .hint())
                .isEqualTo("did you mean \"HD 720p\"?");
    }
}
