package io.qmaster.simulator.encode;

import io.qmaster.domain.FileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of ffmpeg that encodes an output, or a segment of it, into a separate folder. Used by the simulator. It is
 * run once; {@link #end()}, {@link #suspend()} and {@link #resume()} may be called from any thread.
 */
public final class Encoding {
    /** The folder of the written files, in the folder of the encoding. */
    private static final String OUT = "out";
    /** The folder, in that of the encoding, with its complete files. */
    private static final String DONE = "done";

    /** An output may be a tenth and a second shorter than expected. */
    private static final double SHORTEST_PART = 0.9;

    private static final double MOMENT = 1;
    /** The message of ffmpeg for a movie that is shorter than its index. */
    private static final String CUT_OFF = ": partial file";

    /** The message of ffmpeg 5 or later when it leaves out what cannot be decoded. */
    private static final Pattern UNDECODABLE =
            Pattern.compile("Error (submitting packet to|processing packet in) decoder|Error while decoding stream");

    private static final double MICROS = 1e6;

    private final Ffmpeg ffmpeg;
    private final OutputPlan plan;
    private final Slice slice;
    private final Path source;
    private final Path folder;
    private volatile Optional<Run> run = Optional.empty();
    private volatile boolean ended;

    /** An encoding of a whole output. */
    public Encoding(Ffmpeg ffmpeg, OutputPlan plan, Path source, Path folder) {
        this(ffmpeg, plan, Slice.WHOLE, source, folder);
    }

    /**
     * An encoding of a part of an output. Starts nothing.
     *
     * @param ffmpeg the encoder
     * @param plan the plan of the output
     * @param slice the part of the output
     * @param source the file to encode, or the folder of an image sequence
     * @param folder an empty folder for all written files
     */
    public Encoding(Ffmpeg ffmpeg, OutputPlan plan, Slice slice, Path source, Path folder) {
        this.ffmpeg = ffmpeg;
        this.plan = plan;
        this.slice = slice;
        this.source = source;
        this.folder = folder;
    }

    /**
     * The result of an encoding.
     *
     * @param files the files that were written, in their order; one, or the frames of an image sequence; none for a segment of
     *     an output that is encoded as a whole by the first one
     * @param failure why the job fails, in the engine's form; the files are unusable then
     * @param complaints the messages of ffmpeg, at most 40 lines
     */
    public record Result(List<Path> files, Optional<String> failure, List<String> complaints) {
        private static Result failed(String reason, List<String> complaints) {
            return new Result(List.of(), Optional.of(reason), complaints);
        }
    }

    /**
     * Encodes to the end.
     *
     * @param progress receives the part that is done, 0 to 1, about twice a second, on another thread
     * @throws IOException if the folder cannot be written
     * @throws InterruptedException if the thread was interrupted; the encoder was ended
     */
    public Result encode(DoubleConsumer progress) throws IOException, InterruptedException {
        List<String> complaints = List.of();
        try {
            Optional<Arguments.Command> needed = command();
            if (needed.isEmpty()) {
                return new Result(List.of(), Optional.empty(), complaints);
            }
            Arguments.Command command = needed.get();
            Run encoder = new Run(ffmpeg.program(), command.arguments(), ffmpeg.memory());
            run = Optional.of(encoder);
            if (ended) {
                encoder.end();
            }
            Progress reached = new Progress(command.seconds(), progress);
            try {
                encoder.toEnd(reached::read);
            } catch (IOException failed) {
                return Result.failed(reason(failed, encoder.complaints()), encoder.complaints());
            }
            complaints = encoder.complaints();
            return result(command.seconds(), reached, complaints);
        } catch (CannotEncode reason) {
            return Result.failed(withoutFolder(String.valueOf(reason.getMessage())), complaints);
        }
    }

    /** Ends the encoder; {@link #encode} then returns a failure. */
    public void end() {
        ended = true;
        run.ifPresent(Run::end);
    }

    /**
     * Suspends the encoder until {@link #resume} or {@link #end()}. Takes at most 2 seconds.
     *
     * @return false if it has not started, has ended, or the system cannot suspend it
     */
    public boolean suspend() {
        return run.filter(Run::suspend).isPresent();
    }

    /**
     * Resumes the encoder. Takes at most 2 seconds.
     *
     * @return false if it has not started, has ended, or the system cannot resume it
     */
    public boolean resume() {
        return run.filter(Run::resume).isPresent();
    }

    /**
     * Marks the files of an encoding as complete, in one step.
     *
     * @param folder that of the encoding
     * @throws IOException if they cannot be moved
     */
    public static void complete(Path folder) throws IOException {
        Files.move(folder.resolve(OUT), folder.resolve(DONE));
    }

    /** Whether the files of an encoding are complete. */
    public static boolean isComplete(Path folder) {
        return Files.isDirectory(folder.resolve(DONE), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The complete files of an encoding, in their order.
     *
     * @throws IOException if they are not complete, or their folder cannot be read
     */
    public static List<Path> completeFiles(Path folder) throws IOException {
        return filesIn(folder.resolve(DONE));
    }

    private Result result(double expected, Progress progress, List<String> complaints)
            throws IOException, InterruptedException, CannotEncode {
        if (complaints.stream().anyMatch(line -> line.endsWith(CUT_OFF))) {
            return Result.failed("the source is cut off", complaints);
        }
        if (complaints.stream().anyMatch(line -> UNDECODABLE.matcher(line).find())) {
            return Result.failed("the source is damaged: some of it cannot be decoded", complaints);
        }
        List<Path> files = written();
        boolean empty = !plan.imageSequence() && !progress.began;
        if (files.isEmpty() || Files.size(files.get(0)) == 0 || empty) {
            return Result.failed("the source has no frames", complaints);
        }
        double reached = progress.seconds;
        if (!plan.imageSequence() && isShort(reached, expected)) {
            // The last progress of ffmpeg is the end of its shortest track.
            double seconds = Source.of(ffmpeg, Source.opened(files.get(0))).seconds();
            if (isShort(Math.max(reached, seconds), expected)) {
                return Result.failed(
                        String.format(
                                Locale.ROOT, "the source ends after %.1f s and announces %.1f s", seconds, expected),
                        complaints);
            }
        }
        return new Result(files, Optional.empty(), complaints);
    }

    private static boolean isShort(double seconds, double expected) {
        return expected > 0 && seconds + MOMENT < expected * SHORTEST_PART;
    }

    private List<Path> written() throws IOException {
        return filesIn(folder.resolve(OUT));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Empty for a segment of an output that the first segment makes as a whole. */
    private Optional<Arguments.Command> command() throws IOException, InterruptedException, CannotEncode {
        Path out = privateFolder(OUT);
        if (plan.sequence().isEmpty()) {
            CutOff.refuse(source);
        }
        Path in = privateFolder("in");
        List<String> input =
                plan.sequence().isPresent() ? frames(in) : Source.opened(linked(source, in.resolve("source")));
        Source facts = Source.of(ffmpeg, input);
        Slice made = slice;
        if (slice.isSegment() && !Arguments.canSplit(plan, facts, ffmpeg, slice.segments())) {
            if (slice.segment() > 0) {
                return Optional.empty();
            }
            made = Slice.WHOLE;
        }
        Optional<String> audio = plan.sequence().flatMap(OutputPlan.Sequence::audio);
        List<String> sound = audio.isPresent() ? sound(Path.of(audio.get()), in) : List.of();
        List<String> chapters = made.isSegment() ? List.of() : chapters(facts);
        String output = "file:"
                + (plan.imageSequence()
                        ? pattern(out) + "/frame-%06d." + plan.extension()
                        : out.resolve("output." + plan.extension()));
        List<String> parts = slice.isJoined() ? parts() : List.of();
        return Optional.of(
                Arguments.of(plan, facts, ffmpeg, new Arguments.Places(input, sound, chapters, parts, output), made));
    }

    private List<String> sound(Path file, Path in) throws IOException, InterruptedException, CannotEncode {
        List<String> input = Source.opened(linked(file, in.resolve("sound")));
        boolean hasSound;
        try {
            hasSound = Source.of(ffmpeg, input).hasSound();
        } catch (CannotEncode unreadable) {
            throw new CannotEncode("the audio file " + file + " cannot be read");
        }
        if (!hasSound) {
            throw new CannotEncode("the audio file " + file + " has no audio");
        }
        return input;
    }

    private List<String> chapters(Source facts) throws IOException, CannotEncode {
        Optional<Path> own = plan.part().chapters().map(Path::of);
        List<Chapters.Chapter> all = own.isPresent() ? Chapters.of(own.get(), facts) : facts.chapters();
        Optional<String> metadata = Arguments.chapters(plan, facts, ffmpeg, all);
        if (metadata.isEmpty()) {
            return List.of();
        }
        Path file = Files.writeString(folder.resolve("chapters.txt"), metadata.get(), StandardCharsets.UTF_8);
        return List.of("-protocol_whitelist", "file", "-f", "ffmetadata", "-i", "file:" + file);
    }

    /** A list of links to the encoded segments, so that it contains no foreign names. */
    private List<String> parts() throws IOException {
        Path list = privateFolder("parts");
        StringBuilder lines = new StringBuilder("ffconcat version 1.0\n");
        for (int number = 0; number < slice.parts().size(); number++) {
            String name = "%06d.%s".formatted(number, plan.extension());
            Files.createSymbolicLink(
                    list.resolve(name), slice.parts().get(number).toAbsolutePath());
            lines.append("file '").append(name).append("'\n");
        }
        Path file = Files.writeString(list.resolve("list.ffconcat"), lines);
        return List.of(
                "-protocol_whitelist", "file", "-format_whitelist", "concat,mov", "-f", "concat", "-i", "file:" + file);
    }

    /**
     * Links a file to another name: ffmpeg would take a per cent sign or an asterisk for a pattern. The arguments then
     * also contain the folder of the encoding, by which an encoder is found after its parent was killed.
     */
    private static Path linked(Path file, Path name) throws IOException, CannotEncode {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CannotEncode("the source cannot be read: it is not a regular file");
        }
        String extension = FileNames.extension(file);
        Path link = extension.matches("[A-Za-z0-9]{1,10}")
                ? name.resolveSibling(name.getFileName() + "." + extension)
                : name;
        return Files.createSymbolicLink(link, file.toAbsolutePath());
    }

    /** Links the frames of a folder to numbered names, so that ffmpeg sees none of their own names. */
    private List<String> frames(Path links) throws IOException, CannotEncode {
        List<Path> frames = Frames.in(source);
        String extension = Frames.extension(frames.get(0));
        for (int number = 0; number < frames.size(); number++) {
            Files.createSymbolicLink(
                    links.resolve("%06d.%s".formatted(number, extension)),
                    frames.get(number).toAbsolutePath());
        }
        String rate = plan.sequence()
                .flatMap(OutputPlan.Sequence::frameRate)
                .flatMap(number -> SettingElements.ofDecimal(number.doubleValue()))
                .map(Object::toString)
                .orElse("25");
        return Stream.concat(
                        Source.confinedTo("image2").stream(),
                        Stream.of(
                                "-f",
                                "image2",
                                "-framerate",
                                rate,
                                "-start_number",
                                "0",
                                "-i",
                                "file:" + pattern(links) + "/%06d." + extension))
                .toList();
    }

    private Path privateFolder(String name) throws IOException {
        return Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Escapes the per cent sign in the name of a folder, which would start a number. */
    private static String pattern(Path folder) {
        return folder.toString().replace("%", "%%");
    }

    private String reason(IOException failed, List<String> complaints) {
        if (ended) {
            return "the encoder was ended";
        }
        String words = String.valueOf(failed.getMessage());
        boolean full = complaints.stream().anyMatch(line -> line.contains("No space left on device"));
        return full ? "No space left on device" : "the encoder failed: " + shortened(withoutFolder(words));
    }

    /** The source has a name of our own there, which means nothing to the user. */
    private String withoutFolder(String words) {
        return words.replaceAll("file:" + Pattern.quote(folder + "/in/") + "source(\\.\\w+)?: ", "")
                .replace("file:" + folder + "/in/", "")
                .replace(folder + "/", "");
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** Parses the output of {@code -progress}. */
    private static final class Progress {
        private static final String TIME = "out_time_us=";

        private final double expected;
        private final DoubleConsumer receiver;
        private volatile double seconds;
        /** Whether there is anything in the output: ffmpeg also writes files that have a head and nothing else. */
        private volatile boolean began;

        Progress(double expected, DoubleConsumer receiver) {
            this.expected = expected;
            this.receiver = receiver;
        }

        void read(String line) {
            if (!line.startsWith(TIME)) {
                return;
            }
            try {
                seconds = Math.max(
                        seconds, Long.parseLong(line.substring(TIME.length()).strip()) / MICROS);
                began = true;
            } catch (NumberFormatException notYet) {
                return;
            }
            if (expected > 0) {
                receiver.accept(Math.min(1, seconds / expected));
            }
        }
    }

    /** Deletes the folder of an encoding and its content. */
    public static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException stays) {
                    throw new UncheckedIOException(stays);
                }
            });
        } catch (UncheckedIOException stays) {
            throw Objects.requireNonNull(stays.getCause());
        }
    }
}
