package io.qmaster.simulator.encode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A working ffmpeg, with the ffprobe in its directory, and its encoders. For users of encoded outputs. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * Ffmpeg ffmpeg = Ffmpeg.at(Path.of("/usr/bin/ffmpeg"));
 * }</pre>
 */
public final class Ffmpeg {
    /** The system property that names the ffmpeg of a distribution; {@value}. */
    public static final String PROPERTY = "qmaster.ffmpeg";

    /** A class of the library that runs ffmpeg, for a program that must list its jar files. */
    public static final Class<?> LIBRARY = Run.LIBRARY;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("ffmpeg version (\\S{1,60})");
    private static final Pattern ENCODER = Pattern.compile("\\s[VAS][A-Z.]{5}\\s(\\S+)\\s.*");

    private final Program program;
    private final Program probe;
    private final String version;
    private final Set<String> encoders;
    private final Supplier<MemoryLimit> memory;

    private Ffmpeg(Program program, Program probe, String version, Set<String> encoders, Supplier<MemoryLimit> memory) {
        this.program = program;
        this.probe = probe;
        this.version = version;
        this.encoders = encoders;
        this.memory = memory;
    }

    /**
     * The ffmpeg at a path. Runs it to list its encoders.
     *
     * @param program the executable; its ffprobe is in the same directory
     * @throws IOException if it is missing or does not start, or there is no ffprobe beside it; the message says which
     * @throws InterruptedException if the thread was interrupted
     */
    public static Ffmpeg at(Path program) throws IOException, InterruptedException {
        Path file = program.toAbsolutePath();
        Path probe = file.resolveSibling(String.valueOf(file.getFileName()).replace("ffmpeg", "ffprobe"));
        if (probe.equals(file)) {
            throw new IOException(file + " is not named ffmpeg");
        }
        Program starts = Program.of(file);
        Program startsProbe = Program.of(probe);
        // Its version is in a banner, which is not part of the answer.
        Run run = new Run(starts, List.of("-encoders"));
        List<String> answer = run.answer(PATIENCE).lines().toList();
        Matcher version = VERSION.matcher(String.join("\n", run.complaints()));
        if (!version.find()) {
            throw new IOException(file + " is not an ffmpeg");
        }
        Set<String> encoders = new TreeSet<>();
        answer.forEach(line -> {
            Matcher encoder = ENCODER.matcher(line);
            if (encoder.matches() && !encoder.group(1).equals("=")) {
                encoders.add(encoder.group(1));
            }
        });
        return new Ffmpeg(starts, startsProbe, version.group(1), Set.copyOf(encoders), MemoryLimit::usual);
    }

    /** An ffmpeg with given encoders, for tests. */
    static Ffmpeg of(String version, Set<String> encoders) {
        return new Ffmpeg(
                Program.plain(Path.of("/ffmpeg")),
                Program.plain(Path.of("/ffprobe")),
                version,
                encoders,
                MemoryLimit::usual);
    }

    /** A copy with another memory limit for each of its processes. */
    Ffmpeg limitedTo(MemoryLimit limit) {
        return new Ffmpeg(program, probe, version, encoders, () -> limit);
    }

    /** The memory limit for each of its processes. */
    MemoryLimit memory() {
        return memory.get();
    }

    /**
     * The result of the search for an ffmpeg.
     *
     * @param ffmpeg the first that works
     * @param problems why earlier candidates cannot be used
     */
    public record Search(Optional<Ffmpeg> ffmpeg, List<String> problems) {}

    /**
     * Searches for an ffmpeg: only the named one; otherwise that of the distribution, then those on the PATH.
     *
     * @param named the one to use
     * @param environment its {@code PATH} is searched
     * @throws InterruptedException if the thread was interrupted
     */
    public static Search find(Optional<Path> named, Map<String, String> environment) throws InterruptedException {
        List<Path> candidates = new ArrayList<>();
        if (named.isPresent()) {
            candidates.add(named.get());
        } else {
            distributed().ifPresent(candidates::add);
            candidates.addAll(onPath(environment));
        }
        List<String> problems = new ArrayList<>();
        for (Path candidate : candidates) {
            try {
                return new Search(Optional.of(at(candidate)), List.copyOf(problems));
            } catch (IOException unusable) {
                problems.add(String.valueOf(unusable.getMessage()));
            }
        }
        return new Search(Optional.empty(), List.copyOf(problems));
    }

    private static Optional<Path> distributed() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .filter(Files::exists);
    }

    /**
     * The command of the ffprobe of the distribution, without arguments; empty if there is none.
     *
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted
     */
    public static Optional<List<String>> distributedProbe() throws IOException, InterruptedException {
        Optional<Path> ffmpeg = distributed();
        return ffmpeg.isPresent()
                ? Optional.of(Program.of(ffmpeg.get().resolveSibling("ffprobe")).command())
                : Optional.empty();
    }

    private static List<Path> onPath(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .toList();
    }

    Program program() {
        return program;
    }

    /** The ffprobe beside it. */
    Program probe() {
        return probe;
    }

    /** Its command without arguments; the last word is the executable. */
    public List<String> command() {
        return program.command();
    }

    /** The command of its ffprobe, without arguments. */
    public List<String> probeCommand() {
        return probe.command();
    }

    /** The libraries that this system lacks and that encoding does not need. */
    public List<String> replacedLibraries() {
        return program.replaced();
    }

    /** Its version as printed, such as {@code 8.0.1}. */
    public String version() {
        return version;
    }

    /** Whether it has an encoder, by ffmpeg's name for it. */
    boolean encodes(String encoder) {
        return encoders.contains(encoder);
    }

    /** The names of the codecs of Compressor's settings that it can encode. */
    public List<String> codecs() {
        return Codecs.names(this, true);
    }

    /** The names of the codecs of Compressor's settings that it cannot encode. */
    public List<String> missingCodecs() {
        return Codecs.names(this, false);
    }

    /**
     * Why it cannot encode an output, independent of the source; empty if it can.
     *
     * @return a reason in the engine's format
     */
    public Optional<String> objection(OutputPlan plan) {
        try {
            Codecs.of(plan, this);
            return Optional.empty();
        } catch (CannotEncode reason) {
            return Optional.of(String.valueOf(reason.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "ffmpeg " + version + " (" + program.file() + ")";
    }
}
