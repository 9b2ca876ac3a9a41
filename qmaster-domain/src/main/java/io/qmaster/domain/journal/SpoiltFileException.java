package io.qmaster.domain.journal;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file in the folder of a journal is damaged, or was not written by a journal. */
final class SpoiltFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** The whole file is unusable. */
    SpoiltFileException(Path file, String reason) {
        this(
                file,
                reason,
                "check the engine's queue for what was submitted, then move " + file
                        + " away; or choose another folder for the journal");
    }

    private SpoiltFileException(Path file, String reason, String hint) {
        super(file.toString(), null, reason);
        this.hint = hint;
    }

    /** One line of a file is unusable; the others are read. */
    static SpoiltFileException ofLine(Path file, int line) {
        return new SpoiltFileException(
                file,
                "line " + line + " is damaged and was ignored",
                "compare the journal's record of the batch with the engine's queue; the other lines are read");
    }

    /** An index is unusable; all of them can be made again. */
    static SpoiltFileException ofIndex(Path file, Path indexes) {
        return new SpoiltFileException(
                file,
                "it is damaged",
                "stop all programs that use the journal and delete " + indexes + "; it is made again");
    }

    /** What to do, for the user. */
    String hint() {
        return hint;
    }
}
