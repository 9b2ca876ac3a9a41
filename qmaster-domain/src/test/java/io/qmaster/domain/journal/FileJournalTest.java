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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionJournal.Finisher;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileJournalTest {
    private final Path folder;
    private final VirtualClock clock = new VirtualClock(NOON);

    FileJournalTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
    }

    private Path file(int number) {
        return folder.resolve("open").resolve(submission(number).value());
    }

    /** Changes the file of the first submission. */
    private void edit(String regex, String replacement) throws IOException {
        Files.writeString(file(1), Files.readString(file(1)).replaceAll(regex, replacement));
    }

    private FileJournal journal() {
        return FileJournal.in(folder, clock);
    }

    private List<SubmissionJournal> journalsOfEveryKind() {
        return List.of(journal(), new MemoryJournal());
    }

    @Test
    void aJournalNeedsNothingButAFolder() {
        try (FileJournal journal = FileJournal.in(folder)) {
            journal.intend(intention(1));
        }

        assertThat(journal().find(submission(1))).isPresent();
    }

    @Test
    void aSubmissionGoesOnWhenAnotherProcessSweepsItsUnlockedOwnerFileAway() {
        JournalFolder swept = new JournalFolder(folder) {
            private boolean wasSwept;

            @Override
            void makeFile(Path file) throws IOException {
                super.makeFile(file);
                if (file.startsWith(folder.resolve("owners")) && !wasSwept) {
                    wasSwept = true;
                    Files.delete(file);
                    throw new NoSuchFileException(file.toString());
                }
            }
        };

        try (FileJournal journal = new FileJournal(swept, clock, Locking.OF_THE_SYSTEM)) {
            assertThat(journal.intend(intention(1))).isEqualTo(new Verdict.Recorded());
            assertThat(folder.resolve("owners")).isDirectoryContaining(file -> true);
        }
    }

    @Test
    void aReaderWritesNothing() {
        assertThat(all(journal())).isEmpty();

        assertThat(folder).doesNotExist();
    }

    @Test
    void theHostOfAnOwnerIsToldWithoutItsDomain() {
        assertThat(Processes.host()).isNotEmpty().doesNotContain(".").isLowerCase();
    }

    @Test
    void ofSeveralProcessesThatSubmitTheLastCounts() {
        SubmittingProcess last = new SubmittingProcess(4712, NOON.plusSeconds(1));
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(intention(1));

            journal.started(submission(1), new SubmittingProcess(4711, NOON));
            journal.started(submission(1), last);

            assertThat(journal.find(submission(1)).flatMap(JournalEntry::submitter))
                    .contains(last);
        }
        assertThat(journal().find(submission(1)).flatMap(JournalEntry::submitter))
                .as("read from disk")
                .contains(last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                " blanks around ",
                "\"quotes\" 'n' back\\slashes \\\" \\n",
                "lines\nof\r\nmany\u2028kinds\u2029and\u0085tabs\t\u0000\u001f\u007f",
                "🎬 Äöü é e\u0301 漢字 \uFFFD",
                "lone \uD83C high, lone \uDFAC low, wrong \uDFAC\uD83C order\uD83C",
                "</script>{}[],:null"
            })
    void everyPartOfAnEntryComesBackAsItWas(String text) {
        Intention intention = JournalSamples.full(text);
        SubmittingProcess process = new SubmittingProcess(4_194_304L, NOON);
        Ending ending = JournalSamples.fullEnding(intention.order(), text);
        FileJournal journal = journal();

        journal.intend(intention);
        journal.started(submission(1), process);
        journal.attempting(submission(1), 3, text);
        journal.attempted(submission(1), 3, text);
        journal.cancelAsked(submission(1), Optional.of(CancelCause.TIMEOUT));
        journal.submitted(submission(1), JournalSamples.fullyQueued(text));
        journal.note(submission(1), line(text));
        journal.ended(submission(1), ending);

        JournalEntry written = JournalEntry.begun(intention)
                .with(process)
                .attempting(3, text)
                .attempted(3, text)
                .cancelAsked(Optional.of(CancelCause.TIMEOUT))
                .with(JournalSamples.fullyQueued(text))
                .with(line(text))
                .with(ending);
        assertThat(journal.find(submission(1))).contains(written);
        assertThat(all(journal())).containsExactly(written);
    }

    @Test
    void anEndingDoesNotRepeatTheTargetsOfItsOrder() throws IOException {
        Intention intention = JournalSamples.full("plain");
        journal().intend(intention);
        String intended = Files.readString(file(1));

        journal().ended(submission(1), JournalSamples.fullEnding(intention.order(), "plain"));

        Path ended = folder.resolve("ended")
                .resolve("2026-01-01")
                .resolve(submission(1).value());
        assertThat(intended).contains("/my%20sources/");
        assertThat(Files.readString(ended)).startsWith(intended);
        assertThat(Files.readString(ended).substring(intended.length())).doesNotContain("/my%20sources/");
    }

    @Test
    void idsComeBackInTheirOwnLetterCase() {
        journal().intend(intention(1));
        journal().submitted(submission(1), queued("aBc-1"));

        assertThat(all(journal()).get(0).batch().orElseThrow().id().value()).isEqualTo("aBc-1");
    }

    @Test
    void whatEndedIsNotGivenUpButWhatWasGivenUpMayEnd() {
        Ending lost = new Ending(Ending.How.LOST, "given up by hunterbj", Optional.empty(), NOON);
        Ending ended = new Ending(Ending.How.FINAL, "seen at last", Optional.empty(), NOON.plusSeconds(1));
        for (SubmissionJournal journal : List.of(journal(), new MemoryJournal())) {
            journal.intend(intention(1));
            journal.intend(intention(2));

            journal.ended(submission(1), lost);
            assertThat(journal.find(submission(1)).flatMap(JournalEntry::ending))
                    .contains(lost);
            journal.ended(submission(1), ended);
            journal.ended(submission(2), ended);
            journal.ended(submission(2), lost);

            assertThat(journal.ended(Instant.MIN))
                    .hasSize(2)
                    .allMatch(entry -> entry.ending().equals(Optional.of(ended)));
        }
        assertThat(all(journal())).allMatch(entry -> entry.ending().equals(Optional.of(ended)));
    }

    @Test
    void theRoomOfItsVolumeIsKnown() {
        assertThat(journal().usableBytes().orElseThrow()).isPositive();
    }

    @Test
    void everyRecordIsOneReadableLine() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.note(submission(1), line("two\nlines"));

        List<String> lines = Files.readAllLines(file(1)).stream()
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("2 intended owner.token=")
                .contains(" owner.pid=" + ProcessHandle.current().pid() + " ", "/outputs/clip%201.mov");
        assertThat(lines.get(1)).startsWith("2 note ").endsWith(" message=two%0alines");
    }

    @Test
    void aBatchIsFoundByItsIdInAnyLetterCase() {
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(intention(1));
            journal.intend(intention(2));
            journal.submitted(submission(1), queued("B-1"));

            assertThat(journal.find(new BatchId("b-1")).orElseThrow().batch())
                    .contains(BatchReference.of("B-1", "FCS Cluster"));
            assertThat(journal.find(new BatchId("B-2"))).isEmpty();
        }
    }

    @Test
    void ofAnIdThatWasGivenTwiceTheLatestBatchIsFound() {
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            for (int number = 1; number <= 2; number++) {
                journal.intend(intention(number));
                journal.submitted(submission(number), queued("B-1"));
            }

            assertThat(journal.find(new BatchId("B-1")).orElseThrow().submissionId())
                    .isEqualTo(submission(2));
        }
    }

    @Test
    void journalsOfOneFolderSeeWhatTheOtherWrote() {
        FileJournal one = journal();
        FileJournal other = journal();

        one.intend(intention(1));
        other.intend(intention(2));
        other.submitted(submission(2), queued("B-2"));
        one.note(submission(1), line("on its way"));

        assertThat(one.find(new BatchId("B-2"))).isPresent();
        assertThat(other.find(submission(1)).orElseThrow().story()).containsExactly(line("on its way"));
        assertThat(all(one)).extracting(JournalEntry::submissionId).containsExactly(submission(1), submission(2));
    }

    @Test
    void anOutputThatAnOpenSubmissionClaimsIsRefused() {
        journal().intend(intention(1));
        Intention same =
                new Intention(intention(2).order(), 1, "f", intention(1).claims(), Optional.empty(), NOON);

        Verdict verdict = journal().intend(same);

        assertThat(verdict).isInstanceOf(Verdict.Claimed.class);
        JournalEntry other = ((Verdict.Claimed) verdict).other();
        assertThat(other.submissionId()).isEqualTo(submission(1));
        assertThat(other.heldElsewhere()).isTrue();
        assertThat(journal().find(submission(2))).isEmpty();
    }

    @Test
    void anOutputIsFreeAgainWhenItsSubmissionEnded() {
        journal().intend(intention(1));
        journal().ended(submission(1), ending(Ending.How.FINAL, NOON));
        Intention same =
                new Intention(intention(2).order(), 1, "f", intention(1).claims(), Optional.empty(), NOON);

        assertThat(journal().intend(same)).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void aLaterAttemptFindsItsOwnClaimsNoObstacle() {
        Intention first = requested(1, "R");
        Intention second = new Intention(
                first.order().at(Cluster.THIS_COMPUTER),
                2,
                first.fingerprint(),
                first.claims(),
                Optional.empty(),
                NOON);
        FileJournal journal = journal();
        journal.intend(first);
        journal.started(submission(1), new SubmittingProcess(1, NOON));

        assertThat(journal.intend(second)).isInstanceOf(Verdict.Recorded.class);

        JournalEntry entry = journal().find(submission(1)).orElseThrow();
        assertThat(entry.intentions()).containsExactly(first, second);
        assertThat(entry.submitter()).isEmpty();
    }

    @Test
    void whoHoldsAClaimIsNotHinderedByAnotherThatCameLaterAndHasNotWithdrawnYet() throws IOException {
        FileJournal first = journal();
        first.intend(intention(1));
        journal().intend(intention(2));
        String claim = intention(1).claims().iterator().next();
        JournalFolder inside = new JournalFolder(folder);
        new Index(inside, "path").add(claim, submission(2));

        assertThat(first.intend(intention(1))).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void aRequestIdThatIsKnownGivesTheOriginalAnswer() {
        journal().intend(requested(1, "R"));
        journal().submitted(submission(1), queued("B-1"));

        Verdict verdict = journal().intend(requested(2, "R"));

        assertThat(verdict).isInstanceOf(Verdict.Repeated.class);
        assertThat(((Verdict.Repeated) verdict).original().batch().orElseThrow().id())
                .isEqualTo(new BatchId("B-1"));
    }

    @Test
    void aRequestThatIsMadeWhileItsIdIsLookedForIsKnownByItsPaths() throws IOException {
        Intention first = requested(1, "R");
        journal().intend(first);
        // As for a process that searched for the id just before.
        new Index(new JournalFolder(folder), "request").drop("R", submission(1)::equals);
        Intention second = requested(2, "R");

        Verdict verdict = journal()
                .intend(new Intention(
                        second.order(),
                        second.attempt(),
                        second.fingerprint(),
                        first.claims(),
                        second.namesakes(),
                        second.at()));

        assertThat(verdict).isInstanceOf(Verdict.Repeated.class);
    }

    @Test
    void aRequestIdOfAnotherRequestIsTaken() {
        journal().intend(requested(1, "R"));
        Intention another = requested(2, "R");

        Verdict verdict =
                journal().intend(new Intention(another.order(), 1, "another", Set.of(), Optional.empty(), NOON));

        assertThat(verdict).isInstanceOf(Verdict.RequestIdTaken.class);
    }

    @Test
    void aRequestThatWasNotQueuedMayBeMadeAgain() {
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(requested(1, "R"));
            journal.ended(submission(1), ending(Ending.How.NOT_QUEUED, NOON));

            assertThat(journal.intend(requested(2, "R"))).isInstanceOf(Verdict.Recorded.class);
        }
    }

    @Test
    void ofManyThreadsWithOneRequestIdOneIsRecorded() throws Exception {
        FileJournal shared = journal();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int number = i;
                FileJournal journal = i % 2 == 0 ? shared : journal();
                Callable<Verdict> intending = () -> {
                    start.await();
                    return journal.intend(requested(number, "R"));
                };
                verdicts.add(threads.submit(intending));
            }
            start.countDown();
            int recorded = 0;
            for (Future<Verdict> verdict : verdicts) {
                recorded += verdict.get() instanceof Verdict.Recorded ? 1 : 0;
            }
            assertThat(recorded).isEqualTo(1);
            assertThat(all(shared)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadWritesNeverthelessAndStaysInterrupted() {
        FileJournal journal = journal();
        Thread.currentThread().interrupt();
        try {
            journal.intend(intention(1));
            journal.submitted(submission(1), queued("B-1"));
            journal.note(submission(1), line("queued"));

            assertThat(all(journal)).hasSize(1);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(journal().find(submission(1)).orElseThrow().story()).containsExactly(line("queued"));
    }

    @Test
    void interruptsAtAnyMomentLoseNoRecord() throws Exception {
        FileJournal journal = journal();
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 12; i++) {
                journal.intend(intention(i));
            }
        });
        writer.start();
        while (writer.isAlive()) {
            writer.interrupt();
            Thread.onSpinWait();
        }

        assertThat(all(journal())).hasSize(12);
    }

    @Test
    void aJournalOfTheSameProcessHoldsItsOpenSubmissionsUntilItIsClosed() {
        FileJournal one = journal();
        FileJournal other = journal();

        one.intend(intention(1));
        assertThat(one.find(submission(1)).orElseThrow().heldElsewhere()).isFalse();
        assertThat(other.find(submission(1)).orElseThrow().heldElsewhere()).isTrue();

        one.close();
        assertThat(other.find(submission(1)).orElseThrow().heldElsewhere()).isFalse();
    }

    @Test
    void anOwnerWhoseLockIsFreeIsNotAtWork() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        Files.writeString(folder.resolve("owners").resolve("x.lock"), "");
        edit("owner.token=[^ ]*", "owner.token=x");

        assertThat(all(journal).get(0).heldElsewhere()).isFalse();
    }

    /** The locks of the system, with something that happens before an owner's lock is tried. */
    private static Locking lockingAfter(Runnable meanwhile) {
        return new Locking() {
            @Override
            public boolean lock(FileChannel channel) throws IOException {
                return OF_THE_SYSTEM.lock(channel);
            }

            @Override
            public boolean isFree(FileChannel channel) throws IOException {
                meanwhile.run();
                return OF_THE_SYSTEM.isFree(channel);
            }
        };
    }

    /** Lets the records of the first submission look like those of a process that still runs. */
    private void giveToAnotherProcess() throws IOException {
        Files.writeString(folder.resolve("owners").resolve("x.lock"), "");
        edit("owner.token=[^ ]*", "owner.token=x");
    }

    @Test
    void whatAnOwnerWroteJustBeforeItsEndIsSeen() throws IOException {
        journal().intend(intention(1));
        giveToAnotherProcess();
        List<Function<FileJournal, JournalEntry>> questions = List.of(
                journal -> journal.find(submission(1)).orElseThrow(),
                journal -> journal.open().get(0));
        for (Function<FileJournal, JournalEntry> question : questions) {
            String before = Files.readString(file(1));
            FileJournal journal = new FileJournal(new JournalFolder(folder), clock, lockingAfter(() -> {
                try (FileJournal owner = journal()) {
                    owner.submitted(submission(1), queued("B-1"));
                }
            }));

            JournalEntry entry = question.apply(journal);

            assertThat(entry.heldElsewhere()).isFalse();
            assertThat(entry.batch()).isPresent();
            Files.writeString(file(1), before);
        }
    }

    @Test
    void aSubmissionThatEndsWhileItsFinisherIsSoughtIsOver() throws IOException {
        Intention intention = JournalSamples.full("clip");
        BatchResult found = foundAtTheEndOf(intention);
        try (FileJournal owner = journal()) {
            owner.intend(intention);
            owner.submitted(submission(1), queued("B-1"));
            owner.concluding(submission(1), found);
        }
        giveToAnotherProcess();
        FileJournal journal = new FileJournal(
                new JournalFolder(folder),
                clock,
                lockingAfter(
                        () -> journal().ended(submission(1), JournalSamples.fullEnding(intention.order(), "clip"))));

        assertThat(journal.concluding(submission(1), found)).isInstanceOf(Finisher.Over.class);
        assertThat(journal.find(submission(1)).flatMap(JournalEntry::conclusion))
                .isEmpty();
    }

    @Test
    void theSubmitterOfABatchTakesItOver() {
        FileJournal dead = journal();
        dead.intend(intention(1));
        dead.close();
        FileJournal heir = journal();

        heir.submitted(submission(1), queued("B-1"));

        assertThat(all(heir).get(0).heldElsewhere()).isFalse();
        assertThat(all(journal()).get(0).heldElsewhere()).isTrue();
    }

    @Test
    void whatWasFoundAtTheEndComesBackUntilTheSubmissionHasEnded() {
        Intention intention = JournalSamples.full("clip");
        BatchResult found = foundAtTheEndOf(intention);
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(intention);
            journal.submitted(submission(1), queued("B-1"));

            assertThat(journal.concluding(submission(1), found)).isEqualTo(new Finisher.Ours(found));
            assertThat(journal.find(submission(1)).flatMap(JournalEntry::conclusion))
                    .contains(found);
            if (journal instanceof FileJournal) {
                assertThat(journal().find(submission(1)).flatMap(JournalEntry::conclusion))
                        .as("read from disk")
                        .contains(found);
            }

            journal.ended(submission(1), JournalSamples.fullEnding(intention.order(), "clip"));
            JournalEntry ended = journal.find(submission(1)).orElseThrow();
            assertThat(ended.conclusion()).isEmpty();
            assertThat(journal.concluding(submission(1), found)).isEqualTo(new Finisher.Over(ended));
        }
    }

    private static BatchResult foundAtTheEndOf(Intention intention) {
        return JournalSamples.fullEnding(intention.order(), "clip").result().orElseThrow();
    }

    @Test
    void oneAtATimeBringsOutputsToTheirPlaceAndItsHeirGoesOnWithWhatItFound() {
        Intention intention = JournalSamples.full("clip");
        BatchResult found = foundAtTheEndOf(intention);
        BatchResult foundLater = new BatchResult(found.status(), List.of(), false, Optional.empty(), found.took());
        FileJournal first = journal();
        FileJournal other = journal();
        first.intend(intention);
        other.submitted(submission(1), queued("B-1"));

        assertThat(first.concluding(submission(1), found)).isEqualTo(new Finisher.Ours(found));
        assertThat(other.concluding(submission(1), foundLater)).isEqualTo(new Finisher.Theirs());
        assertThat(other.find(submission(1)).orElseThrow().heldElsewhere()).isTrue();
        assertThat(first.concluding(submission(1), foundLater)).isEqualTo(new Finisher.Ours(found));

        first.close();
        assertThat(other.concluding(submission(1), foundLater)).isEqualTo(new Finisher.Ours(found));
        assertThat(first.find(submission(1)).orElseThrow().heldElsewhere()).isTrue();
    }

    @Test
    void whatWasGivenUpIsNobodysToBringToItsPlace() {
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(JournalSamples.full("clip"));
            journal.ended(submission(1), ending(Ending.How.LOST, NOON));

            assertThat(journal.concluding(submission(1), foundAtTheEndOf(JournalSamples.full("clip"))))
                    .isInstanceOf(Finisher.Over.class);
        }
    }

    @Test
    void whatIsCalledNotQueuedButEndsAllTheSameIsBroughtToItsPlace() {
        BatchResult found = foundAtTheEndOf(JournalSamples.full("clip"));
        for (SubmissionJournal journal : journalsOfEveryKind()) {
            journal.intend(JournalSamples.full("clip"));
            journal.ended(submission(1), ending(Ending.How.NOT_QUEUED, NOON));

            assertThat(journal.concluding(submission(1), found)).isEqualTo(new Finisher.Ours(found));
        }
    }

    @Test
    void aJournalThatIsClosedHoldsNothing() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        assertThat(ownerFiles()).hasSize(1);

        journal.close();

        assertThat(ownerFiles()).isEmpty();
    }

    @Test
    void anIntentionThatIsRefusedHoldsNothing() throws IOException {
        FileJournal first = journal();
        first.intend(requested(1, "R"));

        journal().intend(requested(2, "R"));

        assertThat(ownerFiles()).hasSize(1);
        assertThat(file(2)).doesNotExist();
    }

    private List<Path> ownerFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("owners"))) {
            return files.toList();
        }
    }

    @Test
    void theSubmittingProcessLivesAsLongAsTheSystemSaysSo() {
        FileJournal journal = journal();
        ProcessHandle self = ProcessHandle.current();
        Instant start = self.info().startInstant().orElseThrow();
        for (int number = 1; number <= 3; number++) {
            journal.intend(intention(number));
        }

        journal.started(submission(1), new SubmittingProcess(self.pid(), start));
        journal.started(submission(2), new SubmittingProcess(self.pid(), start.minus(Duration.ofHours(1))));

        assertThat(all(journal)).extracting(JournalEntry::submitterAlive).containsExactly(true, false, false);
    }

    @Test
    void theSubmittingProcessOfAnotherHostIsTakenToLiveForADay() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.started(submission(1), new SubmittingProcess(4711, NOON));
        journal.close();
        edit("owner.host=[^ ]*", "owner.host=some-other-mac");
        assertThat(all(journal()).get(0).submitterAlive()).isTrue();

        clock.advance(Duration.ofDays(1));

        assertThat(all(journal()).get(0).submitterAlive()).isFalse();
    }

    @Test
    void onlyTheLastLinesOfAStoryAreKept() {
        FileJournal journal = journal();
        journal.intend(intention(1));
        for (int i = 0; i <= JournalEntry.LONGEST_STORY; i++) {
            journal.note(submission(1), line("line " + i));
        }

        List<LogEntry> story = journal().find(submission(1)).orElseThrow().story();

        assertThat(story).hasSize(JournalEntry.LONGEST_STORY).startsWith(line("line 1"));
    }

    @Test
    void aNoteOfAnUnknownSubmissionIsLeftOut() {
        FileJournal journal = journal();

        journal.note(submission(1), line("of nothing"));

        assertThat(all(journal)).isEmpty();
    }

    @Test
    void whatWasNeverIntendedCannotBeSubmitted() {
        FileJournal journal = journal();

        assertThatThrownBy(() -> journal.submitted(submission(1), queued("B-1")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(submission(1).value())
                .hasMessageContaining(folder.toString());
    }

    @Test
    void whatWasNeverIntendedIsNeitherStartedNorBroughtToItsEndNorEnded() {
        FileJournal journal = journal();
        BatchResult found = foundAtTheEndOf(JournalSamples.full("clip"));

        assertThatThrownBy(() -> journal.started(submission(1), new SubmittingProcess(1, NOON)))
                .isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal.concluding(submission(1), found)).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal.ended(submission(1), ending(Ending.How.FINAL, NOON)))
                .isInstanceOf(JournalException.class);
        assertThat(all(journal)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NOT_QUEUED, NOT_QUEUED", "FINAL, QUEUED", "LOST, QUEUED"})
    void aFailureToWriteAnEndingReportsWhetherTheEngineHadTheBatch(Ending.How how, QueueFate fate) {
        FileJournal journal = journal();

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal.ended(submission(1), ending(how, NOON)));

        assertThat(told.fate()).contains(fate);
    }

    @Test
    void aLineThatIsLongerThanWhatIsReadAtOnceComesBackWhole() {
        Intention huge = intention(submission(1), "x".repeat(600_000));
        journal().intend(huge);
        journal().intend(intention(2));

        assertThat(all(journal())).hasSize(2);
        assertThat(all(journal()).get(0).intentions()).containsExactly(huge);
    }

    @Test
    void aNewFolderIsForItsUserAlone() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));

        journal().intend(intention(1));

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("owners"))).isEqualTo("rwx------");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile))
                    .hasSize(9)
                    .allSatisfy(one -> assertThat(permissions(one)).isEqualTo("rw-------"));
        }
    }

    @Test
    void aFolderThatIsWritableForAGroupIsSharedWithIt() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        journal().intend(intention(1));

        assertThat(permissions(folder.resolve("owners"))).isEqualTo("rwxrwx---");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile))
                    .hasSize(9)
                    .allSatisfy(one -> assertThat(permissions(one)).isEqualTo("rw-rw----"));
        }
    }

    @Test
    void whatIsInASharedFolderIsOfItsGroup() throws IOException {
        Files.createDirectory(folder);
        assumeTrue(isGivenToAnotherGroup(folder), "needs a user who may give files to any group");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        journal().intend(intention(1));

        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(path -> !path.equals(folder)))
                    .hasSize(17)
                    .allSatisfy(one -> assertThat(group(one)).isEqualTo(group(folder)));
        }
    }

    private static boolean isGivenToAnotherGroup(Path path) {
        try {
            Files.setAttribute(path, "unix:gid", (int) group(path) + 4711);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }

    private static Object group(Path path) throws IOException {
        return Files.getAttribute(path, "unix:gid");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aLocalFolderIsNotWarnedOf() {
        assertThat(journal().warnings()).isEmpty();
    }

    @Test
    void aFolderOfAnotherUserIsWarnedOf() throws IOException {
        journal().intend(intention(1));
        assumeTrue(isGivenToAnotherUser(folder), "needs a user who may give files to any user");

        assertThat(journal().warnings())
                .singleElement()
                .asString()
                .contains(folder.toString(), "belongs to another user (4711)");
    }

    private static boolean isGivenToAnotherUser(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 4711);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "smbfs", "cifs", "afpfs", "webdav", "fuse.sshfs"})
    void aFolderOnTheNetworkIsWarnedOf(String type) {
        assertThat(new JournalFolder(folder).warning(type).orElseThrow()).contains(folder.toString(), type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"apfs", "hfs", "ext4", "tmpfs"})
    void aFolderOnADiskIsNotWarnedOf(String type) {
        assertThat(new JournalFolder(folder).warning(type)).isEmpty();
    }

    /** Behaves like a file system without locks. */
    /** Behaves as if another process had every lock. */
    private static final Locking ALL_TAKEN = new Locking() {
        @Override
        public boolean lock(FileChannel channel) {
            return false;
        }

        @Override
        public boolean isFree(FileChannel channel) {
            return false;
        }
    };

    @Test
    void aTurnThatAnotherProcessHasIsNotTakenAndItsFileNamesTheProcess() throws Exception {
        journal().intend(intention(1));
        Path file = folder.resolve("owners")
                .resolve("submitting-" + Processes.host().replaceAll("[^A-Za-z0-9_-]", "_"));
        Files.writeString(file, "4711");
        FileJournal journal = new FileJournal(new JournalFolder(folder), clock, ALL_TAKEN);

        assertThat(journal.takeTurn()).isEmpty();

        assertThat(journal.turnHolder()).contains(new Holder(4711, Processes.host()));
        assertThat(file).hasContent("4711");
    }

    @Test
    void aTurnIsFreeWhereTheFileSystemHasNoLocksAndOneAtATimeInAProcess() throws Exception {
        FileJournal journal = new FileJournal(new JournalFolder(folder), clock, NO_LOCKS);
        journal().intend(intention(1));

        SubmissionJournal.SubmittingTurn turn = journal.takeTurn().orElseThrow();
        assertThat(journal().takeTurn()).isEmpty();
        turn.close();

        assertThat(journal().takeTurn()).isPresent();
    }

    @Test
    void theFileOfTheTurnIsForItsUserAlone() throws Exception {
        journal().intend(intention(1));

        journal().takeTurn().orElseThrow().close();

        try (Stream<Path> files = Files.list(folder.resolve("owners"))) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith("submitting-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    private static final Locking NO_LOCKS = new Locking() {
        @Override
        public boolean lock(FileChannel channel) throws IOException {
            throw new IOException("Operation not supported");
        }

        @Override
        public boolean isFree(FileChannel channel) throws IOException {
            throw new IOException("Operation not supported");
        }
    };

    private FileJournal withoutLocks() {
        return new FileJournal(new JournalFolder(folder), clock, NO_LOCKS);
    }

    @Test
    void withoutLocksAnOwnerIsAtWorkAsLongAsItsProcessLives() throws IOException {
        FileJournal journal = withoutLocks();
        journal.intend(intention(1));
        assertThat(journal.warnings()).singleElement().asString().contains(folder.toString(), "no locks");

        // Like another process: the same process id with a foreign token.
        Files.writeString(folder.resolve("owners").resolve("x.lock"), "");
        edit("owner.token=[^ ]*", "owner.token=x");
        assertThat(withoutLocks().open().get(0).heldElsewhere()).isTrue();

        edit("owner.pid=[^ ]*", "owner.pid=4194304999");
        assertThat(withoutLocks().open().get(0).heldElsewhere()).isFalse();
    }

    /** Except for log lines, which may be lost. */
    @Test
    void everyRecordIsForcedToDiskBeforeTheNextStep() throws IOException {
        Intention intention = JournalSamples.full("clip");
        List<Runnable> steps = List.of(
                () -> journal().intend(intention),
                () -> journal().started(submission(1), new SubmittingProcess(4711, NOON)),
                () -> journal().submitted(submission(1), queued("B-1")),
                () -> journal().concluding(submission(1), foundAtTheEndOf(intention)),
                () -> journal().ended(submission(1), ending(Ending.How.FINAL, NOON)));
        journal().intend(intention(2));

        for (Runnable step : steps) {
            assertThat(forcedDuring(step)).contains("open/" + submission(1));
        }
        assertThat(forcedDuring(() -> journal().note(submission(1), line("clip"))))
                .isEmpty();
    }

    @Test
    void whatIsIntendedAndItsNameAreForcedToDisk() throws IOException {
        assertThat(forcedDuring(() -> journal().intend(requested(1, "R"))))
                .contains("open/" + submission(1), "open", ".");
    }

    private List<String> forcedDuring(Runnable step) throws IOException {
        try (ForcedFiles forced = new ForcedFiles(folder.resolveSibling("recorded"))) {
            step.run();
            return forced.in(folder);
        }
    }

    @Test
    void aFolderThatMayBeReadButNotWrittenIsToldAsSuch() throws IOException {
        journal().intend(intention(1));
        Path open = folder.resolve("open");
        assumeTrue(open.toFile().setWritable(false) && !Files.isWritable(open), "needs a user who is not almighty");

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().intend(intention(2)));

        assertThat(told).hasMessageContaining("AccessDenied");
        assertThat(told.code()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(all(journal())).extracting(JournalEntry::submissionId).containsExactly(submission(1));
    }

    @Test
    void aFileWhereTheFolderShouldBeIsTold() throws IOException {
        Files.writeString(folder, "in the way");

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().intend(intention(1)));

        assertThat(told).hasMessageContaining(folder.toString()).hasCauseInstanceOf(IOException.class);
        assertThat(told.code()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(told.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(told.hint()).isNotEmpty();
    }
}
