package io.qmaster.compressor;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file that a program writes one of its outputs to, kept small while the program runs.
 *
 * <p>The program must have it open for appending. When the file has grown beyond what the disk is to hold, its
 * beginning and end are taken into memory and it is cut to nothing; appending goes on at the new end. What a program writes
 * in the microseconds between the last reading and the cut is lost, and the last words may be the ones that count. So the
 * file is cut seldom, and while the program is in the middle of a lot, not when it has just paused, which is when the last
 * words come. A file that grows slowly is cut after a second or so.
 *
 * <p>The name of the file goes as soon as the program has it open, so that whoever dies, no file is left. Only its owner
 * may read it. Not safe for threads.
 */
final class OutputFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputFile.class);
    private static final int MOST_ROUNDS = 8;

    /** A program that writes so much between two glances, a few hundred microseconds in all, is in the middle of a lot. */
    private static final int A_LOT = 4 * 1024;

    private static final int GLANCES = 200;

    /** After so many looks at a file beyond what the disk is to hold it is cut whatever the program does. */
    static final int PATIENT_LOOKS = 100;

    private final long diskBound;
    private final int tailLimit;
    private final Path path;
    private final RandomAccessFile file;
    private final HeadAndTail kept;
    private final byte[] buffer = new byte[64 * 1024];
    private long taken;
    private int looks;

    /**
     * A file in a folder.
     *
     * @param bound how many bytes are kept in the end, half from the beginning and half from the end
     * @param diskBound how many bytes the file may have before it is cut
     */
    OutputFile(int bound, long diskBound, Path folder) throws IOException {
        this.diskBound = diskBound;
        this.tailLimit = bound / 2;
        this.kept = new HeadAndTail(bound - tailLimit, tailLimit);
        // Files.createTempFile gives rights to the owner alone.
        this.path = Files.createTempFile(folder, "qmaster-", ".out");
        try {
            // Not a FileChannel: an interrupt would close that, and what the program wrote would be lost.
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    /** Where the program is to write. Only until {@link #forgetName()}. */
    Path path() {
        return path;
    }

    /** Takes the name from the file, which lives on as long as somebody has it open. */
    void forgetName() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Takes what is there into memory if it is larger than the disk is to hold, and empties the file when the time is good. */
    void keepSmall() throws IOException {
        if (file.length() <= diskBound) {
            return;
        }
        take();
        looks++;
        if (looks >= PATIENT_LOOKS || comesFast()) {
            empty();
        }
    }

    private boolean comesFast() throws IOException {
        for (int glance = 0; glance < GLANCES; glance++) {
            if (file.length() - taken >= A_LOT) {
                return true;
            }
        }
        return false;
    }

    private void empty() throws IOException {
        take();
        file.setLength(0);
        taken = 0;
        looks = 0;
    }

    /**
     * Everything that was written up to now, and the end: the file is emptied. A background service that inherited it can
     * go on writing.
     */
    CapturedOutput finish() throws IOException {
        empty();
        return kept.captured();
    }

    /** Lets go of the file; a failure is only logged, since what was written is known by now. */
    @Override
    public void close() {
        try (file) {
            forgetName();
        } catch (IOException left) {
            LOG.warn("a temporary file may be left: {}", path, left);
        }
    }

    /** Reads to the end, also if that goes on moving away, without reading what would not be kept. */
    private void take() throws IOException {
        for (int round = 0; round < MOST_ROUNDS && taken < file.length(); round++) {
            taken = take(taken, file.length());
        }
    }

    private long take(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            long behindHead = to - at - kept.headRoom();
            if (kept.headRoom() == 0 && behindHead > tailLimit) {
                kept.passOver(behindHead - tailLimit);
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
