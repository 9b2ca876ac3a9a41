package io.qmaster.simulator;

import java.nio.file.Path;

/** Makes sure that another process encodes for a state directory. Thread-safe. */
@FunctionalInterface
public interface EncodingService {
    /**
     * Starts the process unless it runs; it ends by itself when nothing is left to encode. A process that cannot be started is
     * started at a later call.
     *
     * @param directory the state directory
     */
    void ensure(Path directory);
}
