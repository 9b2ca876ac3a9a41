package io.qmaster.domain.feed;

import io.qmaster.domain.FileMark;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Finds the files that arrive in a hot folder. Remembers the existing files, and how long each has been unchanged. */
final class Arrivals {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String GARBLED = "its name is not valid in the locale of this program";

    private final HotFolder folder;
    private final Path path;
    private final MediaFiles files;
    private final Timekeeper time;
    private final Function<Path, Optional<String>> objection;
    private final BiConsumer<Path, String> passedOver;
    private Map<String, Seen> seen = new HashMap<>();

    /**
     * Observes a folder.
     *
     * @param path its absolute path
     * @param objection the reason not to submit a file that has arrived
     * @param passedOver is called with each file that is not submitted and the reason
     */
    Arrivals(
            HotFolder folder,
            Path path,
            MediaFiles files,
            Timekeeper time,
            Function<Path, Optional<String>> objection,
            BiConsumer<Path, String> passedOver) {
        this.folder = folder;
        this.path = path;
        this.files = files;
        this.time = time;
        this.objection = objection;
        this.passedOver = passedOver;
    }

    /**
     * A file that has arrived.
     *
     * @param mark its size and time of modification
     * @param marker the file that marks it as complete, if there is one
     */
    record Arrival(Path file, FileMark mark, Optional<Path> marker) {}

    /** A file as it was first seen, and whether it was reported as passed over. */
    private record Seen(FileFacts facts, long sinceNanos, boolean isPassedOver) {}

    /**
     * The files that have arrived, the least recently changed first.
     *
     * @throws io.qmaster.domain.port.VolumeNotAnsweringException if the volume does not answer
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    List<Arrival> ready() {
        List<String> names = files.namesIn(path);
        Set<String> all = new HashSet<>(names);
        Map<String, Seen> present = new HashMap<>();
        List<Arrival> ready = new ArrayList<>();
        for (String name : names) {
            Path file = path.resolve(name);
            if (!MediaNames.isMedia(file)) {
                continue;
            }
            boolean isLink = files.isLink(file);
            FileFacts facts = isLink ? FileFacts.MISSING : files.look(file);
            // Java replaced the invalid bytes of its name, so no file has this name.
            boolean isGarbled = !isLink && !facts.exists() && name.indexOf(REPLACEMENT) >= 0;
            if (!isLink && !isGarbled && !facts.isFile()) {
                continue;
            }
            Seen now = known(name, facts);
            boolean isMarked = all.contains(name + HotFolder.MARKER);
            boolean isNever = isLink || isGarbled;
            if (!now.isPassedOver() && (isNever || isMarked || isStable(now))) {
                Optional<String> why =
                        isNever ? Optional.of(isLink ? "it is a symbolic link" : GARBLED) : objection.apply(file);
                if (why.isPresent()) {
                    passedOver.accept(file, why.get());
                    now = new Seen(facts, now.sinceNanos(), true);
                } else {
                    Optional<Path> marker =
                            isMarked ? Optional.of(path.resolve(name + HotFolder.MARKER)) : Optional.empty();
                    ready.add(new Arrival(file, facts.mark(), marker));
                }
            }
            present.put(name, now);
        }
        seen = present;
        ready.sort(Comparator.comparing((Arrival arrival) -> arrival.mark().modified())
                .thenComparing(Arrival::file));
        return ready;
    }

    /** Observes a file again from the start, because it changed while it was claimed. */
    void restart(Path file) {
        seen.remove(FileNames.of(file));
    }

    private Seen known(String name, FileFacts facts) {
        Seen before = seen.get(name);
        return before != null && before.facts().equals(facts) ? before : new Seen(facts, time.elapsedNanos(), false);
    }

    private boolean isStable(Seen file) {
        return time.elapsedNanos() - file.sinceNanos() >= folder.stableFor().toNanos();
    }
}
