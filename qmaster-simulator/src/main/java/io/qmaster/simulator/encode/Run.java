package io.qmaster.simulator.encode;

import com.github.kokorin.jaffree.JaffreeException;
import com.github.kokorin.jaffree.LogLevel;
import com.github.kokorin.jaffree.log.LogMessage;
import com.github.kokorin.jaffree.process.JaffreeAbnormalExitException;
import com.github.kokorin.jaffree.process.ProcessHandler;
import com.github.kokorin.jaffree.process.StdReader;
import com.github.kokorin.jaffree.process.Stopper;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of ffmpeg or ffprobe: an argument list, no shell. Its output is limited: lines are passed on at once, and
 * only the first and last lines of its error output are kept. Jaffree starts the process and reads its output.
 * Thread-safe.
 */
final class Run {
    static final Class<?> LIBRARY = ProcessHandler.class;

    /** The number of first, and of last, lines of error output that are kept. */
    private static final int KEPT_LINES = 20;

    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_ANSWER = 16 << 20;
    /** How long reading the rest of the pipes of an ended process may take. */
    private static final int READ_MILLIS = 10_000;
    /** How long sending a signal may take: callers hold locks. */
    private static final int SIGNAL_SECONDS = 2;
    /** The real time, also if the engine's time is virtual. */
    private static final Timekeeper TIME = new WallClock();

    private final Program program;
    private final List<String> arguments;
    private final Optional<MemoryLimit> memory;
    private final Complaints complaints = new Complaints();
    private final Ending ending = new Ending();
    private volatile boolean exceededMemory;

    /** A run that opens no file of a user. */
    Run(Program program, List<String> arguments) {
        this(program, arguments, Optional.empty());
    }

    /** A run that is ended if it exceeds a limit. */
    Run(Program program, List<String> arguments, MemoryLimit memory) {
        this(program, arguments, Optional.of(memory));
    }

    private Run(Program program, List<String> arguments, Optional<MemoryLimit> memory) {
        this.program = program;
        this.arguments = List.copyOf(arguments);
        this.memory = memory;
    }

    /** The standard output of a short run as one text. */
    static String answer(Program program, List<String> arguments, Duration patience)
            throws IOException, InterruptedException {
        return new Run(program, arguments).answer(patience);
    }

    /** Runs to the end; returns the standard output as one text. */
    String answer(Duration patience) throws IOException, InterruptedException {
        StringBuilder answer = new StringBuilder();
        AtomicBoolean late = new AtomicBoolean();
        Alarm alarm = TIME.schedule(patience, () -> {
            late.set(true);
            end();
        });
        try {
            toEnd(line -> {
                if (answer.length() < LONGEST_ANSWER) {
                    answer.append(line).append('\n');
                }
            });
        } catch (IOException failed) {
            throw late.get()
                    ? new IOException(program.file() + " did not answer within " + patience.toSeconds() + " s", failed)
                    : failed;
        } finally {
            alarm.cancel();
        }
        return answer.toString();
    }

    /**
     * Runs the program to its end.
     *
     * @param line receives every line of its standard output, on another thread
     * @throws IOException if it does not start, or ends with another exit code than 0; the message is the last line of
     *     its error output
     * @throws InterruptedException if the thread was interrupted; the process was ended
     */
    void toEnd(Consumer<String> line) throws IOException, InterruptedException {
        List<String> words =
                Stream.concat(program.command().stream(), arguments.stream()).toList();
        ProcessHandler<@Nullable Boolean> handler = new ProcessHandler<@Nullable Boolean>(
                        Path.of(words.get(0)), program.file().getFileName() + "")
                .setStdOutReader(new Lines(line))
                .setStdErrReader(complaints)
                .setStopper(ending)
                .setArguments(words.subList(1, words.size()));
        handler.setExecutorTimeoutMillis(READ_MILLIS);
        try {
            handler.execute();
        } catch (JaffreeAbnormalExitException failed) {
            throw new IOException(exceededMemory ? memoryComplaint() : complaints.last(), failed);
        } catch (JaffreeException failed) {
            if (failed.getCause() instanceof InterruptedException || Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("interrupted while ffmpeg ran").initCause(failed);
            }
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(program.file() + " cannot be run: " + cause.getMessage(), failed);
        } finally {
            ending.forceStop();
        }
    }

    private String memoryComplaint() {
        return program.file().getFileName() + " used more than " + memory.orElseThrow() + " of memory";
    }

    /** Measures the memory of a process until it ends. */
    private void watchMemory(Process process) {
        memory.ifPresent(limit -> TIME.schedule(limit.interval(), () -> {
            try {
                if (!process.isAlive()) {
                    return;
                }
                if (limit.isExceededBy(process.toHandle())) {
                    exceededMemory = true;
                    end();
                } else {
                    watchMemory(process);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Ends the process at once, also if it has not started yet. */
    void end() {
        ending.forceStop();
    }

    /** Suspends the process until {@link #resume}; false if it has not started or has ended. */
    boolean suspend() {
        return ending.signal("STOP");
    }

    /** Resumes the process; false if it has not started or has ended. */
    boolean resume() {
        return ending.signal("CONT");
    }

    /** The kept lines of its error output. */
    List<String> complaints() {
        return complaints.lines();
    }

    /** Ends the process, also one that starts later. */
    private final class Ending implements Stopper {
        private @Nullable Process process;
        private boolean ended;

        @Override
        public synchronized void setProcess(Process started) {
            process = started;
            if (ended) {
                started.destroyForcibly();
            } else {
                watchMemory(started);
            }
        }

        /** Java cannot send these signals, but every Unix has a program for it. */
        synchronized boolean signal(String name) {
            if (process == null || !process.isAlive()) {
                return false;
            }
            List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(process.pid())));
            process.descendants().map(child -> Long.toString(child.pid())).forEach(command::add);
            try {
                Process kill = new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try {
                    return kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
                } finally {
                    kill.destroyForcibly();
                }
            } catch (IOException noSuchProgram) {
                return false;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void graceStop() {
            forceStop();
        }

        @Override
        public synchronized void forceStop() {
            ended = true;
            if (process != null && process.isAlive()) {
                // An ffmpeg may be a script that runs another one.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /** Passes lines on; truncates long ones. */
    private static final class Lines implements StdReader<@Nullable Boolean> {
        private final Consumer<String> receiver;

        Lines(Consumer<String> receiver) {
            this.receiver = receiver;
        }

        @Override
        public Boolean read(InputStream in) {
            read(in, receiver);
            return true;
        }

        static void read(InputStream in, Consumer<String> receiver) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                StringBuilder line = new StringBuilder();
                for (int read = reader.read(); read >= 0; read = reader.read()) {
                    if (read == '\n' || read == '\r') {
                        receiver.accept(line.toString());
                        line.setLength(0);
                    } else if (line.length() < LONGEST_LINE) {
                        line.append((char) read);
                    }
                }
                if (!line.isEmpty()) {
                    receiver.accept(line.toString());
                }
            } catch (IOException closed) {
                // The process was ended.
                if (!String.valueOf(closed.getMessage()).contains("closed")) {
                    throw new UncheckedIOException(closed);
                }
            }
        }

        @Override
        public List<LogMessage> getErrorLogMessages() {
            return List.of();
        }
    }

    private static final class Complaints implements StdReader<@Nullable Boolean> {
        private final List<String> first = new ArrayList<>();
        private final Deque<String> last = new ArrayDeque<>();

        @Override
        public @Nullable Boolean read(InputStream in) {
            Lines.read(in, this::keep);
            // Jaffree uses the result of one reader.
            return null;
        }

        private synchronized void keep(String line) {
            if (line.isBlank()) {
                return;
            }
            if (first.size() < KEPT_LINES) {
                first.add(line.strip());
                return;
            }
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.addLast(line.strip());
        }

        synchronized List<String> lines() {
            List<String> all = new ArrayList<>(first);
            all.addAll(last);
            return List.copyOf(all);
        }

        String last() {
            List<String> all = lines();
            return all.isEmpty() ? "it gave no reason" : all.get(all.size() - 1);
        }

        @Override
        public List<LogMessage> getErrorLogMessages() {
            return lines().stream()
                    .map(line -> new LogMessage(LogLevel.ERROR, line))
                    .toList();
        }
    }
}
