package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.StatusText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
    @Test
    void aResultThatWasWrittenWithoutAStateIsReadInTheWordsOfQmaster() {
        StatusText failed = StatusText.ofQmaster("Failed: 2x job controller down");
        BatchResult result = new BatchResult(
                BatchStatus.of(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME), failed, Instant.EPOCH),
                List.of(),
                false,
                Optional.empty(),
                Duration.ZERO);
        String written = ResultFormat.write(result, Optional.empty()).toString();
        String old = written.replace("\"state\":\"FAILED\",", "")
                .replace(",\"reason\":\"2x job controller down\"", "")
                .replace("\"reason\":\"2x job controller down\",", "");

        assertThat(old).doesNotContain("FAILED").doesNotContain("reason");
        assertThat(ResultFormat.result(JsonReader.read(old), Optional.empty())).isEqualTo(result);
    }
}
