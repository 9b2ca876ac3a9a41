package io.qmaster.compressor;

import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.PropertyListFormatException;
import com.dd.plist.PropertyListParser;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.ParserConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;

/**
 * Where the programs are on this machine. Looks anew each time, so that a Compressor that is installed meanwhile is found;
 * starts nothing. Safe for threads.
 */
public final class CompressorInstallation {
    private static final Logger LOG = LoggerFactory.getLogger(CompressorInstallation.class);

    private final CompressorConfiguration configuration;

    /** The programs that a configuration means. */
    public CompressorInstallation(CompressorConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Whether Compressor's executable is there and may be executed. */
    public boolean isPresent() {
        return Files.isExecutable(executableOf(compressorPlace()));
    }

    /**
     * Compressor's executable.
     *
     * @throws EngineUnavailableException if it is not there or may not be executed
     */
    public Path compressor() {
        return checked("Compressor", compressorPlace(), "install Compressor, or name its executable or application");
    }

    /**
     * Batch Monitor's executable, which only Final Cut Studio needs.
     *
     * @throws EngineUnavailableException if it is not there or may not be executed
     */
    public Path batchMonitor() {
        return checked("Batch Monitor", monitorPlace(), "install Batch Monitor, or name its executable or application");
    }

    /** Compressor's application, if its executable lies in one, or is a link to one that does. */
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

    /** Compressor's version, if its application tells one. */
    public Optional<String> version() {
        return application().flatMap(bundle -> property(bundle, "CFBundleShortVersionString"));
    }

    /** The place that is configured, or the first usual one where something is, or the most usual one. */
    private Path compressorPlace() {
        return configuration
                .compressor()
                .orElseGet(() -> firstThatExists(List.of(
                        configuration.applications().resolve("Compressor.app"),
                        // Seen in 2026.
                        configuration.applications().resolve("Compressor Creator Studio.app"),
                        // Compressor 4.0.
                        configuration.applications().resolve("Final Cut Pro/Compressor.app"))));
    }

    private Path monitorPlace() {
        return configuration
                .batchMonitor()
                .orElseGet(() -> configuration.applications().resolve("Utilities/Batch Monitor.app"));
    }

    private static Path firstThatExists(List<Path> places) {
        return places.stream().filter(Files::exists).findFirst().orElse(places.get(0));
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
            NSObject root = PropertyListParser.parse(list);
            return root instanceof NSDictionary dictionary
                    ? Optional.ofNullable(dictionary.objectForKey(key))
                            .map(Object::toString)
                            .filter(text -> !text.isBlank())
                    : Optional.empty();
        } catch (IOException
                | PropertyListFormatException
                | ParseException
                | ParserConfigurationException
                | SAXException
                | RuntimeException unreadable) {
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
                            program + " cannot be executed: " + executable + " is no program" + " that you may run")
                    .hint("check the rights of the file, or name another one"));
        }
        return executable;
    }
}
