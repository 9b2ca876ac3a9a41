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
 * Runs a program with a list of arguments, never through a shell, until the program itself ends. Thread-safe; runs on
 * the caller's thread alone.
 *
 * <p>Three properties of the real programs determine the design:
 *
 * <ul>
 *   <li>Compressor starts background services that inherit its output (seen with Compressor 4, 2022). Reading a pipe to
 *       its end would wait for them indefinitely; closing it would end them with a broken pipe at their next output,
 *       and with them every batch of the machine. So output goes to files.
 *   <li>Output can be of any size. So each file is checked every few milliseconds and emptied when it exceeds its
 *       limit, see {@link OutputFile}. Memory and disk have limits; the disk's can be exceeded by what is written
 *       between two checks.
 *   <li>A call can hang indefinitely. At its deadline or an interrupt the program gets a TERM and, if that does not
 *       help, a KILL within a second: the program alone, never its children, which may be the machine's own service.
 * </ul>
 *
 * <p>Standard input is empty, so that no program can wait for input.
 */
final class CommandLineRunner {
    /** How much of each output is kept: 8 MiB, far more than a listing of a day's batches. */
    static final int OUTPUT_BOUND = 8 * 1024 * 1024;

    /**
     * How much of each output is on the disk while the program runs: 64 MiB, and what is written between two checks.
     */
    static final long DISK_BOUND = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineRunner.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);
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
     * @param hiddenVariables names of its variables that are removed for the programs
     * @param ended called after every program, on the thread that ran it; the results contain secrets
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

    /** As {@link #run(Command, Deadline, Consumer)}, without a report of the start. */
    CommandResult run(Command command, Deadline deadline) throws IOException, InterruptedException {
        return run(command, deadline, process -> {});
    }

    /**
     * As {@link #run(Command, Deadline)}, for a program that changes nothing. If Ctrl-C ended it but this thread still
     * works, it runs again: the interrupt was meant for this process, which may need the answer to cancel a batch.
     */
    CommandResult query(Command command, Deadline deadline) throws IOException, InterruptedException {
        CommandResult result = run(command, deadline);
        if (!result.endedByInterrupt() || deadline.hasPassed(timekeeper)) {
            return result;
        }
        LOG.debug("an interrupt ended {}; running it again", command.program());
        return run(command, deadline);
    }

    /**
     * Runs a program until it ends or the deadline passes.
     *
     * @param started called with the process as soon as it runs
     * @return how it ended, and what it wrote, also if it was killed
     * @throws IOException if it was not started
     * @throws UnsupportedByEngineException if this Java runtime cannot pass one of the arguments; nothing was started
     * @throws InterruptedException if the thread was interrupted; the program was killed
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
                LOG.debug("interrupted; ended {} after {}", command.program(), took);
                throw new InterruptedException();
            }
            CommandResult result =
                    new CommandResult(supervision.ending, exitCode, written(output), written(error), took);
            logged(command, result);
            ended.accept(command, result);
            return result;
        }
    }

    /** The program has run: unreadable output must not be reported as if the program had not been started. */
    private static CapturedOutput written(OutputFile file) {
        try {
            return file.finish();
        } catch (IOException unreadable) {
            LOG.warn("the output of a program cannot be read", unreadable);
            return new CapturedOutput("", 1);
        }
    }

    private static void logged(Command command, CommandResult result) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {}; stdout: {}; stderr: {}",
                    command.program(),
                    result.describe(),
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

    /** Starts the program with its outputs in files; {@link Supervision} waits for it. */
    private final class FileExecutor extends DefaultExecutor {
        private final Command command;
        private final OutputFile output;
        private final OutputFile error;
        private final Supervision supervision;
        private final Consumer<SubmittingProcess> started;

        @SuppressWarnings("deprecation") // The builder that replaces this constructor cannot build a subclass.
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

        /** Takes the arguments from the command: Commons Exec's own list would trim each of them. */
        @Override
        protected Process launch(CommandLine programOnly, Map<String, String> environment, Path folder)
                throws IOException {
            List<String> words = new ArrayList<>(List.of(command.program().toString()));
            words.addAll(command.arguments());
            Process process = start(words.stream().map(encoding::encoded).toList());
            unlinkOutputs();
            reportStart(process);
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

        private void unlinkOutputs() {
            try {
                output.unlink();
                error.unlink();
            } catch (IOException triedAgainAtTheEnd) {
                LOG.debug("a temporary file cannot be unlinked while {} runs", command.program(), triedAgainAtTheEnd);
            }
        }

        private void reportStart(Process process) {
            try {
                Instant at = process.info().startInstant().orElseGet(timekeeper::now);
                started.accept(new SubmittingProcess(process.pid(), at));
            } catch (RuntimeException fault) {
                // The program runs and must be supervised, whatever the callback throws.
                LOG.warn("the start of {} could not be reported", command.program(), fault);
            }
        }
    }

    /** Waits for a program on the caller's thread, limits its outputs, and ends it at the deadline. */
    private final class Supervision {
        private final List<OutputFile> outputs;
        private final Deadline deadline;
        private CommandResult.Ending ending = CommandResult.Ending.EXITED;
        private boolean interrupted;

        Supervision(List<OutputFile> outputs, Deadline deadline) {
            this.outputs = outputs;
            this.deadline = deadline;
        }

        /** Waits. Records an interrupt instead of throwing, since Commons Exec would swallow the exception. */
        int await(Process process) {
            try {
                while (!waited(process, deadline)) {
                    limitSize();
                    if (deadline.hasPassed(timekeeper) && process.isAlive()) {
                        ending = CommandResult.Ending.DEADLINE;
                        end(process);
                        break;
                    }
                }
            } catch (InterruptedException rethrownLater) {
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
                            "process {} does not end although it was killed; check the machine and its volumes",
                            process.pid());
                }
            }
        }

        private boolean endsWithin(Process process, Duration time) {
            Deadline patience = Deadline.after(time, timekeeper);
            while (!patience.hasPassed(timekeeper)) {
                try {
                    if (waited(process, patience)) {
                        return true;
                    }
                } catch (InterruptedException rethrownLater) {
                    interrupted = true;
                }
                limitSize();
            }
            return !process.isAlive();
        }

        /** Waits until the next check, or a deadline if that is earlier; returns whether the process has ended. */
        private boolean waited(Process process, Deadline until) throws InterruptedException {
            Duration remaining = until.remaining(timekeeper);
            return process.waitFor(Math.min(CHECK_INTERVAL.toNanos(), remaining.toNanos()), TimeUnit.NANOSECONDS);
        }

        private void limitSize() {
            for (OutputFile output : outputs) {
                try {
                    output.limitSize();
                } catch (IOException unreadable) {
                    LOG.debug("an output could not be checked while the program runs", unreadable);
                }
            }
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

    /** All streams are files: nothing has to be pumped. */
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
