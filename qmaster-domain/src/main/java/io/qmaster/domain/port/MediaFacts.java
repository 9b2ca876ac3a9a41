package io.qmaster.domain.port;

import java.time.Duration;
import java.util.Optional;

/**
 * What is really in a movie, whoever made it. Immutable and safe for threads.
 *
 * @param video its first moving picture, if it has one
 * @param duration how long it lasts, if it tells
 */
public record MediaFacts(Optional<Video> video, Optional<Duration> duration) {
    /**
     * A moving picture.
     *
     * @param codec the name of the codec as FFmpeg writes it, such as {@code h264}, {@code hevc} or {@code prores}
     * @param fourCc the FourCC of the codec, if the container bears one, such as {@code avc1} or {@code apcn}
     * @param width pixels
     * @param height pixels
     */
    public record Video(String codec, Optional<String> fourCc, int width, int height) {}
}
