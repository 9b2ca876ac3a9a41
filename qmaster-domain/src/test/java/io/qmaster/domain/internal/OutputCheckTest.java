package io.qmaster.domain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.standard.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputCheckTest {
    private static final Instant SUBMITTED = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Path source;

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
                false);
    }

    private Target target(int index, Path from, String planned, boolean sequence, String extension) throws IOException {
        FileMark mark =
                new FileMark(Files.size(from), Files.getLastModifiedTime(from).toInstant());
        Path path = folder.resolve(planned);
        return new Target(index, from, setting(sequence, extension), path, path, mark, mark, JobOptions.NONE);
    }

    private OutputCheck check(Target... targets) {
        BatchOrder order = new BatchOrder(
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
        return new OutputCheck(new LocalFiles(), order, order.targets(), SUBMITTED, file -> false);
    }

    private OutputCheck movie(String planned) throws IOException {
        return check(target(0, source, planned, false, "mov"));
    }

    private static Output afterTwoLooks(OutputCheck check) {
        check.look(false);
        return check.look(true).orElseThrow().get(0);
    }

    @Test
    void oneLookIsNotEnough() throws Exception {
        encoded("out/clip.mov", "movie");
        OutputCheck check = movie("out/clip.mov");

        assertThat(check.look(false)).isEmpty();
        assertThat(check.look(false)).isPresent();
    }

    @Test
    void anOutputThatGrowsBetweenTwoLooksIsLookedAtAgain() throws Exception {
        OutputCheck check = movie("out/clip.mov");
        encoded("out/clip.mov", "mov");
        check.look(false);
        encoded("out/clip.mov", "movie");

        assertThat(check.look(false)).isEmpty();
        assertThat(check.look(false))
                .get()
                .satisfies(outputs -> assertThat(outputs.get(0).bytes()).hasValue(5));
    }

    @Test
    void theOnlyLookMayBeTheLastAndThenNothingIsCalledComplete() throws Exception {
        encoded("out/clip.mov", "movie");

        assertThat(movie("out/clip.mov").look(true).orElseThrow().get(0).fault())
                .contains(OutputFault.OUTPUT_INCOMPLETE);
    }

    @Test
    void anOlderFileWithTheSameStemIsNotTheOutput() throws Exception {
        written("out/clip.m4v", "old", SUBMITTED.minusSeconds(1));

        assertThat(afterTwoLooks(movie("out/clip.mov")).fault()).contains(OutputFault.OUTPUT_MISSING);
    }

    @Test
    void aFileWithAnExtensionThatNobodyForesawIsTheOutput() throws Exception {
        Path output = encoded("out/clip.m4v", "movie");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(output);
    }

    @Test
    void ofTwoFilesThatMayBeTheOutputTheLargerIs() throws Exception {
        encoded("out/clip.m4a", "sound");
        Path larger = encoded("out/clip.m4v", "pictures");
        encoded("out/clip.txt", "log");

        assertThat(afterTwoLooks(movie("out/clip.mov")).path()).contains(larger);
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
