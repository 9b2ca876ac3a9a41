package io.qmaster.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SubmissionOutcomeTest {
    @Test
    void everyOutcomeIsDescribedInWords() {
        assertThat(new SubmissionOutcome.Queued(
                                new BatchId("B-1"), List.of(new JobId("J-1"), new JobId("J-2")), List.of())
                        .description())
                .isEqualTo("queued as B-1; jobs J-1, J-2");
        assertThat(new SubmissionOutcome.Refused(RefusalKind.UNABLE_TO_SUBMIT, "Not now.", OptionalInt.of(3), true)
                        .description())
                .isEqualTo("refused (unable to submit, for the moment): Not now. (exit code 3)");
        assertThat(new SubmissionOutcome.Unknown(
                                SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer", OptionalInt.empty())
                        .description())
                .isEqualTo("unknown (deadline): no answer");
    }
}
