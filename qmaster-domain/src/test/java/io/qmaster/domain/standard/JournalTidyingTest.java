package io.qmaster.domain.standard;

import static io.qmaster.domain.standard.JournalSamples.NOON;
import static io.qmaster.domain.standard.JournalSamples.ending;
import static io.qmaster.domain.standard.JournalSamples.intention;
import static io.qmaster.domain.standard.JournalSamples.line;
import static io.qmaster.domain.standard.JournalSamples.queued;
import static io.qmaster.domain.standard.JournalSamples.requested;
import static io.qmaster.domain.standard.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTidyingTest {
    private final Path folder;
    private final Path file;
    private final VirtualClock clock = new VirtualClock(NOON);

    JournalTidyingTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
        file = folder.resolve("journal.jsonl");
    }

    private FileJournal journal() {
        return FileJournal.in(folder, clock);
    }

    private static void end(FileJournal journal, int number) {
        journal.intend(intention(number));
        journal.submitted(submission(number), queued("B-" + number));
        journal.note(submission(number), line("seen"));
        journal.ended(submission(number), ending(Ending.How.FINAL, NOON));
    }

    @Test
    void whatEndedThirtyDaysAgoIsKeptAndGoesAMomentLater() throws IOException {
        end(journal(), 1);
        clock.advance(FileJournal.KEPT);
        assertThat(journal().entries()).hasSize(1);

        clock.advance(Duration.ofNanos(1));

        assertThat(journal().entries()).isEmpty();
        assertThat(Files.readString(file)).doesNotContain(submission(1).value());
    }

    @Test
    void anOpenSubmissionStaysForEver() {
        FileJournal journal = journal();
        end(journal, 1);
        journal.intend(intention(2));
        journal.note(submission(2), line("waiting"));
        JournalEntry open = journal.find(submission(2)).orElseThrow();
        clock.advance(Duration.ofDays(3650));
        journal.close();

        assertThat(journal().entries()).containsExactly(open);
    }

    @Test
    void aJournalThatStaysOpenTidiesUpOnceADay() {
        FileJournal journal = journal();
        end(journal, 1);
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        journal.intend(intention(2));

        assertThat(journal.find(submission(1))).isEmpty();
        assertThat(journal.find(submission(2))).isPresent();
    }

    @Test
    void journalsThatAreOpenNoticeTheNewFile() {
        FileJournal old = journal();
        end(old, 1);
        old.intend(intention(2));
        clock.advance(FileJournal.KEPT.plusSeconds(1));
        FileJournal tidier = journal();

        old.submitted(submission(2), queued("B-2"));
        tidier.note(submission(2), line("seen"));

        assertThat(old.entries()).hasSize(1);
        assertThat(old.entries().get(0).story()).containsExactly(line("seen"));
        assertThat(tidier.entries().get(0).batch()).isPresent();
    }

    @Test
    void theRequestIdOfWhatIsForgottenIsFree() {
        journal().intend(requested(1, "R"));
        journal().submitted(submission(1), queued("B-1"));
        journal().ended(submission(1), ending(Ending.How.FINAL, NOON));
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        assertThat(journal().intend(requested(2, "R"))).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void aJournalThatStaysOpenFreesTheRequestIdOfWhatItForgetsAtOnce() {
        FileJournal journal = journal();
        journal.intend(requested(1, "R"));
        journal.submitted(submission(1), queued("B-1"));
        journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        assertThat(journal.intend(requested(2, "R"))).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void whatIsForgottenIsNotFoundByItsBatchEither() {
        FileJournal journal = journal();
        end(journal, 1);
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        journal.intend(intention(2));

        assertThat(journal.find(new BatchId("B-1"))).isEmpty();
    }

    @Test
    void whatAnOwnerThatIsGoneLeftIsSweptAway() throws IOException {
        journal().intend(intention(1));
        Path left = Files.writeString(folder.resolve("owners").resolve("1-2-gone.lock"), "");

        journal().intend(intention(2));

        assertThat(left).doesNotExist();
    }

    @Test
    void aStoryThatGrowsWithoutEndIsCutBeforeTheDayIsOver() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.note(submission(1), line("again"));
        List<String> lines = Files.readAllLines(file);
        String note = lines.get(lines.size() - 1) + "\n";
        Files.writeString(file, note.repeat(11_000), StandardOpenOption.APPEND);

        journal.intend(intention(2));

        try (Stream<String> left = Files.lines(file)) {
            assertThat(left.filter(line -> line.contains("\"kind\":\"note\""))).hasSize(JournalEntry.LONGEST_STORY);
        }
        assertThat(journal().entries()).hasSize(2);
    }

    @Test
    void ofALongStoryTheLastLinesAreKept() throws IOException {
        FileJournal journal = journal();
        end(journal, 1);
        journal.intend(intention(2));
        for (int i = 0; i < JournalEntry.LONGEST_STORY + 50; i++) {
            journal.note(submission(2), line("line " + i));
        }
        List<JournalEntry> before = List.of(journal.find(submission(2)).orElseThrow());
        journal.close();
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        assertThat(journal().entries()).isEqualTo(before);

        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.filter(line -> line.contains("\"kind\":\"note\""))).hasSize(JournalEntry.LONGEST_STORY);
        }
    }

    @Test
    void whatALaterProgramAddedToAnOpenSubmissionSurvives() throws IOException {
        FileJournal journal = journal();
        end(journal, 1);
        journal.intend(intention(2));
        String added = "{\"v\":1,\"kind\":\"praised\",\"submission\":\"" + submission(2) + "\"}";
        Files.writeString(file, added + "\n" + "torn\n", StandardOpenOption.APPEND);
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        journal();

        assertThat(Files.readAllLines(file))
                .contains(added)
                .doesNotContain("torn")
                .hasSize(3);
    }

    @Test
    void theNewFileIsForItsUserAloneToo() throws IOException {
        end(journal(), 1);
        var before = Files.getPosixFilePermissions(file);
        clock.advance(FileJournal.KEPT.plusSeconds(1));

        journal();

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(before);
        assertThat(folder.resolve("journal.jsonl.new")).doesNotExist();
    }

    @Test
    void whatCannotBeTidiedCanStillBeRead() throws IOException {
        end(journal(), 1);
        clock.advance(FileJournal.KEPT.plusSeconds(1));
        // A folder that is not empty stands where the new file would be written.
        Files.createDirectories(folder.resolve("journal.jsonl.new").resolve("in the way"));

        FileJournal journal = journal();

        assertThat(journal.find(submission(1))).isPresent();
        assertThat(journal.intend(intention(2))).isInstanceOf(Verdict.Recorded.class);
    }
}
