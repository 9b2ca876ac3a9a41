package io.qmaster.simulator;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
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
 * The right to a state directory, or to write an output for it, for one thread of one process at a time.
 *
 * <p>The operating system's lock on a file keeps processes apart, and goes with a process that is killed. It belongs to the
 * whole process: two threads that ask for it get an {@code OverlappingFileLockException}, and closing the file anywhere in
 * the process gives it up. So a lock in memory, one for each file, stands around it.
 */
final class DirectoryLock {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String STATE = "lock";
    private static final String OUTPUT = "lock-output";
    private static final String ENCODERS = "lock-encoders";
    /** Those that this process has. */
    private static final Set<Path> ENCODING = ConcurrentHashMap.newKeySet();

    private final Runnable threads;
    private final RandomAccessFile file;

    private DirectoryLock(Runnable threads, RandomAccessFile file) {
        this.threads = threads;
        this.file = file;
    }

    /**
     * Waits for the right to a directory that exists.
     *
     * @throws TimeoutException if others have it until the deadline
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
            // Nothing is held while we wait: on virtual time, waiting runs other tasks that may want the same lock.
            time.pause(PAUSE);
        }
    }

    /** The right to write an output that takes long, unless anybody has it; goes together with no right to the directory. */
    static Optional<DirectoryLock> ofOutput(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve(OUTPUT);
        ReentrantLock threads = threads(file);
        // On virtual time, who waits for something else runs other tasks, in the same thread.
        return threads.isHeldByCurrentThread() || !threads.tryLock()
                ? Optional.empty()
                : Optional.ofNullable(attempt(file, threads::unlock));
    }

    /** The right to encode for a directory, unless anybody has it; the thread that has it may be any of this process. */
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
        RandomAccessFile file = null;
        FileLock lock = null;
        try {
            PrivateFiles.makeFile(path);
            StateFile.requireRegular(path);
            file = new RandomAccessFile(path.toFile(), "rw");
            lock = file.getChannel().tryLock();
            return lock == null ? null : new DirectoryLock(threads, file);
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
        return new TimeoutException("another call has been using " + directory + " all the time");
    }
}
