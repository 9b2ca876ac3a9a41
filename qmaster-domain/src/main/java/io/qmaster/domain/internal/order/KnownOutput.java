package io.qmaster.domain.internal.order;

import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recognises a checked output by its size, time of last change and file key. */
public final class KnownOutput {
    private KnownOutput() {}

    /** The identity of the file or folder of frames at a path; empty if there is none, or a folder without frames. */
    public static Optional<FileIdentity> identity(Path place, MediaFiles files) {
        FileFacts facts = files.look(place);
        if (!facts.exists()) {
            return Optional.empty();
        }
        List<FileFacts> parts = facts.isFolder() ? frames(place, files) : List.of(facts);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new FileIdentity(facts.key(), bytes(parts), newest(parts)));
    }

    /** Whether the file at a path has the size and time of the output, as the file itself or a copy has. */
    static boolean matches(Output output, Path place, MediaFiles files) {
        return identity(place, files)
                .filter(now -> now.bytes() == output.bytes().orElse(-1)
                        && output.modified().map(now.modified()::equals).orElse(true))
                .isPresent();
    }

    /** Whether the file at a path is the output itself, unchanged since it was checked. */
    public static boolean isAt(Path place, Output output, MediaFiles files) {
        return matches(output, place, files)
                && (output.key().isEmpty()
                        || output.key().equals(files.look(place).key()));
    }

    /** The frames of an image sequence, without hidden files such as the Finder's .DS_Store. */
    static List<FileFacts> frames(Path folder, MediaFiles files) {
        List<FileFacts> frames = new ArrayList<>();
        for (Path file : files.filesIn(folder)) {
            if (!FileNames.of(file).startsWith(".")) {
                frames.add(files.look(file));
            }
        }
        return frames;
    }

    /** The total size of the parts. */
    static long bytes(List<FileFacts> parts) {
        return parts.stream().mapToLong(FileFacts::bytes).sum();
    }

    /** When the newest part was last changed. */
    static Instant newest(List<FileFacts> parts) {
        return parts.stream().map(FileFacts::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
    }
}
