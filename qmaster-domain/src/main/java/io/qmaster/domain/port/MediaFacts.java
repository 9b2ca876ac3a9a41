package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The properties of a movie file, as a probe read them. For authors of probes ({@link OutputProbe}). Immutable and
 * thread-safe.
 *
 * @param video its first video track, if it has one
 * @param duration its duration, if known
 * @param audioTracks the number of audio tracks, if known
 */
public record MediaFacts(Optional<Video> video, Optional<Duration> duration, OptionalInt audioTracks) {
    /** @throws NullPointerException if a component is null */
    public MediaFacts {
        requireNonNull(video, "video");
        requireNonNull(duration, "duration");
        requireNonNull(audioTracks, "audioTracks");
    }

    /** Facts without knowledge of audio. */
    public MediaFacts(Optional<Video> video, Optional<Duration> duration) {
        this(video, duration, OptionalInt.empty());
    }

    /**
     * A video track.
     *
     * @param codec the name of the codec as FFmpeg writes it, such as {@code h264}, {@code hevc} or {@code prores}
     * @param fourCc the FourCC of the codec, if the container has one, such as {@code avc1} or {@code apcn}
     * @param width the stored width in pixels
     * @param height the stored height in pixels
     * @param isTurned whether it is displayed rotated by 90 or 270 degrees, as a portrait clip of a phone is
     * @param pixelAspect the width of a pixel divided by its height; 1 for square pixels
     * @param frameRate frames per second, if known
     * @param duration the duration of the track, if known
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

        /** An unrotated track with square pixels. */
        public Video(String codec, Optional<String> fourCc, int width, int height) {
            this(codec, fourCc, width, height, false, 1, OptionalDouble.empty(), Optional.empty());
        }
    }
}
