package io.qmaster.domain.port;

import java.io.IOException;
import java.nio.file.Path;

/** Reads what is in movies. Thread-safe. */
public interface OutputProbe {
    /**
     * What is in a movie.
     *
     * @throws IOException if it is not a movie or cannot be read, with a message for people
     * @throws InterruptedException if the thread was interrupted
     */
    MediaFacts probe(Path movie, Deadline deadline) throws IOException, InterruptedException;
}
