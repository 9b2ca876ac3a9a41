package io.qmaster.domain.standard;

import static io.qmaster.domain.standard.JournalSamples.NOON;
import static io.qmaster.domain.standard.JournalSamples.ending;
import static io.qmaster.domain.standard.JournalSamples.intention;
import static io.qmaster.domain.standard.JournalSamples.line;
import static io.qmaster.domain.standard.JournalSamples.queued;
import static io.qmaster.domain.standard.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmittingProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal is taken away while somebody writes a record into it: between any two of the steps that this takes. */
class JournalVanishesTest {
    private final Path folder;
    private final Path file;
    private final VirtualClock clock = new VirtualClock(NOON);
    private final Deque<Runnable> beforeLocking = new ArrayDeque<>();
    private final Deque<Runnable> beforePreparing = new ArrayDeque<>();
    private final Deque<Runnable> beforeAppending = new ArrayDeque<>();
    private final Deque<Runnable> beforeReadingBack = new ArrayDeque<>();
    private FileJournal journal;

    JournalVanishesTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
        file = folder.resolve("journal.jsonl");
    }

    @BeforeEach
    void open() {
        journal = FileJournal.in(folder, clock, new DisturbedLocking(), Disturbed::new);
    }

    /** How a journal can go. */
    enum Loss {
        FOLDER {
            @Override
            void happen(Path folder) {
                delete(folder);
            }
        },
        FILE {
            @Override
            void happen(Path folder) {
                delete(folder.resolve("journal.jsonl"));
            }
        },
        TAKEN_BY_ANOTHER {
            @Override
            void happen(Path folder) {
                delete(folder);
                FileJournal.in(folder, new VirtualClock(NOON)).intend(intention(9));
            }
        };

        abstract void happen(Path folder);
    }

    /** What is written. */
    enum Step {
        INTENDED,
        STARTED,
        SUBMITTED,
        CONCLUDED,
        ENDED;

        void write(FileJournal journal) {
            switch (this) {
                case INTENDED -> journal.intend(intention(1));
                case STARTED -> journal.started(submission(1), new SubmittingProcess(4711, NOON));
                case SUBMITTED -> journal.submitted(submission(1), queued("B-1"));
                case CONCLUDED -> journal.concluding(submission(1), found());
                case ENDED -> journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
            }
        }

        private static BatchResult found() {
            Intention intention = JournalSamples.full("clip");
            return JournalSamples.fullEnding(intention.order(), "clip").result().orElseThrow();
        }
    }

    private JournalEntry writtenUpTo(Step last) {
        for (Step step : Step.values()) {
            if (step.compareTo(last) < 0) {
                step.write(journal);
            }
        }
        Path calm = folder.resolveSibling("calm");
        FileJournal undisturbed = FileJournal.in(calm, clock);
        for (Step step : Step.values()) {
            if (step.compareTo(last) <= 0) {
                step.write(undisturbed);
            }
        }
        return undisturbed.find(submission(1)).orElseThrow();
    }

    private JournalEntry inTheFile() {
        return FileJournal.in(folder, clock).find(submission(1)).orElseThrow().with(false, false);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void nothingIsLostIfItGoesBeforeTheRecordIsReadBack(Step step) {
        for (Loss loss : Loss.values()) {
            delete(folder);
            open();
            JournalEntry expected = writtenUpTo(step);
            beforeReadingBack.add(() -> loss.happen(folder));

            step.write(journal);

            assertThat(beforeReadingBack).isEmpty();
            assertThat(inTheFile()).as("%s", loss).isEqualTo(expected);
            assertThat(journal.find(submission(1))).as("%s", loss).contains(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void nothingIsLostIfItGoesBeforeTheFileIsPutInOrder(Step step) {
        for (Loss loss : Loss.values()) {
            delete(folder);
            open();
            JournalEntry expected = writtenUpTo(step);
            beforePreparing.add(() -> loss.happen(folder));

            step.write(journal);

            assertThat(beforePreparing).isEmpty();
            assertThat(inTheFile()).as("%s", loss).isEqualTo(expected);
            assertThat(journal.find(submission(1))).as("%s", loss).contains(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLockOnAFileThatIsGoneIsTakenAnewOnTheOneThatIsThere(boolean anotherIsThere) {
        Path lock = folder.resolve("journal.lock");
        journal.intend(intention(1));
        List<Boolean> locked = new ArrayList<>();
        beforeLocking.add(() -> {
            delete(lock);
            if (anotherIsThere) {
                make(lock);
            }
        });
        beforeAppending.add(() -> locked.add(isLocked(lock)));

        journal.submitted(submission(1), queued("B-1"));

        assertThat(beforeLocking).isEmpty();
        assertThat(locked).containsExactly(true);
    }

    /** Asking gives the lock back (POSIX), which harms nobody in a test. */
    private static boolean isLocked(Path lock) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ)) {
            return !Locking.OF_THE_SYSTEM.isFree(channel);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void make(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void theRoomOfItsVolumeIsKnownAlthoughTheFolderIsGone() {
        delete(folder);

        assertThat(journal.usableBytes().orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void nothingIsLostIfItGoesBeforeTheRecordIsWritten(Step step) {
        for (Loss loss : Loss.values()) {
            delete(folder);
            open();
            JournalEntry expected = writtenUpTo(step);
            beforeAppending.add(() -> loss.happen(folder));

            step.write(journal);

            assertThat(beforeAppending).isEmpty();
            assertThat(inTheFile()).as("%s", loss).isEqualTo(expected);
            assertThat(journal.find(submission(1))).as("%s", loss).contains(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void nothingIsLostIfItGoesAgainWhileItIsWrittenBack(Step step) {
        JournalEntry expected = writtenUpTo(step);
        beforeReadingBack.add(() -> delete(folder));
        beforeReadingBack.add(() -> delete(file));
        beforeReadingBack.add(() -> delete(folder));

        step.write(journal);

        assertThat(beforeReadingBack).isEmpty();
        assertThat(inTheFile()).isEqualTo(expected);
    }

    @Test
    void ofAnotherSubmissionNothingIsLostEither() {
        journal.intend(intention(1));
        journal.submitted(submission(1), queued("B-1"));
        beforeReadingBack.add(() -> delete(folder));

        journal.intend(intention(2));

        assertThat(FileJournal.in(folder, clock).entries())
                .extracting(JournalEntry::submissionId)
                .containsExactlyInAnyOrder(submission(1), submission(2));
        assertThat(FileJournal.in(folder, clock).find(new BatchId("B-1"))).isPresent();
        assertThat(FileJournal.in(folder, clock).entries()).allMatch(JournalEntry::heldElsewhere);
    }

    @Test
    void whoTakesABatchOverWritesWhatItKnewOfIt() {
        FileJournal dead = FileJournal.in(folder, clock);
        dead.intend(intention(1));
        dead.close();
        beforeReadingBack.add(() -> delete(folder));

        journal.submitted(submission(1), queued("B-1"));

        assertThat(inTheFile().submitted()).contains(queued("B-1"));
    }

    @Test
    void aNoteOfAnothersSubmissionDoesNotMakeItOurs() {
        FileJournal other = FileJournal.in(folder, clock);
        other.intend(intention(1));
        beforeReadingBack.add(() -> delete(folder));

        journal.note(submission(1), line("lost"));

        assertThat(FileJournal.in(folder, clock).entries()).isEmpty();
        other.note(submission(1), line("back"));
        assertThat(inTheFile().story()).containsExactly(line("back"));
    }

    @Test
    void aNoteThatGoesWithTheFolderTakesNothingElseWithIt() {
        journal.intend(intention(1));
        beforeReadingBack.add(() -> delete(folder));

        journal.note(submission(1), line("lost"));

        assertThat(beforeReadingBack).isEmpty();
        assertThat(inTheFile().intentions()).containsExactly(intention(1));
    }

    @Test
    void ofALaterAttemptThatAnOlderCopyLacksTheSubmittingProcessIsWrittenAgainToo() throws IOException {
        Intention first = intention(1);
        Intention second = new Intention(
                first.order().at(Cluster.THIS_COMPUTER),
                2,
                first.fingerprint(),
                first.claims(),
                Optional.empty(),
                NOON);
        SubmittingProcess secondProcess = new SubmittingProcess(4712, NOON.plusSeconds(1));
        journal.intend(first);
        journal.started(submission(1), new SubmittingProcess(4711, NOON));
        byte[] older = Files.readAllBytes(file);
        journal.intend(second);
        journal.started(submission(1), secondProcess);
        Files.write(file, older);

        journal.note(submission(1), line("one"));

        assertThat(inTheFile().intentions()).containsExactly(first, second);
        assertThat(inTheFile().submitter()).contains(secondProcess);
    }

    @Test
    void whatAnOlderCopyHoldsIsNotWrittenTwice() throws IOException {
        journal.intend(intention(1));
        journal.started(submission(1), new SubmittingProcess(4711, NOON));
        byte[] older = Files.readAllBytes(file);
        journal.submitted(submission(1), queued("B-1"));
        List<String> whole = Files.readAllLines(file);
        Files.write(file, older);

        journal.note(submission(1), line("one"));

        assertThat(Files.readAllLines(file))
                .startsWith(whole.toArray(String[]::new))
                .hasSize(whole.size() + 1);
    }

    @Test
    void whatAnOlderCopyLacksIsWrittenAgain() throws IOException {
        journal.intend(intention(1));
        byte[] older = Files.readAllBytes(file);
        journal.started(submission(1), new SubmittingProcess(4711, NOON));
        journal.submitted(submission(1), queued("B-1"));
        Files.write(file, older);

        journal.note(submission(1), line("one"));

        JournalEntry entry = inTheFile();
        assertThat(entry.intentions()).hasSize(1);
        assertThat(entry.submitter()).contains(new SubmittingProcess(4711, NOON));
        assertThat(entry.submitted()).contains(queued("B-1"));
        assertThat(entry.story()).containsExactly(line("one"));
    }

    @Test
    void anOlderCopyIsKnownEvenIfOthersMadeItLongerSince() throws IOException {
        journal.intend(intention(1));
        byte[] older = Files.readAllBytes(file);
        journal.submitted(submission(1), queued("B-1"));
        Files.write(file, older);
        FileJournal other = FileJournal.in(folder, clock);
        other.intend(intention(2));
        other.intend(intention(3));

        journal.note(submission(1), line("one"));

        assertThat(inTheFile().submitted()).contains(queued("B-1"));
        assertThat(inTheFile().story()).containsExactly(line("one"));
        assertThat(journal.entries()).hasSize(3);
        assertThat(journal.skippedLines()).isZero();
    }

    @Test
    void anEndIsNotLostIfAllGoesWhileItIsWrittenIntoAnOlderCopy() throws IOException {
        JournalEntry expected = writtenUpTo(Step.ENDED);
        byte[] older = Files.readAllBytes(file);
        beforeReadingBack.add(() -> overwrite(older));
        beforeReadingBack.add(() -> delete(folder));

        Step.ENDED.write(journal);

        assertThat(beforeReadingBack).isEmpty();
        assertThat(inTheFile()).isEqualTo(expected);
    }

    @Test
    void whoLeavesWritesBackWhatIsGone() {
        journal.intend(intention(1));
        delete(folder);

        journal.close();

        assertThat(inTheFile().intentions()).containsExactly(intention(1));
        assertThat(FileJournal.in(folder, clock).entries()).noneMatch(JournalEntry::heldElsewhere);
    }

    @Test
    void aFileThatCameIntoBeingByWritingIsNobodyElsesBusiness() throws IOException {
        beforeAppending.add(() -> delete(file));

        journal.intend(intention(1));

        assertThat(Files.readAllLines(file).get(0)).contains("\"generation\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void ifItKeepsVanishingThatIsTold() {
        for (int i = 0; i < 1000; i++) {
            beforeReadingBack.add(() -> delete(file));
        }

        JournalException told = catchThrowableOfType(JournalException.class, () -> journal.intend(intention(1)));

        assertThat(told).hasMessageContaining("keeps vanishing").hasMessageContaining(file.toString());
        assertThat(told.code()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(told.fate()).contains(QueueFate.NOT_QUEUED);
    }

    private void overwrite(byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void ifItsFolderKeepsVanishingThatIsToldToo() {
        for (int i = 0; i < 1000; i++) {
            beforePreparing.add(() -> delete(folder));
        }

        JournalException told = catchThrowableOfType(JournalException.class, () -> journal.intend(intention(1)));

        assertThat(told).hasMessageContaining(folder.toString());
        assertThat(told.code()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(told.fate()).contains(QueueFate.NOT_QUEUED);
    }

    private static void delete(Path what) {
        if (Files.notExists(what)) {
            return;
        }
        try (Stream<Path> all = Files.walk(what)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void happen(Deque<Runnable> events) {
        Runnable event = events.poll();
        if (event != null) {
            event.run();
        }
    }

    /** The locks of the system, but something happens between the opening of a file and its lock. */
    private final class DisturbedLocking implements Locking {
        @Override
        public void lock(FileChannel channel) throws IOException {
            happen(beforeLocking);
            OF_THE_SYSTEM.lock(channel);
        }

        @Override
        public boolean isFree(FileChannel channel) throws IOException {
            return OF_THE_SYSTEM.isFree(channel);
        }
    }

    /** A file to which something happens just before it is put in order or appended to, or just behind that. */
    private final class Disturbed extends JournalFile {
        private Disturbed(JournalFolder folder) {
            super(folder);
        }

        @Override
        void prepare() throws IOException {
            happen(beforePreparing);
            super.prepare();
        }

        @Override
        void append(String text, boolean forced) throws IOException {
            happen(beforeAppending);
            super.append(text, forced);
            happen(beforeReadingBack);
        }
    }
}
