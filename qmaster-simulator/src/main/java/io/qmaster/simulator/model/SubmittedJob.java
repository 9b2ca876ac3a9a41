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
 * One job of a submission, with all that the model must know of its files.
 *
 * @param source the file to encode, or the folder of an image sequence
 * @param sourceBytes how large the source was when it was submitted
 * @param sourceDuration how long the source plays, if it says so
 * @param output the complete path to write
 * @param extension the extension that the setting has for its outputs, without a dot
 * @param imageSequence whether a folder of frames is written instead of one file
 * @param segmentable whether the setting lets the job be split into segments
 * @param videoCodec the codec that the setting names
 * @param plan what the output is to be, for what makes outputs; means nothing to the model. Without it the output is a copy
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
            throw new IllegalArgumentException("a file has no negative size: " + sourceBytes);
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

    /** A job whose source does not say how long it plays. */
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

    /** The same with a plan of its output. */
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

    /** What the engine calls the job: the file name of its source. */
    public String name() {
        return FileNames.of(source);
    }

    /** The same, written under the extension of its setting whatever was asked for. */
    SubmittedJob withExtensionOfSetting() {
        return writtenTo(FileNames.withExtension(output, extension));
    }

    /** The same, written beside its source; under another name if it would be the source itself, which is a guess. */
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

    /** How much longer than H.264 its codec takes; ProRes is made for quick encoding, HEVC is not. */
    double cost() {
        String codec = videoCodec.orElse("").toLowerCase(Locale.ROOT);
        if (codec.startsWith("hvc") || codec.startsWith("hev")) {
            return 2.5;
        }
        return codec.startsWith("ap") || codec.contains("prores") ? 0.5 : 1;
    }
}
