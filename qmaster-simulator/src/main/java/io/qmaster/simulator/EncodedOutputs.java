package io.qmaster.simulator;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.domain.FileNames;
import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.SubmittedJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes outputs that are encoded. Everything is written into a folder of the engine's own first: beside an output is nothing, and
 * it has no bytes until it has all of them.
 */
final class EncodedOutputs {
    /** Where the complete files of a segment are, in its folder. */
    static final String DONE = "done";

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

    /** For an engine that has no directory: outputs are encoded while its time stands still. */
    static EncodedOutputs temporary(OutputMaker maker) {
        return new EncodedOutputs(maker, Optional.empty());
    }

    /** Where everything is encoded. */
    static Path place(Path directory) {
        return directory.resolve("encoding");
    }

    /** Where a segment is encoded. */
    static Path folder(Path place, String key, int segment) {
        return place.resolve(key + "." + segment);
    }

    /** Whether there is something to make an output of, or it can be made. */
    boolean canComplete(OutputEffect.Completed completed) {
        return completed.job().plan().isPresent()
                && completed.extent() != OutputEffect.Completed.Extent.EMPTY
                && (place.isEmpty()
                        || completed.extent() == OutputEffect.Completed.Extent.WHOLE
                        || isEncoded(completed));
    }

    /** Whether completing it is a matter of putting files into their place. */
    boolean isEncoded(OutputEffect effect) {
        return place.filter(folder ->
                        Files.isDirectory(folder(folder, effect.key(), 0).resolve(DONE), NOFOLLOW_LINKS))
                .isPresent();
    }

    /**
     * Puts an output into its place, encoding it before if it is not encoded.
     *
     * @param frames the folder of its frames, if it is an image sequence
     * @return why it failed
     */
    Optional<String> complete(OutputEffect.Completed completed, Path frames) throws IOException, InterruptedException {
        if (isEncoded(completed)) {
            Path done = folder(place.orElseThrow(), completed.key(), 0).resolve(DONE);
            List<Path> files = Encoding.filesIn(done);
            // Without files, a process put them into their place and was killed before it could report that.
            if (!files.isEmpty()) {
                publish(files, completed, frames);
            }
            remove(completed);
            return Optional.empty();
        }
        Path folder = newFolder();
        try {
            Optional<Encoding> encoding = maker.encoding(completed.job(), folder);
            if (encoding.isEmpty()) {
                return Optional.of(OutputMaker.NO_FFMPEG);
            }
            Encoding.Result result = encoding.get().encode(part -> {});
            if (result.failure().isEmpty()) {
                publish(result.files(), completed, frames);
            }
            return result.failure();
        } catch (IllegalArgumentException damaged) {
            return Optional.of(String.valueOf(damaged.getMessage()));
        } finally {
            Encoding.remove(folder);
        }
    }

    /** Removes what was encoded for an output. */
    void remove(OutputEffect effect) throws IOException {
        if (place.isPresent() && effect.job().plan().isPresent()) {
            for (int segment = 0; segment < effect.segments(); segment++) {
                Encoding.remove(folder(place.get(), effect.key(), segment));
            }
        }
    }

    /** Deletes the frames of an output, however many there are. */
    static void discardFrames(SubmittedJob job, Path folder) throws IOException {
        if (job.plan().isEmpty() || !job.imageSequence() || !Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return;
        }
        Pattern name = Pattern.compile("frame-\\d{6,}\\." + Pattern.quote(FileNames.extension(job.output())));
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
            String extension = FileNames.extension(job.output());
            put(made, frames.resolve(FileNames.stem(made) + "." + extension));
        }
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    /** In one step where it is on the same volume. */
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
        PrivateFiles.makeFolder(place.get());
        return Files.createTempDirectory(place.get(), "");
    }
}
