package io.qmaster.cli.command;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.standard.SettingFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The setting that a command line names: a file needs no engine, the name of a setting does. */
final class ChosenSetting {
    private ChosenSetting() {}

    /** @throws io.qmaster.domain.SettingFileException if there is no such setting */
    static SettingFacts of(String nameOrFile, Invocation invocation) {
        if (isMeantAsFile(nameOrFile)) {
            return SettingFile.read(Path.of(nameOrFile).toAbsolutePath());
        }
        try (Qmaster qmaster = invocation.qmaster()) {
            return qmaster.setting(nameOrFile);
        }
    }

    /**
     * Reports a missing file as such even without an engine, although the name of a setting can end like that of a
     * file.
     */
    private static boolean isMeantAsFile(String text) {
        try {
            Path path = Path.of(text);
            return Files.isRegularFile(path) || (FileNames.isSetting(path) && text.contains("/"));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
