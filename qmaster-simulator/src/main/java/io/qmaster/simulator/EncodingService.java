package io.qmaster.simulator;

import java.nio.file.Path;

/**
 * Makes sure that another process encodes for a state directory. Implemented by programs whose own processes are short.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface EncodingService {
    /**
     * Starts the process unless it runs; it ends by itself when nothing is left to encode. A failed start is retried by
     * a later call.
     *
     * @param directory the state directory
     */
    void ensure(Path directory);
}
