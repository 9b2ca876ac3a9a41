package io.qmaster.simulator.encode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of FFmpeg and the command that starts it.
 *
 * <p>That of the distribution needs the folder of its libraries in the library path. It also requires libraries for the
 * capture of screens and sound cards, which a server may lack and which are never called: the build puts an empty one
 * for each into the folder {@value #SUBSTITUTES} beside it. Installed libraries are preferred.
 *
 * @param command the command, without arguments
 * @param replaced the missing libraries that are replaced by empty ones
 */
record Program(Path file, List<String> command, List<String> replaced) {
    static final String SUBSTITUTES = "substitutes";

    private static final Path ENV = Path.of("/usr/bin/env");
    private static final Pattern MISSING = Pattern.compile("\\s*(\\S+) => not found");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** An installed program. */
    static Program plain(Path file) {
        return new Program(file, List.of(file.toString()), List.of());
    }

    /** @throws IOException if it is not an executable file, or needs a library that is missing */
    static Program of(Path file) throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            throw new IOException(file + " does not exist");
        }
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new IOException(file + " is not an executable file");
        }
        Path folder = file.resolveSibling("").toRealPath();
        Path substitutes = folder.resolve(SUBSTITUTES);
        return Files.isDirectory(substitutes) ? distributed(file, folder, substitutes) : plain(file);
    }

    private static Program distributed(Path file, Path folder, Path substitutes)
            throws IOException, InterruptedException {
        if (file.toString().contains("=") || folder.toString().matches(".*[:;].*")) {
            throw new IOException(file + " cannot be started: its path has one of the characters : ; =");
        }
        List<String> path = new ArrayList<>(List.of(folder.toString()));
        List<String> replaced = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String library : missing(file, folder)) {
            Path substitute = substitutes.resolve(library);
            if (Files.isDirectory(substitute)) {
                path.add(substitute.toString());
                replaced.add(library);
            } else {
                missing.add(library);
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException(file + " needs libraries that this system lacks: " + String.join(", ", missing));
        }
        return new Program(
                file,
                List.of(ENV.toString(), "LD_LIBRARY_PATH=" + String.join(":", path), file.toString()),
                List.copyOf(replaced));
    }

    /** Asks the loader for the libraries that it does not find. */
    private static List<String> missing(Path file, Path folder) throws IOException, InterruptedException {
        List<String> command =
                List.of(ENV.toString(), "LD_TRACE_LOADED_OBJECTS=1", "LD_LIBRARY_PATH=" + folder, file.toString());
        return new Run(new Program(file, command, List.of()), List.of())
                .answer(PATIENCE)
                .lines()
                .map(MISSING::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .distinct()
                .toList();
    }
}
