package io.qmaster.compressor;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of Compressor by the names that it displays: the user's own, the machine's, and those inside the
 * application. Reads the directories at each call. Used through {@link CompressorBackend#settings()}, or alone.
 * Thread-safe.
 *
 * <p>The user's settings are in {@code ~/Library/Application Support/Compressor/Settings}, or in a group container if the
 * application is sandboxed; the machine's in {@code /Library/Application Support/Compressor/Settings}. Built-in ones were
 * seen in {@code English.lproj/Formats} (Final Cut Studio), {@code Resources/Settings/<Group>} (4.x), {@code
 * Resources/Settings} of CompressorKit and in StompUI (5.2), and {@code BuiltInSettings/<Group>} (5.4); their English names
 * in a {@code Localizable.strings} of StompTypes or CompressorKit: a binary property list, or text in older ones.
 */
public final class CompressorSettings implements SettingCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(CompressorSettings.class);
    private static final Path SETTINGS = Path.of("Application Support", "Compressor", "Settings");
    private static final int DEEPEST = 16;
    /** Directories of settings that are not groups. */
    private static final Set<String> FOLDERS = Set.of("Settings", "BuiltInSettings", "Formats", "Resources");

    private static final LocalFiles FILES = new LocalFiles();

    private final CompressorConfiguration configuration;
    private final CompressorInstallation installation;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

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
     * All settings, sorted by name.
     *
     * <p>A name can occur several times; {@link SettingFacts#origin()} and {@link SettingFacts#isMxf()} decide which
     * setting is used by that name. A directory that cannot be read is logged once as a warning.
     */
    @Override
    public List<SettingFacts> all() {
        Found found = search();
        found.unreadable().stream().filter(reported::add).forEach(LOG::warn);
        return found.settings();
    }

    /**
     * What was found.
     *
     * @param settings the settings, sorted by name
     * @param unreadable what could not be read, with the reason and what to do
     */
    record Found(List<SettingFacts> settings, List<String> unreadable) {}

    /** Reads every directory, each for at most {@link LocalFiles#PATIENCE}. */
    Found search() {
        List<String> unreadable = new ArrayList<>();
        Optional<Path> application = installation.application();
        Tour inApplication = application
                .map(bundle -> walk(bundle, CompressorSettings::isBuiltIn, unreadable))
                .orElseGet(() -> new Tour(Path.of(""), file -> false));
        DisplayNames names = new DisplayNames(inApplication.names());
        List<SettingFacts> all = new ArrayList<>();
        userFolders(unreadable).forEach(folder -> all.addAll(settings(folder, Origin.USER, names, unreadable)));
        all.addAll(settings(machineFolder(), Origin.MACHINE, names, unreadable));
        all.addAll(settings(inApplication, Origin.BUILT_IN, names));
        all.sort(Comparator.comparing(SettingFacts::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(SettingFacts::origin)
                .thenComparing(SettingFacts::file));
        return new Found(List.copyOf(all), List.copyOf(unreadable));
    }

    @Override
    public void requireInstalled() {
        installation.compressor();
    }

    /**
     * Where Compressor keeps the user's settings: in the group container if there is one, as for a sandboxed
     * application.
     */
    @Override
    public Optional<Path> userFolder() {
        List<Path> folders = userFolders();
        return folders.stream().skip(1).filter(Files::isDirectory).findFirst().or(() -> Optional.of(folders.get(0)));
    }

    /** The folders for the user's own settings, whether they exist or not. */
    List<Path> userFolders() {
        return userFolders(new ArrayList<>());
    }

    private List<Path> userFolders(List<String> unreadable) {
        Path library = configuration.home().resolve("Library");
        Path containers = library.resolve("Group Containers");
        List<Path> folders = new ArrayList<>();
        try {
            FILES.guarded(containers, () -> {
                try (DirectoryStream<Path> teams = Files.newDirectoryStream(containers, "*.com.apple.videoProApps")) {
                    teams.forEach(team -> folders.add(team.resolve("Library").resolve(SETTINGS)));
                }
                return folders;
            });
        } catch (NoSuchFileException | NotDirectoryException none) {
            LOG.debug("no group containers: {}", none.toString());
        } catch (IOException | DirectoryIteratorException | VolumeNotAnsweringException denied) {
            unreadable.add(unreadable(containers, denied));
        }
        folders.sort(Comparator.naturalOrder());
        folders.add(0, library.resolve(SETTINGS));
        return folders;
    }

    /** The folder for the settings of all users, whether it exists or not. */
    Path machineFolder() {
        return configuration.library().resolve(SETTINGS);
    }

    private static List<SettingFacts> settings(
            Path folder, Origin origin, DisplayNames names, List<String> unreadable) {
        return settings(walk(folder, file -> true, unreadable), origin, names);
    }

    private static List<SettingFacts> settings(Tour tour, Origin origin, DisplayNames names) {
        return tour.settings().stream()
                .flatMap(file -> setting(file).stream())
                .map(setting -> names.named(setting, origin).in(group(tour.folder, setting.file(), names)))
                .toList();
    }

    /** The directory of a setting, unless it is one that contains all settings. */
    private static Optional<String> group(Path top, Path file, DisplayNames names) {
        return Optional.ofNullable(file.getParent())
                .filter(folder -> !folder.equals(top))
                .map(FileNames::of)
                .filter(name -> !FOLDERS.contains(name))
                .map(name -> names.of(name).orElse(name));
    }

    private static Optional<SettingFacts> setting(Path file) {
        try {
            return Optional.of(SettingFile.read(file));
        } catch (SettingFileException | VolumeNotAnsweringException noSetting) {
            LOG.debug("left out: {}", noSetting.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a file of the application is in a directory of settings. */
    private static boolean isBuiltIn(Path file) {
        String path = file.toString();
        return path.contains("/BuiltInSettings/")
                || path.contains("/Resources/Settings/")
                || path.contains("/English.lproj/Formats/")
                || path.contains("/StompUI.framework/");
    }

    private static Tour walk(Path folder, Predicate<Path> isWanted, List<String> unreadable) {
        Tour tour = new Tour(folder, isWanted);
        try {
            return FILES.guarded(folder, () -> {
                // The folder itself may be a link; links inside it are not followed.
                Files.walkFileTree(folder.resolve("."), EnumSet.noneOf(FileVisitOption.class), DEEPEST, tour);
                unreadable.addAll(tour.unreadable);
                return tour;
            });
        } catch (IOException | VolumeNotAnsweringException denied) {
            unreadable.add(unreadable(folder, denied));
            return new Tour(folder, isWanted);
        }
    }

    private static String unreadable(Path folder, Exception why) {
        Exception cause = why.getCause() instanceof IOException wrapped ? wrapped : why;
        String reason =
                cause instanceof IOException denied ? SystemReason.of(denied) : String.valueOf(cause.getMessage());
        return "the settings in " + folder + " cannot be read: " + reason
                + "; check its permissions, and on a Mac allow the terminal to read it in System Settings > Privacy &"
                + " Security > Full Disk Access";
    }

    /** Finds settings, and files with their display names. Skips what cannot be read. */
    private static final class Tour extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final Predicate<Path> isWanted;
        private final List<Path> found = new ArrayList<>();
        private final List<Path> strings = new ArrayList<>();
        private final List<String> unreadable = new ArrayList<>();

        Tour(Path folder, Predicate<Path> isWanted) {
            this.folder = folder;
            this.isWanted = isWanted;
        }

        List<Path> settings() {
            return found;
        }

        /** Those of StompTypes first. */
        List<Path> names() {
            return strings.stream()
                    .sorted(Comparator.comparing((Path file) -> !file.toString().contains("/StompTypes.framework/"))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }

        @Override
        public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            Path file = folder.resolve(folder.resolve(".").relativize(visited));
            String path = file.toString();
            if (FileNames.isSetting(file) && Files.isRegularFile(file) && isWanted.test(file)) {
                found.add(file);
            } else if ((file.endsWith("en.lproj/Localizable.strings")
                            || file.endsWith("English.lproj/Localizable.strings"))
                    && (path.contains("/StompTypes.")
                            || path.contains("/CompressorKit.")
                            || path.contains("/StompUI."))) {
                strings.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException denied) {
            if (!(denied instanceof NoSuchFileException) && !(denied instanceof NotDirectoryException)) {
                unreadable.add(unreadable(folder.resolve(folder.resolve(".").relativize(file)), denied));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException brokenOff) {
            return FileVisitResult.CONTINUE;
        }
    }
}
