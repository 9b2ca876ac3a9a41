package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is really in a movie, whoever made it. Immutable and thread-safe.
 *
 * @param video its first moving picture, if it has one
 * @param duration how long it lasts, if it says so
 * @param audioTracks how many audio tracks it has, if that is known
 */
public record MediaFacts(Optional<Video> video, Optional<Duration> duration, OptionalInt audioTracks) {
    /** @throws NullPointerException if a component is null */
    public MediaFacts {
        requireNonNull(video, "video");
        requireNonNull(duration, "duration");
        requireNonNull(audioTracks, "audioTracks");
    }

    /** Facts of which nothing is known about audio. */
    public MediaFacts(Optional<Video> video, Optional<Duration> duration) {
        this(video, duration, OptionalInt.empty());
    }

    /**
     * A moving picture.
     *
     * @param codec the name of the codec as FFmpeg writes it, such as {@code h264}, {@code hevc} or {@code prores}
     * @param fourCc the FourCC of the codec, if the container bears one, such as {@code avc1} or {@code apcn}
     * @param width pixels as they are stored
     * @param height pixels as they are stored
     * @param isTurned whether it is shown turned by a quarter, as a portrait clip of a phone is
     * @param pixelAspect the width of a pixel divided by its height; 1 for square pixels
     * @param frameRate frames per second, if that is known
     * @param duration how long the picture lasts, if that is known
     */
    public record Video(
            String codec,
            Optional<String> fourCc,
            int width,
            int height,
            boolean isTurned,
            double pixelAspect,
            OptionalDouble frameRate,
            Optional<Duration> duration) {
        /** @throws NullPointerException if a component is null */
        public Video {
            requireNonNull(codec, "codec");
            requireNonNull(fourCc, "fourCc");
            requireNonNull(frameRate, "frameRate");
            requireNonNull(duration, "duration");
        }

        /** An upright picture of square pixels. */
        public Video(String codec, Optional<String> fourCc, int width, int height) {
            this(codec, fourCc, width, height, false, 1, OptionalDouble.empty(), Optional.empty());
        }
    }
}
