package io.qmaster.it;

import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs in place of Compressor and Batch Monitor, with a queue of their own. Time is counted in looks: a batch goes one
 * step further each time that the monitor shows it.
 */
final class StandInCompressor {
    /** Which versions there are programs for, by the oddities of their command lines. */
    enum Version {
        FINAL_CUT_STUDIO("final-cut-studio", Dialect.FINAL_CUT_STUDIO),
        COMPRESSOR_4("compressor-4", Dialect.COMPRESSOR_4),
        /** Takes {@code -format json} right behind {@code -monitor} and nowhere else. */
        COMPRESSOR_5_2("compressor-5.2", Dialect.COMPRESSOR_5),
        /** Takes {@code -outputformat json}. */
        COMPRESSOR_5_4("compressor-5.4", Dialect.COMPRESSOR_5);

        private final String word;
        private final Dialect dialect;

        Version(String word, Dialect dialect) {
            this.word = word;
            this.dialect = dialect;
        }

        Dialect dialect() {
            return dialect;
        }
    }

    private final Path folder;

    private StandInCompressor(Path folder) {
        this.folder = folder;
    }

    /** Installs the programs of a version in an empty folder, as on a Mac in {@code /Applications}. */
    static StandInCompressor install(Version version, Path folder) throws IOException {
        StandInCompressor installed = new StandInCompressor(folder);
        installed.program(installed.compressor(), version);
        installed.program(installed.batchMonitor(), version);
        return installed;
    }

    /** The programs that are installed in a folder already. */
    static StandInCompressor at(Path folder) {
        return new StandInCompressor(folder);
    }

    Path compressor() {
        return folder.resolve("Compressor.app/Contents/MacOS/Compressor");
    }

    Path batchMonitor() {
        return folder.resolve("Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor");
    }

    /**
     * Does more at every submission from now on, before it reads its arguments.
     *
     * @param lines shell in which {@code refuse CODE WORDS} ends the program and {@code $state} is a folder
     */
    StandInCompressor onSubmit(String... lines) throws IOException {
        Files.write(compressor().resolveSibling("on-submit.sh"), List.of(lines));
        return this;
    }

    /** What both programs were called with, a call a line. */
    List<String> calls() throws IOException {
        Path calls = state().resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** The queue. */
    Path state() {
        return folder.resolve("state");
    }

    CompressorConfiguration.Builder configuration() {
        return CompressorConfiguration.builder()
                .applications(folder)
                .home(folder.resolve("home"))
                .library(folder.resolve("library"));
    }

    /**
     * A batch that the engine took.
     *
     * @param id the engine's id
     * @param name the name that it was sent with
     */
    record Queued(String id, String name) {}

    /** Every batch that was ever queued, the first first, by the engine's own record. */
    List<Queued> queued() throws IOException {
        Path batches = folder.resolve("state/batches");
        if (!Files.isDirectory(batches)) {
            return List.of();
        }
        List<Queued> all = new ArrayList<>();
        try (Stream<Path> folders = Files.list(batches)) {
            for (Path batch : folders.sorted().toList()) {
                all.add(new Queued(
                        Files.readString(batch.resolve("id")).strip(), Files.readString(batch.resolve("name"))));
            }
        }
        return all;
    }

    /** Waits until none of these programs runs any more, not even one whose caller died. */
    void awaitEnd() throws Exception {
        List<ProcessHandle> running = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder + "/"))
                        .isPresent())
                .toList();
        for (ProcessHandle process : running) {
            process.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    private void program(Path file, Version version) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file.resolveSibling("stand-in.conf"),
                "generation=" + version.word + "\nstate='" + state().toString().replace("'", "'\\''") + "'\n");
        try (InputStream script =
                Objects.requireNonNull(StandInCompressor.class.getResourceAsStream("/stand-in/compressor.sh"))) {
            Files.copy(script, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
