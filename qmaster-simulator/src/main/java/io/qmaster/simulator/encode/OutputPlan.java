package io.qmaster.simulator.encode;

import io.qmaster.domain.FrameSize;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;

/**
 * How to encode the output of a job: the content of its setting file and its options. Created when the job is
 * submitted, so that later changes of the setting file have no effect. Used by the simulator. Immutable and
 * thread-safe.
 *
 * @param extension the extension of the output in lower case, without a dot
 * @param imageSequence whether a folder of frames is written
 * @param video the picture, if there is one
 * @param audio the sound, if there is any
 * @param retiming the duration of the output relative to the source
 *
 * @param part the part of the source to encode, and its first timecode
 * @param sequence present if the source is a folder of frames
 */
public record OutputPlan(
        String extension,
        boolean imageSequence,
        Optional<Picture> video,
        Optional<Sound> audio,
        Retiming retiming,
        Part part,
        Optional<Sequence> sequence) {
    /**
     * The picture of an output.
     *
     * @param codec the FourCC or name of the codec, in lower case and without padding; empty for the default of the
     *     extension
     * @param profile the profile of the codec, such as {@code High}
     * @param bitRate bits per second
     * @param frameRate frames per second, if it is not that of the source
     * @param size the frame size; empty for that of the source
     * @param crop pixels to remove from the source
     *
     * @param padding pixels of black inside the frame of the output
     * @param quarterTurns clockwise quarter turns, 0 to 3
     * @param flip 0 for none, 1 for left and right, 2 for top and bottom, 3 for both
     * @param keepsAlpha whether the alpha channel of the source is kept, if the codec can have one
     */
    public record Picture(
            String codec,
            Optional<String> profile,
            OptionalLong bitRate,
            Optional<Rate> frameRate,
            Optional<Size> size,
            Edges crop,
            Edges padding,
            int quarterTurns,
            int flip,
            boolean keepsAlpha) {}

    /**
     * A frame size in the notation of a setting's {@code automatic} element.
     *
     * @param width pixels; per cent if both are negative; the maximum if only the width is negative
     * @param height pixels, or per cent if negative
     */
    public record Size(double width, double height) {
        FrameSize rule() {
            return FrameSize.ofAutomatic(width, height);
        }
    }

    /**
     * A frame rate.
     *
     * @param frames a number of frames, positive
     *
     * @param seconds their duration, positive
     */
    public record Rate(long frames, long seconds) {
        double perSecond() {
            return (double) frames / seconds;
        }

        @Override
        public String toString() {
            return seconds == 1 ? Long.toString(frames) : frames + "/" + seconds;
        }
    }

    /**
     * Pixels at the four edges of a picture.
     *
     * @param left at the left
     * @param top at the top
     * @param right at the right
     * @param bottom at the bottom
     */
    public record Edges(int left, int top, int right, int bottom) {
        static final Edges NONE = new Edges(0, 0, 0, 0);
    }

    /**
     * The sound of an output.
     *
     * @param codec the FourCC or name of the codec, in lower case and without padding
     * @param sampleRate samples per second, if not those of the source
     * @param channels the number of channels, if not those of the source
     * @param bitRate bits per second
     */
    public record Sound(String codec, OptionalInt sampleRate, OptionalInt channels, OptionalLong bitRate) {}

    /**
     * The duration of the output relative to the source.
     *
     * @param percent the duration of the output in per cent of the source's
     * @param keepsFrames whether every frame of the source is one of the output, played at the rate of the output
     */
    public record Retiming(double percent, boolean keepsFrames) {
        static final Retiming NONE = new Retiming(100, false);
    }

    /**
     * A part of the source, in the source's own timecode.
     *
     * @param in where it begins, {@code hh:mm:ss;ff}
     * @param out where it ends
     * @param start the timecode of the first frame of the output
     * @param chapters a file with chapter markers
     */
    public record Part(Optional<String> in, Optional<String> out, Optional<String> start, Optional<String> chapters) {}

    /**
     * A folder of frames as a source.
     *
     * @param frameRate frames per second
     * @param audio a file with the sound
     */
    public record Sequence(Optional<BigDecimal> frameRate, Optional<String> audio) {}

    /**
     * Creates the plan of a job.
     *
     * @param setting the setting of the job
     * @param options its other options
     * @param sourceIsFolder whether the source is a folder of frames
     * @throws SettingFileException if the setting file cannot be read
     */
    public static OutputPlan of(SettingFacts setting, JobOptions options, boolean sourceIsFolder) {
        SettingElements elements = SettingElements.of(setting);
        return new OutputPlan(
                setting.outputExtension(),
                setting.imageSequence(),
                elements.picture(),
                elements.sound(),
                elements.retiming(),
                new Part(
                        options.in().map(Object::toString),
                        options.out().map(Object::toString),
                        options.startOffset().map(Object::toString),
                        options.chapters().map(Path::toString)),
                options.imageSequence()
                        .map(frames ->
                                new Sequence(frames.frameRate(), frames.audio().map(Path::toString)))
                        .or(() -> sourceIsFolder
                                ? Optional.of(new Sequence(Optional.empty(), Optional.empty()))
                                : Optional.empty()));
    }

    /** The plan as one line of text. */
    public String text() {
        return OutputPlanJson.text(this);
    }

    /**
     * Parses the result of {@link #text()}.
     *
     * @throws IllegalArgumentException if the text is not a plan
     */
    public static OutputPlan parse(String text) {
        try {
            return OutputPlanJson.parse(text);
        } catch (JacksonException damaged) {
            throw new IllegalArgumentException("invalid plan of an output: " + damaged.getOriginalMessage(), damaged);
        }
    }
}
