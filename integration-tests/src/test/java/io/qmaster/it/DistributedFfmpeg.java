package io.qmaster.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.simulator.encode.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ffmpeg and the ffprobe of the built program. If the platform has them, they must start. */
final class DistributedFfmpeg {
    private static final Path FILE = QmasterProgram.home().resolve("ffmpeg/ffmpeg");

    private final Ffmpeg ffmpeg;

    private DistributedFfmpeg(Ffmpeg ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    static DistributedFfmpeg required() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(FILE), "the distribution of this platform has no ffmpeg");
        return new DistributedFfmpeg(Ffmpeg.at(FILE));
    }

    static Path file() {
        return FILE;
    }

    /** Creates a movie with a test picture and a tone. */
    Path clip(Path file, String picture, double seconds) throws Exception {
        run(
                ffmpeg.command(),
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=" + picture + ":d=" + seconds,
                "-f",
                "lavfi",
                "-i",
                "sine=d=" + seconds,
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac",
                file.toString());
        return file;
    }

    /**
     * The properties of an output that ffprobe reports, one text for each track. Picture: codec, profile, FourCC, size,
     * rate, frames and duration; sound: codec, FourCC, channels and rate. Missing properties are left out. A folder is
     * a sequence of frames.
     */
    List<String> tracks(Path output) throws Exception {
        if (!Files.isDirectory(output)) {
            return probed(output).map(stream -> track(stream, "")).toList();
        }
        try (Stream<Path> files = Files.list(output)) {
            List<Path> frames = files.sorted().toList();
            return probed(frames.get(0))
                    .map(stream -> track(stream, frames.size() + " files"))
                    .toList();
        }
    }

    /** What ffprobe prints. */
    String probe(String... arguments) throws Exception {
        return run(ffmpeg.probeCommand(), arguments);
    }

    private Stream<JsonNode> probed(Path file) throws Exception {
        String answer = run(
                ffmpeg.probeCommand(),
                "-v",
                "error",
                "-of",
                "json",
                "-count_packets",
                "-show_entries",
                "stream=codec_type,codec_name,codec_tag_string,profile,width,height,avg_frame_rate,r_frame_rate,nb_read_packets,duration"
                        + ",channels,sample_rate",
                file.toString());
        return JsonMapper.shared()
                .readTree(answer)
                .path("streams")
                .valueStream()
                .filter(stream -> !stream.path("codec_type").asString("").equals("data"));
    }

    private static String track(JsonNode stream, String files) {
        boolean video = stream.path("codec_type").asString("").equals("video");
        List<String> words = new ArrayList<>();
        words.add(stream.path("codec_name").asString(""));
        if (video) {
            words.add(stream.path("profile").asString(""));
        }
        String tag = stream.path("codec_tag_string").asString("").strip();
        words.add(tag.startsWith("[") ? "" : tag);
        if (video) {
            words.add(
                    stream.path("width").asInt(0) + "x" + stream.path("height").asInt(0));
            words.add(files.isEmpty() ? rate(stream) + " fps" : "");
            words.add(files.isEmpty() ? stream.path("nb_read_packets").asString("") + " frames" : files);
            words.add(files.isEmpty() && stream.has("duration") ? seconds(stream) : "");
        } else {
            words.add(stream.path("channels").asInt(0) + " ch");
            words.add(stream.path("sample_rate").asString("") + " Hz");
        }
        return String.join(" ", words.stream().filter(word -> !word.isBlank()).toList());
    }

    /** For some MXF files, ffprobe reports no average. */
    private static String rate(JsonNode stream) {
        String average = stream.path("avg_frame_rate").asString("");
        String rate = average.equals("0/0") ? stream.path("r_frame_rate").asString("") : average;
        return rate.replace("/1", "");
    }

    private static String seconds(JsonNode stream) {
        return "%.2f s".formatted(Double.parseDouble(stream.path("duration").asString("0")));
    }

    private static String run(List<String> command, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(words + " ended with " + process.exitValue());
        }
        return answer;
    }
}
