package io.qmaster.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The built program, run as a user would: one process for each call, with a separate home and state for all of them.
 */
final class QmasterProgram {
    private static final Path EXECUTABLE =
            Path.of(System.getProperty("qmaster.home", "../qmaster-cli/target/qmaster"), "bin", "qmaster");
    private static final Path EXAMPLES =
            EXECUTABLE.resolveSibling("../qmaster-cli/examples").normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path folder;
    private final Path executable;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> prefix = List.of();
    private boolean inThisProcess;

    QmasterProgram(Path folder) {
        this(folder, EXECUTABLE);
    }

    /** The program of a distribution in another folder. */
    QmasterProgram(Path folder, Path executable) {
        this.folder = folder;
        this.executable = executable;
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("QMASTER_STATE_DIR", state().toString());
        // Without a cache the launcher makes no class-data archive in the background.
        environment.put("XDG_CACHE_HOME", "/dev/null");
        // Encoding takes time, and most tests check only the states of batches.
        environment.put("QMASTER_SIMULATOR_OUTPUTS", "copied");
    }

    /** The same with a simulator in which every job takes a given time, such as {@code 2s}. */
    static QmasterProgram simulating(Path folder, String jobTime) {
        QmasterProgram program = new QmasterProgram(folder);
        Path scenario = program.file("scenario.json", "{\"durations\": {\"job\": \"" + jobTime + "\"}}");
        return program.with("QMASTER_BACKEND", "simulator").with("QMASTER_SCENARIO", scenario.toString());
    }

    /** The result of a call. */
    record Result(int code, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        List<JsonNode> events() {
            return out.lines().map(JsonMapper.shared()::readTree).toList();
        }

        JsonNode error() {
            return JsonMapper.shared().readTree(err).get("error");
        }
    }

    /**
     * Makes {@link #run} and {@link #launch} run the program in a thread of this process, which takes much less time.
     * For tests that need no signal, no kill and no working directory.
     */
    QmasterProgram inThisProcess() {
        inThisProcess = true;
        return this;
    }

    /** Makes every call a process again. */
    QmasterProgram inOwnProcesses() {
        inThisProcess = false;
        return this;
    }

    QmasterProgram with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Makes another program start every call, such as one that changes the user. */
    QmasterProgram behind(String... command) {
        prefix = List.of(command);
        return this;
    }

    /** The folder of the distribution. */
    static Path home() {
        return EXECUTABLE.resolveSibling("..").normalize();
    }

    static Path clip() {
        return EXAMPLES.resolve("clip.mov");
    }

    static Path setting() {
        return EXAMPLES.resolve("HD 720p.compressorsetting");
    }

    /** The folder for outputs; it does not exist at first. */
    Path out() {
        return folder.resolve("out");
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command to its end. */
    Result run(String... arguments) throws Exception {
        return launch(arguments).result();
    }

    /** The folder of the journal. */
    Path state() {
        return folder.resolve("state");
    }

    /** Submits the example clip with an example setting and further arguments. */
    Result submit(String... more) throws Exception {
        return run(submission(more));
    }

    String[] submission(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "submit", clip().toString(), "--setting", setting().toString(), "--destination-dir", out().toString()));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    /** Runs a shell line in which {@code $QMASTER} is the program. */
    Result shell(String line) throws Exception {
        return launched(List.of("sh", "-c", "QMASTER='" + executable + "'; " + line))
                .result();
    }

    /** Runs a bash script in a folder in which the program is {@code qmaster-cli/bin/qmaster}, as in a clone. */
    Result bash(String script, Duration patience) throws Exception {
        Path checkout = folder.resolve("qmaster-cli");
        Path bin = Files.createDirectories(checkout.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("qmaster"), executable.toRealPath());
        Files.createSymbolicLink(checkout.resolve("examples"), EXAMPLES.toRealPath());
        return launched(List.of("bash", file("script.sh", script).toString())).result(patience);
    }

    /** Starts a command and returns when it has printed its first line. */
    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(command).redirectError(err.toFile()).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return new Running(process, out, out.readLine(), err);
    }

    /** Starts a command on a terminal. */
    PseudoTerminal onTerminal(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(Arrays.asList(arguments));
        return new PseudoTerminal(builder(command), folder, command);
    }

    /** Starts a command without waiting for it; its output is kept in files. */
    Launched launch(String... arguments) throws IOException {
        if (inThisProcess && prefix.isEmpty()) {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            Process program = ProgramInProcess.start(
                    executable.resolve("../..").normalize(), environment, out, err, List.of(arguments));
            return new Launched(program, out, err);
        }
        List<String> command = new ArrayList<>(prefix);
        command.add(executable.toString());
        command.addAll(Arrays.asList(arguments));
        return launched(command);
    }

    /** A command that runs in parallel to the test. */
    record Launched(Process process, Path out, Path err) {
        /** Waits for its end. */
        Result result() throws Exception {
            return result(PATIENCE);
        }

        private Result result(Duration patience) throws Exception {
            int code = ended(process, patience);
            return new Result(code, Files.readString(out), Files.readString(err));
        }

        /** Kills the process itself, which is the Java process that replaced the launcher. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    /** A running command. */
    record Running(Process process, BufferedReader rest, String firstLine, Path err) {
        /** Sends a signal such as {@code TERM}, and waits for the end. */
        Result signal(String name) throws Exception {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            return result();
        }

        /** Waits for its end. */
        Result result() throws Exception {
            StringBuilder out = new StringBuilder(firstLine + "\n");
            rest.lines().forEach(line -> out.append(line).append('\n'));
            return new Result(ended(process, PATIENCE), out.toString(), Files.readString(err));
        }
    }

    private Launched launched(List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        return new Launched(process, out, err);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QMASTER_") || name.startsWith("XDG_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static int ended(Process process, Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            if (!(process instanceof ProgramInProcess)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            throw new AssertionError("the program did not end within " + patience.toSeconds() + " s");
        }
        return process.exitValue();
    }
}
