package io.qmaster.simulator;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of a state directory, or for writing its outputs, between threads and processes.
 *
 * <p>A file lock of the operating system excludes other processes, and is released when its process is killed. It
 * belongs to the whole process: a second thread would get an {@code OverlappingFileLockException}, and closing the file
 * anywhere in the process releases it. So a lock in memory, one for each file, encloses it.
 */
final class DirectoryLock {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String STATE = "lock";
    private static final String OUTPUT = "lock-output";
    private static final String ENCODERS = "lock-encoders";
    /** The files whose lock this process holds. */
    private static final Set<Path> ENCODING = ConcurrentHashMap.newKeySet();

    /**
     * Files whose lock another class loader of this process holds, which has another {@link #THREADS}. Closing one of them would
     * release that lock.
     */
    private static final Map<Path, RandomAccessFile> KEPT_OPEN = new ConcurrentHashMap<>();

    private final Runnable threads;
    private final RandomAccessFile file;

    private DirectoryLock(Runnable threads, RandomAccessFile file) {
        this.threads = threads;
        this.file = file;
    }

    /**
     * Waits for the lock of an existing directory.
     *
     * @throws TimeoutException if the lock is not available by the deadline
     */
    static DirectoryLock of(Path directory, Timekeeper time, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        Path file = directory.toRealPath().resolve(STATE);
        ReentrantLock threads = threads(file);
        while (true) {
            if (!threads.tryLock(deadline.remaining(time).toNanos(), TimeUnit.NANOSECONDS)) {
                throw late(directory);
            }
            DirectoryLock lock = attempt(file, threads::unlock);
            if (lock != null) {
                return lock;
            }
            if (deadline.hasPassed(time)) {
                throw late(directory);
            }
            // Nothing is held while waiting: on virtual time, waiting runs other tasks, which may need the same lock.
            time.pause(PAUSE);
        }
    }

    /**
     * The lock for writing a large output, if it is available. It must not be requested together with that of the
     * directory.
     */
    static Optional<DirectoryLock> ofOutput(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(OUTPUT);
        ReentrantLock threads = threads(file);
        // On virtual time, waiting runs other tasks in the same thread.
        return threads.isHeldByCurrentThread() || !threads.tryLock()
                ? Optional.empty()
                : Optional.ofNullable(attempt(file, threads::unlock));
    }

    /** The lock for encoding, if it is available. It belongs to this process, not to a thread. */
    static Optional<DirectoryLock> ofEncoders(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(ENCODERS);
        synchronized (ENCODING) {
            if (!ENCODING.add(file)) {
                return Optional.empty();
            }
            DirectoryLock lock = null;
            try {
                lock = attempt(file, () -> ENCODING.remove(file));
                return Optional.ofNullable(lock);
            } finally {
                if (lock == null) {
                    ENCODING.remove(file);
                }
            }
        }
    }

    private static ReentrantLock threads(Path file) {
        return THREADS.computeIfAbsent(file, key -> new ReentrantLock());
    }

    private static @Nullable DirectoryLock attempt(Path path, Runnable threads) throws IOException {
        RandomAccessFile file = KEPT_OPEN.remove(path);
        FileLock lock = null;
        try {
            PrivateFiles.makeFile(path);
            StateFile.requireRegular(path);
            if (file == null) {
                file = new RandomAccessFile(path.toFile(), "rw");
            }
            lock = file.getChannel().tryLock();
            return lock == null ? null : new DirectoryLock(threads, file);
        } catch (OverlappingFileLockException heldByOtherClassLoader) {
            KEPT_OPEN.put(path, requireNonNull(file));
            file = null;
            return null;
        } finally {
            if (lock == null) {
                if (file != null) {
                    file.close();
                }
                threads.run();
            }
        }
    }

    void release() throws IOException {
        try {
            file.close();
        } finally {
            threads.run();
        }
    }

    private static TimeoutException late(Path directory) {
        return new TimeoutException("another call was still using " + directory + " at the deadline");
    }
}
