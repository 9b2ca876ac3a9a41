package io.qmaster.domain.journal;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Something in the folder of a journal that no journal writes, or that is not what was written. */
final class SpoiltFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    SpoiltFileException(Path file, String reason) {
        super(file.toString(), null, reason);
    }
}
