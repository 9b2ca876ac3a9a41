package io.qmaster.domain.internal;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** By what an output that was looked at is known again: its size, and when it was last changed. */
final class KnownOutput {
    private KnownOutput() {}

    /** Whether what stands at a place is the output as it was when it was looked at. */
    static boolean stands(Output output, Path place, MediaFiles files) {
        FileFacts facts = files.look(place);
        if (!facts.exists()) {
            return false;
        }
        List<FileFacts> parts = facts.isFolder() ? frames(place, files) : List.of(facts);
        return !parts.isEmpty()
                && bytes(parts) == output.bytes().orElse(-1)
                && output.modified().map(newest(parts)::equals).orElse(true);
    }

    /** The frames of an image sequence. The Finder leaves .DS_Store where somebody has looked. */
    static List<FileFacts> frames(Path folder, MediaFiles files) {
        List<FileFacts> frames = new ArrayList<>();
        for (Path file : files.filesIn(folder)) {
            if (!FileNames.of(file).startsWith(".")) {
                frames.add(files.look(file));
            }
        }
        return frames;
    }

    /** The size of all parts together. */
    static long bytes(List<FileFacts> parts) {
        return parts.stream().mapToLong(FileFacts::bytes).sum();
    }

    /** When the newest part was last changed. */
    static Instant newest(List<FileFacts> parts) {
        return parts.stream().map(FileFacts::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
    }
}
