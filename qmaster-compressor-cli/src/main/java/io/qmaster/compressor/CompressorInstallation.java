package io.qmaster.compressor;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.PropertyList;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the programs on this machine. Reads the directories at each call, so that a later installation is found; starts
 * nothing. For users who check for Compressor before they use {@link CompressorBackend}. Thread-safe.
 */
public final class CompressorInstallation {
    private static final Logger LOG = LoggerFactory.getLogger(CompressorInstallation.class);

    private static final int LARGEST_LIST = 1024 * 1024;

    private final CompressorConfiguration configuration;

    /** Finds the programs of a configuration. */
    public CompressorInstallation(CompressorConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Whether Compressor's executable exists and may be executed. */
    public boolean isPresent() {
        return Files.isExecutable(executableOf(compressorPlace()));
    }

    /**
     * Compressor's executable.
     *
     * @throws EngineUnavailableException if it does not exist or may not be executed
     */
    public Path compressor() {
        return checked("Compressor", compressorPlace(), "install Compressor, or name its executable or application");
    }

    /**
     * Batch Monitor's executable, which only Final Cut Studio needs.
     *
     * @throws EngineUnavailableException if it does not exist or may not be executed
     */
    public Path batchMonitor() {
        return checked("Batch Monitor", monitorPlace(), "install Batch Monitor, or name its executable or application");
    }

    /** Compressor's application, if its executable is in one, or is a link to one that is. */
    public Optional<Path> application() {
        Path executable = executableOf(compressorPlace());
        return applicationOf(executable).or(() -> real(executable).flatMap(CompressorInstallation::applicationOf));
    }

    private static Optional<Path> real(Path executable) {
        try {
            return Optional.of(executable.toRealPath());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** Compressor's version, if its application has one. */
    public Optional<String> version() {
        return application().flatMap(bundle -> property(bundle, "CFBundleShortVersionString"));
    }

    /**
     * An installed edition of Compressor other than the used one, if there are two. With two editions, Compressor itself was
     * seen to misbehave (2026), also if one of them is configured.
     */
    public Optional<Path> otherEdition() {
        Optional<Path> used = application().flatMap(CompressorInstallation::real);
        List<Path> others = usualPlaces().stream()
                .filter(Files::exists)
                .filter(place -> !real(place).equals(used))
                .toList();
        // A program outside any application, such as a script that starts one, does not count as an edition.
        return used.isPresent() || others.size() > 1 ? others.stream().findFirst() : Optional.empty();
    }

    /** The configured place, the first usual one that exists, or the most usual one. */
    private Path compressorPlace() {
        return configuration
                .compressor()
                .orElseGet(() -> usualPlaces().stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(usualPlaces().get(0)));
    }

    private List<Path> usualPlaces() {
        return List.of(
                configuration.applications().resolve("Compressor.app"),
                // Seen in 2026.
                configuration.applications().resolve("Compressor Creator Studio.app"),
                // Compressor 4.0.
                configuration.applications().resolve("Final Cut Pro/Compressor.app"));
    }

    private Path monitorPlace() {
        return configuration
                .batchMonitor()
                .orElseGet(() -> configuration.applications().resolve("Utilities/Batch Monitor.app"));
    }

    private static Path executableOf(Path place) {
        Path absolute = place.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            return absolute;
        }
        Path programs = absolute.resolve("Contents/MacOS");
        return property(absolute, "CFBundleExecutable")
                .map(programs::resolve)
                .or(() -> onlyFileIn(programs))
                .orElseGet(() -> programs.resolve(nameWithoutApp(absolute)));
    }

    private static String nameWithoutApp(Path application) {
        return String.valueOf(application.getFileName()).replaceFirst("\\.app$", "");
    }

    private static Optional<Path> onlyFileIn(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> files = inside.filter(Files::isRegularFile).limit(2).toList();
            return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static Optional<Path> applicationOf(Path executable) {
        return Optional.ofNullable(executable.getParent())
                .filter(folder -> folder.endsWith("Contents/MacOS"))
                .map(Path::getParent)
                .map(Path::getParent);
    }

    private static Optional<String> property(Path application, String key) {
        Path list = application.resolve("Contents/Info.plist");
        if (!Files.isRegularFile(list)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(PropertyList.texts(WholeFile.read(list, LARGEST_LIST))
                            .get(key))
                    .filter(text -> !text.isBlank());
        } catch (IOException | VolumeNotAnsweringException unreadable) {
            LOG.debug("{} cannot be read", list, unreadable);
            return Optional.empty();
        }
    }

    private static Path checked(String program, Path place, String fix) {
        Path executable = executableOf(place);
        if (!Files.exists(executable)) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "ENGINE_NOT_INSTALLED", program + " is not installed: there is no " + executable)
                    .hint(fix));
        }
        if (Files.isDirectory(executable) || !Files.isExecutable(executable)) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "ENGINE_NOT_EXECUTABLE",
                            program + " cannot be executed: " + executable + " is not a program that you may run")
                    .hint("check the permissions of the file, or name another one"));
        }
        return executable;
    }
}
