package io.qmaster.domain.internal.order;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds a setting by its path, display name, or the stem of its file. */
public final class SettingChoice {
    private static final Comparator<SettingFacts> PRECEDENCE =
            Comparator.comparing(SettingFacts::origin).thenComparing(SettingFacts::isMxf);

    /** Keeps the message within a screen. */
    private static final int MOST_SHOWN = 10;

    private final SettingCatalog catalog;
    private final MediaFiles files;

    /** Chooses from a catalog. */
    public SettingChoice(SettingCatalog catalog, MediaFiles files) {
        this.catalog = catalog;
        this.files = files;
    }

    /**
     * The setting that matches a text.
     *
     * @throws SettingFileException if none or several match
     * @throws EngineUnavailableException if none matches, and the program that has the settings is not installed
     */
    public SettingFacts of(String text) {
        Optional<Path> path = pathOf(text);
        if (path.filter(this::isFile).isPresent()) {
            return catalog.read(path.get());
        }
        List<SettingFacts> all = catalog.all();
        List<SettingFacts> byName = named(all, text, SettingFacts::name);
        List<SettingFacts> candidates = byName.isEmpty() ? named(all, text, SettingFacts::stem) : byName;
        if (candidates.isEmpty() && path.isPresent() && looksLikePath(text)) {
            return catalog.read(path.get());
        }
        if (candidates.isEmpty()) {
            catalog.requireInstalled();
            throw new SettingFileException(Failure.withoutSubmission(
                            "SETTING_UNKNOWN", "there is no setting or setting file named \"" + text + "\"")
                    .hint(suggestions(all, text)));
        }
        SettingFacts best = candidates.stream().min(PRECEDENCE).orElseThrow();
        List<SettingFacts> equals = candidates.stream()
                .filter(other -> PRECEDENCE.compare(best, other) == 0)
                .toList();
        if (equals.size() > 1) {
            throw new SettingFileException(Failure.withoutSubmission(
                            "SETTING_AMBIGUOUS",
                            equals.size() + " settings are named \"" + text + "\": "
                                    + equals.stream()
                                            .map(setting -> setting.file().toString())
                                            .sorted()
                                            .limit(MOST_SHOWN)
                                            .collect(Collectors.joining(", "))
                                    + (equals.size() > MOST_SHOWN
                                            ? " and " + (equals.size() - MOST_SHOWN) + " more"
                                            : ""))
                    .hint("give the path of the setting"));
        }
        return best;
    }

    private Optional<Path> pathOf(String text) {
        try {
            return Optional.of(files.absolute(Path.of(text)));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private boolean isFile(Path path) {
        try {
            return files.look(path).isFile();
        } catch (UncheckedIOException noPath) {
            // A setting's name can be longer than a file name may be.
            return false;
        } catch (VolumeNotAnsweringException silent) {
            throw new SettingFileException(
                    Failure.withoutSubmission("VOLUME_NOT_ANSWERING", String.valueOf(silent.getMessage()))
                            .hint("check the network volume")
                            .worthRetrying()
                            .because(silent));
        }
    }

    /** Whether a text that matches no name is a path. Names can contain a slash too. */
    private static boolean looksLikePath(String text) {
        return text.contains("/") || FileNames.isSetting(Path.of(text));
    }

    private static List<SettingFacts> named(List<SettingFacts> all, String text, Function<SettingFacts, String> name) {
        String wanted = folded(text);
        return all.stream()
                .filter(setting -> folded(name.apply(setting)).equals(wanted))
                .toList();
    }

    private static String suggestions(List<SettingFacts> all, String text) {
        String wanted = folded(text);
        String names = all.stream()
                .map(SettingFacts::name)
                .filter(name -> folded(name).contains(wanted) || wanted.contains(folded(name)))
                .distinct()
                .limit(5)
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "choose a listed setting, or give the path of a setting file"
                : "did you mean " + names + "?";
    }

    private static String folded(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
