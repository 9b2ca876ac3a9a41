package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Timecode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every source other than setting and destination. */
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

    /**
     * The options of a job.
     *
     * @param frames the image sequence that the source is; empty if it is a movie
     * @throws CommandFailure if they do not fit together
     */
    JobOptions options(Optional<ImageSequenceInput> frames) {
        try {
            return new JobOptions(in, out, startOffset, chapters, annotations, captions, frames);
        } catch (IllegalArgumentException invalid) {
            throw CommandFailure.usage(String.valueOf(invalid.getMessage()), "see `qmaster submit --help`");
        }
    }
}
