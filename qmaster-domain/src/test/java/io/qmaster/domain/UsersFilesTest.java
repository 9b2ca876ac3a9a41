package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a submission did not make and may not replace are neither deleted nor taken for its output. */
class UsersFilesTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final String FRAMES =
            "<setting name=\"T\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>";

    private final Workbench bench;
    private final Path out;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    UsersFilesTest(@TempDir Path folder) {
        bench = new Workbench(folder);
        out = folder.resolve("out");
    }

    /** The engine writes these beside the requested path, and reports this at the end. */
    private void encodes(String end, String... names) {
        backend.attempt((order, deadline) -> {
            Path folder = order.targets().get(0).workPath().getParent();
            Arrays.stream(names).forEach(name -> Workbench.written(folder.resolve(name), "new"));
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ofMinutes(1), end);
    }

    private BatchRequest.Builder replacing() {
        return bench.request().existingOutput(ExistingOutput.REPLACE);
    }

    private BatchRequest.Builder replacingFrames() {
        return replacing().compressorSettingFile(bench.setting("tiff.compressorsetting", FRAMES));
    }

    private static Path longAgo(Path file) throws Exception {
        return Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }

    @Test
    void whatIsWhereTheEngineMightHaveWrittenAndDidNotStays() throws Exception {
        Path beside = Workbench.written(bench.output("clip.mov"), "somebody's movie");
        Path named = Workbench.written(bench.output("clip.mp4"), "old");
        encodes("Successful", "clip.mp4");

        qmaster.submitAndWait(BatchRequest.builder()
                .sourceFile(bench.source("clip.mov"))
                .compressorSettingFile(bench.setting())
                .destinationFile(named)
                .existingOutput(ExistingOutput.REPLACE)
                .build());

        assertThat(beside).hasContent("somebody's movie");
        assertThat(named).hasContent("new");
        assertThat(out).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void whatWasToBeReplacedIsGoneAlsoIfTheEngineChoseAnotherExtension() throws Exception {
        Path named = Workbench.written(bench.output("clip.mp4"), "old");
        encodes("Successful", "clip.mov");

        qmaster.submitAndWait(BatchRequest.builder()
                .sourceFile(bench.source("clip.mov"))
                .compressorSettingFile(bench.setting())
                .destinationFile(named)
                .existingOutput(ExistingOutput.REPLACE)
                .build());

        // The old output must not be taken for the new one.
        assertThat(named).doesNotExist();
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    @Test
    void aPictureBesideTheFolderOfFramesStays() throws Exception {
        Path picture = Workbench.written(bench.output("clip.tiff"), "somebody's picture");
        Path frame = Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        encodes("Successful", "clip/clip 1.tiff");

        qmaster.submitAndWait(replacingFrames().build());

        assertThat(picture).hasContent("somebody's picture");
        assertThat(frame).hasContent("new");
        assertThat(out).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void anUnexpectedExtensionReplacesNothing() throws Exception {
        Path theirs = Workbench.written(bench.output("clip.mp4"), "somebody's movie");
        encodes("Successful", "clip.mp4");
        QmasterBatch batch =
                qmaster.submit(replacing().publication(Publication.ATOMIC).build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(failed)
                .hasMessageContaining(theirs + " existed before the batch was submitted")
                .message()
                .doesNotContain("was not there");
        assertThat(theirs).hasContent("somebody's movie");
        assertThat(failed.result().targets().get(0).path().orElseThrow()).hasContent("new");
    }

    @Test
    void aFolderOfFramesIsCheckedAgainBeforeItIsReplaced() throws Exception {
        Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        encodes("Successful", "clip/clip 1.tiff");
        QmasterBatch batch =
                qmaster.submit(replacingFrames().publication(Publication.ATOMIC).build());
        Path notes = Workbench.written(bench.output("clip/notes.txt"), "written meanwhile");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(notes).hasContent("written meanwhile");
        assertThat(failed.result().targets().get(0).path().orElseThrow().resolve("clip 1.tiff"))
                .hasContent("new");
    }

    @Test
    void aFolderOfFramesIsCheckedAgainWhenItsSourceWasWaitedFor() throws Exception {
        Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        BatchRequest request = replacingFrames().build();
        Files.setLastModifiedTime(
                bench.source("clip.mov"), FileTime.from(backend.clock().now()));
        backend.clock()
                .schedule(Duration.ofSeconds(1), () -> Workbench.written(bench.output("clip/notes.txt"), "kept"));

        DestinationException refused = catchThrowableOfType(DestinationException.class, () -> qmaster.submit(request));

        assertThat(refused.code()).isEqualTo("DESTINATION_IS_FOLDER");
        assertThat(bench.output("clip/notes.txt")).hasContent("kept");
        assertThat(bench.output("clip/clip 1.tiff")).hasContent("old");
        assertThat(backend.submitted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".notes",
                ".git/config",
                "clip 2.tiff/notes.txt",
                "._mine",
                "._mine/notes.txt",
                "._clip 1.tiff/notes.txt",
                ".DS_Store/notes.txt"
            })
    void whatIsHiddenInAFolderOrOnlyNamedAsAFrameIsNotReplaced(String theirs) throws Exception {
        Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        Path kept = Workbench.written(bench.output("clip").resolve(theirs), "kept");
        backend.queues("B-1");

        assertThatThrownBy(() -> qmaster.submit(replacingFrames().build())).isInstanceOf(DestinationException.class);

        assertThat(kept).hasContent("kept");
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void anOlderFileThatCameToThePlaceOfAnOutputIsNotTakenForIt() throws Exception {
        encodes("Successful");
        QmasterBatch batch =
                qmaster.submit(bench.request().publication(Publication.ATOMIC).build());
        Path theirs = longAgo(Workbench.written(bench.output("clip.mov"), "moved here meanwhile"));

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(theirs).hasContent("moved here meanwhile");
    }

    @ParameterizedTest
    @EnumSource
    void aSymbolicLinkIsNoOutputAndTheOldOneStays(Publication publication) throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        Path elsewhere = Workbench.written(bench.output("elsewhere.bak"), "elsewhere");
        backend.batch(BATCH).shows(Duration.ofMinutes(1), "Successful");
        backend.attempt((order, deadline) -> {
            assertThatCode(() -> Files.createSymbolicLink(order.targets().get(0).workPath(), elsewhere))
                    .doesNotThrowAnyException();
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        QmasterBatch batch = qmaster.submit(bench.request()
                .existingOutput(ExistingOutput.REPLACE)
                .publication(publication)
                .build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(old).isRegularFile().hasContent("old");
    }

    @ParameterizedTest
    @EnumSource
    void aFolderThatIsSwappedForALinkWhileTheEngineEncodesIsNotFollowed(Publication publication) throws Exception {
        Path elsewhere = out.resolveSibling("elsewhere");
        encodes("Successful");
        QmasterBatch batch =
                qmaster.submit(bench.request().publication(publication).build());
        Path work = backend.submitted().get(0).targets().get(0).workPath();
        Path theirs = Workbench.written(elsewhere.resolve(out.relativize(work)), "written through the link");
        Path moved = Files.move(out, out.resolveSibling("moved"));
        Files.createSymbolicLink(out, elsewhere);

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed).hasMessageContaining(out.toString()).hasMessageContaining(elsewhere.toString());
        assertThat(theirs).hasContent("written through the link");
        assertThat(Files.exists(elsewhere.resolve("clip.mov"))).isEqualTo(publication == Publication.DIRECT);
        assertThat(moved).isDirectory();
    }

    @Test
    void aGoodOutputIsNotMovedThroughALinkThatCameAfterItWasChecked() throws Exception {
        Path elsewhere = Files.createDirectories(out.resolveSibling("elsewhere"));
        Qmaster swapping = Qmaster.builder(backend)
                .journal(new WrappedJournal() {
                    @Override
                    public Finisher concluding(SubmissionId submission, BatchResult found) {
                        Finisher turn = super.concluding(submission, found);
                        assertThatCode(() -> {
                                    Files.move(out, elsewhere.resolve("out"));
                                    Files.createSymbolicLink(out, elsewhere.resolve("out"));
                                })
                                .doesNotThrowAnyException();
                        return turn;
                    }
                })
                .build();
        encodes("Successful", "clip.mov");

        BatchFailedException failed = catchThrowableOfType(
                BatchFailedException.class,
                () -> swapping.submitAndWait(
                        bench.request().publication(Publication.ATOMIC).build()));

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed).hasMessageContaining("it was replaced by a symbolic link");
        assertThat(elsewhere.resolve("out/clip.mov")).doesNotExist();
    }

    @Test
    void aFolderThatWasMountedAgainIsTheSameAsBefore() throws Exception {
        encodes("Successful", "clip.mov");
        QmasterBatch batch = qmaster.submit(bench.request().build());
        Path before = Files.move(out, out.resolveSibling("before"));
        Files.createDirectory(out);
        Files.move(before.resolve("clip.mov"), out.resolve("clip.mov"));

        assertThat(batch.await().verified()).isTrue();
    }

    @Test
    void aFileBesideTheOutputThatIsOnlyTouchedIsNotTakenForIt() throws Exception {
        Path theirs = longAgo(Workbench.written(bench.output("clip.m4v"), "theirs"));
        backend.batch(BATCH).shows(Duration.ofMinutes(1), "Successful");
        backend.attempt((order, deadline) -> {
            assertThatCode(() -> Files.setLastModifiedTime(
                            theirs, FileTime.from(backend.clock().now())))
                    .doesNotThrowAnyException();
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        QmasterBatch batch = qmaster.submit(bench.request().build());

        assertThat(catchThrowableOfType(BatchFailedException.class, batch::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
    }

    @Test
    void theOutputOfAnotherSubmissionIsNotTakenForOneThatIsMissing() throws Exception {
        BatchReference other = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        encodes("Successful");
        Path theirs = bench.output("clip.mp4");
        backend.attempt((order, deadline) -> {
            Workbench.written(theirs, "theirs");
            return new SubmissionOutcome.Queued(other.id(), List.of());
        });
        backend.batch(other).shows(Duration.ofMinutes(1), "Successful");
        QmasterBatch missing = qmaster.submit(bench.request().build());
        String mp4 =
                "<setting name=\"M\"><encoder name=\"MP4\"><file-extension>mp4</file-extension></encoder></setting>";
        QmasterBatch good = qmaster.submit(bench.request()
                .compressorSettingFile(bench.setting("mp4.compressorsetting", mp4))
                .build());

        assertThat(catchThrowableOfType(BatchFailedException.class, missing::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
        assertThat(good.await().verified()).isTrue();
    }

    @Test
    void anEmptyFileIsNoRemainsOfASubmissionThatWasNeverQueued() {
        backend.attempt(
                new SubmissionOutcome.Refused(RefusalKind.UNABLE_TO_SUBMIT, "Not a movie.", OptionalInt.of(1), false));
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(SubmissionException.class);
        Workbench.written(bench.output("clip.mov"), "");

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(retry.existingOutput()).isEqualTo(ExistingOutput.REFUSE);
    }

    @Test
    void nothingThatStandsWhereAnOutputWasToBePublishedIsItsRemains() {
        encodes("Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(
                        bench.request().publication(Publication.ATOMIC).build()))
                .isInstanceOf(BatchFailedException.class);
        Workbench.written(bench.output("clip.mov"), "");

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(retry.existingOutput()).isEqualTo(ExistingOutput.REFUSE);
    }

    private SubmissionId oneOfTwoJobsSucceeds(Publication publication) {
        backend.batch(BATCH).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "new");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of(new JobId("J-1"), new JobId("J-2")));
        });
        backend.batch(BATCH).shows(Duration.ofMinutes(1), "Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(replacing()
                        .publication(publication)
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build()))
                .isInstanceOf(BatchFailedException.class);
        return journal.entries().get(0).submissionId();
    }

    @Test
    void theOutputOfAJobThatSucceededIsNotMadeAgainIfItReplacedNothing() {
        BatchRequest retry = qmaster.retryOf(oneOfTwoJobsSucceeds(Publication.DIRECT));

        assertThat(bench.output("clip.mov")).hasContent("new");
        assertThat(retry.jobs()).extracting(JobRequest::source).containsExactly(bench.source("other.mov"));
    }

    @Test
    void whatCameToThePlaceOfAnOutputThatTheEngineNeverHadStaysThere() throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        assertThatThrownBy(() -> qmaster.submit(replacing().build())).isInstanceOf(InterruptedException.class);
        Workbench.written(output, "made by hand");

        assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.NOT_QUEUED);

        assertThat(output).hasContent("made by hand");
        assertThat(out).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aDeviceIsNotReplaced() {
        Path device = bench.output("clip.mov");
        Qmaster seesIt = Qmaster.builder(backend)
                .files(new WrappedFiles() {
                    @Override
                    public FileFacts look(Path path) {
                        return path.equals(device)
                                ? new FileFacts(FileFacts.Kind.OTHER, 0, Instant.EPOCH, true)
                                : super.look(path);
                    }
                })
                .build();

        DestinationException refused = catchThrowableOfType(
                DestinationException.class, () -> seesIt.submit(replacing().build()));

        assertThat(refused.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(backend.submitted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.log", "clip.srt", "clip.txt", "clip.jpg", "clip.fcpxml", "clip"})
    void anOldOutputDoesNotGoForAFileThatIsNoMovie(String name) {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful", name);

        BatchFailedException failed = catchThrowableOfType(
                BatchFailedException.class,
                () -> qmaster.submitAndWait(replacing().build()));

        assertThat(failed.code()).isEqualTo("OUTPUT_MISSING");
        assertThat(failed).hasMessageContaining(name);
        assertThat(old).hasContent("old");
    }

    @Test
    void severalFilesThatMayBeTheOutputAreAllNamedAndKept() throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful", "clip.mp4", "clip.m4v");

        BatchFailedException failed = catchThrowableOfType(
                BatchFailedException.class,
                () -> qmaster.submitAndWait(replacing().build()));

        assertThat(failed.code()).isEqualTo("OUTPUT_AMBIGUOUS");
        assertThat(failed).hasMessageContaining("clip.m4v, clip.mp4");
        assertThat(old).hasContent("old");
        assertThat(failed.result().targets().get(0).path().orElseThrow().getParent())
                .isDirectoryContaining("glob:**/clip.mp4")
                .isDirectoryContaining("glob:**/clip.m4v");
    }

    @Test
    void aFileThatWasChangedSinceTheEngineWasAskedIsNotReplaced() throws Exception {
        Path output = Workbench.written(bench.output("clip.mov"), "old");
        encodes("Successful", "clip.mov");
        QmasterBatch batch = qmaster.submit(replacing().build());
        Workbench.written(output, "made by hand meanwhile");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(failed).hasMessageContaining(output + " was changed after the batch was submitted");
        assertThat(output).hasContent("made by hand meanwhile");
        assertThat(failed.result().targets().get(0).path().orElseThrow()).hasContent("new");
    }

    @Test
    void aFileThatCameSinceTheEngineWasAskedIsNotReplaced() throws Exception {
        encodes("Successful", "clip.mov");
        QmasterBatch batch = qmaster.submit(replacing().build());
        Path output = Workbench.written(bench.output("clip.mov"), "made by hand meanwhile");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(failed).hasMessageContaining(output + " was created after the batch was submitted");
        assertThat(output).hasContent("made by hand meanwhile");
    }

    @Test
    void whatTheFinderLeftBesideFramesGoesWithThem() throws Exception {
        Workbench.written(bench.output("clip/clip 1.tiff"), "old");
        Workbench.written(bench.output("clip/._clip 1.tiff"), "of the Finder");
        Workbench.written(bench.output("clip/.DS_Store"), "of the Finder");
        encodes("Successful", "clip/clip 1.tiff");

        assertThat(qmaster.submitAndWait(replacingFrames().build()).verified()).isTrue();

        assertThat(bench.output("clip/clip 1.tiff")).hasContent("new");
    }
}
