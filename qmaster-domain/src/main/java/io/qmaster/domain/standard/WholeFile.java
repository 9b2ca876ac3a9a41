package io.qmaster.domain.standard;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Reads small files and streams completely, with limits on size and time. A file must be regular, since a pipe or a
 * device may never end. For authors of backends. Thread-safe.
 */
public final class WholeFile {
    /** The longest time without data from a stream: 60 s. */
    public static final Duration SILENCE = Duration.ofSeconds(60);

    /** The longest time for a whole stream: 10 minutes. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int BUFFER = 64 << 10;
    private static final LocalFiles FILES = new LocalFiles();
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    private WholeFile() {}

    /**
     * Reads a file.
     *
     * @param atMost the maximum size in bytes
     * @throws IOException if it is missing, larger, cannot be read, or is neither a regular file nor standard input nor
     *     a file that a shell has opened
     * @throws VolumeNotAnsweringException if its volume does not answer within {@link LocalFiles#PATIENCE}
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        if (isOpened(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                return read(in, atMost);
            }
        }
        return FILES.guarded(file, () -> {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory, not a file");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException(
                        file.toAbsolutePath().startsWith("/dev")
                                ? "it is a device, not a regular file"
                                : "it is a named pipe or a socket, not a regular file");
            }
            return content(file, atMost);
        });
    }

    /**
     * Reads a text.
     *
     * @throws IOException as {@link #read(Path, int)}, and if it is not text in UTF-8
     * @throws VolumeNotAnsweringException as {@link #read(Path, int)}
     */
    public static String text(Path file, int atMost) throws IOException {
        return text(read(file, atMost));
    }

    /**
     * Decodes UTF-8.
     *
     * @throws IOException if it is not text in UTF-8
     */
    public static String text(byte[] content) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new IOException("it is not text in UTF-8", notText);
        }
    }

    /** Whether it is standard input, or a file or pipe that a shell has opened for this process. */
    private static boolean isOpened(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.equals(Path.of("/dev/stdin"))
                || absolute.startsWith("/dev/fd")
                || absolute.startsWith("/proc/self/fd");
    }

    private static byte[] content(Path file, int atMost) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(atMost + 1);
            requireSmall(content.length, atMost);
            return content;
        }
    }

    private static void requireSmall(int size, int atMost) throws IOException {
        if (size > atMost) {
            throw new IOException("it is larger than "
                    + (atMost >= MEBIBYTE ? atMost / MEBIBYTE + " MiB" : atMost / KIBIBYTE + " KiB"));
        }
    }

    /**
     * Reads a stream that another program writes, such as standard input, to its end. The program must write something
     * at least every {@link #SILENCE}, and end within {@link #LONGEST}.
     *
     * @param atMost the maximum size in bytes
     * @throws IOException if it has more, cannot be read, or takes too long
     */
    public static byte[] read(InputStream in, int atMost) throws IOException {
        return read(in, atMost, SILENCE, LONGEST, new WallClock());
    }

    /** The same with other limits. */
    static byte[] read(InputStream in, int atMost, Duration silence, Duration longest, Timekeeper time)
            throws IOException {
        Executor reader = time.executor(1);
        Deadline end = Deadline.after(longest, time);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[Math.min(atMost + 1, BUFFER)];
        try {
            while (true) {
                Deadline quiet = Deadline.after(silence, time);
                CompletableFuture<Integer> piece = piece(in, buffer, reader);
                if (!time.await(piece, quiet.orEarlier(end))) {
                    throw new IOException(
                            end.hasPassed(time)
                                    ? "it did not end within " + longest.toSeconds() + " s"
                                    : "it sent nothing for " + silence.toSeconds() + " s");
                }
                int size = piece.join();
                if (size < 0) {
                    return content.toByteArray();
                }
                content.write(buffer, 0, size);
                requireSmall(content.size(), atMost);
            }
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof IOException broken ? broken : new IOException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Reads the next piece into the buffer and returns its size; negative at the end of the stream. */
    private static CompletableFuture<Integer> piece(InputStream in, byte[] buffer, Executor reader) {
        CompletableFuture<Integer> size = new CompletableFuture<>();
        reader.execute(() -> {
            try {
                size.complete(in.read(buffer));
            } catch (IOException | RuntimeException failed) {
                size.completeExceptionally(failed);
            }
        });
        return size;
    }
}
