package io.qmaster.domain.port;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the properties of movie files. Implemented by authors of probes. Thread-safe. */
public interface OutputProbe {
    /**
     * Reads the properties of a movie.
     *
     * @throws IOException if it is not a movie or cannot be read, with a readable message
     * @throws InterruptedException if the thread was interrupted
     */
    MediaFacts probe(Path movie, Deadline deadline) throws IOException, InterruptedException;
}
