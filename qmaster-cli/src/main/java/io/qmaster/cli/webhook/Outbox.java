package io.qmaster.cli.webhook;

import io.qmaster.cli.config.Durations;
import io.qmaster.cli.output.Reason;
import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What is to be told to whom, on disk beside the journal: one file for every submission with webhooks. Safe for threads and
 * for processes; what a method wrote is on disk when it returns.
 *
 * <p>Each user has a folder of their own, for that user alone (0700, files 0600), also where several share a journal: an
 * address is a secret of who gave it. While something is to be done for a submission its file is named {@code ID.json};
 * when nothing is left it becomes {@code ID.done}, so that the request that made it can be repeated without telling again.
 *
 * <p>On a file system without locks two programs may send the same notice.
 */
public final class Outbox {
    private static final String OPEN = ".json";
    private static final String DONE = ".done";
    private static final String LOCK = "lock";
    private static final Pattern PID = Pattern.compile("\\d{1,10}");
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int RADIX = 36;
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final Path folder;
    private final Duration lockPatience;
    private final Object ofThisProcess;
    private final Set<SubmissionId> unreadables = ConcurrentHashMap.newKeySet();
    private @Nullable FileChannel claims;

    Outbox(Path folder, Duration lockPatience) {
        this.folder = folder;
        this.lockPatience = lockPatience;
        // The operating system does not tell the threads of a process apart.
        this.ofThisProcess = ("io.qmaster outbox " + folder).intern();
    }

    /** The outbox of a user in a folder that others may share. Nothing is written yet. */
    public static Outbox in(Path stateFolder, String user) {
        String name = "notify-" + user.replaceAll("[^A-Za-z0-9._-]", "_");
        return new Outbox(stateFolder.toAbsolutePath().normalize().resolve(name), LOCK_PATIENCE);
    }

    /** Where it is. */
    Path folder() {
        return folder;
    }

    /** A claim on the right to send what is due of one submission; ends with the process at the latest. */
    interface Claim {
        void release();
    }

    /** Writes down who wants to be told, besides those who want it already. */
    Subscription subscribe(SubmissionId submission, Collection<Webhook> webhooks) throws IOException {
        return alone(() -> {
            Subscription subscription = read(submission)
                    .map(known -> known.with(webhooks))
                    .orElseGet(() -> Subscription.of(submission, webhooks));
            write(subscription);
            return subscription;
        });
    }

    /** Changes what is known of a submission; empty if nobody wants to be told of it. */
    Optional<Subscription> change(SubmissionId submission, UnaryOperator<Subscription> change) throws IOException {
        if (!exists(submission)) {
            return Optional.empty();
        }
        return alone(() -> {
            Optional<Subscription> before = read(submission);
            Optional<Subscription> after = before.map(change);
            if (!after.equals(before)) {
                write(after.orElseThrow());
            }
            return after;
        });
    }

    /** Forgets who wanted to be told of a submission. */
    void forget(SubmissionId submission) throws IOException {
        if (exists(submission)) {
            alone(() -> {
                Files.deleteIfExists(file(submission, DONE));
                return Files.deleteIfExists(file(submission, OPEN));
            });
        }
    }

    /** Who wants to be told of a submission, and what they were told; empty if nobody does, or it cannot be read. */
    Optional<Subscription> find(SubmissionId submission) {
        try {
            return read(submission);
        } catch (IOException unreadable) {
            if (unreadables.add(submission)) {
                LOG.warn("what is to be told of {} cannot be read: {}", submission, words(unreadable));
            }
            return Optional.empty();
        }
    }

    /** The submissions for which there is, or may be, something to do. */
    List<SubmissionId> open() {
        return named(OPEN, file -> true);
    }

    /** The submissions for which there is nothing to do since a moment. */
    List<SubmissionId> doneBefore(Instant moment) {
        return named(DONE, file -> writtenBefore(file, moment));
    }

    /** Whether the file of an open submission was last written before a moment. */
    boolean isOlder(SubmissionId submission, Instant moment) {
        return writtenBefore(file(submission, OPEN), moment);
    }

    /** The right to send what is due of a submission; empty if somebody has it. */
    Optional<Claim> claim(SubmissionId submission) {
        String token = submission.token();
        try {
            FileLock lock = Undisturbed.by(() -> claims().tryLock(Long.parseLong(token, RADIX), 1, false));
            return lock == null ? Optional.empty() : Optional.of(() -> release(lock));
        } catch (OverlappingFileLockException inThisProcess) {
            return Optional.empty();
        } catch (IOException noLocksHere) {
            return Optional.of(() -> {});
        }
    }

    /** Gives back all claims. */
    synchronized void close() {
        if (claims != null) {
            try {
                claims.close();
            } catch (IOException alsoGone) {
                LOG.debug("claims were not given back: {}", words(alsoGone));
            }
        }
    }

    /** Kept open: closing a file gives back all locks of this process on it. */
    private synchronized FileChannel claims() throws IOException {
        if (claims == null || !claims.isOpen()) {
            claims = opened("claims");
        }
        return claims;
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (ClosedChannelException gone) {
            // With all its locks.
        } catch (IOException refused) {
            LOG.debug("a claim was not given back: {}", words(refused));
        }
    }

    private <T> T alone(Undisturbed.Work<T> work) throws IOException {
        synchronized (ofThisProcess) {
            return Undisturbed.by(() -> {
                try (FileChannel lock = opened(LOCK)) {
                    lock(lock);
                    return work.done();
                }
            });
        }
    }

    /**
     * Waits for a bounded time: a process that was stopped while it has the lock must not block the others.
     *
     * @throws IOException if another process has it all the time
     */
    private void lock(FileChannel channel) throws IOException {
        long start = System.nanoTime();
        while (!tryLock(channel)) {
            if (System.nanoTime() - start >= lockPatience.toNanos()) {
                throw new IOException(holder() + " has kept the lock " + folder.resolve(LOCK) + " for "
                        + Durations.words(lockPatience) + ": if it is stopped, resume it or end it");
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    /** Whether it was free, or the file system has no locks. */
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() == null) {
                return false;
            }
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        } catch (ClosedChannelException | FileLockInterruptionException interrupted) {
            throw interrupted;
        } catch (IOException noLocksHere) {
            LOG.debug("no lock on the outbox: {}", words(noLocksHere));
            return true;
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    private String holder() {
        try {
            String pid = Files.readString(folder.resolve(LOCK));
            return PID.matcher(pid).matches() ? "process " + pid : "another process";
        } catch (IOException unread) {
            return "another process";
        }
    }

    private FileChannel opened(String name) throws IOException {
        Files.createDirectories(folder.getParent(), readableByUs(folder, "rwx------"));
        try {
            Files.createDirectory(folder, readableByUs(folder, "rwx------"));
        } catch (FileAlreadyExistsException known) {
            // Made by an earlier run.
        }
        Path file = folder.resolve(name);
        create(file);
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, readableByUs(file, "rw-------"));
        } catch (FileAlreadyExistsException known) {
            // Nobody else could have made it.
        }
    }

    private static FileAttribute<?>[] readableByUs(Path file, String permissions) {
        boolean known = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private boolean exists(SubmissionId submission) {
        return Files.exists(file(submission, OPEN)) || Files.exists(file(submission, DONE));
    }

    private Optional<Subscription> read(SubmissionId submission) throws IOException {
        for (String ending : List.of(OPEN, DONE)) {
            try {
                return Optional.of(SubscriptionFormat.read(Files.readString(file(submission, ending))));
            } catch (NoSuchFileException notThere) {
                // Nobody wants to be told, or it has the other name.
            } catch (IllegalArgumentException | JacksonException spoilt) {
                throw new IOException("the file " + file(submission, ending) + " is spoilt, or of a later version");
            }
        }
        return Optional.empty();
    }

    private void write(Subscription subscription) throws IOException {
        boolean open = subscription.hasPending() || !subscription.isSettled();
        Path file = file(subscription.submission(), open ? OPEN : DONE);
        Path next = file(subscription.submission(), ".new");
        Files.deleteIfExists(next);
        create(next);
        byte[] bytes = (SubscriptionFormat.write(subscription) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(next, bytes);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(file(subscription.submission(), open ? DONE : OPEN));
        forceNames();
    }

    private void forceNames() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException notOnThisPlatform) {
            LOG.debug("the folder {} cannot be forced to disk", folder);
        }
    }

    private Path file(SubmissionId submission, String ending) {
        return folder.resolve(submission.value() + ending);
    }

    private List<SubmissionId> named(String ending, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(wanted)
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .filter(SubmissionId::looksLike)
                    .sorted()
                    .map(SubmissionId::new)
                    .toList();
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        } catch (IOException unreadable) {
            LOG.warn("what is to be told cannot be read: {}", words(unreadable));
            return List.of();
        }
    }

    private static boolean writtenBefore(Path file, Instant moment) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(moment);
        } catch (IOException gone) {
            return false;
        }
    }

    private static String words(IOException failure) {
        String file =
                failure instanceof FileSystemException told && told.getFile() != null ? told.getFile() + ": " : "";
        return file + Reason.of(failure);
    }
}
