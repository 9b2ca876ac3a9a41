package io.qmaster.simulator.encode;

import io.qmaster.domain.JobOptions;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The ffmpeg of the tests, and small sources that it creates. */
public final class TinyClips {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Optional<Ffmpeg> found = Optional.empty();

    private TinyClips() {}

    /** The ffmpeg that the build unpacked, which must start; if there is none, the one on the PATH. */
    public static synchronized Ffmpeg ffmpeg() throws IOException, InterruptedException {
        if (found.isEmpty()) {
            Path unpacked = Path.of(System.getProperty(Ffmpeg.PROPERTY, ""));
            found = Files.isRegularFile(unpacked)
                    ? Optional.of(Ffmpeg.at(unpacked))
                    : Ffmpeg.find(Optional.empty(), System.getenv()).ffmpeg();
        }
        Assumptions.assumeTrue(found.isPresent(), "there is no ffmpeg for this system");
        return found.orElseThrow();
    }

    /** Creates a second of picture and tone: 64×36, 10 frames, mono. */
    public static Path clip(Path file) throws IOException, InterruptedException {
        return made(file, "testsrc2=s=64x36:r=10:d=1", List.of("-c:v", "mpeg4", "-c:a", "aac"));
    }

    /** Creates the same with other options of the output. */
    public static Path clip(Path file, String... options) throws IOException, InterruptedException {
        return made(file, "testsrc2=s=64x36:r=10:d=1", List.of(options));
    }

    static Path made(Path file, String picture, List<String> options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-y", "-v", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=r=44100:d=1"));
        arguments.addAll(options);
        arguments.addAll(List.of("-fflags", "+bitexact", file.toString()));
        Run.answer(ffmpeg().program(), arguments, PATIENCE);
        return file;
    }

    /**
     * Copies the tracks of a movie into another one.
     *
     * @param options the options of ffmpeg before and after further inputs, with {@code %s} for the movie; its input 0
     *     is the movie itself
     */
    public static void remuxed(Path movie, Path file, List<String> options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-y", "-v", "error", "-i", movie.toString()));
        options.forEach(option -> arguments.add(option.replace("%s", movie.toString())));
        arguments.addAll(List.of("-c", "copy", file.toString()));
        Run.answer(ffmpeg().program(), arguments, PATIENCE);
    }

    /** The output of ffprobe about the streams of a file, in its compact form: one line for each stream. */
    public static List<String> streams(Path file, String entries) throws IOException, InterruptedException {
        return Run.answer(
                        ffmpeg().probe(),
                        List.of("-v", "error", "-of", "csv=p=0", "-show_entries", "stream=" + entries, file.toString()),
                        PATIENCE)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** A digest of the encoded pictures of a movie, without their times. */
    public static String pictures(Path file) throws IOException, InterruptedException {
        return Run.answer(
                ffmpeg().program(),
                List.of("-v", "error", "-i", file.toString(), "-map", "0:v", "-c", "copy", "-f", "md5", "-"),
                PATIENCE);
    }

    /**
     * Encodes a source with a setting and the options of a job.
     *
     * @param folder the folder for the setting, and for the folder with the files of the encoding
     */
    static Encoding.Result encoded(
            Path folder, Path source, String kind, String extension, String elements, JobOptions options)
            throws IOException, InterruptedException {
        Path setting = setting(folder.resolve("test.setting"), kind, extension, elements);
        OutputPlan plan = OutputPlan.of(SettingFile.read(setting), options, Files.isDirectory(source));
        // A plan is stored with its job as text.
        return new Encoding(ffmpeg(), OutputPlan.parse(plan.text()), source, Files.createTempDirectory(folder, "work"))
                .encode(part -> {});
    }

    /** A setting with the given encoder element's content. */
    public static Path setting(Path file, String kind, String extension, String elements) throws IOException {
        return Files.writeString(file, """
                <?xml version="1.0" encoding="UTF-8"?>
                <setting name="Test"><encoder name="%s"><file-extension>%s</file-extension>%s</encoder></setting>
                """.formatted(kind, extension, elements));
    }
}
