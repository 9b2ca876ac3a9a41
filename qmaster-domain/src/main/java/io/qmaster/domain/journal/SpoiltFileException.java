package io.qmaster.domain.journal;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something in the folder of a journal that no journal writes, or that is not what was written. */
final class SpoiltFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** The whole file is of no use. */
    SpoiltFileException(Path file, String reason) {
        this(
                file,
                reason,
                "look into the engine's queue for what was submitted, then move " + file
                        + " away; or choose another folder for the journal");
    }

    private SpoiltFileException(Path file, String reason, String hint) {
        super(file.toString(), null, reason);
        this.hint = hint;
    }

    /** One line of a file is of no use; the others are read. */
    static SpoiltFileException ofLine(Path file, int line) {
        return new SpoiltFileException(
                file,
                "line " + line + " is damaged, and what it said is not known",
                "compare what the journal knows of the batch with the engine's queue; the other lines are read");
    }

    /** What to do about it. */
    String hint() {
        return hint;
    }
}
