package io.qmaster.simulator;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.simulator.encode.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process that was killed left: encoders that still run, known by the folder that their arguments name whatever program
 * they are, and folders that are not complete. For whoever has the right to the encoders.
 */
final class LeftEncoders {
    private LeftEncoders() {}

    /** Whether there may be any. */
    static boolean areIn(Path place) throws IOException {
        return !folders(place).isEmpty();
    }

    static void end(Path place) throws IOException {
        if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
            return;
        }
        String named = place.toRealPath() + "/";
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> isEncoder(process, named) || isEncoder(process, place + "/"))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (Path folder : folders(place)) {
            if (!Files.isDirectory(folder.resolve(EncodedOutputs.DONE), NOFOLLOW_LINKS)) {
                Encoding.remove(folder);
            }
        }
    }

    private static boolean isEncoder(ProcessHandle process, String place) {
        return process.info()
                .arguments()
                .filter(arguments -> Stream.of(arguments).anyMatch(word -> word.startsWith("file:" + place)))
                .isPresent();
    }

    private static List<Path> folders(Path place) throws IOException {
        if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(place)) {
            return folders.filter(folder -> Files.isDirectory(folder, NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
