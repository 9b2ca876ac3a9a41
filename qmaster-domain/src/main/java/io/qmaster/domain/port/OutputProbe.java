package io.qmaster.domain.port;

import java.io.IOException;
import java.nio.file.Path;

/** Looks into movies. Safe for threads. */
public interface OutputProbe {
    /**
     * What is in a movie.
     *
     * @throws IOException if it is no movie or cannot be read, with words for people
     * @throws InterruptedException if the thread was interrupted
     */
    MediaFacts probe(Path movie, Deadline deadline) throws IOException, InterruptedException;
}
