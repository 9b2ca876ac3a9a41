package io.qmaster.domain.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.FrameSize;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.MediaFacts.Video;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.domain.verify.OutputVerifier.Judgement;
import io.qmaster.domain.verify.OutputVerifier.Promise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputVerifierTest {
    private static final FrameSize FIT_HD = new FrameSize.FitWithin(1920, 1080);

    @TempDir
    private Path folder;

    private static Video video(int width, int height, boolean isTurned, double pixelAspect) {
        return new Video(
                "h264",
                Optional.of("avc1"),
                width,
                height,
                isTurned,
                pixelAspect,
                OptionalDouble.of(25),
                Optional.of(Duration.ofSeconds(4)));
    }

    private static MediaFacts movie(Video video, int audioTracks) {
        return new MediaFacts(Optional.of(video), Optional.of(Duration.ofMillis(4_300)), OptionalInt.of(audioTracks));
    }

    private static SettingFacts setting(Optional<FrameSize> size, Optional<String> audio, SettingDetails details) {
        return new SettingFacts(
                Path.of("/s.setting"),
                "S",
                SettingFacts.Origin.USER,
                "QT",
                Optional.of("mov"),
                Optional.of("avc1"),
                audio,
                size,
                false,
                false,
                details);
    }

    private static SettingFacts sized(FrameSize size) {
        return setting(Optional.of(size), Optional.empty(), SettingDetails.NONE);
    }

    private Optional<String> objection(MediaFacts made, SettingFacts setting, MediaFacts source) throws Exception {
        return judgement(made, setting, source).objection();
    }

    private Judgement judgement(MediaFacts made, SettingFacts setting, MediaFacts source) throws Exception {
        Path output = Files.writeString(folder.resolve("out.mov"), "movie");
        return verifier(made)
                .judgement(output, new Promise(Optional.of(setting), Optional.of(source), JobOptions.NONE));
    }

    private OutputVerifier verifier(MediaFacts made) {
        return new OutputVerifier(
                (movie, deadline) -> made, new LocalFiles(), new VirtualClock(), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        // A portrait clip of a phone: the turn is applied, kept, or applied and fitted.
        "1920, 1080, true, 1, 1080, 1920, -100",
        "1920, 1080, true, 1, 1920, 1080, -100",
        "1920, 1080, true, 1, 608, 1080, 1920",
        "1920, 1080, true, 1, 1080, 1920, 1920",
        // HDV of 1440 x 1080 and DV have pixels that are not square.
        "1440, 1080, false, 1.3333, 1920, 1080, -100",
        "1440, 1080, false, 1.3333, 1440, 1080, -100",
        "1440, 1080, false, 1.3333, 1920, 1080, 1920",
        "720, 576, false, 1.0667, 768, 576, -100",
        "720, 576, false, 1.4222, 720, 405, -100",
        // An eighth of the size.
        "1920, 1080, false, 1, 240, 136, -12.5",
    })
    void aPictureThatIsTurnedOrHasOtherPixelsIsGoodAsItIsStoredAndAsItIsShown(
            int width, int height, boolean isTurned, double aspect, int made, int madeHeight, double rule)
            throws Exception {
        FrameSize size = rule > 0 ? FIT_HD : FrameSize.ofAutomatic(rule, rule);

        assertThat(objection(
                        movie(video(made, madeHeight, false, 1), 0),
                        sized(size),
                        movie(video(width, height, isTurned, aspect), 0)))
                .isEmpty();
    }

    @Test
    void aPictureOfNoneOfTheseSizesIsNot() throws Exception {
        assertThat(objection(
                        movie(video(640, 480, false, 1), 0),
                        sized(FrameSize.SOURCE),
                        movie(video(1920, 1080, true, 1), 0)))
                .hasValueSatisfying(words -> assertThat(words).contains("640×480"));
    }

    @Test
    void anExactSizeIsExactButForRounding() throws Exception {
        MediaFacts source = movie(video(1920, 1080, false, 1), 0);

        assertThat(objection(movie(video(854, 480, false, 1), 0), sized(new FrameSize.Exactly(853, 480)), source))
                .isEmpty();
        assertThat(objection(movie(video(864, 480, false, 1), 0), sized(new FrameSize.Exactly(853, 480)), source))
                .isPresent();
    }

    @Test
    void theFrameSizeOfWhatIsCroppedOrPaddedIsNotJudgedAndAllElseIs() throws Exception {
        SettingFacts cropping = setting(
                Optional.of(FrameSize.SOURCE),
                Optional.of("aac"),
                SettingDetails.ofEffect(Optional.empty(), false, false, true));
        MediaFacts source = movie(video(1920, 1080, false, 1), 1);

        Judgement good = judgement(movie(video(1920, 800, false, 1), 1), cropping, source);
        assertThat(good.objection()).isEmpty();
        assertThat(good.notJudged()).containsExactly("frame size (the setting crops or pads)");
        Judgement silent = judgement(movie(video(1920, 800, false, 1), 0), cropping, source);
        assertThat(silent.objection())
                .hasValueSatisfying(words -> assertThat(words).contains("no audio"));
    }

    @ParameterizedTest
    @CsvSource({"1080, 1920, true", "1920, 1080, true", "1080, 1080, false", "720, 1280, false"})
    void theFrameSizeOfWhatIsRotatedIsJudgedEitherWay(int width, int height, boolean isGood) throws Exception {
        SettingDetails rotating = SettingDetails.ofEffect(Optional.empty(), false, true, false);
        MediaFacts made = movie(video(width, height, false, 1), 0);
        MediaFacts source = movie(video(1920, 1080, false, 1), 0);

        for (FrameSize rule : List.of(FrameSize.SOURCE, new FrameSize.Exactly(1080, 1920))) {
            assertThat(objection(made, setting(Optional.of(rule), Optional.empty(), rotating), source)
                            .isEmpty())
                    .isEqualTo(isGood);
        }
    }

    @Test
    void whatIsNotJudgedIsNamed() throws Exception {
        MediaFacts made = movie(video(1920, 1080, false, 1), 0);
        Path output = Files.writeString(folder.resolve("out.mov"), "movie");
        SettingFacts setting = sized(FrameSize.SOURCE);

        assertThat(verifier(made)
                        .verdict(output, Optional.empty(), Optional.empty(), JobOptions.NONE)
                        .notJudged())
                .containsExactly(
                        "codec (its setting is not known)",
                        "frame size (its setting is not known)",
                        "duration (its source is not known or cannot be read)");
        assertThat(verifier(made)
                        .verdict(output, Optional.of(setting), Optional.empty(), JobOptions.NONE)
                        .notJudged())
                .containsExactly(
                        "frame size (its source is not known or cannot be read)",
                        "duration (its source is not known or cannot be read)");
        assertThat(judgement(made, setting, made).notJudged()).isEmpty();
    }

    @Test
    void aSettingThatRetimesMayMakeItLongerOrShorter() throws Exception {
        MediaFacts made = movie(video(1920, 1080, false, 1), 0);
        MediaFacts source = new MediaFacts(made.video(), Optional.of(Duration.ofSeconds(9)), OptionalInt.of(0));
        SettingFacts retiming = setting(
                Optional.empty(), Optional.empty(), SettingDetails.ofEffect(Optional.empty(), true, false, false));

        assertThat(objection(made, retiming, source)).isEmpty();
        assertThat(objection(made, sized(FrameSize.SOURCE), source)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"aac, 1, 1, false", "aac, 1, 0, true", "aac, 0, 0, false", "NONE, 1, 0, true", ", 1, 0, false"})
    void audioIsThereIfSettingAndSourceHaveIt(String codec, int ofSource, int made, boolean isMissing)
            throws Exception {
        SettingFacts setting = setting(Optional.empty(), Optional.ofNullable(codec), SettingDetails.NONE);
        Video video = video(1920, 1080, false, 1);

        assertThat(objection(movie(video, made), setting, movie(video, ofSource))
                        .isPresent())
                .isEqualTo(isMissing);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101})
    void anImageSequenceHasAsManyFramesAsItsSourceWithinOne(int frames) throws Exception {
        assertThat(ofFrames(frames, Optional.empty())).isEmpty();
    }

    @Test
    void anImageSequenceOfFewerFramesIsNotGood() throws Exception {
        assertThat(ofFrames(97, Optional.empty())).contains("it has 97 frames, and its source makes 100");
        assertThat(ofFrames(98, Optional.of(24.0))).isPresent();
        assertThat(ofFrames(96, Optional.of(24.0))).isEmpty();
    }

    private Optional<String> ofFrames(int frames, Optional<Double> rate) throws Exception {
        Path sequence = Files.createDirectories(folder.resolve("frames " + frames + rate));
        for (int frame = 0; frame < frames; frame++) {
            Files.writeString(sequence.resolve("frame-" + frame + ".tiff"), "x");
        }
        MediaFacts source = movie(video(1920, 1080, false, 1), 1);
        return verifier(source)
                .judgement(
                        sequence,
                        new Promise(
                                Optional.of(setting(
                                        Optional.empty(),
                                        Optional.empty(),
                                        SettingDetails.ofEffect(rate, false, false, false))),
                                Optional.of(source),
                                JobOptions.NONE))
                .objection();
    }
}
