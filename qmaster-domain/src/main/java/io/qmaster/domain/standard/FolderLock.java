package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * One at a time in a journal's folder: among the threads of this process by a lock in memory, since the operating system
 * does not tell them apart, and among processes by a locked file. It is not reentrant.
 */
final class FolderLock {
    private static final int TRIES = 100;

    private final JournalFolder folder;
    private final Path file;
    private final Locking locking;
    private final Object ofThisProcess;
    private volatile boolean locksWork = true;

    /** The lock of a folder that exists. */
    FolderLock(JournalFolder folder, Locking locking) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("journal.lock");
        this.locking = locking;
        // The one object of a name that a process has only once, even if this class is loaded twice.
        this.ofThisProcess = ("io.qmaster journal " + folder.path().toRealPath()).intern();
    }

    /** Does something that changes files. */
    <T> T writing(Uninterrupted.Call<T> work) throws IOException {
        return holding(this::locked, work);
    }

    /** Does something that only reads: unlocked if nothing may be written here. */
    <T> T reading(Uninterrupted.Call<T> work) throws IOException {
        return holding(() -> Files.isWritable(file) ? locked() : Optional.empty(), work);
    }

    /** Whether the file system has locks, as far as it was tried. */
    boolean keepsOthersOut() {
        return locksWork;
    }

    private <T> T holding(Uninterrupted.Call<Optional<FileChannel>> taking, Uninterrupted.Call<T> work)
            throws IOException {
        synchronized (ofThisProcess) {
            Optional<FileChannel> held = Uninterrupted.call(taking);
            try {
                return work.call();
            } finally {
                if (held.isPresent()) {
                    held.get().close();
                }
            }
        }
    }

    private Optional<FileChannel> locked() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            folder.make();
            folder.makeFile(file);
            Optional<FileChannel> channel = lockedNow();
            if (channel.isPresent()) {
                return channel;
            }
        }
        throw new IOException("the lock file " + file + " keeps vanishing");
    }

    /** Whoever deletes the folder takes the lock with it: a lock on a file that is no longer there keeps nobody out. */
    private Optional<FileChannel> lockedNow() throws IOException {
        try {
            Object before = identity();
            FileChannel channel = taken();
            if (isStill(before)) {
                return Optional.of(channel);
            }
            channel.close();
        } catch (NoSuchFileException deleted) {
            // Before it was open.
        }
        return Optional.empty();
    }

    private FileChannel taken() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            locking.lock(channel);
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            channel.close();
            throw interrupted;
        } catch (IOException noLocksHere) {
            locksWork = false;
        }
        return channel;
    }

    private boolean isStill(Object before) throws IOException {
        try {
            return before.equals(identity());
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }

    private Object identity() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
    }
}
