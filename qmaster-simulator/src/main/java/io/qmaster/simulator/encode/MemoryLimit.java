package io.qmaster.simulator.encode;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A memory limit of a process. ffmpeg limits single allocations but not their sum, and does not start with a limit of
 * the address space; so its resident memory is measured while it runs.
 *
 * @param bytes the maximum resident memory, including descendants
 */
record MemoryLimit(long bytes, Duration interval, Meter meter) {
    /** Twice the measured maximum for frames of 8K: 4 GB with libx264, whose lookahead has 50 frames. */
    private static final long LARGEST = 8L << 30;

    private static final long MEBIBYTE = 1L << 20;
    private static final double GIBIBYTE = 1L << 30;
    private static final int PATIENCE_SECONDS = 5;
    private static final Path PROC = Path.of("/proc");

    /** Measures the memory of a process. */
    @FunctionalInterface
    interface Meter {
        /**
         * The resident memory of a process in bytes.
         *
         * @throws IOException if it is not known, for example since the process has ended
         */
        long bytes(ProcessHandle process) throws IOException, InterruptedException;
    }

    /**
     * Loaded lazily: the classes that know the memory of the machine load slowly, and most programs do not need them.
     */
    private static final class Usual {
        static final MemoryLimit ONE =
                new MemoryLimit(bytesFor(ofTheMachine()), Duration.ofSeconds(1), MemoryLimit::residentBytes);
    }

    /** 8 GiB, but at most half of the memory of this machine, measured once a second. */
    static MemoryLimit usual() {
        return Usual.ONE;
    }

    /** Whether a process uses more; false if unknown. */
    boolean isExceededBy(ProcessHandle process) throws InterruptedException {
        try {
            return meter.bytes(process) > bytes;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The limit for a machine with some memory. */
    static long bytesFor(long memory) {
        return Math.min(LARGEST, memory / 2);
    }

    /** The memory of this machine, or of the container that this process runs in. */
    private static long ofTheMachine() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** The resident memory of a process and its descendants: an ffmpeg may be a script that runs another one. */
    static long residentBytes(ProcessHandle process) throws IOException, InterruptedException {
        long sum = residentBytesOf(process.pid());
        for (ProcessHandle descendant : process.descendants().toList()) {
            sum += residentBytesOf(descendant.pid());
        }
        return sum;
    }

    static long residentBytesOf(long pid) throws IOException, InterruptedException {
        return Files.isDirectory(PROC.resolve("self")) ? byProc(pid) : byPs(pid);
    }

    private static long byProc(long pid) throws IOException {
        return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> kibibytes(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    static long byPs(long pid) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("/bin/ps", "-o", "rss=", "-p", Long.toString(pid))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!ps.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("ps did not answer");
            }
            return kibibytes(new String(ps.getInputStream().readNBytes(100), StandardCharsets.US_ASCII).strip());
        } finally {
            ps.destroyForcibly();
        }
    }

    private static long kibibytes(String digits) {
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) << 10 : 0;
    }

    @Override
    public String toString() {
        if (bytes < MEBIBYTE) {
            return bytes + " bytes";
        }
        return bytes < GIBIBYTE
                ? bytes / MEBIBYTE + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE).replace(".0 ", " ");
    }
}
