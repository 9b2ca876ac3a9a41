package io.qmaster.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that was run to its end.
 *
 * @param millis how long it took
 * @param peakMib its peak memory in MiB, as reported by Linux; 0 on other systems
 * @param output what it printed
 */
record MeasuredProcess(double millis, double peakMib, String output) {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    static MeasuredProcess run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("QMASTER_"));
        builder.environment().put("QMASTER_SIMULATOR_OUTPUTS", "copied");
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(folder, "output", ".txt");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        long began = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        double peak = 0;
        while (!process.waitFor(3, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process));
        }
        double took = (System.nanoTime() - began) / 1e6;
        String printed = Files.readString(output);
        Files.delete(output);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + printed);
        }
        return new MeasuredProcess(took, peak, printed);
    }

    /**
     * The Python of the PATH itself: the {@code python3} there may be a script that looks for one, which takes longer
     * than Python.
     */
    static String python(Path folder) throws IOException, InterruptedException {
        return run(folder, Map.of(), List.of("python3", "-c", "import sys; print(sys.executable)"))
                .output()
                .strip();
    }

    private static double peak(Process process) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return peak.find() ? Double.parseDouble(peak.group(1)) / 1024 : 0;
        } catch (IOException over) {
            return 0;
        }
    }
}
