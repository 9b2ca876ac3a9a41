package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A request, and copies of it with one change. */
class RequestTest {
    private static final Optional<Path> FILE = Optional.of(Path.of("words.txt"));
    private static final Optional<Timecode> TIME = Optional.of(Timecode.parse("00:00:10;00"));

    private static JobOptions cut(Optional<Timecode> in, Optional<Timecode> out, Optional<Timecode> start) {
        return new JobOptions(in, out, start, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JobOptions with(Optional<Path> chapters, Optional<Path> annotations, Optional<Path> captions) {
        return new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                chapters,
                annotations,
                captions,
                Optional.empty());
    }

    @Test
    void beginEndAndFirstTimecodeEachNeedAnEngineThatCuts() {
        assertThat(JobOptions.NONE.hasTimeRange()).isFalse();
        assertThat(cut(TIME, Optional.empty(), Optional.empty()).hasTimeRange()).isTrue();
        assertThat(cut(Optional.empty(), TIME, Optional.empty()).hasTimeRange()).isTrue();
        assertThat(cut(Optional.empty(), Optional.empty(), TIME).hasTimeRange()).isTrue();
    }

    @Test
    void chaptersAnnotationsAndCaptionsEachNeedAnEngineThatTakesThem() {
        assertThat(JobOptions.NONE.hasSideFiles()).isFalse();
        assertThat(with(FILE, Optional.empty(), Optional.empty()).hasSideFiles())
                .isTrue();
        assertThat(with(Optional.empty(), FILE, Optional.empty()).hasSideFiles())
                .isTrue();
        assertThat(with(Optional.empty(), Optional.empty(), FILE).hasSideFiles())
                .isTrue();
    }

    @Test
    void everyFileOfTheOptionsCanBeGivenAnotherPath() {
        JobOptions options = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("chapters.txt")),
                Optional.of(Path.of("annotations.txt")),
                Optional.of(Path.of("captions.scc")),
                Optional.of(ImageSequenceInput.FRAMES.audio(Path.of("sound.wav"))));

        assertThat(options.with(Path.of("/in")::resolve).files())
                .containsExactly(
                        Path.of("/in/chapters.txt"),
                        Path.of("/in/annotations.txt"),
                        Path.of("/in/captions.scc"),
                        Path.of("/in/sound.wav"));
    }

    @Test
    void aRequestCanBeMadeAgainWithOneThingChanged() {
        BatchRequest request = BatchRequest.builder()
                .sourceFile(Path.of("/in/clip.mov"))
                .batchName("Dailies")
                .label("reel", "12")
                .build();

        BatchRequest elsewhere = request.with(Cluster.named("FCS Cluster"));
        assertThat(elsewhere.cluster()).isEqualTo(Cluster.named("FCS Cluster"));
        assertThat(elsewhere.with(request.cluster())).isEqualTo(request);

        BatchRequest urgent = request.with(Priority.HIGH);
        assertThat(urgent.priority()).isEqualTo(Priority.HIGH);
        assertThat(urgent.with(request.priority())).isEqualTo(request);

        BatchRequest replacing = request.with(ExistingOutput.REPLACE);
        assertThat(replacing.existingOutput()).isEqualTo(ExistingOutput.REPLACE);
        assertThat(replacing.with(request.existingOutput())).isEqualTo(request);
    }

    @Test
    void aLeadingDotStartsNoExtension() {
        assertThat(FileNames.stem(Path.of("/in/.hidden"))).isEqualTo(".hidden");
        assertThat(FileNames.extension(Path.of("/in/.hidden"))).isEmpty();
        assertThat(FileNames.stem(Path.of("/in/.hidden.mov"))).isEqualTo(".hidden");
    }

    @Test
    void aSubmissionIdIsKnownByItsLook() {
        assertThat(SubmissionId.looksLike(SubmissionId.random().value())).isTrue();
        assertThat(SubmissionId.looksLike("0E847C38-4CF5-4BBE-9196-384FF2820CC8"))
                .isFalse();
    }
}
