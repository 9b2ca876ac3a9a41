package io.qmaster.compressor.probe;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.MediaFacts.Video;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.MovieAtoms;
import io.qmaster.domain.standard.WholeFile;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Reads the properties of movies with FFmpeg's {@code ffprobe}, and checks whether they are truncated, which ffprobe
 * does not always detect. For users who verify outputs. Thread-safe.
 *
 * <pre>{@code
 * QmasterBuilder builder = Qmaster.builder(backend);
 * Ffprobe.onPath(System.getenv()).ifPresent(program -> builder.probe(new Ffprobe(program, backend.timekeeper())));
 * }</pre>
 */
public final class Ffprobe implements OutputProbe {
    private static final String NAME = "ffprobe";
    private static final int LONGEST_COMPLAINT = 300;
    private static final int LONGEST_ANSWER = 16 << 20;
    private static final int ENDED_BY_INTERRUPT = 128 + 2;
    /** The environment variables for its libraries, and for wrapper scripts. */
    private static final Set<String> NEEDED = Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR");

    private final List<String> command;
    private final Timekeeper time;

    /**
     * Uses a program.
     *
     * @param program the {@code ffprobe} of FFmpeg; nothing is started before {@link #probe} is called
     * @param time measures deadlines
     */
    public Ffprobe(Path program, Timekeeper time) {
        this(List.of(program.toString()), time);
    }

    /**
     * Uses a program that another program starts, such as {@code env}.
     *
     * @param command the words that start the {@code ffprobe} of FFmpeg, without its arguments; at least one
     * @param time measures deadlines
     */
    public Ffprobe(List<String> command, Timekeeper time) {
        this.command = List.copyOf(command);
        this.time = Objects.requireNonNull(time, "time");
    }

    /** The first executable {@code ffprobe} of the directories that {@code PATH} names. */
    public static Optional<Path> onPath(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .findFirst();
    }

    @Override
    public MediaFacts probe(Path movie, Deadline deadline) throws IOException, InterruptedException {
        // Files, not pipes: a child of ffprobe could keep a pipe open.
        Path answer = Files.createTempFile("qmaster-ffprobe", ".json");
        Path complaint = Files.createTempFile("qmaster-ffprobe", ".txt");
        try {
            int code = run(movie, answer, complaint, deadline.remaining(time));
            if (code == ENDED_BY_INTERRUPT) {
                // Ctrl-C reaches every program in the foreground of a terminal: it does not mean that the movie is bad.
                code = run(movie, answer, complaint, deadline.remaining(time));
            }
            if (code != 0) {
                throw new IOException("ffprobe ended with " + code + ": " + shortened(text(complaint)));
            }
            MediaFacts facts = read(text(answer));
            MovieAtoms.checkWhole(movie);
            return facts;
        } finally {
            Files.deleteIfExists(answer);
            Files.deleteIfExists(complaint);
        }
    }

    private int run(Path movie, Path answer, Path complaint, Duration atMost) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(
                "-v",
                "error",
                "-of",
                "json",
                "-show_entries",
                "format=duration:stream=codec_type,codec_name,codec_tag_string,width,height,duration"
                        + ",avg_frame_rate,sample_aspect_ratio:stream_tags=rotate"
                        + ":stream_side_data=rotation:stream_disposition=attached_pic",
                "-i",
                "file:" + movie));
        ProcessBuilder ffprobe = new ProcessBuilder(words)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(answer.toFile())
                .redirectError(complaint.toFile());
        // The others may contain secrets, or change what ffprobe writes (FFREPORT).
        ffprobe.environment().keySet().retainAll(NEEDED);
        Process process = ffprobe.start();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("ffprobe did not answer within " + atMost.toSeconds() + " s");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Reads an answer of {@code ffprobe -of json}.
     *
     * @throws IOException if it is not valid JSON
     */
    public static MediaFacts read(String answer) throws IOException {
        JsonDocument document;
        try {
            document = JsonDocument.parse(answer);
        } catch (JacksonException invalid) {
            throw new IOException("the answer of ffprobe is not valid JSON: " + shortened(answer), invalid);
        }
        List<JsonDocument> streams = document.get("streams").elements().toList();
        Optional<Video> video =
                streams.stream().filter(Ffprobe::isVideo).findFirst().map(Ffprobe::video);
        long audio = streams.stream()
                .filter(stream -> stream.get("codec_type").text().equals("audio"))
                .count();
        return new MediaFacts(
                video,
                duration(document.get("format").get("duration")),
                document.has("streams") ? OptionalInt.of((int) audio) : OptionalInt.empty());
    }

    /** A cover picture is also a video stream, but does not count. */
    private static boolean isVideo(JsonDocument stream) {
        return stream.get("codec_type").text().equals("video")
                && stream.get("disposition").get("attached_pic").number() == 0;
    }

    private static Video video(JsonDocument stream) {
        String tag = stream.get("codec_tag_string").text();
        // Where the container has no FourCC, ffprobe writes "[0][0][0][0]".
        return new Video(
                stream.get("codec_name").text(),
                Optional.of(tag).filter(code -> !code.isEmpty() && !code.startsWith("[")),
                stream.get("width").number(),
                stream.get("height").number(),
                isTurned(stream),
                ratio(stream.get("sample_aspect_ratio"), ":").orElse(1),
                ratio(stream.get("avg_frame_rate"), "/"),
                duration(stream.get("duration")));
    }

    /** Newer versions report the display matrix, older ones a tag. */
    private static boolean isTurned(JsonDocument stream) {
        return Stream.concat(
                        stream.get("side_data_list").elements().map(data -> data.get("rotation")),
                        Stream.of(stream.get("tags").get("rotate")))
                .map(JsonDocument::text)
                .anyMatch(angle -> angle.matches("-?(90|270)(\\.0*)?"));
    }

    /** {@code 30000/1001} or {@code 16:15}; {@code 0:1} means unknown. */
    private static OptionalDouble ratio(JsonDocument node, String sign) {
        String[] parts = node.text().split(sign, 2);
        try {
            double ratio = parts.length == 2 ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]) : 0;
            return ratio > 0 && Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
        } catch (NumberFormatException unknown) {
            return OptionalDouble.empty();
        }
    }

    private static Optional<Duration> duration(JsonDocument seconds) {
        try {
            return Optional.of(seconds.text())
                    .filter(text -> !text.isEmpty())
                    .map(text -> Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)));
        } catch (NumberFormatException notApplicable) {
            return Optional.empty();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(WholeFile.read(file, LONGEST_ANSWER), StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        // The last line has the reason.
        String line = text.strip().lines().reduce((earlier, later) -> later).orElse("no text");
        return line.length() <= LONGEST_COMPLAINT ? line : line.substring(0, LONGEST_COMPLAINT) + "…";
    }
}
