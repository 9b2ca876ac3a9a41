package io.qmaster.domain.port;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The volume of a path did not answer in time: probably an unreachable network volume. Thrown by implementations of
 * {@link MediaFiles}. Immutable and thread-safe.
 */
public final class VolumeNotAnsweringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** Creates an exception for a path whose volume has not answered for some time. */
    public VolumeNotAnsweringException(Path path, Duration silence) {
        super("the volume of " + path + " has not answered for " + silence.toSeconds() + " s");
        this.path = path.toString();
    }

    /** The path that was accessed. */
    public String path() {
        return path;
    }
}
