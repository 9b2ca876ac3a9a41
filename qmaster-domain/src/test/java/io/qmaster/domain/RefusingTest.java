package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refused request is neither submitted nor journaled, and leaves no files. */
class RefusingTest {
    private static final String TIFF =
            "<setting name=\"Frames\"><encoder name=\"TIFF\"><file-extension>tiff</file-extension></encoder></setting>";
    private static final String MP4 =
            "<setting name=\"Web\"><encoder name=\"MPEG4\"><file-extension>mp4</file-extension></encoder></setting>";

    private final Path folder;
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend().queues("B-1");
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    RefusingTest(@TempDir Path folder) {
        this.folder = folder;
        bench = new Workbench(folder);
    }

    private List<String> disk() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(Path::toString).sorted().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private <T extends QmasterException> T refused(Class<T> type, BatchRequest.Builder request) {
        return refused(type, qmaster, request);
    }

    private <T extends QmasterException> T refused(Class<T> type, Qmaster qmaster, BatchRequest.Builder request) {
        List<String> before = disk();
        T refusal = catchThrowableOfType(type, () -> qmaster.submit(request.build()));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(backend.submitted()).isEmpty();
        assertThat(journal.entries()).isEmpty();
        assertThat(disk()).isEqualTo(before);
        return refusal;
    }

    private SourceFileException badSource(BatchRequest.Builder request) {
        return refused(SourceFileException.class, request);
    }

    private SettingFileException badSetting(BatchRequest.Builder request) {
        return refused(SettingFileException.class, request);
    }

    private DestinationException badDestination(BatchRequest.Builder request) {
        return refused(DestinationException.class, request);
    }

    private DestinationException badDestination(MediaFiles files, BatchRequest.Builder request) {
        Qmaster over = Qmaster.builder(backend).journal(journal).files(files).build();
        return refused(DestinationException.class, over, request);
    }

    /** A folder that even the superuser cannot write to. */
    private static MediaFiles readOnly(Path folder) {
        return new WrappedFiles() {
            @Override
            public boolean isWritable(Path asked) {
                return !asked.equals(folder);
            }
        };
    }

    private BatchRequest.Builder to(Path destinationFile) {
        return bench.request().destinationFile(destinationFile);
    }

    private static JobOptions with(Optional<ImageSequenceInput> frames, Optional<Path> chapters) {
        return new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                chapters,
                Optional.empty(),
                Optional.empty(),
                frames);
    }

    private static JobOptions frames() {
        return with(Optional.of(ImageSequenceInput.FRAMES), Optional.empty());
    }

    // sources

    @Test
    void aDestinationThatLeadsInACircleIsRefusedInPlainWords() throws IOException {
        Path loop = bench.output("loop.mov");
        Files.createDirectories(loop.getParent());
        Files.createSymbolicLink(loop, Path.of("loop.mov"));

        QmasterException refused = catchThrowableOfType(
                QmasterException.class,
                () -> Qmaster.over(backend)
                        .submit(bench.request().destinationFile(loop).build()));

        assertThat(refused).isInstanceOf(DestinationException.class).hasMessageContaining(loop + ": ");
        assertThat(refused.getMessage()).doesNotContain("Exception");
    }

    @Test
    void aRequestWithoutASource() {
        SourceFileException refusal = badSource(BatchRequest.builder().compressorSettingFile(bench.setting()));

        assertThat(refusal.code()).isEqualTo("SOURCE_NOT_GIVEN");
        assertThat(refusal).hasMessage("no source file was given");
        assertThat(refusal.hint()).isEqualTo("give at least one movie to encode");
    }

    @Test
    void aSourceThatIsMissing() {
        Path missing = folder.resolve("missing.mov");

        SourceFileException refusal = badSource(bench.request().sourceFile(missing));

        assertThat(refusal.code()).isEqualTo("SOURCE_MISSING");
        assertThat(refusal).hasMessage("the source " + missing + " does not exist");
        assertThat(refusal.hint()).contains("may not be mounted");
    }

    @Test
    void aSourceThatIsAFolder() throws Exception {
        Path reel = Files.createDirectory(folder.resolve("reel"));

        SourceFileException refusal = badSource(bench.request().sourceFile(reel));

        assertThat(refusal.code()).isEqualTo("SOURCE_NOT_FILE");
        assertThat(refusal).hasMessageContaining(reel + " is a folder or device");
        assertThat(refusal.hint()).contains("declared as an image sequence");
    }

    @Test
    void anImageSequenceThatIsAFile() {
        SourceFileException refusal = badSource(bench.request().options(frames()));

        assertThat(refusal.code()).isEqualTo("SOURCE_NOT_FOLDER");
        assertThat(refusal.hint()).contains("folder that contains the frames");
    }

    @Test
    void aSourceThatMayNotBeRead() throws Exception {
        Path source = bench.source("secret.mov");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(source), "the superuser may read everything");

        SourceFileException refusal = badSource(bench.request().sourceFile(source));

        assertThat(refusal.code()).isEqualTo("SOURCE_UNREADABLE");
    }

    @Test
    void aSourceWithoutAByte() {
        Path source = Workbench.written(folder.resolve("empty.mov"), "");

        SourceFileException refusal = badSource(bench.request().sourceFile(source));

        assertThat(refusal.code()).isEqualTo("SOURCE_EMPTY");
        assertThat(refusal).hasMessageContaining(source.toString()).hasMessageContaining("0 bytes");
    }

    @Test
    void aFolderWithoutAFrame() throws Exception {
        Path frames = Files.createDirectories(folder.resolve("frames"));

        SourceFileException refusal =
                badSource(bench.request().sourceFile(frames).options(frames()));

        assertThat(refusal.code()).isEqualTo("SOURCE_EMPTY");
    }

    @Test
    void anEmptySourceIsRefusedInAPreviewToo() {
        Path source = Workbench.written(folder.resolve("empty.mov"), "");

        SourceFileException refusal = catchThrowableOfType(
                SourceFileException.class,
                () -> qmaster.preview(bench.request().sourceFile(source).build()));

        assertThat(refusal.code()).isEqualTo("SOURCE_EMPTY");
    }

    @Test
    void aFolderOfOutputsThatMayNotBeWritten() throws Exception {
        Path out = Files.createDirectories(folder.resolve("out"));

        DestinationException refusal = badDestination(readOnly(out), bench.request());

        assertThat(refusal.code()).isEqualTo("DESTINATION_UNWRITABLE");
        assertThat(refusal).hasMessageContaining(out.toString());
    }

    @Test
    void aFolderOfOutputsThatCannotBeMadeBelowOneThatMayNotBeWritten() {
        DestinationException refusal = badDestination(
                readOnly(folder), to(folder.resolve("new").resolve("deep").resolve("clip.mov")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_UNWRITABLE");
        assertThat(refusal).hasMessageContaining(folder.toString());
    }

    @Test
    void aSourceWithAQuestionMarkInItsPath() {
        SourceFileException refusal = badSource(bench.request().sourceFile(bench.source("what?/clip.mov")));

        assertThat(refusal.code()).isEqualTo("SOURCE_NAME");
        assertThat(refusal).hasMessageContaining("what?/clip.mov").hasMessageContaining("parameters");
        assertThat(refusal.hint()).contains("symbolic link");
    }

    @Test
    void aNameInBytesThatAreNoLetters() throws Exception {
        Path source = Path.of(URI.create(folder.toUri() + "%FF.mov"));
        Files.writeString(source, "a movie");
        assumeTrue(FileNames.of(source).equals("\uFFFD.mov"), "this system has no such names");

        SourceFileException refusal = badSource(bench.request().sourceFile(source));
        DestinationException refusedOutput = badDestination(to(Path.of(URI.create(folder.toUri() + "%FE.mov"))));

        assertThat(refusal.code()).isEqualTo("SOURCE_NAME");
        assertThat(refusal.hint()).contains("UTF-8");
        assertThat(refusedOutput.code()).isEqualTo("DESTINATION_NAME");
    }

    @Test
    void aNameThatReallyHoldsAReplacementCharacterIsTakenAsItIs() throws Exception {
        Path source = bench.source("\uFFFD.mov");

        assertThat(qmaster.submit(bench.request().sourceFile(source).build()).id())
                .isEqualTo(new BatchId("B-1"));
    }

    @Test
    void oneBadSourceOfSeveral() {
        SourceFileException refusal = badSource(bench.request().job(JobRequest.of(folder.resolve("missing.mov"))));

        assertThat(refusal.code()).isEqualTo("SOURCE_MISSING");
    }

    @Test
    void aSideFileThatIsMissing() {
        Path chapters = folder.resolve("chapters.txt");

        SourceFileException refusal = badSource(bench.request().options(with(Optional.empty(), Optional.of(chapters))));

        assertThat(refusal.code()).isEqualTo("SIDE_FILE_MISSING");
        assertThat(refusal).hasMessage("the file of chapters " + chapters + " does not exist");
    }

    @Test
    void annotationsAndCaptionsThatAreMissing() {
        Path file = folder.resolve("words.txt");
        JobOptions annotated = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(file),
                Optional.empty(),
                Optional.empty());
        JobOptions captioned = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(file),
                Optional.empty());

        assertThat(badSource(bench.request().options(annotated)))
                .hasMessage("the file of annotations " + file + " does not exist");
        assertThat(badSource(bench.request().options(captioned)))
                .hasMessage("the file of captions " + file + " does not exist");
    }

    @Test
    void theSoundOfAnImageSequenceThatIsMissing() throws Exception {
        Path reel = Files.createDirectory(folder.resolve("reel"));
        ImageSequenceInput frames = ImageSequenceInput.FRAMES.audio(folder.resolve("sound.wav"));

        SourceFileException refusal =
                badSource(bench.request().sourceFile(reel).options(with(Optional.of(frames), Optional.empty())));

        assertThat(refusal.code()).isEqualTo("SIDE_FILE_MISSING");
        assertThat(refusal).hasMessageContaining("the file of audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&b.wav", "why?.wav"})
    void theSoundOfAnImageSequenceWhoseNameWouldBeTakenForAParameter(String name) throws Exception {
        Path reel = Files.createDirectory(folder.resolve("reel"));
        ImageSequenceInput frames = ImageSequenceInput.FRAMES.audio(bench.source(name));

        SourceFileException refusal =
                badSource(bench.request().sourceFile(reel).options(with(Optional.of(frames), Optional.empty())));

        assertThat(refusal.code()).isEqualTo("SIDE_FILE_NAME");
        assertThat(refusal).hasMessageContaining(name);
    }

    // settings

    @Test
    void aJobWithoutASetting() {
        SettingFileException refusal = badSetting(BatchRequest.builder()
                .sourceFile(bench.source("clip.mov"))
                .destinationDirectory(folder.resolve("out")));

        assertThat(refusal.code()).isEqualTo("SETTING_NOT_GIVEN");
        assertThat(refusal).hasMessageContaining("clip.mov");
        assertThat(refusal.hint()).contains("codec, size and container");
    }

    @Test
    void aSettingThatIsMissing() {
        SettingFileException refusal =
                badSetting(bench.request().compressorSettingFile(folder.resolve("no.compressorsetting")));

        assertThat(refusal.code()).isEqualTo("SETTING_MISSING");
        assertThat(refusal).hasMessageContaining("no.compressorsetting does not exist");
    }

    @Test
    void aSettingThatIsAFolder() {
        SettingFileException refusal = badSetting(bench.request().compressorSettingFile(folder));

        assertThat(refusal.code()).isEqualTo("SETTING_IS_FOLDER");
    }

    @Test
    void aSettingThatIsNone() {
        SettingFileException refusal =
                badSetting(bench.request().compressorSettingFile(bench.setting("x.compressorsetting", "<plist/>")));

        assertThat(refusal.code()).isEqualTo("SETTING_INVALID");
        assertThat(refusal).hasMessageContaining("its root is <plist>");
    }

    // destinations

    @Test
    void aJobWithoutADestination() {
        DestinationException refusal = badDestination(
                BatchRequest.builder().sourceFile(bench.source("clip.mov")).compressorSettingFile(bench.setting()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_NOT_GIVEN");
        assertThat(refusal.hint()).isEqualTo("give a file or a folder for the output");
    }

    @Test
    void aDestinationFileThatIsAFolder() throws Exception {
        Path reel = Files.createDirectory(folder.resolve("reel"));

        DestinationException refusal = badDestination(to(reel));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_FOLDER");
        assertThat(refusal.hint()).contains("give it as destination folder");
    }

    @Test
    void aDestinationFolderThatIsAFile() {
        DestinationException refusal = badDestination(bench.request().destinationDirectory(bench.source("notes.txt")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_NOT_FOLDER");
        assertThat(refusal.hint()).contains("destination file");
    }

    @Test
    void aDestinationBelowAFile() {
        Path notes = bench.source("notes.txt");

        DestinationException refusal = badDestination(bench.request()
                .job(JobRequest.builder(bench.source("other.mov"))
                        .destinationDirectory(notes.resolve("sub/folder"))
                        .build()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_FOLDER");
        assertThat(refusal).hasMessageContaining(notes + " is a file, not a folder");
    }

    @Test
    void anOutputThatExists() {
        DestinationException refusal = badDestination(to(bench.source("old.mov")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(refusal.hint()).contains("overwrite it without a warning");
    }

    @Test
    void anOutputThatExistsWithTheExtensionOfTheSetting() {
        Path old = bench.source("new.mp4");

        DestinationException refusal = badDestination(
                to(folder.resolve("new.mov")).compressorSettingFile(bench.setting("web.compressorsetting", MP4)));

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(refusal).hasMessageContaining(old.toString());
    }

    @Test
    void anImageSequenceWhoseFolderExists() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));

        DestinationException refusal = badDestination(
                to(folder.resolve("frames.tiff")).compressorSettingFile(bench.setting("f.compressorsetting", TIFF)));

        assertThat(refusal.code()).isEqualTo("DESTINATION_EXISTS");
        assertThat(refusal).hasMessageContaining("the output " + frames + " already exists");
    }

    @Test
    void anOutputThatIsItsOwnSource() {
        DestinationException refusal = badDestination(to(bench.source("clip.mov")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
        assertThat(refusal.hint()).isEqualTo("choose another destination");
    }

    @Test
    void anOutputThatIsTheSourceOfAnotherJob() {
        Path other = bench.source("other.mov");

        DestinationException refusal = badDestination(to(other)
                .job(JobRequest.builder(other)
                        .destinationDirectory(folder.resolve("out"))
                        .build()));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link.mov", "link.mp4", "link.mov/clip.mov", "link.mov/new/clip.mov"})
    void aDanglingLinkIsNotWrittenThrough(String destination) throws Exception {
        Path goal = folder.resolve("nobody/named.mov");
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), goal);

        for (ExistingOutput existing : ExistingOutput.values()) {
            DestinationException refusal =
                    badDestination(to(folder.resolve(destination)).existingOutput(existing));

            assertThat(refusal.code()).isEqualTo("DESTINATION_LINK");
            assertThat(refusal).hasMessageContaining(link.toString());
        }
    }

    @Test
    void anOutputThatIsItsSourceThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

        DestinationException refusal = badDestination(to(link.resolve("clip.mov")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
    }

    @Test
    void anOutputThatIsItsSourceInAnotherLetterCase() {
        DestinationException refusal = badDestination(to(folder.resolve("CLIP.MOV")));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
    }

    @Test
    void anOutputThatIsItsSourceInAnotherUnicodeForm() {
        Path source = bench.source(Normalizer.normalize("Café.mov", Normalizer.Form.NFD));

        DestinationException refusal =
                badDestination(to(folder.resolve(Normalizer.normalize("Café.mov", Normalizer.Form.NFC)))
                        .sourceFile(source));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
    }

    @Test
    void anOldOutputThatMayGoButIsTheFolderOfItsSource() {
        Path source = bench.source("reel/clip.mov");
        Path setting = bench.setting("f.compressorsetting", TIFF);

        DestinationException refusal = badDestination(to(folder.resolve("reel.tiff"))
                .sourceFile(source)
                .compressorSettingFile(setting)
                .existingOutput(ExistingOutput.REPLACE));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
        assertThat(refusal)
                .hasMessageContaining("the output " + folder.resolve("reel") + " would overwrite")
                .hasMessageContaining(source.toString());
    }

    @Test
    void anOldOutputThatMayGoButIsTheSetting() {
        DestinationException refusal = badDestination(to(bench.setting()).existingOutput(ExistingOutput.REPLACE));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
        assertThat(refusal).hasMessageContaining("the setting " + bench.setting());
    }

    @Test
    void anOldOutputThatMayGoButHoldsTheChapters() {
        Path chapters = bench.source("clip/chapters.txt");

        DestinationException refusal = badDestination(bench.request()
                .destinationDirectory(folder)
                .compressorSettingFile(bench.setting("f.compressorsetting", TIFF))
                .options(with(Optional.empty(), Optional.of(chapters)))
                .existingOutput(ExistingOutput.REPLACE));

        assertThat(refusal.code()).isEqualTo("DESTINATION_IS_SOURCE");
        assertThat(refusal).hasMessageContaining(chapters.toString());
    }

    @Test
    void twoSourcesThatWouldBeWrittenToOneOutput() {
        DestinationException refusal =
                badDestination(bench.request().job(JobRequest.of(bench.source("second/clip.mxf"))));

        assertThat(refusal.code()).isEqualTo("DESTINATION_TWICE");
        assertThat(refusal).hasMessageContaining("clip.mov").hasMessageContaining("clip.mxf");
        assertThat(refusal.hint()).contains("suffixes");
    }

    // capabilities

    @ParameterizedTest
    @CsvSource({
        "CLUSTER_NAME, FCS Cluster",
        "CLUSTER_ADDRESS, user@10.0.0.1:5100",
    })
    void aClusterOfAKindThatTheBackendCannotReach(Capability capability, String cluster) {
        backend.without(capability);

        UnsupportedByEngineException refusal = refused(
                UnsupportedByEngineException.class,
                bench.request().cluster(cluster.contains("@") ? Cluster.address(cluster) : Cluster.named(cluster)));

        assertThat(refusal.code()).isEqualTo("UNSUPPORTED");
        assertThat(refusal).hasMessageContaining("\"scripted\" cannot").hasMessageContaining(capability.name());
        assertThat(refusal.hint()).contains("another backend or generation");
    }

    @Test
    void aTimeRangeThatTheBackendCannotCut() {
        backend.without(Capability.TIME_RANGE);
        JobOptions fromTen = new JobOptions(
                Optional.of(Timecode.parse("00:00:10;00")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(refused(UnsupportedByEngineException.class, bench.request().options(fromTen)))
                .hasMessageContaining("TIME_RANGE");
    }

    @Test
    void sideFilesThatTheBackendDoesNotTake() {
        backend.without(Capability.SIDE_FILES);
        JobOptions chapters = with(Optional.empty(), Optional.of(bench.source("chapters.txt")));

        assertThat(refused(UnsupportedByEngineException.class, bench.request().options(chapters)))
                .hasMessageContaining("SIDE_FILES");
    }

    @Test
    void anImageSequenceThatTheBackendDoesNotTake() {
        backend.without(Capability.IMAGE_SEQUENCE_SOURCE);

        assertThat(refused(UnsupportedByEngineException.class, bench.request().options(frames())))
                .hasMessageContaining("IMAGE_SEQUENCE_SOURCE");
    }
}
