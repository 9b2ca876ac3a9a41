package io.qmaster.it.bench;

import io.qmaster.domain.BatchRequest;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of benchmarks, with a source and a setting. */
final class Folders {
    /** Jobs take a negligible time; a day of the engine takes the given real time. */
    static Scenario whereADayTakes(Duration real) {
        return Scenario.builder()
                .speed((double) Duration.ofDays(1).toMillis() / real.toMillis())
                .jobsTake(Duration.ofSeconds(1))
                .build();
    }

    private Folders() {}

    static Path make() throws IOException {
        Path folder = Files.createTempDirectory("qmaster-benchmark");
        Files.writeString(folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[3000]);
        // A recently changed file would be checked twice.
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        return folder;
    }

    /** A request for an output that no other request produces. */
    static BatchRequest request(Path folder) throws IOException {
        return BatchRequest.builder()
                .sourceFile(folder.resolve("clip.mov"))
                .compressorSettingFile(folder.resolve("movie.setting"))
                .destinationFile(Files.createTempDirectory(folder, "out").resolve("clip.mov"))
                .build();
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
