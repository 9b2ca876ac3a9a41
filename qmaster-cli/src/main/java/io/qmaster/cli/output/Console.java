package io.qmaster.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where the program speaks: stdout holds nothing but the answer, everything for people goes to stderr. Both are UTF-8,
 * whatever the default. Safe for threads.
 *
 * <p>When nobody reads stdout any more, what is printed there goes nowhere, and {@link #whenClosed} is run once.
 */
public final class Console {
    private final OutputStream out;
    private final PrintStream err;
    private Runnable whenClosed = () -> {};
    private Optional<IOException> closed = Optional.empty();
    private boolean json;
    private boolean quiet;

    /** A console over two streams. */
    public Console(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    /** Whether answers and failures are JSON. */
    public synchronized boolean isJson() {
        return json;
    }

    /** Makes answers and failures JSON. */
    public synchronized void json(boolean wanted) {
        json = wanted;
    }

    /** Leaves out what is told to people but for failures. */
    public synchronized void quiet(boolean wanted) {
        quiet = wanted;
    }

    /** Whether people want to be told of what goes on. */
    public synchronized boolean isTalkative() {
        return !json && !quiet;
    }

    /** Runs something once when nobody reads our answers any more; at once if it is so already. */
    public synchronized void whenClosed(Runnable task) {
        whenClosed = task;
        if (closed.isPresent()) {
            task.run();
        }
    }

    /** Whether the reader of our answers went, as {@code head} does: that is no failure. */
    public synchronized boolean isReaderGone() {
        return closed.filter(Console::isBrokenPipe).isPresent();
    }

    /** Why our answers could not be written although somebody wants them, on a full disk for example. */
    public synchronized Optional<IOException> unwritten() {
        return closed.filter(failure -> !isBrokenPipe(failure));
    }

    /** Prints a line of the answer. */
    public void answer(String line) {
        answerText(line + "\n");
    }

    /** Prints a part of the answer as it is, such as a script. */
    public synchronized void answerText(String text) {
        if (closed.isPresent()) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException failed) {
            closed = Optional.of(failed);
            whenClosed.run();
        }
    }

    /** Prints a document of the answer in one line. */
    public void answer(JsonNode document) {
        answer(Json.write(document));
    }

    /** Tells people something, unless they want quiet. */
    public synchronized void tell(String line) {
        if (isTalkative()) {
            err.print(Printable.oneLine(line) + "\n");
            err.flush();
        }
    }

    /** Writes a line of the log, even if people want quiet. */
    public synchronized void log(String line) {
        logText(Printable.oneLine("qmaster: " + line) + "\n");
    }

    /** Writes a part of the log as it is. */
    public synchronized void logText(String text) {
        err.print(text);
        err.flush();
    }

    /** Tells of a failure: one line, or with JSON one object. */
    public synchronized void fail(FailureReport report) {
        if (json) {
            err.print(Json.write(Documents.failure(report.failure())) + "\n");
        } else {
            String hint = report.failure().hint();
            err.print(Printable.oneLine("qmaster: " + report.failure().message() + (hint.isEmpty() ? "" : "; " + hint))
                    + "\n");
        }
        err.flush();
    }

    /** Shows where a failure came from, for {@code --debug}. */
    public synchronized void trace(Throwable thrown) {
        thrown.printStackTrace(err);
        err.flush();
    }

    /** Standard error itself, for what draws on it. */
    public PrintStream err() {
        return err;
    }

    private static boolean isBrokenPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
