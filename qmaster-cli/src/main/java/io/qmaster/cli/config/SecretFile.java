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
import java.util.EnumSet;
import java.util.Set;

/** A file that contains a secret. */
public final class SecretFile {
    private static final int MOST_BYTES = 64 << 10;
    private static final EnumSet<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

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
        return read(file, "the file " + file + " with the address of the cluster", "check its path and permissions");
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
        return read(file, "the file " + file + " with the secret of notifications", "check its path and permissions");
    }

    /**
     * Reads the token of the monitor.
     *
     * @throws CommandFailure if it cannot be read, or another user may do anything with its file
     */
    public static String readToken(Path file) {
        if (allows(file, EnumSet.complementOf(OWNERS))) {
            throw CommandFailure.configuration(
                    "the token file " + file + " can be used by other users", "run `chmod 600 " + file + "`");
        }
        return read(
                file,
                "the token file " + file,
                "check its path and permissions, or write a token into it: `umask 077; openssl rand -hex 32 > " + file
                        + "`");
    }

    private static String read(Path file, String what, String hint) {
        try {
            return WholeFile.text(file, MOST_BYTES).strip();
        } catch (IOException unreadable) {
            throw CommandFailure.configuration(what + " cannot be read: " + Reason.of(unreadable), hint);
        } catch (VolumeNotAnsweringException silent) {
            throw CommandFailure.configuration(what + " cannot be read: " + silent.getMessage(), hint);
        }
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
