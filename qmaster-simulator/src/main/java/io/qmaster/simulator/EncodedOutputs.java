package io.qmaster.simulator;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.domain.FileNames;
import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.encode.LeftEncoders;
import io.qmaster.simulator.encode.Slice;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.SubmittedJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes outputs that are encoded. They are written in a folder of the engine's own: there are no files beside an output, and it
 * has no bytes until it is complete.
 */
final class EncodedOutputs {
    private final OutputMaker maker;
    private final Optional<Path> place;

    private EncodedOutputs(OutputMaker maker, Optional<Path> place) {
        this.maker = maker;
        this.place = place;
    }

    /** For an engine with a directory, whose outputs are encoded beforehand. */
    static EncodedOutputs in(Path directory, OutputMaker maker) {
        return new EncodedOutputs(maker, Optional.of(place(directory)));
    }

    /** For an engine that has no directory: its clock does not advance while an output is encoded. */
    static EncodedOutputs temporary(OutputMaker maker) {
        return new EncodedOutputs(maker, Optional.empty());
    }

    /** Whether the clock does not advance while an output is encoded. */
    boolean isOnVirtualTime() {
        return place.isEmpty();
    }

    /** The folder of all encodings. */
    static Path place(Path directory) {
        return directory.resolve("encoding");
    }

    /** The folder of a segment. */
    static Path folder(Path place, String key, int segment) {
        return place.resolve(key + "." + segment);
    }

    /** Whether an output can be made: its segments are encoded, or can be encoded now. */
    boolean canComplete(OutputEffect.Completed completed) {
        return completed.job().plan().isPresent()
                && completed.extent() != OutputEffect.Completed.Extent.EMPTY
                && (place.isEmpty()
                        || completed.extent() == OutputEffect.Completed.Extent.WHOLE
                        || hasSegments(completed));
    }

    /** Whether completing it only moves files. */
    boolean isEncoded(OutputEffect effect) {
        try {
            return hasSegments(effect) && parts(effect).size() < 2;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether all its segments are encoded. */
    private boolean hasSegments(OutputEffect effect) {
        return place.isPresent()
                && IntStream.range(0, effect.segments())
                        .allMatch(segment -> Encoding.isComplete(folder(place.get(), effect.key(), segment)));
    }

    /** The files of its segments; fewer than two if the output was encoded as a whole. */
    private List<Path> parts(OutputEffect effect) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (int segment = 0; segment < effect.segments(); segment++) {
            List<Path> files = Encoding.completeFiles(folder(place.orElseThrow(), effect.key(), segment));
            if (effect.segments() > 1 && !files.isEmpty()) {
                parts.add(files.get(0));
            }
        }
        return parts;
    }

    /**
     * Moves an output to its place, after encoding it if it is not encoded, or joining its segments.
     *
     * @param frames the folder of its frames, if it is an image sequence
     * @param late ends an encoder at the deadline of the call
     *
     * @return why it failed; empty if it did not
     * @throws TimeoutException if it was ended
     */
    Optional<String> complete(OutputEffect.Completed completed, Path frames, Late late)
            throws IOException, InterruptedException, TimeoutException {
        if (isEncoded(completed)) {
            List<Path> files = Encoding.completeFiles(folder(place.orElseThrow(), completed.key(), 0));
            // Without files, a process moved them to their place and was killed before it could report that.
            if (!files.isEmpty()) {
                publish(files, completed, frames);
            }
            remove(completed);
            return Optional.empty();
        }
        Path folder = newFolder();
        try {
            Slice slice = hasSegments(completed) ? Slice.joined(parts(completed)) : Slice.WHOLE;
            Optional<Encoding> encoding = maker.encoding(completed.job(), slice, folder);
            if (encoding.isEmpty()) {
                return Optional.of(OutputMaker.NO_FFMPEG);
            }
            Encoding.Result result = late.watch(encoding.get());
            if (result.failure().isEmpty()) {
                publish(result.files(), completed, frames);
                remove(completed);
            }
            return result.failure();
        } catch (IllegalArgumentException damaged) {
            return Optional.of(String.valueOf(damaged.getMessage()));
        } finally {
            Encoding.remove(folder);
        }
    }

    /** Runs an encoding that may take longer than a call. */
    @FunctionalInterface
    interface Late {
        /**
         * Runs it to its end.
         *
         * @throws TimeoutException if it was ended at the deadline
         */
        Encoding.Result watch(Encoding encoding) throws IOException, InterruptedException, TimeoutException;
    }

    /** Removes the encoded files of an output, also those of failed attempts. */
    void remove(OutputEffect effect) throws IOException {
        if (place.isEmpty() || effect.job().plan().isEmpty() || !Files.isDirectory(place.get(), NOFOLLOW_LINKS)) {
            return;
        }
        String job = effect.key().substring(0, effect.key().lastIndexOf('.') + 1);
        try (Stream<Path> folders = Files.list(place.get())) {
            for (Path folder : folders.toList()) {
                if (FileNames.of(folder).startsWith(job)) {
                    Encoding.remove(folder);
                }
            }
        }
    }

    /** Deletes the frames of an output. */
    static void discardFrames(SubmittedJob job, Path folder) throws IOException {
        if (job.plan().isEmpty() || !job.imageSequence() || !Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return;
        }
        Pattern name = Pattern.compile("frame-\\d{6,}\\." + Pattern.quote(job.frameExtension()));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (name.matcher(FileNames.of(file)).matches() && Files.isRegularFile(file, NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void publish(List<Path> files, OutputEffect.Completed completed, Path frames) throws IOException {
        boolean half = completed.extent() == OutputEffect.Completed.Extent.HALF;
        SubmittedJob job = completed.job();
        if (!job.imageSequence()) {
            Path made = files.get(0);
            if (half) {
                cut(made);
            }
            put(made, job.output());
            return;
        }
        int count = half ? Math.max(1, files.size() / 2) : files.size();
        for (Path made : files.subList(0, count)) {
            put(made, frames.resolve(FileNames.stem(made) + "." + job.frameExtension()));
        }
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    /** Atomic on the same volume. */
    private static void put(Path made, Path output) throws IOException {
        if (Files.isSymbolicLink(output)) {
            try (OutputStream out = Files.newOutputStream(output)) {
                Files.copy(made, out);
            }
        } else {
            Files.move(made, output, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path newFolder() throws IOException {
        if (place.isEmpty()) {
            return Files.createTempDirectory("qmaster-encoding");
        }
        // Only one process completes outputs at a time: existing files were left by a killed process.
        Path joining = place.get().resolveSibling("joining");
        LeftEncoders.end(joining);
        PrivateFiles.makeFolder(joining);
        return Files.createTempDirectory(joining, "");
    }
}
