package io.qmaster.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of an engine. Implemented by authors of backends, used by library consumers. Thread-safe. */
public interface SettingCatalog {
    /**
     * Reads a setting file.
     *
     * @throws SettingFileException if it is missing, unreadable, or not a setting
     */
    SettingFacts read(Path settingFile);

    /** Every setting that can be chosen by name, sorted by name. Files that are not settings are left out. */
    List<SettingFacts> all();

    /** The folder for new settings of the user, which may not exist yet; empty if there is none. */
    default Optional<Path> userFolder() {
        return Optional.empty();
    }

    /**
     * Why every job with a setting would fail, as far as the engine knows in advance. Empty by default.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<String> objection(SettingFacts setting) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * A clause that users should know about new outputs, such as that they are copies. Empty by default.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<String> remark() throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Checks that the program that has these settings is installed. Otherwise a setting that is not found may be one of
     * its built-in ones. Does nothing by default.
     *
     * @throws EngineUnavailableException if it is not installed
     */
    default void requireInstalled() {}
}
