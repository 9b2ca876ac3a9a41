package io.qmaster.domain.internal.finish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.standard.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCheckTest {
    private static final Duration STABLE = Duration.ofSeconds(10);
    private static final Instant SUBMITTED = Instant.parse("2026-01-01T12:00:00Z");

    /** Its index, and its frames, of which there are none. */
    private static final String MOVIE = "\0\0\0\10moov\0\0\0\12mdat12";

    @TempDir
    private Path folder;

    private Path source;
    private Map<Path, FileIdentity> standing = Map.of();
    private boolean judgesContent;

    @BeforeEach
    void aSource() throws IOException {
        source = written("in/clip.mov", "source", SUBMITTED.minusSeconds(60));
    }

    private Path written(String name, String content, Instant changed) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private Path encoded(String name, String content) throws IOException {
        return written(name, content, SUBMITTED.plusSeconds(60));
    }

    private static SettingFacts setting(boolean sequence, String extension) {
        return new SettingFacts(
                Path.of("/s.setting"),
                "S",
                SettingFacts.Origin.FILE,
                "QT",
                Optional.of(extension),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sequence,
                false,
                SettingDetails.NONE);
    }

    private Target target(int index, Path from, String planned, boolean sequence, String extension) throws IOException {
        FileMark mark =
                new FileMark(Files.size(from), Files.getLastModifiedTime(from).toInstant());
        Path path = folder.resolve(planned);
        return new Target(index, from, setting(sequence, extension), path, path, mark, mark, JobOptions.NONE);
    }

    private static BatchOrder order(Target... targets) {
        return new BatchOrder(
                SubmissionId.of(new UUID(1, 2)),
                Cluster.THIS_COMPUTER,
                Cluster.THIS_COMPUTER,
                Priority.LOW,
                "clip",
                false,
                List.of(targets),
                Map.of(),
                Optional.empty(),
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    private OutputCheck check(Target... targets) {
        BatchOrder order = order(targets);
        OutputSearch search = new OutputSearch(new LocalFiles(), order.with(standing), SUBMITTED, file -> false);
        return new OutputCheck(new LocalFiles(), search, order.targets(), STABLE, judgesContent);
    }

    private OutputCheck movie(String planned) throws IOException {
        return check(target(0, source, planned, false, "mov"));
    }

    private static Output afterTwoLooks(OutputCheck check) {
        check.look(0, false);
        return check.look(STABLE.toNanos(), true).orElseThrow().get(0);
    }

    @Test
    void oneLookIsNotEnough() throws Exception {
        encoded("out/clip.mov", "movie");
        OutputCheck check = movie("out/clip.mov");

        assertThat(check.look(0, false)).isEmpty();
        assertThat(check.look(STABLE.toNanos() - 1, false)).isEmpty();
        assertThat(check.isSettling()).isTrue();
        assertThat(check.look(STABLE.toNanos(), false)).isPresent();
    }

    @Test
    void twoLooksAreEnoughForAMovieWhoseStructureSaysThatItIsWhole() throws Exception {
        encoded("out/clip.mov", MOVIE);
        OutputCheck check = movie("out/clip.mov");

        assertThat(check.look(0, false)).isEmpty();
        assertThat(check.look(1, false)).isPresent();
    }

    @Test
    void aMovieThatIsCutOffIsNotTheOutputHoweverLongItStaysSo() throws Exception {
        encoded("out/clip.mov", MOVIE.substring(0, MOVIE.length() - 1));
        OutputCheck check = movie("out/clip.mov");

        check.look(0, false);
        assertThat(check.look(Duration.ofHours(1).toNanos(), false)).isEmpty();
        assertThat(check.isSettling()).isFalse();

        Output output =
                check.look(Duration.ofHours(2).toNanos(), true).orElseThrow().get(0);
        assertThat(output.fault()).contains(OutputFault.OUTPUT_INCOMPLETE);
        assertThat(output.reason()).contains("CUT_OFF");
    }

    @Test
    void aHardLinkToTheSourceIsNotTheOutput() throws Exception {
        OutputCheck check = movie("out/clip.mov");
        Files.createDirectories(folder.resolve("out"));
        Files.createLink(folder.resolve("out/clip.mov"), source);

        check.look(0, false);
        Output output = check.look(STABLE.toNanos(), true).orElseThrow().get(0);

        assertThat(output.fault()).contains(OutputFault.OUTPUT_MISMATCH);
        assertThat(output.complaint().orElseThrow()).contains("a hard link to the source");
    }

    @Test
    void aTextIsNoMovieHoweverLongItStaysSoWhereTheEngineEncodes() throws Exception {
        judgesContent = true;
        encoded("out/clip.mov", "a few bytes\nof text");
        OutputCheck check = movie("out/clip.mov");

        check.look(0, false);
        assertThat(check.look(Duration.ofHours(1).toNanos(), false)).isEmpty();
        assertThat(check.isSettling()).isFalse();

        Output output =
                check.look(Duration.ofHours(2).toNanos(), true).orElseThrow().get(0);
        assertThat(output.fault()).contains(OutputFault.OUTPUT_MISMATCH);
        assertThat(output.reason())
                .contains("its first bytes are not those of a .mov file, but the text \"a few bytes of t\"");
    }

    @Test
    void aTextThatIsReplacedByAMovieWithinTheGraceIsNotHeldAgainstIt() throws Exception {
        judgesContent = true;
        encoded("out/clip.mov", "text");
        OutputCheck check = movie("out/clip.mov");
        check.look(0, false);
        check.look(1, false);

        encoded("out/clip.mov", MOVIE);
        check.look(2, false);
        assertThat(check.look(3, false))
                .get()
                .satisfies(outputs -> assertThat(outputs.get(0).isGood()).isTrue());
    }

    @Test
    void aCopyOfTheSourceIsNotJudgedSinceStandInsCopy() throws Exception {
        judgesContent = true;
        encoded("out/clip.mov", "source");

        assertThat(afterTwoLooks(movie("out/clip.mov")).isGood()).isTrue();
    }

    @Test
    void aMovieUnderTheNameOfAnotherKindIsNoOutputOfThatKind() throws Exception {
        judgesContent = true;
        encoded("out/clip.mxf", MOVIE);
        encoded("out/clip.xyz", "an extension that is not known");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.mxf", false, "mxf")))
                        .reason())
                .contains("its first bytes are not those of a .mxf file, but those of a .mov file");
        assertThat(afterTwoLooks(check(target(0, source, "out/clip.xyz", false, "xyz")))
                        .isGood())
                .isTrue();
    }

    @Test
    void framesOfTextAreNoImageSequenceWhereTheEngineEncodes() throws Exception {
        judgesContent = true;
        encoded("out/clip/frame-000000.tiff", "II*\0 and a picture");
        encoded("out/clip/frame-000001.tiff", "text");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISMATCH);
    }

    @Test
    void anOutputThatGrowsInBurstsFiveSecondsApartIsNotCalledGoodBeforeItsLast() throws Exception {
        OutputCheck check = movie("out/clip.mov");
        for (int second = 0; second < 40; second++) {
            if (second % 5 == 0) {
                encoded("out/clip.mov", "x".repeat(second + 1));
            }

            assertThat(check.look(Duration.ofSeconds(second).toNanos(), false)).isEmpty();
        }

        assertThat(check.look(Duration.ofSeconds(45).toNanos(), false))
                .get()
                .satisfies(outputs -> assertThat(outputs.get(0).bytes()).hasValue(36));
    }

    @Test
    void anOutputThatGrowsBetweenTwoLooksIsLookedAtAgain() throws Exception {
        OutputCheck check = movie("out/clip.mov");
        encoded("out/clip.mov", "mov");
        check.look(0, false);
        encoded("out/clip.mov", "movie");

        assertThat(check.look(STABLE.toNanos(), false)).isEmpty();
        assertThat(check.look(2 * STABLE.toNanos(), false))
                .get()
                .satisfies(outputs -> assertThat(outputs.get(0).bytes()).hasValue(5));
    }

    @Test
    void theOnlyLookMayBeTheLastAndThenNothingIsCalledComplete() throws Exception {
        encoded("out/clip.mov", "movie");

        assertThat(movie("out/clip.mov").look(0, true).orElseThrow().get(0).fault())
                .contains(OutputFault.OUTPUT_INCOMPLETE);
    }

    @Test
    void anOlderFileWithTheSameStemIsNotTheOutput() throws Exception {
        written("out/clip.m4v", "old", SUBMITTED.plusSeconds(1));
        isThereAlready("out/clip.mov");

        assertThat(afterTwoLooks(movie("out/clip.mov")).fault()).contains(OutputFault.OUTPUT_MISSING);
    }

    /** The order's record of the files that exist before the engine is called. */
    private void isThereAlready(String planned) throws IOException {
        standing = OutputSearch.standing(order(target(0, source, planned, false, "mov")), new LocalFiles());
    }

    @Test
    void aFileWhoseTimeTheEngineCopiedFromTheYear2001IsTheOutput() throws Exception {
        isThereAlready("out/clip.mov");
        Path output = written("out/clip.m4v", "movie", Instant.parse("2001-02-03T04:05:06Z"));

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @Test
    void aFileThatTookThePlaceOfAnOldOneOfTheSameSizeAndTimeIsTheOutput() throws Exception {
        Path output = encoded("out/clip.m4v", "old");
        isThereAlready("out/clip.mov");
        Files.move(output, folder.resolve("kept"));
        encoded("out/clip.m4v", "new");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @Test
    void anOldFileThatTheEngineWroteOverIsTheOutput() throws Exception {
        Path output = encoded("out/clip.m4v", "old");
        isThereAlready("out/clip.mov");
        encoded("out/clip.m4v", "newer");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.log", "clip.srt", "clip.txt", "clip.jpg", "clip.fcpxml", "clip", "clip.m4a"})
    void aFileOfTheStemThatNoEngineWritesForTheSettingIsNotTheOutputButNamed(String name) throws Exception {
        encoded("out/" + name, "no movie");

        Output output = afterTwoLooks(movie("out/clip.mov"));

        assertThat(output.fault()).contains(OutputFault.OUTPUT_MISSING);
        assertThat(output.reason()).contains("there is only " + name);
    }

    @Test
    void soundIsLookedForAmongFilesOfSoundAndPicturesAmongThoseOfTheirKind() throws Exception {
        Path sound = encoded("out/clip.m4a", "sound");
        encoded("out/clip.mov", "movie");
        encoded("out/still.jpg", "picture");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.wav", false, "wav")))
                        .path())
                .contains(sound);
        assertThat(afterTwoLooks(check(target(0, source, "out/still.tiff", true, "tiff")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void whatIsInThePlaceOfAnOutputAndCanBeNoneIsNamed() throws Exception {
        Path place = Files.createDirectories(folder.resolve("out/clip.mov"));

        assertThat(afterTwoLooks(movie("out/clip.mov")).complaint())
                .contains("the output " + place + " is missing (" + place + " is a folder)");

        Files.delete(place);
        Files.createSymbolicLink(place, encoded("elsewhere.mov", MOVIE));
        assertThat(afterTwoLooks(movie("out/clip.mov")).complaint())
                .contains("the output " + place + " is missing (" + place + " is a symbolic link)");

        Files.delete(place);
        assumeTrue(new ProcessBuilder("mkfifo", place.toString()).start().waitFor() == 0);
        assertThat(afterTwoLooks(movie("out/clip.mov")).complaint().orElseThrow())
                .endsWith(place + " is neither a file nor a folder)");
    }

    @Test
    void aFolderWithoutPicturesIsNoImageSequence() throws Exception {
        encoded("out/clip/notes.txt", "notes");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void aFileWithAnUnexpectedExtensionIsTheOutput() throws Exception {
        Path output = encoded("out/clip.m4v", "movie");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @Test
    void theFileOfASegmentIsNoOutputAndStays() throws Exception {
        Path segment = encoded("out/clip.mov.sb-1f4c2d07", "segment");
        Path named = encoded("out/clip.sb-1f4c2d07-mov", "segment");

        Output output = afterTwoLooks(movie("out/clip.mov"));

        assertThat(output.fault()).contains(OutputFault.OUTPUT_MISSING);
        assertThat(List.of(segment, named)).allSatisfy(file -> assertThat(file).hasContent("segment"));
    }

    @Test
    void ofSeveralFilesThatMayEachBeTheOutputNoneIsTakenAndAllAreNamed() throws Exception {
        encoded("out/clip.mp4", "pictures");
        encoded("out/clip.m4v", "more pictures");
        encoded("out/clip.txt", "log");

        Output output = afterTwoLooks(movie("out/clip.mov"));

        assertThat(output.fault()).contains(OutputFault.OUTPUT_AMBIGUOUS);
        assertThat(output.reason()).contains("clip.m4v, clip.mp4");
        assertThat(output.isGood()).isFalse();
    }

    @Test
    void theFileThatWasOrderedIsTheOutputWhateverElseHasItsStem() throws Exception {
        encoded("out/clip.m4v", "pictures of somebody");
        Path output = encoded("out/clip.mov", "movie");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @Test
    void theSourceWithTheSameStemIsNotTheOutput() throws Exception {
        Path touched = encoded("out/clip.mxf", "source");

        assertThat(afterTwoLooks(check(target(0, touched, "out/clip.mov", false, "mov")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void theOutputOfAnotherTargetWithTheSameStemIsNotTheOutput() throws Exception {
        encoded("out/clip.m4v", "movie");

        assertThat(afterTwoLooks(check(
                                target(0, source, "out/clip.mov", false, "mov"),
                                target(1, source, "out/clip.m4v", false, "m4v")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void theSourceOfAnotherTargetWithTheSameStemIsNotTheOutput() throws Exception {
        Path other = encoded("out/clip.mxf", "source");

        assertThat(afterTwoLooks(check(
                                target(0, source, "out/clip.mov", false, "mov"),
                                target(1, other, "other/clip.mov", false, "mov")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void aSequenceWithAnEmptyFrameIsEmpty() throws Exception {
        encoded("out/clip/frame-000000.tiff", "frame");
        encoded("out/clip/frame-000001.tiff", "");

        Output output = afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")));

        assertThat(output.fault()).contains(OutputFault.OUTPUT_EMPTY);
        assertThat(output.path()).contains(folder.resolve("out/clip"));
    }

    @Test
    void theSizeOfASequenceIsThatOfItsFrames() throws Exception {
        encoded("out/clip/frame-000000.tiff", "1234");
        encoded("out/clip/frame-000001.tiff", "5678");

        Output output = afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")));

        assertThat(output.isGood()).isTrue();
        assertThat(output.bytes()).hasValue(8);
    }

    @Test
    void whatTheFinderHidesInAFolderIsNoFrame() throws Exception {
        encoded("out/clip/.DS_Store", "finder");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")))
                        .fault())
                .contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void aSequenceMayHaveBecomeOneFile() throws Exception {
        Path output = encoded("out/clip.tiff", "frame");

        assertThat(afterTwoLooks(check(target(0, source, "out/clip.tiff", true, "tiff")))
                        .path())
                .contains(output);
    }

    @Test
    void anOutputOfASourceThatChangedMeanwhileIsIncomplete() throws Exception {
        encoded("out/clip.mov", "movie");
        OutputCheck check = movie("out/clip.mov");
        encoded("in/clip.mov", "another source");

        Output output = afterTwoLooks(check);

        assertThat(output.fault()).contains(OutputFault.OUTPUT_INCOMPLETE);
        assertThat(output.reason()).contains("SOURCE_CHANGED");
    }
}
