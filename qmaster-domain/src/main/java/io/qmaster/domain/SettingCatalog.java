package io.qmaster.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings that can be chosen. Safe for threads. */
public interface SettingCatalog {
    /**
     * Reads a setting file.
     *
     * @throws SettingFileException if it is missing, unreadable, or no setting
     */
    SettingFacts read(Path settingFile);

    /** Every setting that can be chosen by its name, in the order of their names. Files that are no settings are left out. */
    List<SettingFacts> all();

    /** The folder to which a new setting of the user belongs, whether it exists or not; empty if there is none. */
    default Optional<Path> userFolder() {
        return Optional.empty();
    }

    /**
     * Why a job with a setting fails whatever its source, as far as the engine knows that before. Empty by default.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<String> objection(SettingFacts setting) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * What a user should know of the outputs that are made from now on: half a sentence, such as that they are copies. Empty by
     * default.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<String> remark() throws InterruptedException {
        return Optional.empty();
    }

    /**
     * Checks that the program whose settings these are is installed. Without it, a setting that is not found may be one of
     * those that belong to the program. By default does nothing.
     *
     * @throws EngineUnavailableException if it is not installed
     */
    default void requireInstalled() {}
}
