package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exit codes that scripts depend on. */
class ExitCodeTest {
    @Test
    void ofSeveralTheWorstCountsInTheOrderOfTheContract() {
        List<ExitCode> worstFirst = List.of(
                ExitCode.FAULT,
                ExitCode.JOURNAL,
                ExitCode.STATUS,
                ExitCode.UNAVAILABLE,
                ExitCode.LOST,
                ExitCode.FAILED,
                ExitCode.CANCELLED,
                ExitCode.UNSETTLED,
                ExitCode.TIMEOUT,
                ExitCode.DONE);

        for (int index = 0; index < worstFirst.size(); index++) {
            assertThat(ExitCode.worst(worstFirst.subList(index, worstFirst.size())))
                    .isEqualTo(worstFirst.get(index));
        }
    }

    @Test
    void ofNoneIsDone() {
        assertThat(ExitCode.worst(List.of())).isEqualTo(ExitCode.DONE);
    }

    @Test
    void anUnknownStateIsNotASuccess() {
        assertThat(ExitCode.of(BatchState.UNKNOWN)).isEqualTo(ExitCode.STATUS);
    }

    @Test
    void theNumbersAreThoseOfTheContract() {
        assertThat(List.of(ExitCode.values()).stream().map(ExitCode::number))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 70, 124, 129, 130, 143);
    }
}
