package io.qmaster.domain.internal.order;

import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Publication;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The hidden folder beside a planned output that the engine writes into before the output is published. Its name has
 * the token.
 */
public final class HiddenFolder {
    private static final String PREFIX = ".qmaster-";

    private HiddenFolder() {}

    /** How outputs reach their place: replacing an existing one needs atomic publication. */
    static Publication publication(Publication wanted, ExistingOutput existing) {
        return existing == ExistingOutput.REPLACE ? Publication.ATOMIC : wanted;
    }

    /** The path that the engine writes. */
    public static Path workPath(Path planned, Publication publication, String token) {
        return publication == Publication.DIRECT
                ? planned
                : beside(planned, token).resolve(FileNames.of(planned));
    }

    /** The hidden folder of the submission with a token, beside a planned output. */
    public static Path beside(Path planned, String token) {
        return planned.resolveSibling(PREFIX + token);
    }

    /** The token in the name of a file, if that is the name of a hidden folder. */
    public static Optional<String> token(String name) {
        return name.startsWith(PREFIX) ? Optional.of(name.substring(PREFIX.length())) : Optional.empty();
    }
}
