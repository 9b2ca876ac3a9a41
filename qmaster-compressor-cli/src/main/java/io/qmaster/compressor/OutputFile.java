package io.qmaster.compressor;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file for one output of a program, limited in size while the program runs. Not thread-safe.
 *
 * <p>The program must append to it. When the file exceeds its limit, its beginning and end are read into memory and it
 * is truncated; appending continues at the new end. What the program writes in the microseconds between the last read
 * and the truncation is lost, and the last output may be the most important. So the file is truncated rarely, and while
 * the program writes much, not when it pauses. A file that grows slowly is truncated after about a second.
 *
 * <p>The file is unlinked as soon as the program has it open, so that no file is left after a crash. Only its owner may
 * read it.
 */
final class OutputFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);
    private static final int MOST_ROUNDS = 8;

    /** A program that writes this many bytes within a few hundred microseconds is writing much. */
    private static final int MUCH = 4 * 1024;

    private static final int LENGTH_CHECKS = 200;

    /** After this many checks of a file beyond its limit, it is truncated in any case. */
    static final int MOST_CHECKS = 100;

    private final long diskBound;
    private final int tailLimit;
    private final Path path;
    private final RandomAccessFile file;
    private final HeadAndTail kept;
    private final byte[] buffer = new byte[64 * 1024];
    private long taken;
    private int checks;

    /**
     * Creates a file in a folder.
     *
     * @param bound how many bytes are kept, half from the beginning and half from the end
     * @param diskBound how many bytes the file may have before it is truncated
     */
    OutputFile(int bound, long diskBound, Path folder) throws IOException {
        this.diskBound = diskBound;
        this.tailLimit = bound / 2;
        this.kept = new HeadAndTail(bound - tailLimit, tailLimit);
        // Files.createTempFile gives permissions to the owner alone.
        this.path = Files.createTempFile(folder, "qmaster-", ".out");
        try {
            // Not a FileChannel: an interrupt would close that, and what the program wrote would be lost.
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    /** The path for the program. Valid until {@link #unlink()}. */
    Path path() {
        return path;
    }

    /** Unlinks the file, which exists as long as a process has it open. */
    void unlink() throws IOException {
        Files.deleteIfExists(path);
    }

    /** If the file exceeds its limit, reads it into memory, and truncates it at a suitable time. */
    void limitSize() throws IOException {
        if (file.length() <= diskBound) {
            return;
        }
        take();
        checks++;
        if (checks >= MOST_CHECKS || isWritingMuch()) {
            empty();
        }
    }

    private boolean isWritingMuch() throws IOException {
        for (int check = 0; check < LENGTH_CHECKS; check++) {
            if (file.length() - taken >= MUCH) {
                return true;
            }
        }
        return false;
    }

    private void empty() throws IOException {
        take();
        file.setLength(0);
        taken = 0;
        checks = 0;
    }

    /**
     * Everything that was written up to now. The file is truncated; a background service that inherited it can still
     * write.
     */
    CapturedOutput finish() throws IOException {
        empty();
        return kept.captured();
    }

    /** Closes and deletes the file; a failure is only logged, since the content is known. */
    @Override
    public void close() {
        try (file) {
            unlink();
        } catch (IOException left) {
            LOG.warn("a temporary file may remain: {}", path, left);
        }
    }

    /** Reads to the end, which may move meanwhile. Skips what would not be kept. */
    private void take() throws IOException {
        for (int round = 0; round < MOST_ROUNDS && taken < file.length(); round++) {
            taken = take(taken, file.length());
        }
    }

    private long take(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            long afterHead = to - at - kept.headRoom();
            if (kept.headRoom() == 0 && afterHead > tailLimit) {
                kept.skip(afterHead - tailLimit);
                at = to - tailLimit;
            }
            file.seek(at);
            int wanted = (int) Math.min(buffer.length, to - at);
            int read = file.read(buffer, 0, kept.headRoom() > 0 ? Math.min(wanted, kept.headRoom()) : wanted);
            if (read < 0) {
                return at;
            }
            kept.add(buffer, read);
            at += read;
        }
        return at;
    }
}
