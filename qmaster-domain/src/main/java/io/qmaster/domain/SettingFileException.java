package io.qmaster.domain;

/**
 * No setting was given, its file is missing, unreadable or no setting, or a name fits none or several. Nothing was
 * submitted or written.
 */
public final class SettingFileException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public SettingFileException(Failure failure) {
        super(failure);
    }
}
