package io.qmaster.simulator.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of bounded size that a user wrote. */
final class UserFile {
    private static final int MOST_MEBIBYTES = 64;
    private static final int MOST_BYTES = MOST_MEBIBYTES << 20;

    private UserFile() {}

    /**
     * Reads the text of a file.
     *
     * @param document what a fault calls it, such as {@code scenario calm.json}
     * @throws ScenarioException if it is missing, unreadable, a pipe, larger than 64 MiB or not UTF-8
     */
    static String read(Path file, String document) {
        if (isPipe(file)) {
            throw new ScenarioException("", "a regular file", "a named pipe or a socket").in(document);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ScenarioException("", "at most " + MOST_MEBIBYTES + " MiB", "more").in(document);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException missing) {
            throw new ScenarioException("", "a file", "nothing").in(document);
        } catch (AccessDeniedException refused) {
            throw new ScenarioException("", "a file that can be read", "permission denied").in(document);
        } catch (CharacterCodingException notText) {
            throw new ScenarioException("", "text in UTF-8", "other bytes").in(document);
        } catch (IOException unreadable) {
            throw new ScenarioException("", "a file that can be read", String.valueOf(unreadable.getMessage()))
                    .in(document);
        }
    }

    /** A named pipe blocks until another process opens it, possibly forever. Devices such as {@code /dev/stdin} do not. */
    private static boolean isPipe(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return Files.exists(file)
                && !Files.isRegularFile(file)
                && !Files.isDirectory(file)
                && !absolute.startsWith("/dev")
                && !absolute.startsWith("/proc/self/fd");
    }
}
