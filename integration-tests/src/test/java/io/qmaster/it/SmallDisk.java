package io.qmaster.it;

import static io.qmaster.it.SystemCommand.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of a few pages, which can be full. Only root can mount one; for other users a test is skipped. */
record SmallDisk(Path root) {
    /**
     * Mounts a file system at an empty folder.
     *
     * @param size the size, such as {@code 64k}
     */
    static SmallDisk mounted(Path folder, String size) throws Exception {
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
                "this user may not mount a small file system");
        return new SmallDisk(folder);
    }

    /** Fills all free space with a file. */
    static void fill(Path file) throws IOException {
        byte[] piece = new byte[1024];
        try {
            while (true) {
                Files.write(file, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException full) {
            assertThat(file).isNotEmptyFile();
        }
    }

    /** Makes it read-only, or writable again; returns whether the system did so. */
    boolean readOnly(boolean only) throws Exception {
        return succeeds("mount", "-o", only ? "remount,ro" : "remount,rw", root.toString());
    }

    void unmount() throws Exception {
        succeeds("umount", root.toString());
    }
}
