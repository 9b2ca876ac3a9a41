package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing outputs when files, volumes or programs fail. */
class PublishingTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final Path out;
    private final ScriptedBackend backend = new ScriptedBackend();

    PublishingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
        out = folder.resolve("out");
    }

    private Qmaster over(MediaFiles files) {
        return Qmaster.builder(backend).files(files).build();
    }

    private void encodes(String end) {
        backend.attempt((order, deadline) -> {
            order.targets().forEach(target -> Workbench.written(target.workPath(), "new"));
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, end);
    }

    private BatchRequest.Builder atomic() {
        return bench.request().publication(Publication.ATOMIC);
    }

    /** The engine also writes these beside its output. */
    private void encodesWith(String end, String... beside) {
        backend.attempt((order, deadline) -> {
            order.targets().forEach(target -> Workbench.written(target.workPath(), "new"));
            for (String name : beside) {
                Workbench.written(order.targets().get(0).workPath().resolveSibling(name), "beside");
            }
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, end);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheEngineWroteBesideAnOutputComesToItsPlaceWithIt(ExistingOutput existing) throws Exception {
        if (existing == ExistingOutput.REPLACE) {
            Workbench.written(bench.output("clip.mov"), "old");
        }
        encodesWith("Successful", "clip.srt", "x.txt", "extras/poster.png", "clip.mov.sb-1a2b", ".DS_Store");

        over(new LocalFiles()).submitAndWait(atomic().existingOutput(existing).build());

        assertThat(bench.output("clip.mov")).hasContent("new");
        assertThat(bench.output("clip.srt")).hasContent("beside");
        assertThat(bench.output("extras/poster.png")).hasContent("beside");
        assertThat(inTheFolderOfOutputs())
                .containsExactlyInAnyOrder(
                        bench.output("clip.mov"),
                        bench.output("clip.srt"),
                        bench.output("x.txt"),
                        bench.output("extras"));
    }

    @Test
    void whatTheEngineWroteBesideAnOutputNeverReplacesAFileButIsKeptAndNamed() throws Exception {
        Path theirs = Workbench.written(bench.output("clip.srt"), "the user's captions");
        Path dangling = Files.createSymbolicLink(bench.output("clip.log"), bench.output("nowhere"));
        MemoryJournal journal = new MemoryJournal();
        encodesWith("Successful", "clip.srt", "clip.log", "x.txt");
        BatchReference second = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "newer");
            return new SubmissionOutcome.Queued(second.id(), List.of());
        });
        backend.batch(second).shows(Duration.ZERO, "Successful");
        Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

        QmasterBatch batch = qmaster.submit(atomic().build());
        assertThat(batch.await().verified()).isTrue();

        Path hidden = bench.output(
                ".qmaster-" + journal.entries().get(0).submissionId().token());
        assertThat(theirs).hasContent("the user's captions");
        assertThat(bench.output("nowhere")).doesNotExist();
        assertThat(bench.output("x.txt")).hasContent("beside");
        assertThat(batch.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .anySatisfy(line ->
                        assertThat(line).contains(hidden.resolve("clip.srt").toString(), theirs.toString()))
                .anySatisfy(line ->
                        assertThat(line).contains(hidden.resolve("clip.log").toString(), dangling.toString()));

        qmaster.recover();
        qmaster.submitAndWait(atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(hidden.resolve("clip.srt")).hasContent("beside");
        assertThat(hidden.resolve("clip.log")).hasContent("beside");
    }

    @Test
    void aLinkThatTheEngineMadeBesideAnOutputIsNotFollowed() throws Exception {
        Path elsewhere = Workbench.written(bench.output("elsewhere/kept.txt"), "kept");
        backend.attempt((order, deadline) -> {
            Path work = order.targets().get(0).workPath();
            Workbench.written(work, "new");
            assertThatCode(() -> Files.createSymbolicLink(work.resolveSibling("extras"), elsewhere.getParent()))
                    .doesNotThrowAnyException();
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");

        over(new LocalFiles()).submitAndWait(atomic().build());

        assertThat(elsewhere).hasContent("kept");
        assertThat(bench.output("extras")).doesNotExist();
    }

    @Test
    void whatABatchThatFailedLeftBehindIsDeletedAndNamed() throws Exception {
        encodesWith("Failed: no", "clip.log", "clip.mov.sb-1a2b");
        QmasterBatch batch = over(new LocalFiles()).submit(atomic().build());

        assertThatThrownBy(batch::await).isInstanceOf(BatchFailedException.class);

        assertThat(inTheFolderOfOutputs()).isEmpty();
        assertThat(words(batch)).anySatisfy(line -> assertThat(line).contains("clip.log, clip.mov"));
    }

    @Test
    void besideAnOutputThatIsGoodNothingComesToItsPlaceOfAJobThatFailed() throws Exception {
        backend.batch(BATCH).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt((order, deadline) -> {
            order.targets().forEach(target -> Workbench.written(target.workPath(), "new"));
            Workbench.written(order.targets().get(0).workPath().resolveSibling("clip.srt"), "beside");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of(new JobId("J-1"), new JobId("J-2")));
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Failed: no");

        assertThatThrownBy(() -> over(new LocalFiles())
                        .submitAndWait(atomic().job(JobRequest.of(bench.source("other.mov")))
                                .build()))
                .isInstanceOf(BatchFailedException.class);

        assertThat(inTheFolderOfOutputs())
                .containsExactlyInAnyOrder(bench.output("clip.mov"), bench.output("clip.srt"));
    }

    private static List<String> words(QmasterBatch batch) {
        return batch.logs().stream().map(LogEntry::message).toList();
    }

    /** A journal that loses the end of a batch, as if the program had died before it. */
    private static final class Dying extends WrappedJournal {
        private boolean dead = true;

        @Override
        public void ended(SubmissionId submission, Ending ending) {
            if (!dead) {
                super.ended(submission, ending);
            }
            dead = false;
        }
    }

    @Test
    void whoFindsThatAnotherProgramPublishedMeanwhileLooksNoLongerForTheOutput() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        MemoryJournal journal = new MemoryJournal();
        encodes("Successful");
        Qmaster one = Qmaster.builder(backend).journal(journal).build();
        Qmaster other = Qmaster.builder(backend).journal(journal).build();
        QmasterBatch published =
                one.submit(atomic().existingOutput(ExistingOutput.REPLACE).build());
        QmasterBatch attached = other.attach(BATCH);

        BatchResult first = published.await();
        long then = backend.clock().elapsedNanos();
        BatchResult second = attached.await();

        assertThat(second).isEqualTo(first);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos() - then)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anOutputThatADyingProgramPublishedIsFoundByTheNext() throws Exception {
        Dying journal = new Dying();
        encodes("Successful");
        Qmaster.builder(backend).journal(journal).build().submitAndWait(atomic().build());

        Qmaster next = Qmaster.builder(backend).journal(journal).build();
        assertThat(next.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ENDED);

        assertThat(journal.entries()
                        .get(0)
                        .ending()
                        .orElseThrow()
                        .result()
                        .orElseThrow()
                        .targets())
                .extracting(Output::path)
                .containsExactly(Optional.of(bench.output("clip.mov")));
    }

    @Test
    void aReplacementThatADyingProgramPublishedIsFoundByTheNext() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        Dying journal = new Dying();
        encodes("Successful");
        Qmaster dying = Qmaster.builder(backend)
                .journal(journal)
                .files(new WrappedFiles() {
                    @Override
                    public void deleteTree(Path path) throws IOException {
                        throw new IOException("dead by now");
                    }
                })
                .build();
        dying.submitAndWait(atomic().existingOutput(ExistingOutput.REPLACE).build());

        Qmaster next = Qmaster.builder(backend).journal(journal).build();
        assertThat(next.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ENDED);

        assertThat(journal.entries()
                        .get(0)
                        .ending()
                        .orElseThrow()
                        .result()
                        .orElseThrow()
                        .verified())
                .isTrue();
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    /** The files of a program that dies before one of its moves and deletions; later ones do nothing. */
    private static final class DyingAfter extends WrappedFiles {
        private int left;

        DyingAfter(int changes) {
            left = changes;
        }

        private void change() throws IOException {
            if (left == 0) {
                throw new IOException("dead by now");
            }
            left--;
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            change();
            super.move(from, to);
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
            change();
            super.replace(from, to);
        }

        @Override
        public void deleteTree(Path path) throws IOException {
            change();
            super.deleteTree(path);
        }
    }

    /** The result of the next program for a batch whose program died after some moves and deletions. */
    private BatchResult recoveredAfter(int changes, BatchRequest request) throws Exception {
        Dying journal = new Dying();
        Qmaster.builder(backend)
                .journal(journal)
                .files(new DyingAfter(changes))
                .build()
                .submit(request);
        backend.clock().advance(Duration.ofMinutes(2));
        journal.dead = false;

        Qmaster next = Qmaster.builder(backend).journal(journal).build();
        assertThat(next.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ENDED);
        return journal.entries().get(0).result().orElseThrow();
    }

    private List<Path> inTheFolderOfOutputs() throws IOException {
        try (Stream<Path> found = Files.list(out)) {
            return found.toList();
        }
    }

    /** The new one in place of the old one, the folder deleted. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aReplacementIsPublishedWhereverItsProgramDies(int changes) throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");

        BatchResult result = recoveredAfter(
                changes, atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(result.verified()).isTrue();
        assertThat(result.targets()).extracting(Output::path).containsExactly(Optional.of(output));
        assertThat(output).hasContent("new");
        assertThat(inTheFolderOfOutputs()).containsExactly(output);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anOutputThatWouldReplaceOneThatIsNotThereIsPublishedWhereverItsProgramDies(int changes) throws Exception {
        encodes("Successful");

        BatchResult result = recoveredAfter(
                changes, atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(result.verified()).isTrue();
        assertThat(inTheFolderOfOutputs()).containsExactly(bench.output("clip.mov"));
    }

    /** A journal on a disk that is full when a batch ends, until space is freed. */
    private static final class OnAFullDisk extends WrappedJournal {
        private boolean full = true;

        private void requireRoom() {
            if (full) {
                throw new JournalException(Failure.withoutSubmission("JOURNAL_UNWRITABLE", "the disk is full"));
            }
        }

        @Override
        public Finisher concluding(SubmissionId submission, BatchResult found) {
            requireRoom();
            return super.concluding(submission, found);
        }

        @Override
        public void ended(SubmissionId submission, Ending ending) {
            requireRoom();
            super.ended(submission, ending);
        }
    }

    /** The result of the next program for a batch whose end could not be recorded. */
    private BatchResult recoveredFromAFullDisk(MediaFiles files, BatchRequest request) throws Exception {
        OnAFullDisk journal = new OnAFullDisk();
        Qmaster first = Qmaster.builder(backend).journal(journal).files(files).build();
        assertThat(first.submitAndWait(request).verified()).isTrue();
        assertThat(journal.entries()).allMatch(JournalEntry::isOpen);
        first.close();
        journal.full = false;

        Qmaster next = Qmaster.builder(backend).journal(journal).build();
        assertThat(next.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ENDED);
        return journal.entries().get(0).result().orElseThrow();
    }

    @Test
    void whatWasPublishedIsFoundAlthoughNothingCouldBeWrittenDown() throws Exception {
        encodes("Successful");

        BatchResult result = recoveredFromAFullDisk(new LocalFiles(), atomic().build());

        assertThat(result.targets()).extracting(Output::path).containsExactly(Optional.of(bench.output("clip.mov")));
        assertThat(result.verified()).isTrue();
        assertThat(inTheFolderOfOutputs()).containsExactly(bench.output("clip.mov"));
    }

    @Test
    void aPublishedReplacementIsFoundAlthoughNothingCouldBeWrittenDown() throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");

        BatchResult result = recoveredFromAFullDisk(
                new LocalFiles(),
                atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(result.targets()).extracting(Output::path).containsExactly(Optional.of(output));
        assertThat(result.verified()).isTrue();
        assertThat(output).hasContent("new");
        assertThat(inTheFolderOfOutputs()).containsExactly(output);
    }

    @Test
    void anOldOutputIsNotTakenForTheNewOneByWhoeverRecoversItsBatch() throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Successful");

        BatchResult result = recoveredAfter(
                1, bench.request().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(result.targets()).extracting(Output::fault).containsExactly(Optional.of(OutputFault.OUTPUT_MISSING));
        assertThat(result.state()).isEqualTo(BatchState.FAILED);
        assertThat(old).hasContent("old");
    }

    @Test
    void aPublishedReplacementIsAccountedForAlthoughTheEngineForgotIt() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");
        backend.batch(BATCH).vanishes(Duration.ofSeconds(90));

        BatchResult result = recoveredAfter(
                1, atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(result.verified()).isTrue();
    }

    @Test
    void whoTakesOverAPublishedReplacementThatTheEngineForgotBringsItToItsEnd() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");
        backend.batch(BATCH).vanishes(Duration.ofSeconds(90));
        Dying journal = new Dying();
        Qmaster.builder(backend)
                .journal(journal)
                .files(new DyingAfter(1))
                .build()
                .submit(atomic().existingOutput(ExistingOutput.REPLACE).build());
        backend.clock().advance(Duration.ofMinutes(2));

        Qmaster next = Qmaster.builder(backend).journal(journal).build();
        assertThat(next.adopt()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
        backend.clock().advance(Duration.ofSeconds(1));

        assertThat(journal.entries().get(0).result().orElseThrow().verified()).isTrue();
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    @Test
    void whatAnotherProgramFoundWhileItWasWaitedForIsTold() throws Exception {
        encodes("Successful");
        WrappedJournal journal = new WrappedJournal() {
            @Override
            public Finisher concluding(SubmissionId submission, BatchResult found) {
                BatchResult other = new BatchResult(
                        found.status(), found.targets(), found.verified(), found.cause(), Duration.ofSeconds(4711));
                ended(
                        submission,
                        new Ending(
                                Ending.How.FINAL,
                                "found by another",
                                Optional.of(other),
                                backend.clock().now()));
                return super.concluding(submission, found);
            }
        };

        BatchResult told = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(atomic().build())
                .await();

        assertThat(told.took()).isEqualTo(Duration.ofSeconds(4711));
        assertThat(bench.output("clip.mov")).doesNotExist();
    }

    @Test
    void whoeverLooksLaterTellsWhatTheFirstFoundAndNotTheOldOutput() throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        backend.queues("B-1")
                .batch(BATCH)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(1), "Successful");
        MemoryJournal journal = new MemoryJournal();
        QmasterBatch first = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(bench.request().existingOutput(ExistingOutput.REPLACE).build());
        QmasterBatch later = Qmaster.builder(backend)
                .journal(journal)
                .policy(Policy.DEFAULT.pollEvery(Duration.ofMinutes(10)))
                .build()
                .attach(BATCH);

        assertThat(catchThrowableOfType(BatchFailedException.class, first::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
        assertThat(old).hasContent("old");
        assertThat(catchThrowableOfType(BatchFailedException.class, later::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");

        assertThat(journal.entries().get(0).result().orElseThrow().state()).isEqualTo(BatchState.FAILED);
    }

    @Test
    void whoeverLooksLaterTellsWhatTheFirstFoundAlsoIfNoFilesAreMoved() throws Exception {
        backend.queues("B-1")
                .batch(BATCH)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(1), "Successful");
        MemoryJournal journal = new MemoryJournal();
        QmasterBatch first = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(bench.request().build());
        QmasterBatch later = Qmaster.builder(backend)
                .journal(journal)
                .policy(Policy.DEFAULT.pollEvery(Duration.ofMinutes(10)))
                .build()
                .attach(BATCH);
        assertThatThrownBy(first::await).isInstanceOf(BatchFailedException.class);
        Optional<BatchResult> found = journal.entries().get(0).result();

        bench.encoded("clip.mov");

        assertThat(catchThrowableOfType(BatchFailedException.class, later::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
        assertThat(journal.entries().get(0).result()).isEqualTo(found);
    }

    @Test
    void aJournalThatCannotBeReadAtTheEndHindersNothing() throws Exception {
        encodes("Successful");
        List<String> unreadable = new ArrayList<>();
        QmasterBatch batch = Qmaster.builder(backend)
                .journal(new WrappedJournal() {
                    @Override
                    public Optional<JournalEntry> find(SubmissionId submission) {
                        if (!unreadable.isEmpty()) {
                            throw new JournalException(
                                    Failure.withoutSubmission("JOURNAL_UNREADABLE", unreadable.get(0)));
                        }
                        return super.find(submission);
                    }
                })
                .build()
                .submit(bench.request().build());
        unreadable.add("permission denied");

        assertThat(batch.await().verified()).isTrue();

        assertThat(words(batch)).contains("the journal could not be read: permission denied");
    }

    @Test
    void whoeverLooksLaterTellsThatTheFirstPublishedTheReplacement() throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");
        MemoryJournal journal = new MemoryJournal();
        QmasterBatch first = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(atomic().existingOutput(ExistingOutput.REPLACE).build());
        QmasterBatch later = Qmaster.builder(backend)
                .journal(journal)
                .policy(Policy.DEFAULT.pollEvery(Duration.ofMinutes(10)))
                .build()
                .attach(BATCH);

        assertThat(first.await().verified()).isTrue();
        assertThat(later.await().verified()).isTrue();
        assertThat(output).hasContent("new");
    }

    /** A journal in which another process publishes the outputs of the first batch for some time. */
    private final class Busy extends WrappedJournal {
        private final Duration until;
        private int asked;

        Busy(Duration until) {
            this.until = until;
        }

        @Override
        public Finisher concluding(SubmissionId submission, BatchResult found) {
            asked++;
            boolean busy = backend.clock().elapsedNanos() < until.toNanos();
            return busy ? new Finisher.Theirs() : super.concluding(submission, found);
        }

        @Override
        public Optional<JournalEntry> find(SubmissionId submission) {
            return super.find(submission).map(entry -> entry.with(false, Optional.of(new Holder(4711, "mac-3"))));
        }
    }

    @Test
    void whileAnotherProgramPublishesAnOutputNobodyElseTouchesIt() throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful");
        Busy journal = new Busy(Duration.ofMinutes(1));
        QmasterBatch batch = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(atomic().existingOutput(ExistingOutput.REPLACE).build());

        backend.clock().advance(Duration.ofSeconds(59));
        assertThat(journal.asked).isGreaterThan(1);
        assertThat(output).hasContent("old");

        assertThat(batch.await().verified()).isTrue();
        assertThat(output).hasContent("new");
    }

    @Test
    void aBatchWithoutFilesToMoveWaitsForNoOtherProgram() throws Exception {
        encodes("Successful");
        Busy journal = new Busy(Duration.ofDays(1));

        BatchResult result = Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submit(bench.request().build())
                .await();

        assertThat(result.verified()).isTrue();
        assertThat(journal.asked).isZero();
    }

    @Test
    void aProgramThatNeverComesToAnEndWithAnOutputIsNotWaitedForForEver() throws Exception {
        encodes("Successful");
        List<String> reports = new ArrayList<>();
        QmasterBatch batch = Qmaster.builder(backend)
                .journal(new Busy(Duration.ofDays(1)))
                .listener(new BatchListener() {
                    @Override
                    public void waiting(WaitReason reason, SubmissionId of, Optional<Holder> holder, Duration atMost) {
                        reports.add(reason + " " + holder.orElseThrow() + " " + atMost.toMinutes());
                    }
                })
                .build()
                .submit(atomic().build());

        BatchResult result = batch.await();

        assertThat(result.verified()).isTrue();
        assertThat(reports).containsExactly("OUTPUTS process 4711 on host mac-3 4");
        assertThat(words(batch))
                .anyMatch(words -> words.contains("for process 4711 on host mac-3, which is publishing"));
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(words(batch))
                .anyMatch(words -> words.startsWith("process 4711 on host mac-3 is publishing the outputs"));
    }

    @Test
    void whoeverCannotWriteWhatWasFoundPublishesItAllTheSame() throws Exception {
        encodes("Successful");
        QmasterBatch batch = Qmaster.builder(backend)
                .journal(new WrappedJournal() {
                    @Override
                    public Finisher concluding(SubmissionId submission, BatchResult found) {
                        throw new JournalException(Failure.withoutSubmission("JOURNAL_UNWRITABLE", "the disk is full"));
                    }
                })
                .build()
                .submit(atomic().build());

        assertThat(batch.await().targets())
                .extracting(Output::path)
                .containsExactly(Optional.of(bench.output("clip.mov")));
        assertThat(words(batch)).anyMatch(words -> words.endsWith("the disk is full"));
    }

    @Test
    void anOldOutputIsNotTakenForTheNewOneThatIsMissing() throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Successful");
        QmasterBatch batch = over(new LocalFiles())
                .submit(atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(catchThrowableOfType(BatchFailedException.class, batch::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
        assertThat(old).hasContent("old");
    }

    @Test
    void anAtomicSubmissionThatIsRefusedLeavesNoFolderBehind() {
        backend.attempt(new SubmissionOutcome.Refused(RefusalKind.OTHER, "no", OptionalInt.of(1), false));

        assertThatThrownBy(() -> over(new LocalFiles()).submit(atomic().build()))
                .isInstanceOf(SubmissionException.class);

        assertThat(out).isEmptyDirectory();
    }

    @Test
    void anOutputThatCannotBePublishedIsInTheStoryWithItsReason() throws Exception {
        encodes("Successful");
        QmasterBatch batch = over(new WrappedFiles() {
                    @Override
                    public void move(Path from, Path to) throws IOException {
                        throw new AccessDeniedException(to.toString());
                    }
                })
                .submit(atomic().build());

        assertThatThrownBy(batch::await).isInstanceOf(BatchFailedException.class);

        assertThat(words(batch))
                .anyMatch(words -> words.contains("is good, but cannot be moved to " + bench.output("clip.mov")))
                .anyMatch(words -> words.contains("is good, but could not be moved to " + bench.output("clip.mov")));
    }

    @Test
    void anOldFolderOfFramesIsReplaced() throws Exception {
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        Path frame = Workbench.written(bench.output("clip/clip 1.TIFF"), "old");
        Workbench.written(bench.output("clip/.DS_Store"), "hidden");
        backend.attempt((order, deadline) -> {
            assertThat(frame).hasContent("old");
            Workbench.written(order.targets().get(0).workPath().resolveSibling("clip/clip 2.tiff"), "new");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");

        BatchResult result = over(new LocalFiles())
                .submitAndWait(bench.request()
                        .compressorSettingFile(tiff)
                        .existingOutput(ExistingOutput.REPLACE)
                        .build());

        assertThat(result.targets()).extracting(Output::path).containsExactly(Optional.of(bench.output("clip")));
        assertThat(bench.output("clip")).isDirectoryContaining("glob:**/clip 2.tiff");
        assertThat(frame).doesNotExist();
        assertThat(inTheFolderOfOutputs()).containsExactly(bench.output("clip"));
    }

    @Test
    void aSourceThatCannotBeLookedAtAtTheEndSpoilsNothing() throws Exception {
        encodes("Successful");
        Path source = bench.source("clip.mov");
        QmasterBatch batch = over(new WrappedFiles() {
                    @Override
                    public FileFacts look(Path path) {
                        if (path.equals(source) && Files.exists(bench.output("clip.mov"))) {
                            throw new VolumeNotAnsweringException(path, Duration.ofSeconds(10));
                        }
                        return super.look(path);
                    }
                })
                .submit(bench.request().build());

        assertThat(batch.await().verified()).isTrue();
    }

    @Test
    void asManyFreeBytesAsAreWantedAreEnough() throws Exception {
        backend.queues("B-1");
        Qmaster modest = Qmaster.builder(backend)
                .policy(Policy.DEFAULT.minFreeBytes(1000))
                .files(new WrappedFiles() {
                    @Override
                    public long usableBytes(Path path) {
                        return 1000;
                    }
                })
                .build();

        assertThat(modest.submit(bench.request().build()).reference()).isEqualTo(BATCH);
    }

    @Test
    void aVolumeThatIsNotMountedIsRefused() {
        DestinationException refused = refusedOver(new WrappedFiles() {
            @Override
            public Optional<Path> unmountedVolume(Path path) {
                return Optional.of(Path.of("/Volumes/Nightly"));
            }
        });

        assertThat(refused.code()).isEqualTo("VOLUME_NOT_MOUNTED");
        assertThat(refused).hasMessageContaining("/Volumes/Nightly");
    }

    @Test
    void aVolumeThatKeepsSilentIsRefused() {
        DestinationException refused = refusedOver(new WrappedFiles() {
            @Override
            public long usableBytes(Path path) {
                throw new VolumeNotAnsweringException(path, Duration.ofSeconds(10));
            }
        });

        assertThat(refused.code()).isEqualTo("VOLUME_NOT_ANSWERING");
        assertThat(refused.isRetryable()).isTrue();
    }

    private DestinationException refusedOver(MediaFiles files) {
        DestinationException refused = catchThrowableOfType(
                DestinationException.class,
                () -> over(files).submit(bench.request().build()));
        assertThat(backend.submitted()).isEmpty();
        return refused;
    }

    /** Files on a volume on which renames fail until it recovers. */
    private static final class FailingAtRenames extends WrappedFiles {
        private boolean failing = true;

        private void rename(Path from, Path to) throws IOException {
            if (failing && from.toString().contains(".qmaster-")) {
                throw new FileSystemException(from.toString(), to.toString(), "Input/output error");
            }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            rename(from, to);
            super.move(from, to);
        }

        @Override
        public void replace(Path from, Path to) throws IOException {
            rename(from, to);
            super.replace(from, to);
        }
    }

    @ParameterizedTest
    @EnumSource(ExistingOutput.class)
    void anOutputThatItsVolumeKeptFromItsPlaceIsNamedWhereItIsAndFinishedByRecovery(ExistingOutput existing)
            throws Exception {
        Path output = bench.output("clip.mov");
        if (existing == ExistingOutput.REPLACE) {
            Workbench.written(output, "old");
        }
        encodes("Successful");
        MemoryJournal journal = new MemoryJournal();
        FailingAtRenames files = new FailingAtRenames();
        Qmaster qmaster = Qmaster.builder(backend).journal(journal).files(files).build();

        BatchFailedException failed = catchThrowableOfType(
                BatchFailedException.class,
                () -> qmaster.submitAndWait(atomic().existingOutput(existing).build()));

        Path kept = failed.result().targets().get(0).path().orElseThrow();
        SubmissionId submission = journal.entries().get(0).submissionId();
        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(failed).hasMessageContaining(kept.toString()).hasMessageContaining("Input/output error");
        assertThat(failed.hint()).contains("recovering the submission");
        assertThat(failed.submissionId()).contains(submission);
        assertThat(kept).hasContent("new");
        if (existing == ExistingOutput.REPLACE) {
            assertThat(output).hasContent("old");
        }
        assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.UNKNOWN);
        assertThat(qmaster.adopt()).extracting(Recovered::finding).containsExactly(Recovered.Finding.UNKNOWN);

        BatchRecord record = qmaster.record(submission).orElseThrow();
        assertThat(record.state()).contains(BatchState.FAILED);
        assertThat(record.reason()).contains("OUTPUT_NOT_PUBLISHED");
        assertThat(record.complaint().orElseThrow())
                .contains(kept.toString(), "could not be moved to", output.toString());

        files.failing = false;
        assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ENDED);

        assertThat(qmaster.record(submission).flatMap(BatchRecord::state)).contains(BatchState.SUCCESSFUL);
        assertThat(journal.entries().get(0).result().orElseThrow().verified()).isTrue();
        assertThat(output).hasContent("new");
        assertThat(inTheFolderOfOutputs()).containsExactly(output);
    }

    @Test
    void whoeverAdoptsAgainAndAgainWhatCannotBeMovedWritesNothingMoreToTheJournal() throws Exception {
        encodes("Successful");
        List<String> written = new ArrayList<>();
        WrappedJournal journal = new WrappedJournal() {
            @Override
            public void submitted(SubmissionId submission, Submitted submitted) {
                written.add("submitted");
                super.submitted(submission, submitted);
            }

            @Override
            public Finisher concluding(SubmissionId submission, BatchResult found) {
                written.add("concluding");
                return super.concluding(submission, found);
            }
        };
        FailingAtRenames files = new FailingAtRenames();
        Qmaster qmaster = Qmaster.builder(backend).journal(journal).files(files).build();
        assertThatThrownBy(() -> qmaster.submitAndWait(atomic().build())).isInstanceOf(BatchFailedException.class);
        qmaster.adopt();
        written.clear();

        qmaster.adopt();
        assertThat(written).isEmpty();

        files.failing = false;
        qmaster.adopt();
        backend.clock().advance(Duration.ofSeconds(1));
        assertThat(journal.entries().get(0).result().orElseThrow().verified()).isTrue();
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    @Test
    void anOutputThatCannotBeMovedToItsPlaceCanBeGivenUp() throws Exception {
        encodes("Successful");
        MemoryJournal journal = new MemoryJournal();
        Qmaster qmaster = Qmaster.builder(backend)
                .journal(journal)
                .files(new FailingAtRenames())
                .build();
        assertThatThrownBy(() -> qmaster.submitAndWait(atomic().build())).isInstanceOf(BatchFailedException.class);

        qmaster.giveUp(journal.entries().get(0).submissionId(), "test");

        assertThat(journal.entries().get(0).isGivenUp()).isTrue();
    }

    @Test
    void whatCouldNotBeDeletedGoesWithTheNextLook() throws Exception {
        encodes("Successful");
        MemoryJournal journal = new MemoryJournal();
        Qmaster failing = Qmaster.builder(backend)
                .journal(journal)
                .files(new WrappedFiles() {
                    @Override
                    public void deleteTree(Path path) throws IOException {
                        throw new FileSystemException(path.toString(), null, "Input/output error");
                    }
                })
                .build();
        assertThat(failing.submitAndWait(atomic().build()).verified()).isTrue();
        assertThat(inTheFolderOfOutputs()).hasSize(2);

        Qmaster.builder(backend).journal(journal).build().recover();

        assertThat(inTheFolderOfOutputs()).containsExactly(bench.output("clip.mov"));
    }

    @Test
    void whatCouldNotBeDeletedGoesWithTheNextBatchOfItsFolderAndOnlyThat() throws Exception {
        encodes("Successful");
        BatchReference second = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.attempt((order, deadline) -> {
            order.targets().forEach(target -> Workbench.written(target.workPath(), "newer"));
            return new SubmissionOutcome.Queued(second.id(), List.of());
        });
        backend.batch(second).shows(Duration.ZERO, "Successful");
        MemoryJournal journal = new MemoryJournal();
        Qmaster failing = Qmaster.builder(backend)
                .journal(journal)
                .files(new WrappedFiles() {
                    @Override
                    public void deleteTree(Path path) throws IOException {
                        throw new FileSystemException(path.toString(), null, "Input/output error");
                    }
                })
                .build();
        failing.submitAndWait(atomic().build());
        Path unknown = Workbench.written(bench.output(".qmaster-0123456789/clip.mov"), "of another journal");

        Qmaster.builder(backend)
                .journal(journal)
                .build()
                .submitAndWait(atomic().existingOutput(ExistingOutput.REPLACE).build());

        assertThat(inTheFolderOfOutputs()).containsExactlyInAnyOrder(bench.output("clip.mov"), unknown.getParent());
        assertThat(unknown).hasContent("of another journal");
    }

    @Test
    void anOldFolderOfFramesIsBackIfTheNewOneCannotTakeItsPlace() throws Exception {
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        Path frame = Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath().resolveSibling("clip/clip 2.tiff"), "new");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        BatchRequest request = bench.request()
                .compressorSettingFile(tiff)
                .existingOutput(ExistingOutput.REPLACE)
                .build();
        Qmaster failing = over(new WrappedFiles() {
            @Override
            public void move(Path from, Path to) throws IOException {
                if (from.endsWith("clip") && to.equals(bench.output("clip"))) {
                    throw new FileSystemException(from.toString(), to.toString(), "Input/output error");
                }
                super.move(from, to);
            }
        });

        assertThatThrownBy(() -> failing.submitAndWait(request)).isInstanceOf(BatchFailedException.class);

        assertThat(frame).hasContent("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFolderOfFramesIsReplacedWhereverItsProgramDies(int changes) throws Exception {
        Path tiff = bench.setting(
                "tiff.compressorsetting",
                "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>");
        Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath().resolveSibling("clip/clip 2.tiff"), "new");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");

        BatchResult result = recoveredAfter(
                changes,
                bench.request()
                        .compressorSettingFile(tiff)
                        .existingOutput(ExistingOutput.REPLACE)
                        .build());

        assertThat(result.verified()).isTrue();
        assertThat(inTheFolderOfOutputs()).containsExactly(bench.output("clip"));
        try (Stream<Path> frames = Files.list(bench.output("clip"))) {
            assertThat(frames).containsExactly(bench.output("clip/clip 2.tiff"));
        }
    }
}
