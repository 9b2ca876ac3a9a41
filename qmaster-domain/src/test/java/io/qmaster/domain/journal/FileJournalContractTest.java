package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.ending;
import static io.qmaster.domain.journal.JournalSamples.queued;
import static io.qmaster.domain.journal.JournalSamples.requested;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Ending;
import io.qmaster.domain.contract.JournalContract;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest extends JournalContract {
    @TempDir
    private Path folder;

    @Override
    protected SubmissionJournal journal() {
        return FileJournal.in(folder.resolve("journal"));
    }

    @Test
    void aJournalInMemoryRemembersTheLastOnesThatEndedAndAllThatAreOpen() {
        MemoryJournal journal = new MemoryJournal(1);
        for (int number = 1; number <= 3; number++) {
            journal.intend(requested(number, "R-" + number));
            journal.submitted(submission(number), queued("B-" + number));
        }

        journal.ended(submission(1), ending(Ending.How.FINAL, JournalSamples.NOON));
        journal.ended(submission(2), ending(Ending.How.FINAL, JournalSamples.NOON));

        assertThat(journal.find(submission(1))).isEmpty();
        assertThat(journal.find(new BatchId("B-1"))).isEmpty();
        assertThat(journal.find(submission(2))).isPresent();
        assertThat(journal.find(submission(3))).isPresent();
        assertThat(journal.intend(requested(4, "R-1"))).isInstanceOf(Verdict.Recorded.class);
        assertThat(journal.intend(requested(5, "R-2"))).isInstanceOf(Verdict.Repeated.class);
    }
}
