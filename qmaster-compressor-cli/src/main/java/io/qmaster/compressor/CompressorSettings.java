package io.qmaster.compressor;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of Compressor under the names that people see: the user's own, the machine's, and those inside the
 * application. Reads the folders anew each time. Safe for threads.
 *
 * <p>Where they live was seen with Compressor 5 (2026): the user's in {@code ~/Library/Application
 * Support/Compressor/Settings}, or in a group container if the application is sandboxed; the machine's in {@code
 * /Library/Application Support/Compressor/Settings}; 94 built-in ones in 21 folders below {@code BuiltInSettings}
 * somewhere in the application, with their English names in a {@code Localizable.strings} beside {@code StompTypes}.
 */
public final class CompressorSettings implements SettingCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(CompressorSettings.class);
    private static final Path SETTINGS = Path.of("Application Support", "Compressor", "Settings");
    private static final int DEEPEST = 16;

    private final CompressorConfiguration configuration;
    private final CompressorInstallation installation;

    /** The settings that belong to the programs of a configuration. */
    public CompressorSettings(CompressorConfiguration configuration) {
        this.configuration = configuration;
        this.installation = new CompressorInstallation(configuration);
    }

    @Override
    public SettingFacts read(Path settingFile) {
        return SettingFile.read(settingFile);
    }

    /**
     * Every setting that can be chosen, in the order of their names.
     *
     * <p>A setting whose name occurs twice is there twice; {@link SettingFacts#origin()} and {@link SettingFacts#isMxf()}
     * say which one is taken by its name.
     */
    @Override
    public List<SettingFacts> all() {
        List<SettingFacts> all = new ArrayList<>();
        userFolders().forEach(folder -> all.addAll(settingsIn(folder, Origin.USER)));
        all.addAll(settingsIn(machineFolder(), Origin.MACHINE));
        all.addAll(builtIn());
        all.sort(Comparator.comparing(SettingFacts::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(SettingFacts::origin)
                .thenComparing(SettingFacts::file));
        return List.copyOf(all);
    }

    @Override
    public void requireInstalled() {
        installation.compressor();
    }

    /** The folders in which the user's own settings can be, whether they exist or not. */
    List<Path> userFolders() {
        Path library = configuration.home().resolve("Library");
        List<Path> folders = new ArrayList<>();
        folders.add(library.resolve(SETTINGS));
        Path containers = library.resolve("Group Containers");
        try (DirectoryStream<Path> teams = Files.newDirectoryStream(containers, "*.com.apple.videoProApps")) {
            teams.forEach(team -> folders.add(team.resolve("Library").resolve(SETTINGS)));
        } catch (IOException none) {
            LOG.debug("no group containers: {}", none.toString());
        }
        return folders;
    }

    /** The folder of the settings of every user of the machine, whether it exists or not. */
    Path machineFolder() {
        return configuration.library().resolve(SETTINGS);
    }

    private List<SettingFacts> builtIn() {
        Optional<Path> application = installation.application();
        if (application.isEmpty()) {
            return List.of();
        }
        ApplicationTour tour = new ApplicationTour();
        walk(application.get(), tour);
        Map<String, String> names = DisplayNames.in(tour.names);
        return tour.folders.stream()
                .flatMap(folder -> settingsIn(asIn(application.get(), folder), Origin.BUILT_IN).stream())
                .map(setting -> setting.known(DisplayNames.of(setting, names), Origin.BUILT_IN))
                .toList();
    }

    private static List<SettingFacts> settingsIn(Path folder, Origin origin) {
        SettingsTour tour = new SettingsTour();
        walk(folder, tour);
        return tour.files.stream()
                .map(file -> asIn(folder, file))
                .flatMap(file -> setting(file, origin).stream())
                .toList();
    }

    private static Optional<SettingFacts> setting(Path file, Origin origin) {
        try {
            SettingFacts facts = SettingFile.read(file);
            return Optional.of(facts.known(facts.name(), origin));
        } catch (SettingFileException noSetting) {
            LOG.debug("left out: {}", noSetting.getMessage());
            return Optional.empty();
        }
    }

    /** The folder itself may be a link to another place; links inside it are not followed. */
    private static Path startIn(Path folder) {
        return folder.resolve(".");
    }

    /** What was found on a walk, under the name of the folder alone. */
    private static Path asIn(Path folder, Path found) {
        return folder.resolve(startIn(folder).relativize(found));
    }

    private static void walk(Path folder, SimpleFileVisitor<Path> tour) {
        try {
            Files.walkFileTree(startIn(folder), EnumSet.noneOf(FileVisitOption.class), DEEPEST, tour);
        } catch (IOException unreadable) {
            LOG.debug("{} cannot be walked through", folder, unreadable);
        }
    }

    /** Goes on wherever something cannot be read. */
    private abstract static class Tour extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            LOG.debug("passed over: {}", unreadable.toString());
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException brokenOff) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** Finds files that can be settings. */
    private static final class SettingsTour extends Tour {
        private final List<Path> files = new ArrayList<>();

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (FileNames.isSetting(file) && Files.isRegularFile(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** Finds the folders of built-in settings and the files of their names in an application. */
    private static final class ApplicationTour extends Tour {
        private final List<Path> folders = new ArrayList<>();
        private final List<Path> names = new ArrayList<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.endsWith("BuiltInSettings")) {
                folders.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("en.lproj/Localizable.strings") && file.toString().contains("StompTypes.framework")) {
                names.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
