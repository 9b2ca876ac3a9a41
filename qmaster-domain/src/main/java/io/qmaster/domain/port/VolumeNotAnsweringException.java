package io.qmaster.domain.port;

import java.nio.file.Path;
import java.time.Duration;

/** The volume of a path did not answer in time: a network mount that is dead, most likely. */
public final class VolumeNotAnsweringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** A path whose volume kept silent for so long. */
    public VolumeNotAnsweringException(Path path, Duration silence) {
        super("the volume of " + path + " has not answered for " + silence.toSeconds() + " s");
        this.path = path.toString();
    }

    /** The path that was asked for. */
    public String path() {
        return path;
    }
}
