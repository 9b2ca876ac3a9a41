package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Set;

/** A file that contains a secret. */
final class SecretFile {
    private static final int MOST_BYTES = 64 << 10;

    private SecretFile() {}

    /**
     * Reads the address of a cluster.
     *
     * @throws CommandFailure if it cannot be read, or every user of the machine could
     */
    static String readAddress(Path file) {
        if (isOpenToAll(file)) {
            throw CommandFailure.configuration(
                    "the file " + file + " contains an address with a password and can be read by every user",
                    "run `chmod o= " + file + "`");
        }
        return read(file, "the address of the cluster");
    }

    /**
     * Reads the secret of notifications.
     *
     * @throws CommandFailure if it cannot be read, or another user could
     */
    static String readSecret(Path file) {
        if (isOpenToOthers(file)) {
            throw CommandFailure.configuration(
                    "the file " + file + " contains a secret and can be read by other users",
                    "run `chmod 600 " + file + "`");
        }
        return read(file, "the secret of notifications");
    }

    private static String read(Path file, String what) {
        try {
            return WholeFile.text(file, MOST_BYTES).strip();
        } catch (IOException unreadable) {
            throw unreadable(file, what, Reason.of(unreadable));
        } catch (VolumeNotAnsweringException silent) {
            throw unreadable(file, what, String.valueOf(silent.getMessage()));
        }
    }

    private static CommandFailure unreadable(Path file, String what, String why) {
        return CommandFailure.configuration(
                "the file " + file + " with " + what + " cannot be read: " + why, "check its path and permissions");
    }

    /** Whether users other than owner and group may read it; {@code false} if the permissions cannot be read. */
    static boolean isOpenToAll(Path file) {
        return allows(file, Set.of(PosixFilePermission.OTHERS_READ));
    }

    /** Whether a user other than its owner may read or change it; {@code false} if the permissions cannot be read. */
    static boolean isOpenToOthers(Path file) {
        return allows(
                file,
                Set.of(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE));
    }

    private static boolean allows(Path file, Set<PosixFilePermission> any) {
        try {
            return !Collections.disjoint(Files.getPosixFilePermissions(file), any);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
