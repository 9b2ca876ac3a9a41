package io.qmaster.cli.config;

import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of the journal and of everything else that is kept between runs. It is created when it is first needed. */
public final class StateFolder {
    /** What to do about a folder that cannot be used. */
    public static final String HINT = "name another folder with --state-dir or QMASTER_STATE_DIR";

    private StateFolder() {}

    /**
     * Checks that a path is a directory or that one can be created there.
     *
     * @throws JournalException if not
     */
    public static void require(Path folder) {
        problem(folder).ifPresent(problem -> {
            throw new JournalException(Failure.withoutSubmission(
                            "JOURNAL_UNWRITABLE",
                            "the journal cannot be stored in the state folder " + folder + ": " + problem)
                    .hint(HINT));
        });
    }

    /** Why a path is not a directory and cannot become one; empty if there is no such problem. */
    public static Optional<String> problem(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (Files.isDirectory(existing)) {
            return Optional.empty();
        }
        String subject = existing.equals(folder.toAbsolutePath()) ? "it" : existing.toString();
        return Optional.of(subject + (Files.isSymbolicLink(existing) ? ofLink(existing) : " is not a directory"));
    }

    private static String ofLink(Path link) {
        try {
            return " is a symbolic link to " + link.toRealPath() + ", which is not a directory";
        } catch (NoSuchFileException dangling) {
            return " is a symbolic link to something that does not exist";
        } catch (IOException loop) {
            return " is a symbolic link that leads back to itself or cannot be followed";
        }
    }
}
