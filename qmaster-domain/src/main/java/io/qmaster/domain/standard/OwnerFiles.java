package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The files by which owners show that they are at work: each holds a lock on its own, which the operating system frees
 * when the process dies. Used under the lock of the folder only.
 *
 * <p>Closing a file frees every lock that this process has on it (POSIX), so the file of an owner in this very process is
 * never opened to see whether it is locked; that it exists is enough.
 */
final class OwnerFiles {
    private static final String ENDING = ".lock";

    private final JournalFolder folder;
    private final Path directory;
    private final Locking locking;
    private final Owner self;
    private final String tokensOfThisProcess;
    private @Nullable FileChannel held;

    OwnerFiles(JournalFolder folder, Locking locking, Instant now) {
        this.folder = folder;
        this.directory = folder.resolve("owners");
        this.locking = locking;
        var process = Processes.current(now);
        this.tokensOfThisProcess = process.pid() + "-" + process.startedAt().toEpochMilli() + "-";
        String random = UUID.randomUUID().toString().substring(0, 13);
        this.self = new Owner(tokensOfThisProcess + random, Processes.host(), process);
    }

    /** The journal that these files belong to. */
    Owner self() {
        return self;
    }

    /** Shows others that this owner is at work. */
    void hold() throws IOException {
        Path file = fileOf(self.token());
        if (held != null && Files.exists(file)) {
            return;
        }
        letGo();
        folder.makeInside(directory);
        folder.makeFile(file);
        held = Uninterrupted.call(() -> locked(file));
    }

    /** Shows others that they may take over. */
    void letGo() {
        FileChannel channel = held;
        held = null;
        if (channel != null) {
            try (channel) {
                Files.deleteIfExists(fileOf(self.token()));
            } catch (IOException undeleted) {
                // Without its lock the file says nothing, and somebody's sweeping removes it.
            }
        }
    }

    /** Whether another owner is at work. Without locks it is as long as its process lives, and on another host for ever. */
    boolean isAtWork(Owner other) {
        Path file = fileOf(other.token());
        if (other.token().equals(self.token()) || !Files.exists(file)) {
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

    /** Removes what dead owners left. */
    void sweep() throws IOException {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            if (!isOfThisProcess(name) && isFree(file)) {
                Files.deleteIfExists(file);
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
        return Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return locking.isFree(channel);
            } catch (NoSuchFileException letGo) {
                return true;
            }
        });
    }

    private FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            locking.lock(channel);
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            channel.close();
            throw interrupted;
        } catch (IOException noLocksHere) {
            // Then the file alone tells that this owner is at work, and its process whether it still can be.
        }
        return channel;
    }

    private Path fileOf(String token) {
        return directory.resolve(token + ENDING);
    }
}
