package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/** Locks files against other processes. The operating system releases the locks of a process that dies. */
interface Locking {
    /** The locks of the operating system. */
    Locking OF_THE_SYSTEM = new Locking() {
        @Override
        public boolean lock(FileChannel channel) throws IOException {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException heldByThisProcess) {
                return false;
            }
        }

        @Override
        public boolean isFree(FileChannel channel) throws IOException {
            try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return lock != null;
            } catch (OverlappingFileLockException heldByThisProcess) {
                return false;
            }
        }
    };

    /**
     * Takes the exclusive lock of a file, until the channel is closed.
     *
     * @return whether it was free
     * @throws IOException if its file system has no locks
     */
    boolean lock(FileChannel channel) throws IOException;

    /**
     * Whether no process or channel has the exclusive lock of a file.
     *
     * @throws IOException if its file system has no locks
     */
    boolean isFree(FileChannel channel) throws IOException;
}
