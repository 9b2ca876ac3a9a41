package io.qmaster.compressor;

import io.qmaster.domain.port.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small program that replaces Compressor or Batch Monitor. It records its arguments, one line for each call, and runs
 * the shell lines of a test.
 */
final class StandIn {
    static final String HELP_5 = "echo 'usage: -computergroup -outputformat legacy|xml|json'";
    private static final String HELP_4 = "echo 'usage: -computergroup -monitor'";
    private static final String HELP_FCS = "echo 'usage: -clustername -clusterid' >&2";

    private final Path folder;
    private final Path program;

    private StandIn(Path folder, Path program) {
        this.folder = folder;
        this.program = program;
    }

    static StandIn ofCompressor5(Path folder, String... lines) throws IOException {
        return of(folder, HELP_5, lines);
    }

    static StandIn ofCompressor4(Path folder, String... lines) throws IOException {
        return of(folder, HELP_4, lines);
    }

    static StandIn ofFinalCutStudio(Path folder, String... lines) throws IOException {
        return of(folder, HELP_FCS, lines);
    }

    /** Writes the program. {@code -help} does not run the lines. */
    static StandIn of(Path folder, String help, String... lines) throws IOException {
        Path program = Script.write(
                folder.resolve("Compressor"),
                "echo \"$*\" >> '" + folder.resolve("calls") + "'",
                "case \"$1\" in -help) " + help + "; exit 0;; esac",
                String.join("\n", lines));
        return new StandIn(folder, program);
    }

    /** A shell line that prints a fixture. */
    static String print(String fixture) {
        Path file = Path.of("src/test/resources").resolve(fixture).toAbsolutePath();
        return "cat '" + file + "'";
    }

    Path program() {
        return program;
    }

    /** The arguments of every call so far, except those with {@code -help}. */
    List<String> calls() throws IOException {
        return allCalls().stream().filter(call -> !call.equals("-help")).toList();
    }

    /** The arguments of every call so far. */
    List<String> allCalls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    CompressorConfiguration.Builder configuration() {
        return CompressorConfiguration.builder()
                .compressor(program)
                .batchMonitor(program)
                .home(folder.resolve("home"))
                .library(folder.resolve("library"));
    }

    Backend backend() {
        return new CompressorBackend(configuration().build());
    }
}
