package io.qmaster.simulator.encode;

import io.qmaster.simulator.encode.OutputPlan.Rate;
import io.qmaster.simulator.scenario.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The properties of a source according to ffprobe.
 *
 * @param picture the first video track that is not a cover picture
 * @param seconds its duration, 0 if unknown
 * @param timecode the timecode of its first frame, if it has one
 * @param chapters its chapters, in their order
 */
record Source(
        Optional<Picture> picture,
        boolean hasSound,
        double seconds,
        Optional<String> timecode,
        List<Chapters.Chapter> chapters) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** More than any camera has, and needs a few hundred megabytes: 8192 × 8192. */
    static final long MOST_PIXELS = 1L << 26;

    /**
     * Formats of a single file, which refer to no other files, unlike playlists, lists of files and numbered images.
     */
    private static final String FORMATS = String.join(
            ",",
            "mov",
            "mxf",
            "matroska",
            "avi",
            "mpeg",
            "mpegts",
            "mpegvideo",
            "h264",
            "hevc",
            "dv",
            "flv",
            "gif",
            "wav",
            "w64",
            "aiff",
            "caf",
            "mp3",
            "aac",
            "ac3",
            "eac3",
            "flac",
            "ogg",
            "asf",
            "au",
            "png_pipe",
            "tiff_pipe",
            "jpeg_pipe",
            "dpx_pipe",
            "exr_pipe",
            "gif_pipe",
            "psd_pipe");

    /** Names of pixel formats with an alpha channel. */
    private static final Pattern ALPHA = Pattern.compile("yuva|rgba|argb|abgr|bgra|gbrap|^ya|^pal8");

    /**
     * A video track as displayed: rotated according to its file.
     *
     * @param width pixels
     * @param height pixels
     * @param pixelAspect the width of a pixel divided by its height
     * @param rate frames per second
     * @param steady whether all frames have the same duration
     * @param start the time of its first frame after the beginning of the file, in seconds
     * @param seconds its duration, 0 if unknown
     */
    record Picture(
            int width,
            int height,
            double pixelAspect,
            Optional<Rate> rate,
            boolean steady,
            boolean hasAlpha,
            double start,
            double seconds) {
        /** Whether the first frame is shown at the beginning of the file. */
        boolean startsAtOnce() {
            return start < 0.5 / rate.map(Rate::perSecond).orElse(1.0);
        }
    }

    /** @throws CannotEncode if ffmpeg cannot read it, or it is too large */
    static Source of(Ffmpeg ffmpeg, List<String> input) throws CannotEncode, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-of", "json", "-show_chapters"));
        arguments.addAll(List.of(
                "-show_entries",
                "format=duration,start_time:format_tags=timecode:stream=codec_type,width,height,pix_fmt,duration,start_time"
                        + ",avg_frame_rate,r_frame_rate,sample_aspect_ratio,nb_frames:stream_tags=timecode,rotate"
                        + ":stream_side_data=rotation:stream_disposition=attached_pic"));
        arguments.addAll(input);
        try {
            return read(new Run(ffmpeg.probe(), arguments, ffmpeg.memory()).answer(PATIENCE));
        } catch (IOException unreadable) {
            throw new CannotEncode("the source cannot be read: " + shortened(unreadable));
        }
    }

    /** The arguments that open one file and no other. */
    static List<String> opened(Path file) {
        return Stream.concat(confinedTo(FORMATS).stream(), Stream.of("-i", "file:" + file))
                .toList();
    }

    /** The options of an input that prevent reading other files than the named one. */
    static List<String> confinedTo(String formats) {
        return List.of(
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                formats,
                "-probesize",
                "20000000",
                "-analyzeduration",
                "20000000",
                "-max_alloc",
                "1073741824");
    }

    private static String shortened(IOException failed) {
        String text = String.valueOf(failed.getMessage());
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    static Source read(String answer) throws CannotEncode {
        try {
            JsonNode document = JsonText.read(answer);
            List<JsonNode> streams = document.path("streams").valueStream().toList();
            Optional<JsonNode> video = streams.stream()
                    .filter(stream -> isA("video", stream)
                            && stream.path("disposition").path("attached_pic").asInt(0) == 0)
                    .findFirst();
            Optional<Picture> picture = Optional.empty();
            if (video.isPresent()) {
                double start = number(video.get().path("start_time"))
                        - number(document.path("format").path("start_time"));
                picture = Optional.of(picture(video.get(), Math.max(0, start)));
            }
            double seconds = number(document.path("format").path("duration"));
            return new Source(
                    picture,
                    streams.stream().anyMatch(stream -> isA("audio", stream)),
                    seconds > 0
                            ? seconds
                            : video.map(stream -> number(stream.path("duration")))
                                    .orElse(0.0),
                    Stream.concat(Stream.of(document.path("format")), streams.stream())
                            .map(node -> node.path("tags").path("timecode").asString(""))
                            .filter(text -> !text.isEmpty())
                            .findFirst(),
                    document.path("chapters")
                            .valueStream()
                            .limit(Chapters.MOST)
                            .map(chapter -> new Chapters.Chapter(
                                    number(chapter.path("start_time")),
                                    chapter.path("tags").path("title").asString("")))
                            .toList());
        } catch (JacksonException noJson) {
            throw new CannotEncode("the source cannot be read: ffprobe gave no answer");
        }
    }

    private static boolean isA(String type, JsonNode stream) {
        return stream.path("codec_type").asString("").equals(type);
    }

    private static Picture picture(JsonNode stream, double start) throws CannotEncode {
        int width = stream.path("width").asInt(0);
        int height = stream.path("height").asInt(0);
        if (width < 1 || height < 1) {
            throw new CannotEncode("the source has no frames");
        }
        if ((long) width * height > MOST_PIXELS) {
            throw new CannotEncode("the source is too large: " + width + "×" + height);
        }
        double aspect = ratio(stream.path("sample_aspect_ratio").asString(""), ":");
        boolean turned = isTurned(stream);
        double shown = aspect > 0.01 && aspect < 100 ? aspect : 1;
        String format = stream.path("pix_fmt").asString("");
        return new Picture(
                turned ? height : width,
                turned ? width : height,
                turned ? 1 / shown : shown,
                rate(stream.path("avg_frame_rate").asString(""))
                        .or(() -> rate(stream.path("r_frame_rate").asString(""))),
                stream.path("avg_frame_rate")
                        .asString("")
                        .equals(stream.path("r_frame_rate").asString("")),
                ALPHA.matcher(format).find(),
                start,
                number(stream.path("duration")));
    }

    private static Optional<Rate> rate(String text) {
        return SettingElements.rate(text);
    }

    private static boolean isTurned(JsonNode stream) {
        return Stream.concat(
                        stream.path("side_data_list").valueStream().map(data -> data.path("rotation")),
                        Stream.of(stream.path("tags").path("rotate")))
                .map(angle -> angle.asString("0"))
                .anyMatch(angle -> angle.matches("-?(90|270)(\\.0*)?"));
    }

    private static double ratio(String text, String sign) {
        String[] parts = text.split(sign, 2);
        try {
            double ratio = parts.length == 2 ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]) : 0;
            return Double.isFinite(ratio) ? ratio : 0;
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }

    private static double number(JsonNode node) {
        try {
            double number = Double.parseDouble(node.asString(""));
            return Double.isFinite(number) && number > 0 ? number : 0;
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }
}
