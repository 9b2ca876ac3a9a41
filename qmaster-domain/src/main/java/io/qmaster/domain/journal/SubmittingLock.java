package io.qmaster.domain.journal;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.Holder;
import io.qmaster.domain.port.SubmissionJournal.SubmittingTurn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The turn to submit, which one process of a host has at a time: a locked file that names the process. The operating
 * system releases the lock when the process dies. Never waits. Thread-safe.
 *
 * <p>Closing a file releases every lock that this process has on it (POSIX), so the file is not opened while a thread
 * of this process has the turn.
 */
final class SubmittingLock {
    private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();
    private static final int LONGEST_PID = 20;

    private final JournalFolder folder;
    private final Path file;
    private final Locking locking;
    private final String host = Processes.host();

    SubmittingLock(JournalFolder folder, Locking locking) {
        this.folder = folder;
        this.file = folder.resolve("owners").resolve("submitting-" + host.replaceAll("[^A-Za-z0-9_-]", "_"));
        this.locking = locking;
    }

    /**
     * Takes the turn; empty if another thread or process has it. If locking fails for another reason, the turn is
     * granted.
     */
    Optional<SubmittingTurn> take() {
        Path key;
        try {
            folder.makeInside(JournalFolder.parentOf(file));
            key = JournalFolder.parentOf(file).toRealPath().resolve(FileNames.of(file));
        } catch (IOException reportedByTheNextRecord) {
            return Optional.of(() -> {});
        }
        if (!TAKEN_HERE.add(key)) {
            return Optional.empty();
        }
        Optional<SubmittingTurn> turn = Optional.empty();
        try {
            turn = Uninterrupted.call(this::locked).map(channel -> () -> free(key, channel));
        } catch (IOException noLocks) {
            turn = Optional.of(() -> TAKEN_HERE.remove(key));
        } finally {
            if (turn.isEmpty()) {
                TAKEN_HERE.remove(key);
            }
        }
        return turn;
    }

    /** The process that has it, according to the file. */
    Optional<Holder> holder() {
        try {
            Path key = JournalFolder.parentOf(file).toRealPath().resolve(FileNames.of(file));
            long pid = TAKEN_HERE.contains(key)
                    ? ProcessHandle.current().pid()
                    : Long.parseLong(folder.read(file, LONGEST_PID).strip());
            return Optional.of(new Holder(pid, host));
        } catch (IOException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    /** Leaves the process id in the file: without the lock it has no meaning. */
    private static void free(Path key, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException closedAnyway) {
            // The lock is released nevertheless.
        } finally {
            TAKEN_HERE.remove(key);
        }
    }

    private Optional<FileChannel> locked() throws IOException {
        folder.makeFileIfMissing(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean kept = false;
        try {
            if (!locking.lock(channel)) {
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            kept = true;
            return Optional.of(channel);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }
}
