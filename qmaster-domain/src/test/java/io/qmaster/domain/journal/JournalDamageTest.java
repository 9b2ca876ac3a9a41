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

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Unreadable;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal with a partial record, or that is damaged or forged. */
class JournalDamageTest {
    private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

    private final Path folder;
    private final VirtualClock clock = new VirtualClock(NOON);

    JournalDamageTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
    }

    private FileJournal journal() {
        return FileJournal.in(folder, clock);
    }

    private Path file(int number) {
        return folder.resolve("open").resolve(submission(number).value());
    }

    private void append(String text) throws IOException {
        Files.writeString(file(1), text, StandardOpenOption.APPEND);
    }

    @Test
    void aLastLineTornAnywhereLosesNothingBeforeItAndNothingBehind() throws IOException {
        journal().intend(intention(1));
        int before = (int) Files.size(file(1));
        JournalEntry first = journal().open().get(0);
        journal().submitted(submission(1), queued("B-1"));
        byte[] whole = Files.readAllBytes(file(1));

        for (int length = before; length < whole.length; length++) {
            Files.write(file(1), Arrays.copyOf(whole, length));
            assertThat(journal().open()).as("torn at byte %d", length).containsExactly(first);

            journal().note(submission(1), line("behind it"));

            // The last record is complete except for its line end, and counts.
            boolean complete = length == whole.length - 1;
            assertThat(journal().open())
                    .as("written behind byte %d", length)
                    .containsExactly((complete ? first.with(queued("B-1")) : first).with(line("behind it")));
        }
    }

    @Test
    void anIntentionThatWasNeverFinishedWasNeverSubmitted() throws IOException {
        journal().intend(intention(1));
        byte[] whole = Files.readAllBytes(file(1));
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file(1), Arrays.copyOf(whole, length));

            assertThat(journal().open()).as("torn at byte %d", length).isEmpty();
            assertThat(journal().find(submission(1))).isEmpty();
        }
        assertThat(journal().intend(intention(2))).isInstanceOf(Verdict.Recorded.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\n", "\0\1\uFFFD\nA\n", "../../escape\n"})
    void aDamagedIndexIsReportedAndNothingIsSubmittedTwice(String damage) throws IOException {
        journal().intend(requested(1, "order 1"));
        for (Path file : indexFiles()) {
            Files.writeString(file, damage);
        }

        JournalException refused =
                catchThrowableOfType(JournalException.class, () -> journal().intend(requested(2, "order 1")));

        assertThat(refused.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(refused).hasMessageContaining("is damaged");
        assertThat(refused.hint())
                .contains("delete")
                .contains(folder.resolve("index").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\0\0\0\0", "\nq1a", "\nq1a\0\0\0", "\n\0\0\0q1a"})
    void whatAPowerFailureLeavesInAnIndexIsIgnored(String rest) throws IOException {
        journal().intend(intention(1));
        for (Path file : indexFiles()) {
            Files.writeString(file, rest, StandardOpenOption.APPEND);
        }

        assertThat(journal().claimants(intention(1).claims().iterator().next())).hasSize(1);
    }

    /** The files with lines of submissions. */
    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("index"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("complete-"))
                    .toList();
        }
    }

    @Test
    void linesThatAreNoRecordsAreIgnored() throws IOException {
        journal().intend(intention(1));
        JournalEntry known = journal().open().get(0);
        append("\n\0\0\0\n2\n2 ended\n2 ended at=yesterday how=FINAL words=\n2 ended at\n2 submitted batchId=%zz\n"
                + "2 attempted attempt=" + "9".repeat(1_000_000) + " outcome=x\n[1]\n{}\n");

        assertThat(journal().open()).containsExactly(known);
    }

    @Test
    void fieldsAndKindsThatThisVersionDoesNotKnowAreIgnored() throws IOException {
        journal().intend(intention(1));
        JournalEntry known = journal().open().get(0);
        Files.writeString(
                file(1),
                Files.readString(file(1)).replace("2 intended ", "2 intended mood=good ")
                        + "\n2 praised by=hunterbj\n");

        assertThat(journal().open()).containsExactly(known);
    }

    @Test
    void aRecordOfALaterFormatIsLeftToTheProgramThatWroteIt() throws IOException {
        FileJournal open = journal();
        open.intend(intention(1));
        append("\n3 praised by=hunterbj\n");
        String before = Files.readString(file(1));

        JournalException told = catchThrowableOfType(JournalException.class, () -> open.find(submission(1)));

        assertThat(told).hasMessageContaining("format 3").hasMessageContaining(folder.toString());
        assertThat(told.code()).isEqualTo("JOURNAL_TOO_NEW");
        assertThatThrownBy(open::open).isInstanceOf(JournalException.class);
        assertThat(file(1)).hasContent(before);
    }

    @Test
    void aWholeJournalOfALaterFormatIsRefused() throws IOException {
        journal().intend(intention(1));
        Path marker = folder.resolve("journal");
        Files.writeString(marker, Files.readString(marker).replace("journal 2", "journal 3"));

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().intend(intention(2)));

        assertThat(told.code()).isEqualTo("JOURNAL_TOO_NEW");
        assertThat(file(2)).doesNotExist();
    }

    @Test
    void aJournalOfTheFirstVersionIsRefusedWithAdvice() throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("journal.jsonl"), "{\"v\":1,\"kind\":\"journal\"}\n");

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().intend(intention(1)));

        assertThat(told.code()).isEqualTo("JOURNAL_TOO_OLD");
        assertThat(told).hasMessageContaining("journal.jsonl").hasMessageContaining("0.1.0");
        assertThat(told.hint()).contains("move the file away");
        assertThatThrownBy(() -> journal().open()).isInstanceOf(JournalException.class);
    }

    @Test
    void aFileWhoseFirstRecordIsDamagedIsNamedAndHidesNoOther() throws IOException {
        journal().intend(intention(1));
        journal().intend(intention(2));
        Files.writeString(file(1), "2 intended nonsense\n");

        assertThat(journal().open()).extracting(JournalEntry::submissionId).containsExactly(submission(2));
        assertThat(journal().warnings())
                .singleElement()
                .asString()
                .contains(submission(1).value(), "damaged");
        assertThatThrownBy(() -> journal().find(submission(1))).isInstanceOf(JournalException.class);
    }

    @Test
    void aPathThatADamagedFileMayClaimIsNotGivenToAnother() throws IOException {
        journal().intend(intention(1));
        Files.writeString(file(1), "2 intended nonsense\n");

        JournalException told = catchThrowableOfType(
                JournalException.class, () -> journal().intend(JournalSamples.intention(submission(2), "clip 1")));

        assertThat(told.code()).isEqualTo("JOURNAL_UNREADABLE");
        assertThat(told)
                .hasMessageContaining("another submission may have taken an output")
                .hasMessageContaining("cannot be read: " + file(1));
        assertThat(told.hint()).contains("move " + file(1) + " away");
        assertThat(told.failure().fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aHugeFileIsAnErrorInBoundedTimeAndMemory() throws IOException {
        journal().intend(intention(1));
        try (RandomAccessFile hole = new RandomAccessFile(file(1).toFile(), "rw")) {
            hole.setLength(3L << 30);
        }

        assertThatThrownBy(() -> journal().find(submission(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("3221225472 bytes");
        assertThat(journal().open()).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aBatchOfTwentyThousandTargetsIsReadInTimeThatGrowsWithItsSizeOnly() throws IOException {
        BatchOrder one = intention(1).order();
        List<Target> targets = Collections.nCopies(20_000, one.targets().get(0));
        journal().intend(new Intention(one.with(targets), 1, "f", Set.of(), Optional.empty(), NOON));

        assertThat(journal().open())
                .singleElement()
                .satisfies(entry -> assertThat(entry.order().targets()).hasSize(20_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 attempting attempt=%d command=x", "2 attempted attempt=%d outcome=x"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aFloodOfRecordsIsReadInTimeThatGrowsWithItsSizeOnly(String record) throws IOException {
        journal().intend(intention(1));
        StringBuilder flood = new StringBuilder();
        for (int number = 0; number < 60_000; number++) {
            flood.append(record.replace("%d", Integer.toString(number))).append('\n');
        }
        append(flood.toString());

        assertThat(journal().open()).hasSize(1);
    }

    @Test
    void moreAttemptsThanAnyPolicyMakesAreNotRead() throws IOException {
        journal().intend(intention(1));
        String first = Files.readString(file(1)).strip();
        StringBuilder flood = new StringBuilder();
        for (int number = 2; number < 2_000; number++) {
            flood.append(first.replace(" attempt=1 ", " attempt=" + number + " "))
                    .append('\n');
        }
        append(flood.toString());

        assertThat(journal().open())
                .singleElement()
                .satisfies(entry -> assertThat(entry.intentions()).hasSize(1_000));
    }

    @Test
    void anIntentionThatIsLargerThanWhatIsReadIsNotWritten() {
        BatchOrder one = intention(1).order();
        List<Target> targets = Collections.nCopies(100_001, one.targets().get(0));

        assertThatThrownBy(() ->
                        journal().intend(new Intention(one.with(targets), 1, "f", Set.of(), Optional.empty(), NOON)))
                .isInstanceOfSatisfying(
                        JournalException.class,
                        unwritten -> assertThat(unwritten.fate()).contains(QueueFate.NOT_QUEUED));
        assertThat(journal().open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "open/ID"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aPipeInPlaceOfAFileIsAnErrorAndIsNotWaitedFor(String name) throws Exception {
        assumeTrue(Files.isExecutable(MKFIFO), "needs mkfifo");
        journal().intend(intention(1));
        pipeAt(folder.resolve(name.replace("ID", submission(1).value())));

        assertThatThrownBy(() -> journal().find(submission(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aPipeInPlaceOfTheNotedDatesKeepsNothingFromBeingSubmitted() throws Exception {
        assumeTrue(Files.isExecutable(MKFIFO), "needs mkfifo");
        journal().intend(intention(1));
        pipeAt(folder.resolve("days"));

        assertThat(journal().intend(intention(2))).isInstanceOf(Verdict.Recorded.class);
    }

    private static void pipeAt(Path file) throws Exception {
        Files.delete(file);
        assertThat(new ProcessBuilder(MKFIFO.toString(), file.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal", "open/ID"})
    void aLinkInPlaceOfAFileIsNotFollowed(String name) throws IOException {
        journal().intend(intention(1));
        Path file = folder.resolve(name.replace("ID", submission(1).value()));
        Path elsewhere = folder.resolveSibling("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        String before = Files.readString(elsewhere);

        assertThatThrownBy(() -> journal().find(submission(1))).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> journal().ended(submission(1), ending(Ending.How.FINAL, NOON)))
                .isInstanceOf(JournalException.class);
        assertThat(elsewhere).hasContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "owners", "index", "ended"})
    void aLinkInPlaceOfAFolderIsNotFollowed(String name) throws IOException {
        journal().intend(intention(1));
        journal().ended(submission(1), ending(Ending.How.FINAL, NOON));
        Path elsewhere = folder.resolveSibling("elsewhere");
        Files.move(folder.resolve(name), elsewhere);
        Files.createSymbolicLink(folder.resolve(name), elsewhere);
        FileJournal journal = journal();

        assertThatThrownBy(() -> {
                    journal.open();
                    journal.find(submission(3));
                    journal.intend(intention(2));
                })
                .isInstanceOf(JournalException.class);
    }

    @Test
    void aFolderThatEveryUserMayWriteToIsRefused() throws IOException {
        journal().intend(intention(1));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().open());

        assertThat(told.code()).isEqualTo("JOURNAL_UNSAFE");
        assertThat(told.hint()).contains("chmod o-w");
        assertThatThrownBy(() -> journal().intend(intention(2))).isInstanceOf(JournalException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "owners", "index", "ended", "log"})
    void aFolderInItThatEveryUserMayWriteToIsRefused(String name) throws IOException {
        journal().intend(intention(1));
        Files.createDirectories(folder.resolve(name));
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxrwxrwx"));

        JournalException told =
                catchThrowableOfType(JournalException.class, () -> journal().open());

        assertThat(told.code()).isEqualTo("JOURNAL_UNSAFE");
        assertThat(told).hasMessageContaining(folder.resolve(name).toString());
        assertThat(told.hint()).contains("chmod o-w");
        assertThat(catchThrowableOfType(JournalException.class, () -> journal().intend(intention(2)))
                        .hint())
                .contains("chmod o-w");
    }

    @Test
    void aFolderInItThatTheGroupMayWriteToIsWarnedOfUnlessTheJournalIsShared() throws IOException {
        journal().intend(intention(1));
        Files.setPosixFilePermissions(folder.resolve("owners"), PosixFilePermissions.fromString("rwxrwx---"));

        assertThat(journal().warnings())
                .singleElement()
                .satisfies(words ->
                        assertThat(words).contains(folder.resolve("owners").toString(), "chmod 700"));

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(journal().warnings()).isEmpty();
    }

    /** One way in which the file of a submission can be damaged. */
    private enum Spoilt {
        DAMAGED("its first record is damaged"),
        IMPOSSIBLE("its first record is damaged"),
        CUT_SHORT("its first record is not complete"),
        LINK("it is not a regular file"),
        FOLDER("it is not a regular file"),
        HUGE("more than a journal writes"),
        FOR_EVERYBODY("is writable by every user");

        private final String reason;

        Spoilt(String reason) {
            this.reason = reason;
        }

        private void does(Path file) throws IOException {
            switch (this) {
                case DAMAGED -> Files.writeString(file, "{\"json\": true}\n");
                case IMPOSSIBLE ->
                    Files.writeString(
                            file, Files.readString(file).replaceAll("owner.startedAt=[^ ]+", "owner.startedAt=never"));
                case CUT_SHORT -> Files.writeString(file, Files.readString(file).substring(0, 100));
                case LINK -> {
                    Path elsewhere = file.resolveSibling("../elsewhere");
                    Files.move(file, elsewhere);
                    Files.createSymbolicLink(file, elsewhere);
                }
                case FOLDER -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
                case HUGE -> {
                    try (var out = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                        out.position(100L << 20).write(ByteBuffer.wrap(new byte[1]));
                    }
                }
                case FOR_EVERYBODY -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubmissionThatCannotBeReadIsLeftOutOfTheListAndNamedWithTheReasonAndWhatToDo(Spoilt spoilt)
            throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.intend(intention(2));
        journal.close();
        assertThat(journal.unreadable()).isEmpty();
        spoilt.does(file(1));

        assertThat(journal.open()).extracting(JournalEntry::submissionId).containsExactly(submission(2));
        journal.open();

        assertThat(journal.unreadable())
                .extracting(Unreadable::failure)
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.message()).contains(file(1).toString());
                    assertThat(failure.message()).contains(spoilt.reason);
                    assertThat(failure.hint())
                            .contains(spoilt == Spoilt.FOR_EVERYBODY ? "chmod o-w" : "move " + file(1));
                    assertThat(failure.submissionId()).contains(submission(1));
                });
        assertThat(journal.warnings())
                .singleElement()
                .satisfies(words -> assertThat(words).contains(file(1).toString()));
    }

    @Test
    void anEndedSubmissionThatCannotBeReadIsNamedAsSoonAsItIsLeftOut() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
        Path file = folder.resolve("ended/2026-01-01").resolve(submission(1).value());
        Files.writeString(file, "spoilt\n");

        assertThat(all(journal)).isEmpty();
        assertThat(journal.unreadable()).extracting(Unreadable::isOpen).containsExactly(false);

        assertThat(journal.unreadable())
                .extracting(Unreadable::failure)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains(file.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at=[^ ]+", "batchId=[^ ]+", "2 submitted"})
    void aLineThatWasChangedIsLeftOutAndNamedAlthoughTheOthersAreRead(String changed) throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        journal.submitted(submission(1), queued("B-1"));
        journal.note(submission(1), line("behind it"));
        List<String> lines = new ArrayList<>(Files.readAllLines(file(1)));
        int place = IntStream.range(0, lines.size())
                .filter(number -> lines.get(number).startsWith("2 submitted"))
                .findFirst()
                .orElseThrow();
        lines.set(place, lines.get(place).replaceFirst(changed, "spoilt="));
        Files.write(file(1), lines);

        assertThat(journal.open())
                .singleElement()
                .satisfies(entry -> assertThat(entry.batch()).isEmpty());

        assertThat(journal.unreadable())
                .extracting(Unreadable::failure)
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.message()).contains(file(1).toString(), "line " + (place + 1) + " is damaged");
                    assertThat(failure.hint()).contains("engine's queue");
                    assertThat(failure.submissionId()).contains(submission(1));
                });
    }

    @Test
    void aLineThatAWriterLeftTornWhenItDiedIsNoDamage() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        append("\n2 submitted owner.token=x owner.ho");
        journal.note(submission(1), line("behind it"));

        assertThat(journal.open()).hasSize(1);

        assertThat(journal.unreadable()).isEmpty();
    }

    @Test
    void aSubmissionThatCanBeReadAgainIsNoLongerNamed() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        String records = Files.readString(file(1));
        Files.writeString(file(1), "spoilt\n");
        journal.open();

        Files.writeString(file(1), records);
        journal.open();

        assertThat(journal.unreadable()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatKeepsASubmissionFromBeingWrittenIsMetWithAHintThatFits(Spoilt spoilt) throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        spoilt.does(file(1));

        JournalException told = catchThrowableOfType(
                JournalException.class, () -> journal.ended(submission(1), ending(Ending.How.FINAL, NOON)));

        if (spoilt == Spoilt.CUT_SHORT) {
            assertThat(told.code()).isEqualTo("JOURNAL_VANISHED");
        } else {
            assertThat(told).hasMessageContaining(file(1).toString());
            assertThat(told.hint())
                    .contains(spoilt == Spoilt.FOR_EVERYBODY ? "chmod o-w" : "move " + file(1))
                    .doesNotContain("room");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, free space",
        "Disk quota exceeded, free space",
        "Read-only file system, choose another folder",
        "Input/output error, make sure that you may write there",
    })
    void aHintFitsWhatTheFileSystemSays(String reason, String hint) {
        assertThat(new JournalFailures(folder)
                        .unwritable("x", QueueFate.UNKNOWN, new FileSystemException("/x", null, reason))
                        .hint())
                .contains(hint);
        assertThat(new JournalFailures(folder)
                        .unwritable("x", QueueFate.UNKNOWN, new IOException(reason))
                        .hint())
                .contains(hint);
    }

    @Test
    void aFullDiskIsReportedAsSuchAndTheSubmissionCanBeTriedAgain() {
        FileSystemException full = new FileSystemException("/x", null, "No space left on device");
        JournalFailures failures = new JournalFailures(folder);

        JournalException before = failures.unwritable("x", QueueFate.NOT_QUEUED, full);
        assertThat(before.code()).isEqualTo("JOURNAL_VOLUME_FULL");
        assertThat(before.isRetryable()).isTrue();
        assertThat(failures.unwritable("x", QueueFate.UNKNOWN, full).isRetryable())
                .isFalse();
    }

    @Test
    void aFileOfAnotherUserIsReadOnlyInASharedJournal() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only the super-user can give files away");
        FileJournal journal = journal();
        journal.intend(intention(1));
        UserPrincipal other =
                file(1).getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(file(1), other);

        assertThat(journal.open()).isEmpty();
        assertThat(journal.unreadable())
                .extracting(Unreadable::failure)
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("it belongs to another user (nobody)"));

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(journal.open()).hasSize(1);
    }

    @Test
    void textThatIsNoUtf8IsATornLine() throws IOException {
        journal().intend(intention(1));
        Files.write(file(1), "2 ki".getBytes(StandardCharsets.UTF_16), StandardOpenOption.APPEND);

        journal().submitted(submission(1), queued("B-1"));

        assertThat(journal().open().get(0).batch()).isPresent();
    }

    @Test
    void aRecordForWhichTheDiskHasNoRoomLeavesNothingBehind() throws IOException {
        assumeTrue(JournalingProcess.canLimit(), "needs a shell");
        journal().intend(intention(1));

        try (JournalingProcess limited = JournalingProcess.withFilesOfAtMost(8, folder)) {
            assertThat(limited.ask("fill x")).startsWith("JournalException").contains(folder.toString());
        }

        assertThat(all(journal())).hasSize(1);
        try (var files = Files.list(folder.resolve("open"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(journal().intend(intention(2))).isInstanceOf(Verdict.Recorded.class);
    }

    @Test
    void anEndedSubmissionWhoseProgramDiedBeforeItsFileWasMovedHasEnded() throws IOException {
        journal().intend(intention(1));
        Path open = file(1);
        journal().ended(submission(1), ending(Ending.How.FINAL, NOON));
        Path ended = folder.resolve("ended")
                .resolve("2026-01-01")
                .resolve(submission(1).value());
        Files.move(ended, open);

        assertThat(journal().find(submission(1)).orElseThrow().isOpen()).isFalse();
        assertThat(journal().open()).isEmpty();
        assertThat(ended).exists();
    }
}
