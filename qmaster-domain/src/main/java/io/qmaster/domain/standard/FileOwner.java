package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Compares the owner of a file with the user who runs this process. For authors of backends and journals. Thread-safe.
 */
public final class FileOwner {
    private FileOwner() {}

    /**
     * Whether a file, or a symbolic link itself, belongs to this user. A user without a name, as in a container, is
     * identified by the owner of a new temporary file.
     *
     * @throws IOException if the owner cannot be read
     */
    public static boolean isThisUser(Path file) throws IOException {
        return isUser(System.getProperty("user.name", ""), file);
    }

    static boolean isUser(String name, Path file) throws IOException {
        var owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
        if (owner.getName().equals(name)) {
            return true;
        }
        Path own = Files.createTempFile("qmaster-", null);
        try {
            return Files.getOwner(own).equals(owner);
        } finally {
            Files.deleteIfExists(own);
        }
    }
}
