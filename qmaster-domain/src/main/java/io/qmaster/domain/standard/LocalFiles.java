package io.qmaster.domain.standard;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.MovieShape;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The files of this machine, including network volumes.
 *
 * <p>A call on an unreachable network volume can block indefinitely in the kernel. So every call runs on one of at most
 * four daemon threads of its volume, with a timeout; while a call is stuck, further calls on the same volume fail at
 * once. Idle threads end, so that there is nothing to close. For library consumers; the default of
 * {@link io.qmaster.domain.QmasterBuilder#files}. Thread-safe.
 */
public final class LocalFiles implements MediaFiles {
    /** The default timeout of a call: 15 s. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Where a Mac mounts its volumes. */
    private static final Path VOLUMES = Path.of("/Volumes");

    /** The maximum number of concurrent calls on one volume; further calls wait. */
    private static final int CALLS_AT_ONCE = 4;

    private final Duration patience;
    private final Path volumes;
    private final Map<Path, Executor> callers = new ConcurrentHashMap<>();
    private final Map<Path, Future<?>> stuck = new ConcurrentHashMap<>();

    /** Creates an instance with the default timeout. */
    public LocalFiles() {
        this(PATIENCE);
    }

    /** Creates an instance with another timeout. */
    public LocalFiles(Duration patience) {
        this(patience, VOLUMES);
    }

    /** The same with another folder of mount points. */
    LocalFiles(Duration patience, Path volumes) {
        this.patience = patience;
        this.volumes = volumes;
    }

    @Override
    public Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    @Override
    public Path resolved(Path path) {
        Path whole = absolute(path);
        return uncheckedly(whole, () -> RealPath.of(whole));
    }

    @Override
    public FileFacts look(Path path) {
        return uncheckedly(path, () -> lookNow(path));
    }

    @Override
    public boolean isWritable(Path folder) {
        return uncheckedly(folder, () -> Files.isWritable(folder));
    }

    @Override
    public List<Path> filesIn(Path folder) {
        return uncheckedly(folder, () -> filesNow(folder));
    }

    @Override
    public List<String> namesIn(Path folder) {
        return uncheckedly(folder, () -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
                inside.forEach(path -> names.add(FileNames.of(path)));
            } catch (NoSuchFileException | NotDirectoryException none) {
                return List.of();
            }
            names.sort(Comparator.naturalOrder());
            return List.copyOf(names);
        });
    }

    @Override
    public String identity(Path path) {
        Path whole = absolute(path);
        return uncheckedly(whole, () -> CaseFolding.of(RealPath.of(whole).toString()));
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        Path whole = absolute(folder);
        try {
            guarded(whole, () -> Files.createDirectories(whole));
        } catch (FileAlreadyExistsException inTheWay) {
            throw new IOException(inTheWay.getFile() + " is a file, not a folder", inTheWay);
        } catch (FileSystemException refused) {
            String denied = refused instanceof AccessDeniedException ? "permission denied" : "no reason was given";
            throw new IOException(
                    whole + " cannot be created: "
                            + Optional.ofNullable(refused.getReason()).orElse(denied),
                    refused);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        guarded(from, () -> {
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(to.toString());
            }
            return Files.move(from, to);
        });
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        guarded(from, () -> {
            if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(to.toString(), null, "it is a folder");
            }
            return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public boolean isLink(Path path) {
        return uncheckedly(path, () -> Files.isSymbolicLink(path));
    }

    @Override
    public MovieShape shape(Path movie) {
        return uncheckedly(
                movie,
                () -> FileNames.extension(movie).equalsIgnoreCase("mxf")
                        ? MxfPartitions.shape(movie)
                        : MovieAtoms.shape(movie));
    }

    @Override
    public Optional<String> contentMismatch(Path file, Path source) {
        return uncheckedly(file, () -> Signatures.mismatch(file, source));
    }

    @Override
    public void deleteTree(Path path) throws IOException {
        guarded(path, () -> Files.walkFileTree(path, new DeletingVisitor()));
    }

    @Override
    public void write(Path file, String text) throws IOException {
        guarded(file, () -> {
            SmallFiles.write(file, text);
            return file;
        });
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        return guarded(file, () -> SmallFiles.lock(file));
    }

    @Override
    public long usableBytes(Path path) {
        Path whole = absolute(path);
        return uncheckedly(
                whole, () -> Files.getFileStore(nearestExisting(whole)).getUsableSpace());
    }

    @Override
    public Optional<Path> unmountedVolume(Path path) {
        Path whole = absolute(path);
        if (!whole.startsWith(volumes) || whole.getNameCount() <= volumes.getNameCount()) {
            return Optional.empty();
        }
        Path volume = whole.getRoot().resolve(whole.subpath(0, volumes.getNameCount() + 1));
        return uncheckedly(whole, () -> isMounted(volume) ? Optional.empty() : Optional.of(volume));
    }

    private boolean isMounted(Path volume) throws IOException {
        if (!Files.exists(volume)) {
            return false;
        }
        // The start-up volume is a symbolic link to "/".
        return Files.isSymbolicLink(volume) || !Files.getFileStore(volume).equals(Files.getFileStore(volumes));
    }

    private static Path nearestExisting(Path path) {
        Path parent = path.getParent();
        return parent == null || Files.exists(path) ? path : nearestExisting(parent);
    }

    private static FileFacts lookNow(Path path) throws IOException {
        try {
            BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
            FileFacts.Kind kind = facts.isRegularFile()
                    ? FileFacts.Kind.FILE
                    : facts.isDirectory() ? FileFacts.Kind.FOLDER : FileFacts.Kind.OTHER;
            return new FileFacts(
                    kind,
                    facts.size(),
                    facts.lastModifiedTime().toInstant(),
                    Files.isReadable(path),
                    Optional.ofNullable(facts.fileKey()).map(Object::toString));
        } catch (NoSuchFileException missing) {
            return Files.isSymbolicLink(path) ? FileFacts.DANGLING : FileFacts.MISSING;
        } catch (FileSystemException refused) {
            if (isBelowFile(path)) {
                return FileFacts.MISSING;
            }
            throw refused;
        }
    }

    /**
     * Whether a parent of the path is a file, which the system reports as "Not a directory": the path does not exist.
     */
    private static boolean isBelowFile(Path path) {
        Path above = path.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && !Files.isDirectory(above);
    }

    private static List<Path> filesNow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            inside.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
        files.sort(Comparator.naturalOrder());
        return List.copyOf(files);
    }

    private <T> T uncheckedly(Path path, Callable<T> call) {
        try {
            return guarded(path, call);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Runs a file access with the timeout of this object, as every method of this class does.
     *
     * @param path a path on the volume
     * @throws IOException if the call throws one
     * @throws VolumeNotAnsweringException if the call does not return in time
     */
    public <T> T guarded(Path path, Callable<T> call) throws IOException {
        Path volume = volumeOf(path);
        Future<?> silent = stuck.get(volume);
        if (silent != null && !silent.isDone()) {
            throw new VolumeNotAnsweringException(path, patience);
        }
        stuck.remove(volume);
        AtomicBoolean begun = new AtomicBoolean();
        FutureTask<T> answer = new FutureTask<>(() -> {
            if (begun.getAndSet(true)) {
                throw new CancellationException("timed out before it started");
            }
            return call.call();
        });
        callers.computeIfAbsent(volume, any -> new DaemonPool(LocalFiles::daemon, CALLS_AT_ONCE, Runnable::run))
                .execute(answer);
        try {
            return uninterruptedly(answer);
        } catch (TimeoutException silence) {
            if (begun.getAndSet(true)) {
                stuck.put(volume, answer);
            }
            throw new VolumeNotAnsweringException(path, patience);
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private <T> T uninterruptedly(Future<T> answer) throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failed ? failed : new IOException(cause);
    }

    /** The first two names of a path identify a volume of a Mac: {@code /Volumes/Media}. */
    private static Path volumeOf(Path path) {
        Path whole = path.toAbsolutePath();
        Path root = whole.getRoot();
        int names = Math.min(2, whole.getNameCount());
        return root == null || names == 0 ? whole : root.resolve(whole.subpath(0, names));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "qmaster-files");
        thread.setDaemon(true);
        return thread;
    }

    private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
