package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A file that contains an address with a password. */
final class SecretFile {
    private static final int MOST_BYTES = 64 << 10;

    private SecretFile() {}

    /**
     * Reads its only line.
     *
     * @throws CommandFailure if it cannot be read, or every user of the machine could
     */
    static String read(Path file) {
        if (isOpenToAll(file)) {
            throw CommandFailure.configuration(
                    "the file " + file + " contains an address with a password and can be read by every user",
                    "run `chmod o= " + file + "`");
        }
        try {
            return WholeFile.text(file, MOST_BYTES).strip();
        } catch (IOException unreadable) {
            throw unreadable(file, Reason.of(unreadable));
        } catch (VolumeNotAnsweringException silent) {
            throw unreadable(file, String.valueOf(silent.getMessage()));
        }
    }

    private static CommandFailure unreadable(Path file, String why) {
        return CommandFailure.configuration(
                "the file " + file + " with the address of the cluster cannot be read: " + why,
                "check its path and permissions");
    }

    /** Whether users other than owner and group may read it; {@code false} if the permissions cannot be read. */
    static boolean isOpenToAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
