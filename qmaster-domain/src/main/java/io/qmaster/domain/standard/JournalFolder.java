package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of a journal and who may read what is in it: only its user, or also its group if somebody made the folder
 * writable for that.
 */
final class JournalFolder {
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

    /** Makes the folder, for its user alone, if it is missing. */
    void make() throws IOException {
        make(path, "rwx------");
    }

    /** Makes a folder in it, for the same people. */
    void makeInside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            make(folder, "rwx------");
            openToGroup(folder, "rwxrwx---");
        }
    }

    /** Makes an empty file in it, for the same people, if it is missing. */
    void makeFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, permissions(file, "rw-------"));
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        }
        openToGroup(file, "rw-rw----");
    }

    /** Forces the names of its files to disk, where the platform can. */
    void force() {
        try {
            Uninterrupted.call(() -> {
                try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
                    folder.force(true);
                    return path;
                }
            });
        } catch (IOException notOnThisPlatform) {
            // Some systems open no folders; there is no other way to force one.
        }
    }

    /** A warning if the folder lies on the network. */
    Optional<String> warning() {
        try {
            return warning(Files.getFileStore(path).type());
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** A warning if a file system of this type is on the network. */
    Optional<String> warning(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return NETWORKS.stream().anyMatch(lower::contains)
                ? Optional.of("the journal's folder " + path + " is on a network file system (" + type
                        + "), whose locks and caches cannot be relied on: choose a folder on a local disk")
                : Optional.empty();
    }

    private void make(Path folder, String permissions) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions(folder, permissions));
        }
    }

    /** What the umask takes from new files must be given back, and on Linux they get their maker's group. */
    private void openToGroup(Path file, String permissions) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributeView folder = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null || folder == null) {
            return;
        }
        try {
            PosixFileAttributes shared = folder.readAttributes();
            if (shared.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
                view.setGroup(shared.group());
                view.setPermissions(PosixFilePermissions.fromString(permissions));
            }
        } catch (IOException refused) {
            // The file serves its maker all the same, and nobody may read it who should not.
        }
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        boolean known = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        return known ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)} : new FileAttribute<?>[0];
    }
}
