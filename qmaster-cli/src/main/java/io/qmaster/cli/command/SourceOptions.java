package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Timecode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The further options for every source. */
final class SourceOptions {
    @Option(names = "--in", paramLabel = "HH:MM:SS;FF", description = "Begin at this timecode of the source.")
    private Optional<Timecode> in = Optional.empty();

    @Option(names = "--out", paramLabel = "HH:MM:SS;FF", description = "End at this timecode of the source.")
    private Optional<Timecode> out = Optional.empty();

    @Option(
            names = "--start-offset",
            paramLabel = "HH:MM:SS;FF",
            description = "The timecode of the first frame of the output.")
    private Optional<Timecode> startOffset = Optional.empty();

    @Option(names = "--chapters", paramLabel = "FILE", description = "A file with chapter markers.")
    private Optional<Path> chapters = Optional.empty();

    @Option(names = "--annotations", paramLabel = "FILE", description = "A file with annotations.")
    private Optional<Path> annotations = Optional.empty();

    @Option(names = "--captions", paramLabel = "FILE", description = "A file with closed captions.")
    private Optional<Path> captions = Optional.empty();

    @Option(names = "--image-sequence", description = "The source is a folder of frames.")
    private boolean imageSequence;

    @Option(names = "--frame-rate", paramLabel = "N", description = "Frames per second of an image sequence.")
    private Optional<BigDecimal> frameRate = Optional.empty();

    @Option(names = "--audio", paramLabel = "FILE", description = "The sound of an image sequence.")
    private Optional<Path> audio = Optional.empty();

    /** Whether the source is a folder of frames, not a movie. */
    boolean isImageSequence() {
        return imageSequence;
    }

    /**
     * The options as the values of a job.
     *
     * @throws CommandFailure if the options contradict each other
     */
    JobOptions options() {
        if (!imageSequence && (frameRate.isPresent() || audio.isPresent())) {
            throw CommandFailure.usage(
                    "--frame-rate and --audio belong to an image sequence", "add --image-sequence, or leave them out");
        }
        try {
            Optional<ImageSequenceInput> frames =
                    imageSequence ? Optional.of(new ImageSequenceInput(frameRate, audio)) : Optional.empty();
            return new JobOptions(in, out, startOffset, chapters, annotations, captions, frames);
        } catch (IllegalArgumentException noGood) {
            throw CommandFailure.usage(String.valueOf(noGood.getMessage()), "see `qmaster submit --help`");
        }
    }
}
