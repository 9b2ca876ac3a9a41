package io.qmaster.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The options of a job beyond source, setting and destination. For library consumers and authors of backends. Immutable
 * and thread-safe.
 *
 * @param in where to start in the source
 * @param out where to end in the source
 * @param startOffset the timecode of the first frame of the output
 * @param chapters a file with chapter markers
 * @param annotations a file with annotations
 * @param captions a file with closed captions
 * @param imageSequence set if the source is a folder of frames
 */
public record JobOptions(
        Optional<Timecode> in,
        Optional<Timecode> out,
        Optional<Timecode> startOffset,
        Optional<Path> chapters,
        Optional<Path> annotations,
        Optional<Path> captions,
        Optional<ImageSequenceInput> imageSequence) {
    /** No options. */
    public static final JobOptions NONE = new JobOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** @throws IllegalArgumentException if the range does not end after its start */
    public JobOptions {
        Nulls.refuse(JobOptions.class, in, out, startOffset, chapters, annotations, captions, imageSequence);
        if (in.isPresent() && out.isPresent() && in.get().compareTo(out.get()) >= 0) {
            throw new IllegalArgumentException("the range ends at " + out.get() + ", before it begins at " + in.get());
        }
    }

    /** Whether a time range or a first timecode is set. */
    public boolean hasTimeRange() {
        return in.isPresent() || out.isPresent() || startOffset.isPresent();
    }

    /** Whether the job names a file of chapters, annotations or captions. */
    public boolean hasSideFiles() {
        return chapters.isPresent() || annotations.isPresent() || captions.isPresent();
    }

    /** The same with each path of a file mapped to another. */
    public JobOptions with(UnaryOperator<Path> paths) {
        return new JobOptions(
                in,
                out,
                startOffset,
                chapters.map(paths),
                annotations.map(paths),
                captions.map(paths),
                imageSequence.map(frames -> new ImageSequenceInput(
                        frames.frameRate(), frames.audio().map(paths))));
    }

    /** Every file that the options name. */
    public List<Path> files() {
        return Stream.of(chapters, annotations, captions, imageSequence.flatMap(ImageSequenceInput::audio))
                .flatMap(Optional::stream)
                .toList();
    }
}
