package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.all;
import static io.qmaster.domain.journal.JournalSamples.ending;
import static io.qmaster.domain.journal.JournalSamples.intention;
import static io.qmaster.domain.journal.JournalSamples.line;
import static io.qmaster.domain.journal.JournalSamples.queued;
import static io.qmaster.domain.journal.JournalSamples.requested;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.Ending;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose folder is deleted or replaced while a program uses it. */
class JournalVanishesTest {
    private final Path folder;
    private final FileJournal journal;

    JournalVanishesTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
        journal = journal();
    }

    private FileJournal journal() {
        return FileJournal.in(folder, new VirtualClock(NOON));
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static JournalException told(Runnable call) {
        JournalException told = catchThrowableOfType(JournalException.class, call::run);
        assertThat(told.code()).isEqualTo("JOURNAL_VANISHED");
        return told;
    }

    @Test
    void intoAFolderThatWasDeletedNothingFurtherIsSubmitted() throws IOException {
        journal.intend(intention(1));
        delete();

        JournalException told = told(() -> journal.intend(intention(2)));

        assertThat(told.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(told).hasMessageContaining(folder.toString());
        assertThat(folder).as("it is not made again").doesNotExist();
    }

    @Test
    void everyOtherCallTellsItToo() throws IOException {
        journal.intend(intention(1));
        delete();

        List.<Runnable>of(
                        () -> journal.submitted(submission(1), queued("B-1")),
                        () -> journal.attempted(submission(1), 1, "queued"),
                        () -> journal.ended(submission(1), ending(Ending.How.FINAL, NOON)),
                        () -> journal.find(submission(1)),
                        journal::open)
                .forEach(JournalVanishesTest::told);
        journal.note(submission(1), line("left out"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void aJournalThatAnotherProgramMadeInItsPlaceIsNotTakenForIt() throws IOException {
        journal.intend(intention(1));
        delete();
        FileJournal other = journal();
        other.intend(intention(2));

        told(() -> journal.intend(intention(3)));

        assertThat(all(other)).hasSize(1);
    }

    @Test
    void aCopyThatIsPutInItsPlaceIsNotTakenForIt() throws IOException {
        journal.intend(intention(1));
        Path away = folder.resolveSibling("away");
        Files.move(folder, away);
        Files.createDirectory(folder);
        Files.copy(away.resolve("journal"), folder.resolve("journal"));

        told(() -> journal.intend(intention(2)));
    }

    @Test
    void whatIsMissingFromAJournalThatWasPutBackIsTold() throws IOException {
        journal.intend(intention(1));
        Files.delete(folder.resolve("open").resolve(submission(1).value()));

        told(() -> journal.submitted(submission(1), queued("B-1")));
    }

    @Test
    void aJournalThatComesBackIsUsedAgain() throws IOException {
        journal.intend(intention(1));
        Path away = folder.resolveSibling("away");
        Files.move(folder, away);
        told(() -> journal.intend(intention(2)));

        Files.move(away, folder);

        journal.submitted(submission(1), queued("B-1"));
        assertThat(journal().open()).hasSize(1);
    }

    @Test
    void aRequestThatIsRepeatedWhileTheJournalIsDeletedIsNotSubmittedByAProgramThatKnewIt() throws IOException {
        FileJournal second = journal();
        journal.intend(requested(1, "R"));
        second.findRequest("R");
        delete();

        told(() -> second.intend(requested(2, "R")));
    }
}
