package io.qmaster.cli.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The standard locations of a user's files: the XDG base directories, and on a Mac the Library. */
final class Places {
    private static final String OURS = "qmaster";

    private final Map<String, String> environment;

    Places(Map<String, String> environment) {
        this.environment = environment;
    }

    Path configFile() {
        return named("XDG_CONFIG_HOME")
                .orElseGet(() -> home().resolve(".config"))
                .resolve(OURS)
                .resolve("config.json");
    }

    Path stateFolder() {
        Path byHabit = isMac()
                ? home().resolve("Library").resolve("Application Support")
                : home().resolve(".local").resolve("state");
        return named("XDG_STATE_HOME").orElse(byHabit).resolve(OURS);
    }

    Path home() {
        return named("HOME").orElseGet(() -> Path.of(System.getProperty("user.home", ".")));
    }

    private Optional<Path> named(String variable) {
        String value = environment.getOrDefault(variable, "");
        try {
            // The XDG specification: a relative path is invalid and ignored.
            return Optional.of(Path.of(value)).filter(Path::isAbsolute);
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static boolean isMac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    }
}
