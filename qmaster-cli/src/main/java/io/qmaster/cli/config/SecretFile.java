package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Reason;
import io.qmaster.cli.output.UserFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A file that holds an address with a password. */
final class SecretFile {
    private static final int MOST_BYTES = 64 << 10;

    private SecretFile() {}

    /**
     * Its only line.
     *
     * @throws CommandFailure if it cannot be read, or every user of the machine could
     */
    static String read(Path file) {
        if (isOpenToAll(file)) {
            throw CommandFailure.configuration(
                    "the file " + file + " holds an address with a password and can be read by every user",
                    "run `chmod o= " + file + "`");
        }
        try {
            return firstOf(file);
        } catch (IOException unreadable) {
            throw CommandFailure.configuration(
                    "the file " + file + " with the address of the cluster cannot be read: " + Reason.of(unreadable),
                    "check its path and permissions");
        }
    }

    private static String firstOf(Path file) throws IOException {
        try (InputStream in = UserFile.open(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is larger than 64 KiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (CharacterCodingException notText) {
            throw new IOException("it is not text in UTF-8", notText);
        }
    }

    /** Whether users beyond owner and group may read it; a file that cannot be asked is not. */
    static boolean isOpenToAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
