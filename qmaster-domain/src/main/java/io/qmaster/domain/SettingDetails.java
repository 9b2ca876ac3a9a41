package io.qmaster.domain;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Further properties of a setting file. A property that the file does not have is empty. For library consumers and
 * authors of backends. Immutable and thread-safe.
 *
 * @param nameKey the key of the name of the built-in setting that this is or was copied from
 * @param group the group in which the setting is listed
 * @param description the description for people
 * @param profile the profile of the video codec, such as {@code High}, from the encoder's own properties
 * @param videoBitRate bits per second of the video
 * @param frameRate frames per second; empty also if the source's is kept
 * @param colour the colour space, such as {@code BT.709}
 * @param audioFormat sample rate and channels, such as {@code 48 kHz, 2 channels}
 * @param audioBitRate bits per second of the audio
 * @param retimes whether the duration of the output differs from that of its source
 * @param rotates whether it rotates by right angles, so that width and height may be swapped
 * @param reshapes whether it crops or pads, so that the frame size does not follow the rule of the setting
 */
public record SettingDetails(
        Optional<String> nameKey,
        Optional<String> group,
        Optional<String> description,
        Optional<String> profile,
        OptionalLong videoBitRate,
        Optional<Double> frameRate,
        Optional<String> colour,
        Optional<String> audioFormat,
        OptionalLong audioBitRate,
        boolean retimes,
        boolean rotates,
        boolean reshapes) {
    /** @throws NullPointerException if a component is null */
    public SettingDetails {
        Nulls.refuse(
                SettingDetails.class,
                nameKey,
                group,
                description,
                profile,
                videoBitRate,
                frameRate,
                colour,
                audioFormat,
                audioBitRate);
    }

    /** No properties. */
    public static final SettingDetails NONE = ofEffect(Optional.empty(), false, false, false);

    /** Only the properties that the check of an output needs, which a journal stores. */
    public static SettingDetails ofEffect(
            Optional<Double> frameRate, boolean retimes, boolean rotates, boolean reshapes) {
        return new SettingDetails(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                frameRate,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                retimes,
                rotates,
                reshapes);
    }

    /** The same with another group. */
    public SettingDetails in(Optional<String> otherGroup) {
        return new SettingDetails(
                nameKey,
                otherGroup,
                description,
                profile,
                videoBitRate,
                frameRate,
                colour,
                audioFormat,
                audioBitRate,
                retimes,
                rotates,
                reshapes);
    }
}
