package io.qmaster.compressor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program whose arguments this Java runtime cannot write, started by a second runtime that can: see
 * {@link ArgumentRelay}. Costs the start of a runtime, so only what cannot be started otherwise is started so.
 *
 * <p>Both count as one process: it lives as long as one of them does, ends with the program's exit code, and a TERM or
 * KILL goes to the program. Between the two runtimes stands a temporary folder beside the outputs that only its owner may
 * enter; it goes with {@link #forget()}.
 */
final class RelayedProcess extends Process {
    private static final Logger LOG = LoggerFactory.getLogger(RelayedProcess.class);
    private static final int FIRST_WITH_LOCALE = 18;
    private static final String LOCALE = "LC_ALL";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What makes a Java runtime write on standard error, or listen at a port that is taken. */
    private static final List<String> FOR_RUNTIMES = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private final Path folder;
    private final Process relay;
    private Optional<Start> start = Optional.empty();

    private RelayedProcess(Path folder, Process relay) {
        this.folder = folder;
        this.relay = relay;
    }

    /**
     * The process of the program, as soon as it is known.
     *
     * @param pid its number
     * @param at when it started
     */
    record Start(long pid, Instant at) {
        private Optional<ProcessHandle> alive() {
            // The number can have gone to another process by now; its start tells.
            return ProcessHandle.of(pid)
                    .filter(handle -> handle.info().startInstant().orElse(at).equals(at))
                    .filter(ProcessHandle::isAlive);
        }
    }

    /**
     * Starts a program, with standard input empty and its outputs appended to files.
     *
     * @param words the program and its arguments
     * @param hiddenVariables what of the environment it is not given
     * @throws IOException if not even the relay could be started; that the program could not is told by
     *     {@link #whyNotStarted()}
     */
    static RelayedProcess start(List<String> words, Set<String> hiddenVariables, Path output, Path error)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new IOException("and there is no " + java + " that could start the program instead");
        }
        Path folder = Files.createTempDirectory(output.toAbsolutePath().getParent(), "qmaster-relay-");
        try {
            handOver(folder);
            ProcessBuilder builder = new ProcessBuilder(
                    java.toString(),
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-Xmx64m",
                    "-Dfile.encoding=UTF-8",
                    "-cp",
                    folder.toString(),
                    ArgumentRelay.class.getName(),
                    folder.toString());
            builder.environment().keySet().removeAll(hiddenVariables);
            List<String> undo = adapt(builder.environment());
            List<String> all = new ArrayList<>(List.of(Integer.toString(undo.size())));
            all.addAll(undo);
            all.addAll(words);
            Files.writeString(folder.resolve(ArgumentRelay.WORDS), String.join("\0", all), StandardCharsets.UTF_8);
            return new RelayedProcess(
                    folder,
                    builder.redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectOutput(Redirect.appendTo(output.toFile()))
                            .redirectError(Redirect.appendTo(error.toFile()))
                            .start());
        } catch (IOException failed) {
            delete(folder);
            throw failed;
        }
    }

    /** The class alone, wherever it is kept: in a file of classes, in one archive with the whole application. */
    private static void handOver(Path folder) throws IOException {
        String name = ArgumentRelay.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = ArgumentRelay.class.getResourceAsStream("/" + name)) {
            if (bytes == null) {
                throw new IOException("and " + name + " is not where the other classes are");
            }
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.copy(bytes, file);
        }
    }

    /** Makes an environment fit for the relay, and tells the settings that undo it for the program. */
    private static List<String> adapt(Map<String, String> environment) {
        List<String> undo = new ArrayList<>();
        for (String name : FOR_RUNTIMES) {
            String value = environment.remove(name);
            if (value != null) {
                undo.add(name + "=" + value);
            }
        }
        if (Runtime.version().feature() >= FIRST_WITH_LOCALE) {
            String value = environment.put(LOCALE, "C.UTF-8");
            undo.add(value == null ? LOCALE : LOCALE + "=" + value);
        }
        return undo;
    }

    /** The process of the program. Empty as long as nothing is known of it. */
    Optional<Start> started() {
        if (start.isEmpty()) {
            start = told(ArgumentRelay.STARTED).map(text -> {
                String[] numbers = text.split(" ", 2);
                return new Start(Long.parseLong(numbers[0]), Instant.ofEpochMilli(Long.parseLong(numbers[1])));
            });
        }
        return start;
    }

    /** Why the program was not started. Empty if it was, or may have been. */
    Optional<String> whyNotStarted() {
        return told(ArgumentRelay.NOT_STARTED);
    }

    private Optional<String> told(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name), StandardCharsets.UTF_8));
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException unreadable) {
            LOG.debug("what a relay told cannot be read", unreadable);
            return Optional.empty();
        }
    }

    /** Takes away the folder between the two. */
    void forget() {
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException left) {
            LOG.debug("the temporary folder {} stays", folder, left);
        }
    }

    private Optional<ProcessHandle> program() {
        return started().flatMap(Start::alive);
    }

    @Override
    public int waitFor() throws InterruptedException {
        int code = relay.waitFor();
        while (!endsWithin(LOOK_NANOS)) {
            LOG.trace("a relay has ended before its program");
        }
        return code;
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        return relay.waitFor(timeout, unit) && endsWithin(Math.min(unit.toNanos(timeout), LOOK_NANOS));
    }

    private boolean endsWithin(long nanos) throws InterruptedException {
        Optional<ProcessHandle> living = program();
        if (living.isEmpty()) {
            return true;
        }
        try {
            living.get().onExit().get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException livesOn) {
            return false;
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public boolean isAlive() {
        return relay.isAlive() || program().isPresent();
    }

    @Override
    public int exitValue() {
        return relay.exitValue();
    }

    @Override
    public long pid() {
        return started().map(Start::pid).orElseGet(relay::pid);
    }

    /** Ends the program, and with it the relay. A relay that has none yet ends without ever starting one. */
    @Override
    public void destroy() {
        program().ifPresentOrElse(ProcessHandle::destroy, relay::destroy);
    }

    @Override
    public Process destroyForcibly() {
        program().ifPresentOrElse(ProcessHandle::destroyForcibly, relay::destroyForcibly);
        return this;
    }

    @Override
    public OutputStream getOutputStream() {
        return relay.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return relay.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return relay.getErrorStream();
    }
}
