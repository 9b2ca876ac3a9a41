package io.qmaster.simulator.model;

import io.qmaster.domain.FileNames;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A job of a submission, with what the model must know of its files. Used by the simulator and the stand-ins. Immutable
 * and thread-safe.
 *
 * @param source the file to encode, or the folder of an image sequence
 * @param sourceBytes the size of the source when it was submitted
 *
 * @param sourceDuration the duration of the source, if known
 * @param output the complete path to write
 * @param extension the extension of outputs of the setting, without a dot
 * @param imageSequence whether a folder of frames is written instead of one file
 * @param segmentable whether the setting allows segments
 * @param videoCodec the codec of the setting
 *
 * @param plan how to encode the output; opaque to the model. If empty, the output is a copy
 */
public record SubmittedJob(
        Path source,
        long sourceBytes,
        Optional<Duration> sourceDuration,
        Path output,
        String extension,
        boolean imageSequence,
        boolean segmentable,
        Optional<String> videoCodec,
        Optional<String> plan) {
    /** @throws IllegalArgumentException if the size is negative */
    public SubmittedJob {
        if (sourceBytes < 0) {
            throw new IllegalArgumentException("the size of the source must not be negative: " + sourceBytes);
        }
    }

    /** A job whose output is a copy of its source. */
    public SubmittedJob(
            Path source,
            long sourceBytes,
            Optional<Duration> sourceDuration,
            Path output,
            String extension,
            boolean imageSequence,
            boolean segmentable,
            Optional<String> videoCodec) {
        this(
                source,
                sourceBytes,
                sourceDuration,
                output,
                extension,
                imageSequence,
                segmentable,
                videoCodec,
                Optional.empty());
    }

    /** A job whose source has no known duration. */
    public SubmittedJob(
            Path source,
            long sourceBytes,
            Path output,
            String extension,
            boolean imageSequence,
            boolean segmentable,
            Optional<String> videoCodec) {
        this(source, sourceBytes, Optional.empty(), output, extension, imageSequence, segmentable, videoCodec);
    }

    /** A copy with another plan. */
    public SubmittedJob with(Optional<String> otherPlan) {
        return new SubmittedJob(
                source,
                sourceBytes,
                sourceDuration,
                output,
                extension,
                imageSequence,
                segmentable,
                videoCodec,
                otherPlan);
    }

    /** The engine's name of the job: the file name of its source. */
    public String name() {
        return FileNames.of(source);
    }

    /** The extension of each frame of an image sequence: that of the output, or of the setting if it has none. */
    public String frameExtension() {
        String own = FileNames.extension(output);
        return own.isEmpty() ? extension : own;
    }

    /** A copy whose output has the extension of its setting, whatever was requested. */
    SubmittedJob withExtensionOfSetting() {
        return writtenTo(FileNames.withExtension(output, extension));
    }

    /** A copy that writes beside its source; with another name (assumed) if that would be the source itself. */
    SubmittedJob besideSource() {
        Path beside = FileNames.withExtension(source, extension);
        return writtenTo(
                beside.equals(source) ? source.resolveSibling(FileNames.stem(source) + "-1." + extension) : beside);
    }

    private SubmittedJob writtenTo(Path other) {
        return new SubmittedJob(
                source, sourceBytes, sourceDuration, other, extension, imageSequence, segmentable, videoCodec, plan);
    }

    void save(DataOutput out) throws IOException {
        Saved.text(out, source.toString());
        out.writeLong(sourceBytes);
        Saved.optional(out, sourceDuration, Saved::duration);
        Saved.text(out, output.toString());
        Saved.text(out, extension);
        out.writeBoolean(imageSequence);
        out.writeBoolean(segmentable);
        Saved.optional(out, videoCodec, Saved::text);
        Saved.optional(out, plan, Saved::text);
    }

    static SubmittedJob restored(DataInput in) throws IOException {
        return new SubmittedJob(
                Path.of(Saved.text(in)),
                in.readLong(),
                Saved.optional(in, Saved::duration),
                Path.of(Saved.text(in)),
                Saved.text(in),
                in.readBoolean(),
                in.readBoolean(),
                Saved.optional(in, Saved::text),
                Saved.optional(in, Saved::text));
    }

    /** The encoding time of its codec relative to H.264: ProRes is faster, HEVC slower. */
    double cost() {
        String codec = videoCodec.orElse("").toLowerCase(Locale.ROOT);
        if (codec.startsWith("hvc") || codec.startsWith("hev")) {
            return 2.5;
        }
        return codec.startsWith("ap") || codec.contains("prores") ? 0.5 : 1;
    }
}
