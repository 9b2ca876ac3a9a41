package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How much the engine has written of a batch so far. Thread-safe. */
final class OutputSize {
    private final MediaFiles files;
    private final Supplier<Optional<BatchOrder>> order;

    OutputSize(MediaFiles files, Supplier<Optional<BatchOrder>> order) {
        this.files = files;
        this.order = order;
    }

    /** The bytes of all outputs where the engine writes them, and the number of frames of sequences; empty if that is not known. */
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
        } catch (RuntimeException unseen) {
            return OptionalLong.empty();
        }
    }

    private long of(Path path) {
        FileFacts facts = files.look(path);
        return facts.isFolder() ? files.namesIn(path).size() : facts.exists() ? facts.bytes() : 0;
    }
}
