package io.qmaster.simulator.encode;

import io.qmaster.domain.verify.VideoCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The muxer and the encoders for an output, with the options for its codec and profile.
 *
 * @param muxer ffmpeg's name of the container
 */
record Codecs(String muxer, Optional<Coder> video, Optional<Coder> audio) {
    private static final Map<String, String> MUXERS = Map.ofEntries(
            Map.entry("mov", "mov"),
            Map.entry("qt", "mov"),
            Map.entry("mp4", "mp4"),
            Map.entry("m4v", "mp4"),
            Map.entry("m4a", "ipod"),
            Map.entry("mxf", "mxf"),
            Map.entry("aif", "aiff"),
            Map.entry("aiff", "aiff"),
            Map.entry("wav", "wav"),
            Map.entry("caf", "caf"),
            Map.entry("ac3", "ac3"),
            Map.entry("ec3", "eac3"),
            Map.entry("mp3", "mp3"),
            Map.entry("aac", "adts"),
            Map.entry("m2v", "mpeg2video"),
            Map.entry("m2t", "mpegts"),
            Map.entry("m2ts", "mpegts"),
            Map.entry("ts", "mpegts"),
            Map.entry("mpg", "mpeg"),
            Map.entry("mpeg", "mpeg"),
            Map.entry("gif", "gif"));

    private static final Map<String, String> FRAMES = Map.of(
            "tiff", "tiff", "tif", "tiff", "png", "png", "dpx", "dpx", "exr", "exr", "jpg", "mjpeg", "jpeg", "mjpeg");

    /** The default audio encoder of containers, if the setting has {@code lpcm} or no codec. */
    private static final Map<String, String> USUAL_AUDIO = Map.ofEntries(
            Map.entry("aif", "pcm_s16be"),
            Map.entry("aiff", "pcm_s16be"),
            Map.entry("caf", "pcm_s16be"),
            Map.entry("ac3", "ac3"),
            Map.entry("ec3", "eac3"),
            Map.entry("mp3", "libmp3lame"),
            Map.entry("aac", "aac"),
            Map.entry("m4a", "aac"),
            Map.entry("mp4", "aac"),
            Map.entry("m4v", "aac"),
            Map.entry("m2t", "mp2"),
            Map.entry("m2ts", "mp2"),
            Map.entry("ts", "mp2"),
            Map.entry("mpg", "mp2"),
            Map.entry("mpeg", "mp2"));

    private static final Set<String> WITHOUT_PICTURE =
            Set.of("m4a", "aif", "aiff", "wav", "caf", "ac3", "ec3", "mp3", "aac");
    private static final Set<String> WITHOUT_SOUND = Set.of("m2v", "gif");

    /** Software encoders first: a device for the others may be missing. */
    private static final List<String> H264 = List.of("libx264", "libopenh264", "h264_videotoolbox");

    private static final List<String> HEVC = List.of("libx265", "libkvazaar", "hevc_videotoolbox");

    private static final long XDCAM_BITS = 50_000_000;
    private static final String TEN_BITS = "yuv422p10le";

    /**
     * An encoder.
     *
     * @param name ffmpeg's name
     *
     * @param pixels the pixel format; empty for the encoder's default
     * @param options other options of the codec
     * @param evenWidth whether the width must be even
     * @param evenHeight whether the height must be even
     */
    record Coder(String name, String pixels, List<String> options, boolean evenWidth, boolean evenHeight) {
        private static final Map<String, String> WITH_ALPHA =
                Map.of("yuv444p10le", "yuva444p10le", "qtrle rgb24", "argb", "png rgb24", "rgba", "tiff rgb24", "rgba");

        private Coder(String name, String pixels, String... options) {
            this(name, pixels, List.of(options), true, pixels.startsWith("yuv420"));
        }

        private static Coder anySize(String name, String pixels, String... options) {
            return new Coder(name, pixels, List.of(options), false, false);
        }

        /** Whether all groups of pictures are closed; those of x265 are open by default. */
        boolean isClosed() {
            return !name.contains("265")
                    && !name.contains("hevc")
                    && !name.contains("kvazaar")
                    && !name.equals("gif")
                    && !name.equals("mpeg2video");
        }

        /** The same with an alpha channel, if the codec can have one. */
        Coder withAlpha() {
            String with = WITH_ALPHA.getOrDefault(pixels, WITH_ALPHA.getOrDefault(name + " " + pixels, pixels));
            return new Coder(name, with, options, evenWidth, evenHeight);
        }

        private Coder and(List<String> more) {
            return new Coder(
                    name, pixels, Stream.concat(options.stream(), more.stream()).toList(), evenWidth, evenHeight);
        }
    }

    /** @throws CannotEncode if the ffmpeg cannot encode it */
    static Codecs of(OutputPlan plan, Ffmpeg ffmpeg) throws CannotEncode {
        String extension = plan.extension();
        String muxer = plan.imageSequence() ? "image2" : MUXERS.get(extension);
        if (muxer == null || (plan.imageSequence() && !FRAMES.containsKey(extension))) {
            throw new CannotEncode("files with the extension \"" + extension + "\" cannot be made by " + name(ffmpeg));
        }
        Optional<Coder> video = Optional.empty();
        if (plan.video().isPresent() && !WITHOUT_PICTURE.contains(extension)) {
            video = Optional.of(present(video(plan.video().get(), plan, ffmpeg), ffmpeg));
        }
        Optional<Coder> audio = Optional.empty();
        if (plan.audio().isPresent() && !plan.imageSequence() && !WITHOUT_SOUND.contains(extension)) {
            audio = Optional.of(present(audio(plan.audio().get(), extension), ffmpeg));
        }
        if (video.isEmpty() && audio.isEmpty()) {
            throw new CannotEncode("the setting has neither video nor audio");
        }
        return new Codecs(muxer, video, audio);
    }

    /** The common codecs of settings that the ffmpeg can encode, or those that it cannot. */
    static List<String> names(Ffmpeg ffmpeg, boolean encoded) {
        Map<String, List<String>> known = new LinkedHashMap<>();
        known.put("H.264", H264);
        known.put("HEVC", HEVC);
        known.put("ProRes", List.of("prores_ks"));
        known.put("MPEG-2", List.of("mpeg2video"));
        known.put("Animation", List.of("qtrle"));
        known.put("uncompressed", List.of("v210"));
        known.put("AAC", List.of("aac"));
        known.put("Apple Lossless", List.of("alac"));
        known.put("AC-3", List.of("ac3"));
        known.put("MP3", List.of("libmp3lame"));
        return known.entrySet().stream()
                .filter(codec -> codec.getValue().stream().anyMatch(ffmpeg::encodes) == encoded)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Coder video(OutputPlan.Picture picture, OutputPlan plan, Ffmpeg ffmpeg) throws CannotEncode {
        String codec = picture.codec();
        if (plan.imageSequence()) {
            return frames(plan.extension());
        }
        if (plan.extension().equals("gif")) {
            return Coder.anySize("gif", "");
        }
        if (codec.isEmpty()) {
            return usual(picture, plan, ffmpeg);
        }
        Optional<VideoCodec> known = VideoCodec.of(codec);
        if (known.isEmpty()) {
            throw new CannotEncode("the codec \"" + codec + "\" cannot be encoded by " + name(ffmpeg));
        }
        return switch (known.get()) {
            case PRORES_422_PROXY -> proRes(0, TEN_BITS);
            case PRORES_422_LT -> proRes(1, TEN_BITS);
            case PRORES_422 -> proRes(2, TEN_BITS);
            case PRORES_422_HQ -> proRes(3, TEN_BITS);
            case PRORES_4444 -> proRes(4, "yuv444p10le");
            case PRORES_4444_XQ -> proRes(5, "yuv444p10le");
            case H264 -> h264(picture, ffmpeg);
            case HEVC -> hevc(picture, ffmpeg);
            case MPEG_2 -> mpeg2(picture, plan.extension());
            case XDCAM_HD_422 -> xdcam();
            case UNCOMPRESSED_8 -> new Coder("rawvideo", "uyvy422", "-tag:v", "2vuy");
            case UNCOMPRESSED_10 -> new Coder("v210", TEN_BITS);
            case ANIMATION -> Coder.anySize("qtrle", "rgb24");
            case PNG -> Coder.anySize("png", "rgb24");
            case JPEG -> new Coder("mjpeg", "yuvj420p", "-q:v", "3").and(bits(picture));
            case MPEG_4 -> new Coder("mpeg4", "yuv420p").and(bits(picture));
        };
    }

    private static Coder proRes(int profile, String pixels) {
        return new Coder("prores_ks", pixels, "-profile:v", Integer.toString(profile), "-vendor", "apl0");
    }

    /** The encoder for a setting without a codec: H.264 in a movie, MPEG-2 in MPEG containers. */
    private static Coder usual(OutputPlan.Picture picture, OutputPlan plan, Ffmpeg ffmpeg) throws CannotEncode {
        return switch (plan.extension()) {
            case "m2v", "m2t", "m2ts", "ts", "mpg", "mpeg" -> mpeg2(picture, plan.extension());
            case "mxf" -> xdcam();
            default -> h264(picture, ffmpeg);
        };
    }

    private static Coder frames(String extension) {
        return switch (extension) {
            case "jpg", "jpeg" -> Coder.anySize("mjpeg", "yuvj444p", "-q:v", "2");
            case "png", "tif", "tiff" -> Coder.anySize(String.valueOf(FRAMES.get(extension)), "rgb24");
            default -> Coder.anySize(String.valueOf(FRAMES.get(extension)), "");
        };
    }

    private static Coder h264(OutputPlan.Picture picture, Ffmpeg ffmpeg) throws CannotEncode {
        String encoder = first(H264, "H.264", ffmpeg);
        List<String> options = new ArrayList<>(List.of("-tag:v", "avc1"));
        String profile = picture.profile().orElse("").toLowerCase(Locale.ROOT);
        if (profile.endsWith("baseline")) {
            options.addAll(List.of("-profile:v", encoder.equals("libx264") ? "baseline" : "constrained_baseline"));
        } else {
            options.addAll(List.of("-profile:v", profile.equals("main") ? "main" : "high"));
        }
        return new Coder(encoder, "yuv420p").and(options).and(bits(picture));
    }

    private static Coder hevc(OutputPlan.Picture picture, Ffmpeg ffmpeg) throws CannotEncode {
        String encoder = first(HEVC, "HEVC", ffmpeg);
        boolean tenBits = picture.profile().orElse("").contains("10");
        List<String> options = new ArrayList<>(List.of("-tag:v", "hvc1"));
        if (encoder.equals("libx265")) {
            options.addAll(List.of("-x265-params", "log-level=error"));
        }
        return new Coder(encoder, tenBits ? "yuv420p10le" : "yuv420p")
                .and(options)
                .and(bits(picture));
    }

    private static Coder mpeg2(OutputPlan.Picture picture, String extension) {
        List<String> bits = bits(picture);
        return new Coder("mpeg2video", "yuv420p")
                .and(bits.isEmpty() ? List.of("-b:v", extension.equals("m2v") ? "6000000" : "15000000") : bits);
    }

    /** MPEG-2 4:2:2 with 50 Mbit/s (Sony, XDCAM HD422). */
    private static Coder xdcam() {
        String bits = Long.toString(XDCAM_BITS);
        return new Coder(
                "mpeg2video",
                "yuv422p",
                "-b:v",
                bits,
                "-minrate",
                bits,
                "-maxrate",
                bits,
                "-bufsize",
                "17825792",
                "-rc_init_occupancy",
                "17825792",
                "-g",
                "12",
                "-bf",
                "2",
                "-profile:v",
                "0",
                "-level:v",
                "2");
    }

    private static List<String> bits(OutputPlan.Picture picture) {
        return picture.bitRate().isPresent()
                ? List.of("-b:v", Long.toString(picture.bitRate().getAsLong()))
                : List.of();
    }

    private static Coder audio(OutputPlan.Sound sound, String extension) throws CannotEncode {
        String encoder = encoder(sound.codec(), extension);
        List<String> options = new ArrayList<>();
        boolean compressed = !encoder.startsWith("pcm_") && !encoder.equals("alac");
        if (compressed && sound.bitRate().isPresent()) {
            options.addAll(List.of("-b:a", Long.toString(sound.bitRate().getAsLong())));
        }
        if (extension.equals("mxf")) {
            // The only sample rate of MXF (SMPTE 382M).
            options.addAll(List.of("-ar", "48000"));
        } else if (sound.sampleRate().isPresent()) {
            options.addAll(List.of("-ar", Integer.toString(sound.sampleRate().getAsInt())));
        }
        if (sound.channels().isPresent()) {
            options.addAll(List.of("-ac", Integer.toString(sound.channels().getAsInt())));
        }
        return new Coder(encoder, "", options, false, false);
    }

    private static String encoder(String codec, String extension) throws CannotEncode {
        return switch (codec) {
            // QuickTime's name of uncompressed sound is NONE (Apple, kSoundNotCompressed).
            case "lpcm", "sowt", "twos", "none" -> uncompressed(extension);
            case "in24" -> uncompressed(extension).replace("s16", "s24");
            case "aac", "aach", "aacp" -> "aac";
            case "alac" -> "alac";
            case "ac-3", "ac3" -> "ac3";
            case "ec-3" -> "eac3";
            case ".mp3", "mp3" -> "libmp3lame";
            case "mp2", ".mp2" -> "mp2";
            case "" -> USUAL_AUDIO.getOrDefault(extension, "pcm_s16le");
            default -> throw new CannotEncode("the audio codec \"" + codec + "\" cannot be encoded by ffmpeg");
        };
    }

    private static String uncompressed(String extension) {
        String usual = USUAL_AUDIO.getOrDefault(extension, "");
        return usual.startsWith("pcm_") ? usual : "pcm_s16le";
    }

    private static String first(List<String> encoders, String codec, Ffmpeg ffmpeg) throws CannotEncode {
        return encoders.stream()
                .filter(ffmpeg::encodes)
                .findFirst()
                .orElseThrow(() -> new CannotEncode(name(ffmpeg) + " has no encoder for " + codec));
    }

    private static Coder present(Coder coder, Ffmpeg ffmpeg) throws CannotEncode {
        if (!ffmpeg.encodes(coder.name())) {
            throw new CannotEncode(name(ffmpeg) + " has no encoder " + coder.name());
        }
        return coder;
    }

    private static String name(Ffmpeg ffmpeg) {
        return "ffmpeg " + ffmpeg.version();
    }
}
