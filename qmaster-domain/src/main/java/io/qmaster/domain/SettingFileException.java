package io.qmaster.domain;

/**
 * No setting was given, its file is missing, unreadable or not a setting, or a name matches none or several. Nothing
 * was submitted or written. Thrown to library consumers, by authors of backends. Immutable and thread-safe.
 */
public final class SettingFileException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public SettingFileException(Failure failure) {
        super(failure);
    }
}
