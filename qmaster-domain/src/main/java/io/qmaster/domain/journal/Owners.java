package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lock files of active owners: each owner locks its own, and the operating system releases the lock when the
 * process dies. No process waits for such a lock. Thread-safe.
 *
 * <p>Closing a file releases every lock that this process has on it (POSIX), so the file of an owner in this process is
 * never opened to test its lock; its existence is sufficient.
 */
final class Owners {
    private static final String ENDING = ".lock";
    private static final int TRIES = 100;
    private static final long RETRY_NANOS = 1_000_000;

    private final JournalFolder folder;
    private final Path directory;
    private final Locking locking;
    private final Owner self;
    private final String tokensOfThisProcess;
    private @Nullable FileChannel held;
    private boolean locksWork = true;

    Owners(JournalFolder folder, Locking locking, Instant now) {
        this.folder = folder;
        this.directory = folder.resolve("owners");
        this.locking = locking;
        var process = Processes.current(now);
        this.tokensOfThisProcess = process.pid() + "-" + process.startedAt().toEpochMilli() + "-";
        // It does not have to be unpredictable, and the first secure random number takes long in a new process.
        String random =
                new UUID(ThreadLocalRandom.current().nextLong(), 0).toString().substring(0, 13);
        this.self = new Owner(tokensOfThisProcess + random, Processes.host(), process);
    }

    /** The owner of this journal. */
    Owner self() {
        return self;
    }

    /** Whether the file system has locks, as far as known. */
    synchronized boolean locksWork() {
        return locksWork;
    }

    /** Marks this owner as active. */
    synchronized void hold() throws IOException {
        if (held != null) {
            return;
        }
        Path file = fileOf(self.token());
        folder.makeInside(directory);
        for (int i = 0; i < TRIES; i++) {
            try {
                // An existing one is ours, by its name.
                folder.makeFileIfMissing(file);
            } catch (NoSuchFileException swept) {
                // A sweep of another process deleted it before it was locked.
                LockSupport.parkNanos(RETRY_NANOS);
                continue;
            }
            Optional<FileChannel> channel = Uninterrupted.call(() -> locked(file));
            if (channel.isPresent() && JournalFolder.exists(file)) {
                held = channel.get();
                return;
            }
            // A sweep of another process took it for a dead owner's.
            if (channel.isPresent()) {
                channel.get().close();
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
        throw new IOException("the file " + file + " is deleted again and again");
    }

    /** Marks this owner as inactive, so that others may take over. */
    synchronized void release() {
        FileChannel channel = held;
        held = null;
        if (channel != null) {
            try (channel) {
                Files.deleteIfExists(fileOf(self.token()));
            } catch (IOException undeleted) {
                // Without its lock the file has no effect, and a later sweep deletes it.
            }
        }
    }

    /** The first of some owners that is this one or is active. */
    Optional<Owner> firstAtWork(Stream<Owner> some) {
        return some.filter(owner -> owner.equals(self) || isAtWork(owner)).findFirst();
    }

    /**
     * Whether another owner is active. Without locks it counts as active while its process runs, on another host
     * always.
     */
    boolean isAtWork(Owner other) {
        Path file = fileOf(other.token());
        if (other.token().equals(self.token()) || !JournalFolder.exists(file)) {
            return false;
        }
        if (isOfThisProcess(other.token())) {
            return true;
        }
        try {
            return !isFree(file);
        } catch (IOException noLocks) {
            return !other.host().equals(self.host()) || Processes.isAlive(other.process());
        }
    }

    /** Deletes the files of dead owners; does nothing if the file system has no locks. */
    synchronized void sweep() throws IOException {
        if (!locksWork) {
            return;
        }
        for (Path file : files()) {
            if (!isOfThisProcess(file.getFileName().toString())) {
                Optional<FileChannel> free = Uninterrupted.call(() -> locked(file));
                if (free.isPresent()) {
                    try {
                        // While locked, so that its owner cannot lock it meanwhile.
                        Files.deleteIfExists(file);
                    } finally {
                        free.get().close();
                    }
                }
            }
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory, "*" + ENDING)) {
            inside.forEach(files::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return files;
    }

    private boolean isOfThisProcess(String token) {
        return token.startsWith(tokensOfThisProcess);
    }

    private boolean isFree(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SpoiltFileException(file, "it is not a regular file");
        }
        return Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return locking.isFree(channel);
            } catch (NoSuchFileException released) {
                return true;
            }
        });
    }

    private Optional<FileChannel> locked(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException swept) {
            return Optional.empty();
        }
        try {
            if (!locking.lock(channel)) {
                // A sweep is checking it.
                channel.close();
                return Optional.empty();
            }
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            channel.close();
            throw interrupted;
        } catch (IOException noLocksHere) {
            // The existing file marks the owner as active while its process runs.
            locksWork = false;
        }
        return Optional.of(channel);
    }

    private Path fileOf(String token) {
        return directory.resolve(token + ENDING);
    }
}
