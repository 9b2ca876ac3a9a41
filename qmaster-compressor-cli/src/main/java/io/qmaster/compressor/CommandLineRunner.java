package io.qmaster.compressor;

import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a program with a list of arguments, never through a shell, until the program itself ends. Safe for threads; owns
 * none, and needs none besides the caller's.
 *
 * <p>Three oddities of the real programs decide how:
 *
 * <ul>
 *   <li>Compressor starts background services that inherit its output (seen with Compressor 4, 2022). Reading a pipe to
 *       its end would wait for them for ever; closing it would let them die of a broken pipe at their next word, and with
 *       them every batch of the machine. So output goes to files, and nobody waits for their end.
 *   <li>A file grows with what is written. So it is looked at every few milliseconds and emptied when it passes the bound,
 *       see {@link OutputFile}: memory never takes more than its bound, the disk no more than its own and what is
 *       written between two looks.
 *   <li>A call can hang for ever. At its deadline or an interrupt the program gets a TERM and, if that does not help, a
 *       KILL within a second: the program alone, never what it started, which may be the machine's own service.
 * </ul>
 *
 * <p>Standard input is empty, so that no program can wait for an answer.
 */
final class CommandLineRunner {
    /** How much of each output is kept: 8 MiB, far more than a listing of a day's batches. */
    static final int OUTPUT_BOUND = 8 * 1024 * 1024;

    /** How much of each output stands on the disk while the program runs: 64 MiB, and what comes between two looks. */
    static final long DISK_BOUND = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineRunner.class);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Duration AFTER_TERM = Duration.ofMillis(600);
    private static final Duration AFTER_KILL = Duration.ofMillis(250);
    private static final int LOGGED = 8 * 1024;

    private final Timekeeper timekeeper;
    private final ArgumentEncoding encoding;
    private final int outputBound;
    private final Path outputFolder;
    private final Set<String> hiddenVariables;
    private final BiConsumer<Command, CommandResult> ended;

    /**
     * Runs programs in this runtime's environment.
     *
     * @param hiddenVariables names of its variables that the programs are not given
     * @param ended is told of every program that has ended, on the thread that ran it; told results hold secrets
     */
    CommandLineRunner(Timekeeper timekeeper, Set<String> hiddenVariables, BiConsumer<Command, CommandResult> ended) {
        this(
                timekeeper,
                ArgumentEncoding.ofThisRuntime(),
                OUTPUT_BOUND,
                Path.of(System.getProperty("java.io.tmpdir")),
                hiddenVariables,
                ended);
    }

    CommandLineRunner(
            Timekeeper timekeeper,
            ArgumentEncoding encoding,
            int outputBound,
            Path outputFolder,
            Set<String> hiddenVariables,
            BiConsumer<Command, CommandResult> ended) {
        this.timekeeper = timekeeper;
        this.encoding = encoding;
        this.outputBound = outputBound;
        this.outputFolder = outputFolder;
        this.hiddenVariables = hiddenVariables;
        this.ended = ended;
    }

    /** Runs a program and tells nobody of its start; otherwise as the other method. */
    CommandResult run(Command command, Deadline deadline) throws IOException, InterruptedException {
        return run(command, deadline, process -> {});
    }

    /**
     * Runs a program that changes nothing; otherwise as the other methods. If Ctrl-C ends it, but not this thread's work, it
     * runs once more: the user meant to interrupt us, and we may still need the answer to cancel a batch in good order.
     */
    CommandResult query(Command command, Deadline deadline) throws IOException, InterruptedException {
        CommandResult result = run(command, deadline);
        if (!result.endedByInterrupt() || deadline.hasPassed(timekeeper)) {
            return result;
        }
        LOG.debug("an interrupt ended {}, which runs again", command.program());
        return run(command, deadline);
    }

    /**
     * Runs a program until it ends, or the deadline comes.
     *
     * @param started is told of the process as soon as it runs
     * @return how it ended, and everything it wrote, also if it was ended
     * @throws IOException if it was not started
     * @throws UnsupportedByEngineException if this Java runtime cannot pass one of the arguments on; nothing was started
     * @throws InterruptedException if the thread was interrupted; the program was ended
     */
    CommandResult run(Command command, Deadline deadline, Consumer<SubmittingProcess> started)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        encoding.requireWritable(command);
        LOG.debug("running {}", command);
        long start = timekeeper.elapsedNanos();
        try (OutputFile output = new OutputFile(outputBound, DISK_BOUND, outputFolder);
                OutputFile error = new OutputFile(outputBound, DISK_BOUND, outputFolder)) {
            Supervision supervision = new Supervision(List.of(output, error), deadline);
            int exitCode = new FileExecutor(command, output, error, supervision, started)
                    .execute(new CommandLine(command.program()));
            Duration took = Duration.ofNanos(timekeeper.elapsedNanos() - start);
            if (supervision.interrupted) {
                LOG.debug("interrupted, and ended {} after {}", command.program(), took);
                throw new InterruptedException();
            }
            CommandResult result =
                    new CommandResult(supervision.ending, exitCode, written(output), written(error), took);
            logged(command, result);
            ended.accept(command, result);
            return result;
        }
    }

    /** The program has run: that its output cannot be read must not look as if it had not been started. */
    private static CapturedOutput written(OutputFile file) {
        try {
            return file.finish();
        } catch (IOException unreadable) {
            LOG.warn("what a program wrote cannot be read", unreadable);
            return new CapturedOutput("", 1);
        }
    }

    private static void logged(Command command, CommandResult result) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {}; stdout: {}; stderr: {}",
                    command.program(),
                    result.inWords(),
                    shortened(command.masked(result.output().text())),
                    shortened(command.masked(result.error().text())));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LOGGED
                ? text
                : text.substring(0, LOGGED / 2)
                        + CapturedOutput.gap(text.length() - LOGGED)
                        + text.substring(text.length() - LOGGED / 2);
    }

    /** Starts the program with its outputs in files; the waiting is left to {@link Supervision}. */
    private final class FileExecutor extends DefaultExecutor {
        private final Command command;
        private final OutputFile output;
        private final OutputFile error;
        private final Supervision supervision;
        private final Consumer<SubmittingProcess> started;

        @SuppressWarnings("deprecation") // The builder that replaces this constructor makes no subclasses.
        FileExecutor(
                Command command,
                OutputFile output,
                OutputFile error,
                Supervision supervision,
                Consumer<SubmittingProcess> started) {
            this.command = command;
            this.output = output;
            this.error = error;
            this.supervision = supervision;
            this.started = started;
            setExitValues(null);
            setStreamHandler(new NothingToPump());
        }

        /** Takes the arguments from the command: Commons Exec's own list would trim the blanks off each of them. */
        @Override
        protected Process launch(CommandLine programOnly, Map<String, String> environment, Path folder)
                throws IOException {
            List<String> words = new ArrayList<>(List.of(command.program().toString()));
            words.addAll(command.arguments());
            Process process = start(words.stream().map(encoding::encoded).toList());
            forgetNames();
            tell(process);
            return new SupervisedProcess(process, supervision);
        }

        private Process start(List<String> words) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.appendTo(output.path().toFile()))
                    .redirectError(Redirect.appendTo(error.path().toFile()));
            builder.environment().keySet().removeAll(hiddenVariables);
            return builder.start();
        }

        private void forgetNames() {
            try {
                output.forgetName();
                error.forgetName();
            } catch (IOException triedAgainAtTheEnd) {
                LOG.debug("a temporary file keeps its name while {} runs", command.program(), triedAgainAtTheEnd);
            }
        }

        private void tell(Process process) {
            try {
                Instant at = process.info().startInstant().orElseGet(timekeeper::now);
                started.accept(new SubmittingProcess(process.pid(), at));
            } catch (RuntimeException fault) {
                // The program runs: whoever wanted to know of it, it must be watched to its end.
                LOG.warn("the start of {} could not be reported", command.program(), fault);
            }
        }
    }

    /** Waits for a program on the caller's thread, keeps its outputs small, and ends it when it is time. */
    private final class Supervision {
        private final List<OutputFile> outputs;
        private final Deadline deadline;
        private CommandResult.Ending ending = CommandResult.Ending.EXITED;
        private boolean interrupted;

        Supervision(List<OutputFile> outputs, Deadline deadline) {
            this.outputs = outputs;
            this.deadline = deadline;
        }

        /** Waits; does not throw at an interrupt, which Commons Exec would swallow, but remembers it. */
        int await(Process process) {
            try {
                while (!waited(process, shorter(LOOK, deadline.remaining(timekeeper)))) {
                    keepSmall();
                    if (deadline.hasPassed(timekeeper) && process.isAlive()) {
                        ending = CommandResult.Ending.DEADLINE;
                        end(process);
                        break;
                    }
                }
            } catch (InterruptedException toldLater) {
                interrupted = true;
                end(process);
            }
            return process.isAlive() ? -1 : process.exitValue();
        }

        private void end(Process process) {
            process.destroy();
            if (!endsWithin(process, AFTER_TERM)) {
                process.destroyForcibly();
                if (!endsWithin(process, AFTER_KILL)) {
                    LOG.warn(
                            "process {} does not even end when it is killed: its machine or a volume is in trouble",
                            process.pid());
                }
            }
        }

        private boolean endsWithin(Process process, Duration time) {
            Deadline patience = Deadline.after(time, timekeeper);
            while (!patience.hasPassed(timekeeper)) {
                try {
                    if (waited(process, shorter(LOOK, patience.remaining(timekeeper)))) {
                        return true;
                    }
                } catch (InterruptedException toldLater) {
                    interrupted = true;
                }
                keepSmall();
            }
            return !process.isAlive();
        }

        private boolean waited(Process process, Duration time) throws InterruptedException {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void keepSmall() {
            for (OutputFile output : outputs) {
                try {
                    output.keepSmall();
                } catch (IOException unreadable) {
                    LOG.debug("an output could not be looked at while the program runs", unreadable);
                }
            }
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) <= 0 ? one : other;
        }
    }

    /** A process whose {@link #waitFor()} is supervised. */
    private static final class SupervisedProcess extends Process {
        private final Process process;
        private final Supervision supervision;

        SupervisedProcess(Process process, Supervision supervision) {
            this.process = process;
            this.supervision = supervision;
        }

        @Override
        public int waitFor() {
            return supervision.await(process);
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return process.getInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }
    }

    /** All streams are files: there is nothing to carry from one to another. */
    private static final class NothingToPump implements ExecuteStreamHandler {
        @Override
        public void setProcessInputStream(OutputStream ofProcess) {}

        @Override
        public void setProcessOutputStream(InputStream ofProcess) {}

        @Override
        public void setProcessErrorStream(InputStream ofProcess) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
