package io.qmaster.domain;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The properties of a setting file that every backend needs. For library consumers and authors of backends. Immutable
 * and thread-safe.
 *
 * @param file the setting file
 * @param name the display name
 * @param origin where the file was found
 * @param encoder the kind of encoder as the file names it, such as {@code QT}, {@code MPEG4}, {@code MXF}, {@code TIFF}
 * @param extension the extension of the output in lower case, without a dot, if the setting names one
 * @param videoCodec the FourCC or codec name of the video, if video is enabled and a codec is named
 * @param audioCodec the same of the audio
 * @param frameSize the rule for the frame size, if the setting has one
 * @param imageSequence whether it writes a folder of frames
 * @param segmentable whether the engine may split a job into segments
 * @param details further properties
 */
public record SettingFacts(
        Path file,
        String name,
        Origin origin,
        String encoder,
        Optional<String> extension,
        Optional<String> videoCodec,
        Optional<String> audioCodec,
        Optional<FrameSize> frameSize,
        boolean imageSequence,
        boolean segmentable,
        SettingDetails details) {
    /** @throws NullPointerException if a component is null */
    public SettingFacts {
        Nulls.refuse(
                SettingFacts.class, file, name, origin, encoder, extension, videoCodec, audioCodec, frameSize, details);
    }

    /** The extension of an output whose setting names none: the engine writes a QuickTime movie. */
    public static final String DEFAULT_EXTENSION = "mov";

    /**
     * Where a setting was found. Of several settings with one name, the one with the first origin in this order is
     * used.
     */
    public enum Origin {
        /** A file that was given by its path. */
        FILE,
        /** The user's own settings. */
        USER,
        /** The settings of every user of the machine. */
        MACHINE,
        /** Settings that come with the engine. */
        BUILT_IN
    }

    /** The extension of the output in lower case, without a dot: the setting's, or {@value #DEFAULT_EXTENSION}. */
    public String outputExtension() {
        return extension.orElse(DEFAULT_EXTENSION);
    }

    /** The file's name without its extension. */
    public String stem() {
        return FileNames.stem(file);
    }

    /** Whether it makes an MXF file. Of two settings with one name, one that does not is used. */
    public boolean isMxf() {
        return encoder.toUpperCase(Locale.ROOT).equals("MXF")
                || extension.filter("mxf"::equals).isPresent();
    }

    /** The same with another name and origin. */
    public SettingFacts known(String otherName, Origin otherOrigin) {
        return with(otherName, otherOrigin, details);
    }

    /** The same with another group. */
    public SettingFacts in(Optional<String> group) {
        return with(name, origin, details.in(group));
    }

    /** The same without display properties: what an order and the journal store. */
    public SettingFacts forOrder() {
        return with(
                name,
                origin,
                SettingDetails.ofEffect(details.frameRate(), details.retimes(), details.rotates(), details.reshapes()));
    }

    private SettingFacts with(String otherName, Origin otherOrigin, SettingDetails otherDetails) {
        return new SettingFacts(
                file,
                otherName,
                otherOrigin,
                encoder,
                extension,
                videoCodec,
                audioCodec,
                frameSize,
                imageSequence,
                segmentable,
                otherDetails);
    }
}
