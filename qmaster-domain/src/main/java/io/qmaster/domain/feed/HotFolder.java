package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * A folder whose media files are submitted when they have arrived. Files directly in it are meant, not those in folders below
 * it. Immutable.
 *
 * @param path the folder
 * @param stableFor how long size and time of modification of a file must stay the same; more than zero. A file is taken at
 *     once if there is a file of the same name with {@value #MARKER} appended, which is removed
 * @param request the request for a file, without a request id; the same request whenever it is called with the same file
 */
public record HotFolder(Path path, Duration stableFor, Function<Path, BatchRequest> request) {
    /** Appended to the name of a file, it is the name of the file that marks it as complete. */
    public static final String MARKER = ".done";

    /** The folder for what is being encoded, in the hot folder. */
    public static final String WORKING = "working";

    /** The folder for sources whose outputs are good, in the hot folder. */
    public static final String DONE = "done";

    /** The folder for sources that were set aside, failed or were cancelled, in the hot folder. */
    public static final String FAILED = "failed";

    /** @throws IllegalArgumentException if the time is zero or negative */
    public HotFolder {
        requireNonNull(path, "path");
        requireNonNull(request, "request");
        if (stableFor.isNegative() || stableFor.isZero()) {
            throw new IllegalArgumentException("the time that a file must stay the same must be more than zero");
        }
    }
}
