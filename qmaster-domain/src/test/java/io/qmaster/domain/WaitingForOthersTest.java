package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.SubmissionOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that another running program is submitting and does not finish. */
class WaitingForOthersTest {
    private final Path folder;
    private final ScriptedBackend one = new ScriptedBackend();
    private final ScriptedBackend other = new ScriptedBackend();
    private final List<String> reports = new ArrayList<>();
    private final List<SubmissionTimeoutException> failures = new ArrayList<>();

    WaitingForOthersTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    @Test
    void aRepeatedRequestIsWaitedForWithinBoundsAndTheProcessIsNamed() throws Exception {
        BatchRequest request =
                new Workbench(folder).request().requestId("order 4711").build();
        SubmissionId first = SubmissionId.random();
        one.attempt((order, deadline) -> {
            repeat(request);
            return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
        });

        try (FileJournal journal = FileJournal.in(folder.resolve("journal"));
                Qmaster qmaster = Qmaster.builder(one)
                        .journal(journal)
                        .submissionIds(() -> first)
                        .build()) {
            qmaster.submit(request);
        }

        String pid = "process " + ProcessHandle.current().pid() + " on host ";
        assertThat(reports).singleElement().asString().startsWith("REQUEST " + first + " PT11M27S " + pid);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("SUBMISSION_OPEN");
            assertThat(failure.fate()).contains(QueueFate.UNKNOWN);
            assertThat(failure).hasMessageContaining(pid);
        });
        assertThat(Duration.ofNanos(other.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(690));
        assertThat(other.submitted()).isEmpty();
    }

    private void repeat(BatchRequest request) {
        BatchListener reporting = new BatchListener() {
            @Override
            public void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
                reports.add(reason + " " + submission + " " + atMost + " " + holder.orElseThrow());
                throw new AssertionError("does not affect the submission");
            }
        };
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"));
                Qmaster qmaster = Qmaster.builder(other)
                        .journal(journal)
                        .listener(reporting)
                        .build()) {
            failures.add(catchThrowableOfType(SubmissionTimeoutException.class, () -> qmaster.submit(request)));
        }
    }
}
