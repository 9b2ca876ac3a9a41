package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.ending;
import static io.qmaster.domain.journal.JournalSamples.intention;
import static io.qmaster.domain.journal.JournalSamples.line;
import static io.qmaster.domain.journal.JournalSamples.queued;
import static io.qmaster.domain.journal.JournalSamples.requested;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Ending;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What retention deletes, and by which clock. */
class RetentionTest {
    private final Path folder;
    private int next = 100;

    RetentionTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
    }

    private FileJournal journalAfter(int days) {
        return FileJournal.in(folder, new VirtualClock(NOON.plus(Duration.ofDays(days))));
    }

    private void submitAfter(int... days) {
        for (int day : days) {
            try (FileJournal journal = journalAfter(day)) {
                journal.intend(intention(next++));
            }
        }
    }

    private void endFirst() {
        try (FileJournal journal = journalAfter(0)) {
            journal.intend(requested(1, "R"));
            journal.submitted(submission(1), queued("B-1"));
            journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
        }
    }

    private boolean isKnown() {
        return journalAfter(0).find(submission(1)).isPresent();
    }

    @Test
    void whatEndedThirtyDaysAgoIsKeptAndGoesADayLater() {
        endFirst();
        submitAfter(28, 29, 30, 31, 32);
        assertThat(isKnown()).isTrue();

        submitAfter(33);

        assertThat(isKnown()).isFalse();
    }

    @Test
    void readingNeverForgets() {
        endFirst();
        for (int day = 40; day < 50; day++) {
            FileJournal journal = journalAfter(day);
            assertThat(journal.findRequest("R")).isPresent();
            assertThat(journal.open()).isEmpty();
            assertThat(journal.ended(Instant.MIN)).hasSize(1);
        }
        assertThat(isKnown()).isTrue();
    }

    @Test
    void aClockThatIsFortyDaysAheadForOneCallForgetsNothing() {
        endFirst();

        submitAfter(40, 1, 40, 1, 40, 2);

        assertThat(journalAfter(40).intend(requested(2, "R"))).isInstanceOf(Verdict.Repeated.class);
    }

    @Test
    void manyCallsOnOneWrongDayAreOneDate() {
        endFirst();

        submitAfter(40, 40, 40, 40, 40);

        assertThat(isKnown()).isTrue();
    }

    @Test
    void anOpenSubmissionIsKept() {
        try (FileJournal journal = journalAfter(0)) {
            journal.intend(intention(1));
        }

        submitAfter(1000, 1001, 1002, 1003);

        assertThat(isKnown()).isTrue();
    }

    @Test
    void theRequestIdOfWhatIsForgottenIsFreeAndItsBatchUnknown() {
        endFirst();
        submitAfter(40, 41, 42);

        assertThat(journalAfter(42).intend(requested(2, "R"))).isInstanceOf(Verdict.Recorded.class);
        assertThat(journalAfter(42).find(new BatchId("B-1"))).isEmpty();
    }

    @Test
    void nothingIsLeftOfWhatIsForgotten() throws IOException {
        endFirst();
        submitAfter(40, 41, 42);

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> mentionsFirst(file)))
                    .isEmpty();
        }
        assertThat(folder.resolve("ended")).isEmptyDirectory();
    }

    private static boolean mentionsFirst(Path file) {
        try {
            return file.getFileName().toString().equals(submission(1).value())
                    || Files.readString(file).contains(submission(1).value());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void whatIsKeptIsFoundByAPathThatAForgottenOneUsedToo() {
        endFirst();
        try (FileJournal journal = journalAfter(35)) {
            journal.intend(requested(2, "S"));
            journal.ended(submission(2), ending(Ending.How.FINAL, NOON.plus(Duration.ofDays(35))));
        }

        submitAfter(40, 41, 42);

        assertThat(journalAfter(42)
                        .claimants(requested(2, "S").claims().iterator().next()))
                .extracting(JournalEntry::submissionId)
                .containsExactly(submission(2));
    }

    @Test
    void aLongLogIsBoundedAndLosesNoAttempt() throws IOException {
        FileJournal journal = journalAfter(0);
        journal.intend(intention(1));
        journal.attempting(submission(1), 1, "command");
        journal.attempted(submission(1), 1, "Queued");
        for (int i = 0; i < 10_000; i++) {
            journal.note(submission(1), line("line " + i + " " + "x".repeat(100)));
        }

        JournalEntry entry = journalAfter(0).find(submission(1)).orElseThrow();

        assertThat(entry.story()).hasSize(JournalEntry.LONGEST_STORY);
        assertThat(entry.story().get(JournalEntry.LONGEST_STORY - 1).message()).startsWith("line 9999 ");
        assertThat(entry.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.command()).contains("command");
            assertThat(attempt.outcome()).contains("Queued");
        });
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(Spool.ROOM_FOR_LOG + 3 * Spool.LARGEST_LOG);
        }
    }

    @Test
    void whatAnOwnerThatIsGoneLeftIsSweptAway() throws IOException {
        submitAfter(0);
        Path left = Files.writeString(folder.resolve("owners").resolve("1-2-gone.lock"), "");

        submitAfter(1);

        assertThat(left).doesNotExist();
    }
}
