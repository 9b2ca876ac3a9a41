package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The size of what the engine has written of a batch. Thread-safe. */
final class OutputSize {
    private final MediaFiles files;
    private final Supplier<Optional<BatchOrder>> order;

    OutputSize(MediaFiles files, Supplier<Optional<BatchOrder>> order) {
        this.files = files;
        this.order = order;
    }

    /**
     * The total bytes of all outputs at the paths that the engine writes, plus the numbers of frames of sequences;
     * empty if unknown.
     */
    OptionalLong now() {
        Optional<BatchOrder> known = order.get();
        if (known.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(known.get().targets().stream()
                    .flatMap(target -> target.possibleWorkPaths().stream())
                    .distinct()
                    .mapToLong(this::of)
                    .sum());
        } catch (RuntimeException unknown) {
            return OptionalLong.empty();
        }
    }

    private long of(Path path) {
        FileFacts facts = files.look(path);
        return facts.isFolder() ? files.namesIn(path).size() : facts.exists() ? facts.bytes() : 0;
    }
}
