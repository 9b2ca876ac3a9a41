package io.qmaster.domain.journal;

import io.qmaster.domain.standard.FileOwner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates, reads and writes the files in the folder of a journal: private to its user, or also for its group if the
 * folder is group-writable. Follows no symbolic links, and reads only regular files of a reasonable size. An interrupt
 * does not abort reads and writes. Thread-safe.
 */
class JournalFolder {
    /** The largest file that is read: 64 MiB. */
    static final long LARGEST_FILE = 64L << 20;

    static final List<String> FOLDERS = List.of("open", "ended", "index", "owners", "log");

    private static final List<String> NETWORKS =
            List.of("nfs", "smb", "cifs", "afp", "webdav", "sshfs", "fuse.s3fs", "9p", "ceph", "glusterfs");

    private final Path path;

    JournalFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Creates the folder, private to its user, if it is missing. */
    void make() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, permissions("rwx------"));
            setPermissions(path, "rwx------");
            forceNames(parentOf(path));
        }
    }

    /** Creates a folder in it with its parents and the same access, and forces their names to disk. */
    void makeInside(Path folder) throws IOException {
        makeInside(folder, true);
    }

    /** The same; forces the names to disk only if asked to. */
    void makeInside(Path folder, boolean forced) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path parent = parentOf(folder);
        if (!parent.equals(path)) {
            makeInside(parent, forced);
        }
        try {
            Files.createDirectory(folder, permissions("rwx------"));
            share(folder, "rwx------", "rwxrwx---");
            if (forced) {
                forceNames(parentOf(folder));
            }
        } catch (FileAlreadyExistsException made) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new SpoiltFileException(folder, "it is not a directory of the journal");
            }
        }
    }

    /**
     * Creates an empty file in it with the same access.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    void makeFile(Path file) throws IOException {
        Files.createFile(file, permissions("rw-------"));
        share(file, "rw-------", "rw-rw----");
    }

    /** The same, unless it exists. */
    void makeFileIfMissing(Path file) throws IOException {
        try {
            makeFile(file);
        } catch (FileAlreadyExistsException fromBefore) {
            // The existing one is used.
        }
    }

    /** Rejects the folder if every user may write to it, and so could forge everything. */
    void requireSafe() throws IOException {
        requireSafe(path);
    }

    /**
     * Rejects a file or folder in it that every user may write to, or that is a symbolic link; a missing one is safe.
     *
     * @throws UnsafeException if every user may write to it
     * @throws SpoiltFileException if it is a link
     */
    void requireSafe(Path inside) throws IOException {
        if (!exists(inside)) {
            return;
        }
        if (Files.isSymbolicLink(inside) && !inside.equals(path)) {
            throw new SpoiltFileException(inside, "it is a symbolic link");
        }
        PosixFileAttributes facts = posix(inside);
        if (facts != null && facts.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new UnsafeException(inside);
        }
    }

    /**
     * Rejects a file of another user, unless the folder is shared or the user is its owner or root, who can write
     * anyway.
     */
    private void requireTrusted(Path file) throws IOException {
        requireSafe(parentOf(file));
        requireSafe(file);
        PosixFileAttributes own = posix(path);
        PosixFileAttributes facts = posix(file);
        if (own == null
                || facts == null
                || own.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || facts.owner().equals(own.owner())
                || facts.owner().getName().equals("root")
                || FileOwner.isThisUser(file)) {
            return;
        }
        throw new SpoiltFileException(
                file, "it belongs to another user (" + facts.owner().getName() + "), and the journal is not shared");
    }

    /**
     * Rejects the folder unless it is private to this user: in a shared folder another user can replace files by links.
     *
     * @throws FileSystemException if it is not private; a missing folder is accepted
     */
    void requirePrivate() throws IOException {
        if (!exists(path)) {
            return;
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(path.toString(), null, "it is not a directory, or a symbolic link to one");
        }
        PosixFileAttributes facts = posix(path);
        if (facts == null) {
            return;
        }
        if (!FileOwner.isThisUser(path)) {
            throw new FileSystemException(path.toString(), null, "it belongs to another user");
        }
        if (facts.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || facts.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new FileSystemException(path.toString(), null, "other users may write to it");
        }
    }

    /** A warning if another user owns the folder or can write to a part of it, or if it is on a network. */
    Optional<String> warning() {
        try {
            PosixFileAttributes facts = posix(path);
            if (facts != null
                    && !facts.permissions().contains(PosixFilePermission.GROUP_WRITE)
                    && !FileOwner.isThisUser(path)) {
                return Optional.of("the journal's folder " + path + " belongs to another user ("
                        + facts.owner().getName() + "), who can change its records");
            }
            for (String name : FOLDERS) {
                PosixFileAttributes inside = exists(resolve(name)) ? posix(resolve(name)) : null;
                if (facts != null
                        && inside != null
                        && !facts.permissions().contains(PosixFilePermission.GROUP_WRITE)
                        && (inside.permissions().contains(PosixFilePermission.GROUP_WRITE)
                                || !inside.owner().equals(facts.owner()))) {
                    return Optional.of("another user can write to " + resolve(name)
                            + " and change the journal's records; make it private to its user (chown, chmod 700)");
                }
            }
            return warning(Files.getFileStore(path).type());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** A warning if a file system of this type is on a network. */
    Optional<String> warning(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return NETWORKS.stream().anyMatch(lower::contains)
                ? Optional.of("the journal's folder " + path + " is on a network file system (" + type
                        + "), whose locks and caches cannot be relied on: choose a folder on a local disk")
                : Optional.empty();
    }

    /**
     * Reads a file in the folder.
     *
     * @param most the size of the tail to read, in bytes
     * @throws NoSuchFileException if there is none
     * @throws IOException also if it is a link, a pipe or anything else that is not a file, or is larger than
     *     {@link #LARGEST_FILE}
     */
    String read(Path file, int most) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!facts.isRegularFile()) {
            throw new SpoiltFileException(file, "it is not a regular file");
        }
        if (facts.size() > LARGEST_FILE) {
            throw new SpoiltFileException(file, "it has " + facts.size() + " bytes, more than a journal writes");
        }
        requireTrusted(file);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            in.skipNBytes(Math.max(0, facts.size() - most));
            return new String(in.readNBytes(most), StandardCharsets.UTF_8);
        }
    }

    /**
     * Adds a line to a file.
     *
     * <p>The line is put between two line ends, so that a partial line of a writer that died is a separate line.
     *
     * @throws NoSuchFileException if the file does not exist
     * @throws IOException also if the file would become larger than {@link #LARGEST_FILE}
     */
    void append(Path file, String line) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!facts.isRegularFile()) {
            throw new SpoiltFileException(file, "it is not a regular file");
        }
        byte[] bytes = ("\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        if (facts.size() + bytes.length > LARGEST_FILE) {
            throw new SpoiltFileException(
                    file, "it would have more than " + LARGEST_FILE + " bytes, which could not be read again");
        }
        try (OutputStream out = Files.newOutputStream(
                file, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            out.write(bytes);
        }
    }

    /** Identifies the start of this host; differs after a power failure. */
    String startOfHost() {
        return Processes.startOfHost();
    }

    /** The free bytes of its file system. */
    long usableBytes() throws IOException {
        Path existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** Forces a file to disk. */
    void force(Path file) throws IOException {
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
                return file;
            }
        });
    }

    /** Forces the names in a folder to disk, if the platform can. */
    void forceNames(Path folder) {
        try {
            Uninterrupted.call(() -> {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return folder;
                }
            });
        } catch (IOException notOnThisPlatform) {
            // Some systems cannot open a folder, and there is no other way to force it.
        }
    }

    static Path parentOf(Path inside) {
        Path parent = inside.getParent();
        return parent == null ? inside : parent;
    }

    /** Whether the path exists, as a file of any kind. */
    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Sets the permissions, with any umask, and the group: on Linux a new file has its creator's group. */
    private void share(Path file, String alone, String shared) throws IOException {
        PosixFileAttributes facts = posix(path);
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (facts == null || view == null) {
            return;
        }
        if (!facts.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
            setPermissions(file, alone);
            return;
        }
        try {
            view.setGroup(facts.group());
            setPermissions(file, shared);
        } catch (IOException refused) {
            // The file is usable by its creator, and no other user may read it.
            setPermissions(file, alone);
        }
    }

    private static void setPermissions(Path file, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static @Nullable PosixFileAttributes posix(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes();
    }

    private FileAttribute<?>[] permissions(String permissions) {
        boolean known = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        return known ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)} : new FileAttribute<?>[0];
    }

    /** Every user may write to the folder, or to a file in it. */
    static final class UnsafeException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsafeException(Path path) {
            super(path + " is writable by every user");
        }
    }
}
