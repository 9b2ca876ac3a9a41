package io.qmaster.domain.verify;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A video codec with its codes in settings and movies: FourCCs, and Compressor's names for MXF. Each flavor of ProRes
 * is a separate codec. For library consumers and authors of backends. Immutable and thread-safe.
 */
public enum VideoCodec {
    /** H.264. */
    H264("h264", "avc1", "avc3", "h264"),
    /** HEVC. */
    HEVC("hevc", "hvc1", "hev1", "hevc"),
    /** Apple ProRes 422 Proxy. */
    PRORES_422_PROXY("prores", "apco", "mtcompressionprores422proxy"),
    /** Apple ProRes 422 LT. */
    PRORES_422_LT("prores", "apcs", "mtcompressionprores422lt"),
    /** Apple ProRes 422. */
    PRORES_422("prores", "apcn", "mtcompressionprores422"),
    /** Apple ProRes 422 HQ. */
    PRORES_422_HQ("prores", "apch", "mtcompressionprores422hq"),
    /** Apple ProRes 4444. */
    PRORES_4444("prores", "ap4h", "mtcompressionprores4444"),
    /** Apple ProRes 4444 XQ. */
    PRORES_4444_XQ("prores", "ap4x", "mtcompressionprores4444xq"),
    /** MPEG-2. */
    MPEG_2("mpeg2video", "mp2v", "mpg2", "m2v1"),
    /** MPEG-2 in Sony's XDCAM HD422. */
    XDCAM_HD_422("mpeg2video", "mtcompressionxdcamhd422"),
    /** MPEG-4 part 2. */
    MPEG_4("mpeg4", "mp4v"),
    /** Uncompressed, 8 bits, 4:2:2. */
    UNCOMPRESSED_8("rawvideo", "2vuy"),
    /** Uncompressed, 10 bits, 4:2:2. */
    UNCOMPRESSED_10("v210", "v210"),
    /** Animation. */
    ANIMATION("qtrle", "rle"),
    /** PNG. */
    PNG("png", "png"),
    /** JPEG. */
    JPEG("mjpeg", "jpeg", "mjpa");

    private final String ffmpegName;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes sets that do not change.
    private final Set<String> codes;

    VideoCodec(String ffmpegName, String... codes) {
        this.ffmpegName = ffmpegName;
        this.codes = Set.of(codes);
    }

    /**
     * The codec with a code, in any letter case and with any surrounding spaces; empty if it is unknown.
     *
     * @param code a FourCC such as {@code apco}, or a name
     */
    public static Optional<VideoCodec> of(String code) {
        String folded = code.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(codec -> codec.codes.contains(folded)).findFirst();
    }

    /** FFmpeg's name of the codec, such as {@code prores} for all flavors of ProRes. */
    public String ffmpegName() {
        return ffmpegName;
    }

    /** Whether it is a flavor of ProRes. */
    public boolean isProRes() {
        return ffmpegName.equals("prores");
    }
}
