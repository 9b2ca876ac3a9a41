package io.qmaster.domain.standard;

import static io.qmaster.domain.standard.JournalSamples.NOON;
import static io.qmaster.domain.standard.JournalSamples.ending;
import static io.qmaster.domain.standard.JournalSamples.intention;
import static io.qmaster.domain.standard.JournalSamples.line;
import static io.qmaster.domain.standard.JournalSamples.queued;
import static io.qmaster.domain.standard.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.port.SubmittingProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
    private static final Path FULL_DISK = Path.of("/dev/full");

    private final Path folder;
    private final Path file;
    private final VirtualClock clock = new VirtualClock(NOON);

    JournalDamageTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
        file = folder.resolve("journal.jsonl");
    }

    private FileJournal journal() {
        return FileJournal.in(folder, clock);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void aLastLineTornAnywhereLosesNothingBeforeItAndNothingBehind() throws IOException {
        journal().intend(intention(1));
        int before = (int) Files.size(file);
        JournalEntry first = journal().entries().get(0);
        journal().submitted(submission(1), queued("B-1"));
        byte[] whole = Files.readAllBytes(file);

        for (int length = before; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(journal().entries()).as("torn at byte %d", length).containsExactly(first);

            journal().note(submission(1), line("behind it"));

            // But for the end of its line the last record is whole, and then it counts.
            boolean complete = length == whole.length - 1;
            FileJournal journal = journal();
            assertThat(journal.entries())
                    .as("written behind byte %d", length)
                    .containsExactly((complete ? first.with(queued("B-1")) : first).with(line("behind it")));
            assertThat(journal.skippedLines()).isEqualTo(complete || length == before ? 0 : 1);
        }
    }

    @Test
    void aJournalThatIsOpenSeesThroughATornLineToo() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        append("{\"v\":1,\"kind\":\"intended\",\"submi");
        assertThat(journal.entries()).hasSize(1);

        journal.intend(intention(2));

        assertThat(journal.entries()).hasSize(2);
        assertThat(journal.skippedLines()).isEqualTo(1);
    }

    @Test
    void linesThatAreNoRecordsAreSkipped() throws IOException {
        journal().intend(intention(1));
        append("\n\0\0\0\n[1]\n{}\n{\"v\":1}\n{\"v\":1,\"kind\":\"intended\",\"submission\":\"nonsense\"}\n"
                + "{\"v\":1,\"kind\":\"ended\",\"submission\":\"" + submission(1)
                + "\",\"at\":\"yesterday\",\"how\":\"FINAL\",\"words\":\"\"}\n" + "[".repeat(10_000) + "\n");

        FileJournal journal = journal();
        journal.intend(intention(2));

        assertThat(journal.entries()).hasSize(2).allMatch(JournalEntry::isOpen);
        assertThat(journal.skippedLines()).isEqualTo(7);
    }

    @Test
    void fieldsAndKindsThatNobodyKnowsAreIgnored() throws IOException {
        journal().intend(intention(1));
        String known = Files.readString(file);
        Files.writeString(
                file,
                known.replace("{\"v\":1,", "{\"v\":1,\"mood\":{\"good\":[true,false,null,1.5e3,-1]},")
                        + "{\"v\":1,\"kind\":\"praised\",\"submission\":\"" + submission(1) + "\"}\n"
                        + "{\"v\":1,\"kind\":\"holiday\"}\n");

        assertThat(journal().entries()).hasSize(1);
        assertThat(journal().skippedLines()).isZero();
    }

    @Test
    void aRecordOfALaterFormatIsLeftToTheProgramThatWroteIt() throws IOException {
        FileJournal open = journal();
        open.intend(intention(1));
        append("{\"v\":2,\"kind\":\"intended\"}\n");
        String before = Files.readString(file);

        JournalException told = catchThrowableOfType(JournalException.class, this::journal);

        assertThat(told).hasMessageContaining("format 2").hasMessageContaining(file.toString());
        assertThat(told.code()).isEqualTo("JOURNAL_TOO_NEW");
        assertThatThrownBy(() -> open.intend(intention(2))).isInstanceOf(JournalException.class);
        assertThatThrownBy(open::entries).isInstanceOf(JournalException.class);
        open.note(submission(1), line("left out"));
        assertThat(file).hasContent(before);
    }

    @Test
    void onAFullDiskNothingIsIntended() throws IOException {
        assumeTrue(Files.exists(FULL_DISK), "needs " + FULL_DISK);
        Files.createDirectory(folder);
        Files.createSymbolicLink(file, FULL_DISK);
        FileJournal journal = journal();

        JournalException told = catchThrowableOfType(JournalException.class, () -> journal.intend(intention(1)));

        assertThat(told)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(submission(1).value())
                .hasMessageContaining("No space left")
                .hasCauseInstanceOf(IOException.class);
        assertThat(told.code()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(told.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(folder.resolve("owners")).isEmptyDirectory();
        Files.delete(file);
    }

    @Test
    void aRecordForWhichTheDiskHasNoRoomLeavesNothingBehind() throws IOException {
        assumeTrue(JournalingProcess.canLimit(), "needs a shell");
        journal().intend(intention(1));
        String before = Files.readString(file);

        try (JournalingProcess limited = JournalingProcess.withFilesOfAtMost(8, folder)) {
            assertThat(limited.ask("fill x")).startsWith("JournalException").contains(file.toString());
        }

        assertThat(file).hasContent(before);
        assertThat(journal().intend(intention(2))).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void openSubmissionsAreWrittenBackWhenTheFolderIsDeleted() throws IOException {
        FileJournal one = journal();
        FileJournal other = journal();
        one.intend(intention(1));
        one.submitted(submission(1), queued("B-1"));
        other.intend(intention(2));
        JournalEntry known = one.find(submission(1)).orElseThrow();

        delete(folder);
        assertThat(one.entries()).containsExactly(known);
        assertThat(one.find(new BatchId("B-1"))).contains(known);
        one.intend(intention(3));
        other.intend(intention(4));

        assertThat(journal().entries())
                .extracting(JournalEntry::submissionId)
                .containsExactlyInAnyOrder(submission(1), submission(2), submission(3), submission(4));
        assertThat(one.find(submission(1))).contains(known);
        assertThat(journal().entries()).allMatch(JournalEntry::heldElsewhere);
    }

    @Test
    void whatIsWrittenBackIsWrittenOnceAndHeldAsBefore() throws IOException {
        FileJournal journal = journal();
        SubmittingProcess process = new SubmittingProcess(4711, NOON);
        journal.intend(intention(1));
        journal.started(submission(1), process);
        delete(folder);

        journal.note(submission(1), line("one"));
        journal.note(submission(1), line("two"));

        JournalEntry entry = journal().entries().get(0);
        assertThat(entry.intentions()).hasSize(1);
        assertThat(entry.submitter()).contains(process);
        assertThat(entry.story()).containsExactly(line("one"), line("two"));
        assertThat(entry.heldElsewhere()).isTrue();
    }

    @Test
    void whatWasFoundAtTheEndIsWrittenBackToo() throws IOException {
        FileJournal journal = journal();
        Intention intention = JournalSamples.full("clip");
        BatchResult found =
                JournalSamples.fullEnding(intention.order(), "clip").result().orElseThrow();
        journal.intend(intention);
        journal.submitted(submission(1), queued("B-1"));
        journal.concluding(submission(1), found);
        delete(folder);

        journal.note(submission(1), line("back"));

        assertThat(journal().find(submission(1)).flatMap(JournalEntry::conclusion))
                .contains(found);
    }

    @Test
    void whatIsWrittenBackHidesNothingOfOthers() throws IOException {
        FileJournal one = journal();
        one.intend(intention(1));
        delete(folder);
        FileJournal other = journal();
        other.intend(intention(2));
        other.submitted(submission(2), queued("B-2"));

        one.note(submission(1), line("back"));

        assertThat(one.find(new BatchId("B-2"))).isPresent();
    }

    @Test
    void aJournalThatIsClosedNoLongerVouchesForWhatItLeftOpen() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.close();
        delete(folder);

        journal.intend(intention(2));

        assertThat(journal().entries()).extracting(JournalEntry::submissionId).containsExactly(submission(2));
    }

    @Test
    void aFileThatIsReplacedByAnOlderCopyOfItselfIsReadAnew() throws IOException {
        FileJournal writer = journal();
        FileJournal reader = journal();
        writer.intend(intention(1));
        byte[] older = Files.readAllBytes(file);
        writer.intend(intention(2));
        assertThat(reader.entries()).hasSize(2);

        Files.write(file, older);

        assertThat(reader.entries()).extracting(JournalEntry::submissionId).containsExactly(submission(1));
    }

    @Test
    void intoAFolderThatComesBackNothingIsWrittenTwice() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        Path away = folder.resolveSibling("away");
        Files.move(folder, away);
        assertThat(journal.entries()).hasSize(1);

        Files.move(away, folder);
        String before = Files.readString(file);
        journal.note(submission(1), line("back"));

        assertThat(Files.readString(file)).startsWith(before);
        assertThat(Files.readString(file).substring(before.length()).lines())
                .as("what was added")
                .singleElement()
                .asString()
                .contains("\"message\":\"back\"");
    }

    @Test
    void anEndingWhoseIntentionIsLostIsSkipped() throws IOException {
        Intention intention = JournalSamples.full("plain");
        journal().intend(intention);
        journal().ended(submission(1), JournalSamples.fullEnding(intention.order(), "plain"));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));

        lines.removeIf(line -> line.contains("\"kind\":\"intended\""));
        Files.write(file, lines);

        assertThat(journal().entries()).isEmpty();
        assertThat(journal().skippedLines()).isEqualTo(1);
    }

    @Test
    void aDeletedFolderDoesNotHinderAnEnding() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        delete(folder);

        journal.ended(submission(1), ending(Ending.How.LOST, NOON));

        JournalEntry entry = journal().entries().get(0);
        assertThat(entry.ending()).contains(ending(Ending.How.LOST, NOON));
        assertThat(entry.intentions()).containsExactly(intention(1));
    }

    @Test
    void anEmptyFileIsAJournal() throws IOException {
        Files.createDirectory(folder);
        Files.write(file, new byte[0]);

        journal().intend(intention(1));

        assertThat(journal().entries()).hasSize(1);
    }

    @Test
    void textThatIsNoUtf8IsATornLine() throws IOException {
        journal().intend(intention(1));
        Files.write(file, "{\"v\":1,\"ki".getBytes(StandardCharsets.UTF_16), StandardOpenOption.APPEND);

        journal().intend(intention(2));

        assertThat(journal().entries()).hasSize(2);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
