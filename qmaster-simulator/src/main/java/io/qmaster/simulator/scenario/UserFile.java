package io.qmaster.simulator.scenario;

import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a user wrote, with a size limit. */
final class UserFile {
    private static final int MOST_BYTES = 64 << 20;

    private UserFile() {}

    /**
     * Reads the text of a file.
     *
     * @param document its name in errors, such as {@code scenario calm.json}
     * @throws ScenarioException if it is missing, unreadable, a pipe, larger than 64 MiB or not UTF-8
     */
    static String read(Path file, String document) {
        try {
            return WholeFile.text(file, MOST_BYTES);
        } catch (NoSuchFileException missing) {
            throw new ScenarioException("", "a file", "nothing").in(document);
        } catch (AccessDeniedException refused) {
            throw new ScenarioException("", "a file that can be read", "permission denied").in(document);
        } catch (IOException | VolumeNotAnsweringException unreadable) {
            String why = String.valueOf(unreadable.getMessage()).replaceFirst("^it is ", "");
            throw (why.startsWith("larger")
                            ? new ScenarioException("", "at most 64 MiB", "more")
                            : new ScenarioException("", "a regular file of text in UTF-8", why))
                    .in(document);
        }
    }
}
