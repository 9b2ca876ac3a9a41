package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Timecode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sources of every form: rotated, with non-square pixels, with drop-frame timecodes, as frames with sound, with
 * chapters.
 */
class SourceFormsTest {
    private static final String VIDEO =
            "<video-encode isEnabled=\"yes\"><codec-type>apco</codec-type><automatic width=\"%s\" height=\"%s\"/></video-encode>";
    private static final String SOUND = "<audio-encode isEnabled=\"yes\"><codec-type>lpcm</codec-type></audio-encode>";
    private static final Optional<Path> NO_FILE = Optional.empty();

    @TempDir
    private Path folder;

    @Test
    void aTurnedSourceIsEncodedAsItIsShown() throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"), "-c:v", "mpeg4");
        Path turned = folder.resolve("turned.mov");
        Run.answer(
                TinyClips.ffmpeg().program(),
                List.of(
                        "-v",
                        "error",
                        "-display_rotation:v",
                        "90",
                        "-i",
                        clip.toString(),
                        "-c",
                        "copy",
                        turned.toString()),
                Duration.ofSeconds(30));
        Path output = made(turned, VIDEO.formatted("-100", "-100"), JobOptions.NONE);
        assertThat(TinyClips.streams(output, "width,height:stream_side_data=rotation"))
                .containsExactly("36,64");
    }

    @Test
    void whatIsFittedHasSquarePixelsAndTheShapeOfItsSource() throws Exception {
        Path wide = TinyClips.clip(folder.resolve("wide.mov"), "-c:v", "mpeg4", "-vf", "setsar=2");
        Path output = made(wide, VIDEO.formatted("-64", "64"), JobOptions.NONE);
        assertThat(TinyClips.streams(output, "width,height,sample_aspect_ratio"))
                .containsExactly("64,18,1:1");
    }

    @Test
    void aPartIsCountedInDroppedTimecodes() throws Exception {
        Path source = TinyClips.clip(
                folder.resolve("drop.mov"), "-c:v", "mpeg4", "-an", "-r", "30000/1001", "-timecode", "00:00:59;28");
        // 00:00:59;29 is followed by 00:01:00;02.
        JobOptions part = options(
                Optional.of(new Timecode(0, 1, 0, 2)),
                Optional.of(new Timecode(0, 1, 0, 7)),
                NO_FILE,
                Optional.empty());
        Path output = made(source, VIDEO.formatted("-100", "-100"), part);
        assertThat(TinyClips.streams(output, "nb_frames:stream_tags=timecode"))
                .first()
                .isEqualTo("5,00:01:00;02");
    }

    @Test
    void everyFrameOfAFolderIsInTheMovieAlsoIfItsSoundIsShorter() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        TinyClips.clip(frames.resolve("f%03d.png"), "-frames:v", "5", "-an");
        Path sound = TinyClips.clip(folder.resolve("sound.wav"), "-vn");
        JobOptions sequence = options(
                Optional.empty(),
                Optional.empty(),
                NO_FILE,
                Optional.of(new ImageSequenceInput(Optional.of(BigDecimal.valueOf(2)), Optional.of(sound))));
        Path output = made(frames, VIDEO.formatted("-100", "-100") + SOUND, sequence);
        assertThat(TinyClips.streams(output, "codec_name,avg_frame_rate,nb_frames"))
                .satisfiesExactly(
                        video -> assertThat(video).isEqualTo("prores,2/1,5"),
                        audio -> assertThat(audio).startsWith("pcm_s16le,0/0,44100"));
    }

    @Test
    void chapterMarkersAreInTheOutput() throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"));
        Path markers = Files.writeString(folder.resolve("chapters.txt"), "00:00:00:00 One\n00:00:00:05 Two = 2\n");
        JobOptions options = options(Optional.empty(), Optional.empty(), Optional.of(markers), Optional.empty());
        assertThat(chapters(made(clip, VIDEO.formatted("-100", "-100"), options)))
                .containsExactly("0.000000,One", "0.500000,Two = 2");
    }

    @Test
    void chaptersAreThoseOfTheEncodedPart() throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"));
        Path markers = Files.writeString(
                folder.resolve("chapters.txt"), "00:00:00:00 One\n00:00:00:05 Two\n00:00:00:09 Three\n");
        JobOptions options = options(
                Optional.of(new Timecode(0, 0, 0, 3)),
                Optional.of(new Timecode(0, 0, 0, 8)),
                Optional.of(markers),
                Optional.empty());
        String slow = "<duration-change factor=\"200\"/>";
        assertThat(chapters(made(clip, slow + VIDEO.formatted("-100", "-100"), options)))
                .containsExactly("0.000000,One", "0.400000,Two");
    }

    @Test
    void chaptersOfTheSourceAreInAPartOfIt() throws Exception {
        Path clip = TinyClips.clip(folder.resolve("clip.mov"));
        Path markers = Files.writeString(folder.resolve("chapters.txt"), "00:00:00:00 One\n00:00:00:05 Two\n");
        Path source = folder.resolve("chapters.mov");
        Files.move(
                made(
                        clip,
                        VIDEO.formatted("-100", "-100"),
                        options(Optional.empty(), Optional.empty(), Optional.of(markers), Optional.empty())),
                source);
        JobOptions part = options(Optional.of(new Timecode(0, 0, 0, 3)), Optional.empty(), NO_FILE, Optional.empty());
        assertThat(chapters(made(source, VIDEO.formatted("-100", "-100"), part)))
                .containsExactly("0.000000,One", "0.200000,Two");
    }

    @ParameterizedTest
    @CsvSource({
        // The extension, the frame rate, the requested timecode, that of the output.
        "mov, -100, '', 00:00:59;28",
        "m4v, -100, '', 00:00:59;28",
        "mov, R24/1, '', 00:00:59:22",
        "mov, R25/1, 02:00:00;00, 02:00:00:00",
        "m4v, -100, 10:00:00;00, 10:00:00;00"
    })
    void theFirstTimecodeIsCountedAtTheRateOfTheOutput(String extension, String rate, String start, String first)
            throws Exception {
        Path source = TinyClips.clip(
                folder.resolve("drop.mov"), "-c:v", "mpeg4", "-an", "-r", "30000/1001", "-timecode", "00:00:59;28");
        JobOptions options = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                start.isEmpty() ? Optional.empty() : Optional.of(Timecode.parse(start)),
                NO_FILE,
                NO_FILE,
                NO_FILE,
                Optional.empty());
        String video =
                "<video-encode isEnabled=\"yes\"><codec-type>avc1</codec-type><frame-rate>%s</frame-rate></video-encode>";
        Encoding.Result result = TinyClips.encoded(folder, source, "QT", extension, video.formatted(rate), options);
        assertThat(result.failure()).isEmpty();
        assertThat(TinyClips.streams(result.files().get(0), "nb_frames:stream_tags=timecode"))
                .first()
                .asString()
                .endsWith("," + first);
    }

    @Test
    void framesAreInTheOrderOfTheirNumbers() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        for (String name : List.of("f10.png", "f9.png", "f100.png", "f1.png", "f001.png", "f2.png")) {
            Files.createFile(frames.resolve(name));
        }
        assertThat(Frames.in(frames).stream().map(frame -> frame.getFileName().toString()))
                .endsWith("f2.png", "f9.png", "f10.png", "f100.png");
    }

    @Test
    void anAudioFileWithoutAudioIsNamed() throws Exception {
        Path frames = Files.createDirectory(folder.resolve("frames"));
        TinyClips.clip(frames.resolve("f%03d.png"), "-frames:v", "2", "-an");
        Path silent = TinyClips.clip(folder.resolve("silent.mov"), "-c:v", "mpeg4", "-an");
        JobOptions sequence = options(
                Optional.empty(),
                Optional.empty(),
                NO_FILE,
                Optional.of(new ImageSequenceInput(Optional.empty(), Optional.of(silent))));
        assertThat(TinyClips.encoded(folder, frames, "QT", "mov", VIDEO.formatted("-100", "-100") + SOUND, sequence)
                        .failure())
                .contains("the audio file " + silent + " has no audio");
    }

    private static List<String> chapters(Path output) throws Exception {
        return Run.answer(
                        TinyClips.ffmpeg().probe(),
                        List.of(
                                "-v",
                                "error",
                                "-of",
                                "csv=p=0",
                                "-show_entries",
                                "chapter=start_time:chapter_tags=title",
                                output.toString()),
                        Duration.ofSeconds(30))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static JobOptions options(
            Optional<Timecode> in,
            Optional<Timecode> out,
            Optional<Path> chapters,
            Optional<ImageSequenceInput> sequence) {
        return new JobOptions(in, out, Optional.empty(), chapters, NO_FILE, NO_FILE, sequence);
    }

    private Path made(Path source, String elements, JobOptions options) throws Exception {
        Encoding.Result result = TinyClips.encoded(folder, source, "QT", "mov", elements, options);
        assertThat(result.failure()).isEmpty();
        return result.files().get(0);
    }
}
