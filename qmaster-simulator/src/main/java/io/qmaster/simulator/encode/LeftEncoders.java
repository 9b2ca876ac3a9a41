package io.qmaster.simulator.encode;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process that was killed left in a folder of encodings: encoders that are still running or suspended, which are found by
 * the folder in their arguments, whatever the program's name is; and the folders of encodings that are not complete. Only for a
 * process that has the lock of the encoders. Thread-safe.
 */
public final class LeftEncoders {
    private LeftEncoders() {}

    /**
     * Whether there may be any, or another process is encoding now.
     *
     * @param place the folder with a folder for each encoding
     * @throws IOException if it cannot be read
     */
    public static boolean areIn(Path place) throws IOException {
        return !incomplete(place).isEmpty();
    }

    /**
     * Ends them, and removes their folders.
     *
     * @param place the folder with a folder for each encoding
     * @throws IOException if it cannot be read, or a file cannot be removed
     */
    public static void end(Path place) throws IOException {
        if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
            return;
        }
        String named = place.toRealPath() + "/";
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> isEncoder(process, named) || isEncoder(process, place + "/"))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (Path folder : incomplete(place)) {
            Encoding.remove(folder);
        }
    }

    private static boolean isEncoder(ProcessHandle process, String place) {
        return process.info()
                .arguments()
                .filter(arguments -> Stream.of(arguments).anyMatch(word -> word.startsWith("file:" + place)))
                .isPresent();
    }

    private static List<Path> incomplete(Path place) throws IOException {
        if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(place)) {
            return folders.filter(folder -> Files.isDirectory(folder, NOFOLLOW_LINKS))
                    .filter(folder -> !Encoding.isComplete(folder))
                    .toList();
        }
    }
}
