package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * A folder whose media files are submitted when they have arrived. Includes files directly in it, not those in
 * subfolders. For library consumers. Immutable and thread-safe.
 *
 * @param path the folder
 * @param stableFor how long size and time of modification of a file must be unchanged; more than zero. A file is
 *     claimed at once if there is a file of the same name with {@value #MARKER} appended, which is removed
 * @param request creates the request for a file, without a request id; always the same request for the same file. It is
 *     also called with the path of {@code clip.mov} in the folder, which need not exist, to learn where outputs go
 */
public record HotFolder(Path path, Duration stableFor, Function<Path, BatchRequest> request) {
    /** The suffix that is appended to the name of a file to name its marker, which marks it as complete. */
    public static final String MARKER = ".done";

    /** The subfolder for files that are being encoded. */
    public static final String WORKING = "working";

    /** The subfolder for sources whose outputs are valid. */
    public static final String DONE = "done";

    /** The subfolder for sources that were set aside, failed or were cancelled. */
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
