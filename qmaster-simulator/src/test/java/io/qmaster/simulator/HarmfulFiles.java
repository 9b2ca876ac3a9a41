package io.qmaster.simulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be at the path of a file that is read as a whole. */
public enum HarmfulFiles {
    PIPE,
    DEVICE,
    DIRECTORY,
    HUGE,
    BRACKETS,
    OBJECTS,
    LONG_NUMBER,
    LONG_TEXT,
    EMPTY,
    TEXT,
    BYTES;

    private static final int MILLION = 1_000_000;

    /** Replaces a file with it, and returns the path. */
    public Path at(Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        switch (this) {
            case PIPE ->
                assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
            case DEVICE -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case DIRECTORY -> Files.createDirectory(file);
            case HUGE -> {
                try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(200L << 20);
                }
            }
            case BRACKETS -> line(file, "[".repeat(MILLION));
            case OBJECTS -> line(file, "{\"a\":".repeat(MILLION));
            case LONG_NUMBER -> line(file, "9".repeat(MILLION));
            case LONG_TEXT -> line(file, "\"" + "x".repeat(30 * MILLION) + "\"");
            case EMPTY -> Files.createFile(file);
            case TEXT -> line(file, "This is no JSON.");
            case BYTES -> Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, '\n'});
        }
        return file;
    }

    private static void line(Path file, String text) throws IOException {
        Files.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
