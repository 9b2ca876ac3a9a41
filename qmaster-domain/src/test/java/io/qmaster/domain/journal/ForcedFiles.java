package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Records which files this process forces to disk, with JDK Flight Recorder. */
final class ForcedFiles implements AutoCloseable {
    private static final String FORCED = "jdk.FileForce";

    private final Recording recording = new Recording();
    private final Path dump;

    /** Starts recording into a new file. */
    ForcedFiles(Path dump) {
        this.dump = dump;
        recording.enable(FORCED).withoutThreshold().withoutStackTrace();
        recording.start();
    }

    /** Stops, and returns the forced files of a folder in order: their names, {@code .} for the folder itself. */
    List<String> in(Path folder) throws IOException {
        recording.stop();
        recording.dump(dump);
        try {
            return RecordingFile.readAllEvents(dump).stream()
                    .map(ForcedFiles::path)
                    .filter(path -> path.startsWith(folder))
                    .map(path ->
                            path.equals(folder) ? "." : folder.relativize(path).toString())
                    .toList();
        } finally {
            Files.delete(dump);
        }
    }

    private static Path path(RecordedEvent event) {
        return Path.of(event.getString("path"));
    }

    @Override
    public void close() {
        recording.close();
    }
}
