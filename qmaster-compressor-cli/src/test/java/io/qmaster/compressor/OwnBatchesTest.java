package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = MINUTES)
class OwnBatchesTest {
    private static final BatchReference RUNNING = BatchReference.of("B-1", "This Computer");
    private static final BatchReference DONE = BatchReference.of("B-2", "This Computer");

    @TempDir
    Path folder;

    private final OwnBatches own = new OwnBatches();

    @Test
    void onlyWhatHasNotEndedIsCancelledAndOnlyByItsId() throws Exception {
        StandIn compressor = StandIn.ofCompressor4(
                folder,
                "case \"$*\" in",
                "  '-kill -batchid B-1') touch '" + folder + "/killed';;",
                "  *B-1*) [ -e '" + folder + "/killed' ] && s=Cancelled || s=Processing",
                "         echo \"<batchStatus status=\\\"$s\\\" batchid=\\\"B-1\\\" /batchStatus>\";;",
                "  *B-2*) echo '<batchStatus status=\"Successful\" batchid=\"B-2\" /batchStatus>';;",
                "esac");
        own.add(RUNNING);
        own.add(DONE);

        assertThat(own.cancelWhatHasNotEnded(compressor.backend())).isEmpty();
        assertThat(compressor.calls().stream().filter(call -> !call.startsWith("-monitor")))
                .containsExactly("-kill -batchid B-1");
    }

    @Test
    void aBatchThatCannotBeCancelledIsReported() throws Exception {
        StandIn compressor = StandIn.ofFinalCutStudio(
                folder, "echo '<batchStatus status=\"Processing\" batchid=\"B-1\" /batchStatus>'");
        own.add(RUNNING);

        assertThat(own.cancelWhatHasNotEnded(compressor.backend())).containsExactly(RUNNING);
    }
}
