package io.qmaster.simulator.junit;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.JobRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Sources, settings and a folder for outputs of one test: files that a simulated engine accepts as media, in a
 * temporary folder that is deleted after the test. Their content is always the same. For tests with
 * {@link SimulatedQmaster}. Not thread-safe.
 *
 * <p>A method throws {@link UncheckedIOException} if a file cannot be written.
 */
public final class SampleMedia {
    private static final int USUAL_BYTES = 30_000;

    /** Long before any test, so that no source seems to be growing. */
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    private Path folder = Path.of("");

    SampleMedia() {}

    /** The temporary folder. */
    public Path folder() {
        if (folder.toString().isEmpty()) {
            folder = done(() -> Files.createTempDirectory("qmaster-test").toRealPath());
        }
        return folder;
    }

    /** A source of 30 kB, which takes a few seconds of virtual time; an existing file is returned unchanged. */
    public Path source(String name) {
        Path file = sources().resolve(name);
        return Files.exists(file) ? file : source(name, USUAL_BYTES);
    }

    /** A source of a size in bytes. */
    public Path source(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Path file = sources().resolve(name);
        return done(() -> {
            Files.createDirectories(file.getParent());
            return Files.setLastModifiedTime(Files.write(file, content), LONG_AGO);
        });
    }

    /** A setting whose outputs are {@code .mov} files. */
    public Path setting() {
        return setting("Movie", "mov");
    }

    /** A setting with a name and the extension of its outputs. */
    public Path setting(String name, String extension) {
        Path file = folder().resolve("settings").resolve(name + ".compressorsetting");
        return done(() -> {
            Files.createDirectories(file.getParent());
            return Files.writeString(
                    file,
                    "<setting name=\"" + name + "\"><encoder name=\"QT\"><file-extension>" + extension
                            + "</file-extension></encoder></setting>");
        });
    }

    /** The folder into which {@link #request} writes. */
    public Path outputs() {
        return folder().resolve("outputs");
    }

    /** A file in {@link #outputs()}, which may not exist. */
    public Path output(String name) {
        return outputs().resolve(name);
    }

    /** A builder of a request with sources of these names, the {@link #setting()} and the folder {@link #outputs()}. */
    public BatchRequest.Builder request(String... sourceNames) {
        BatchRequest.Builder request =
                BatchRequest.builder().compressorSettingFile(setting()).destinationDirectory(outputs());
        Stream.of(sourceNames).map(this::source).map(JobRequest::of).forEach(request::job);
        return request;
    }

    void delete() {
        if (folder.toString().isEmpty()) {
            return;
        }
        List<Path> files = done(() -> {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.sorted(Comparator.reverseOrder()).toList();
            }
        });
        for (Path file : files) {
            done(() -> Files.deleteIfExists(file));
        }
    }

    private Path sources() {
        return folder().resolve("sources");
    }

    private static <T> T done(Deed<T> deed) {
        try {
            return deed.done();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A file operation. */
    @FunctionalInterface
    private interface Deed<T> {
        T done() throws IOException;
    }
}
