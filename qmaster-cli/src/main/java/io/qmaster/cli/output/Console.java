package io.qmaster.cli.output;

import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The program's stdout and stderr, and the only way to them: stdout holds nothing but the answer, everything for people
 * goes to stderr. Both are UTF-8, whatever the default. Thread-safe.
 *
 * <p>Whatever is printed is cleaned by {@link Printable} first: names of files and words of an engine reach no terminal as
 * they are.
 *
 * <p>On a terminal, the last line can be a drawing: what is printed goes above it.
 *
 * <p>When nobody reads stdout any more, what is printed there goes nowhere, and {@link #whenClosed} is run once.
 */
public final class Console {
    /** A line for people is at most a screen long, whatever an engine says in it. */
    static final int LONGEST_LINE = 1800;

    private static final String ERASE_LINE = "\r\033[K";
    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

    private final OutputStream out;
    private final OutputStream err;
    private final PrintStream stray;
    private Runnable whenClosed = () -> {};
    private Optional<IOException> closed = Optional.empty();
    private boolean json;
    private boolean quiet;
    /** What is drawn on the last line of standard error; empty if nothing is. */
    private String drawing = "";
    /** Whether standard error is a terminal, which shows the keys that are pressed. */
    private boolean echoes;
    /** A line that is longer takes several rows. */
    private int columns = Integer.MAX_VALUE;

    /** A console over two streams. */
    public Console(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
        this.stray = new PrintStream(new GatedStream(err, Console::lines), true, StandardCharsets.UTF_8);
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
        print(Printable.line(line) + "\n");
    }

    /** Prints a part of the answer that is wholly our own, such as a script: of several lines, perhaps coloured. */
    public void answerText(String text) {
        print(Printable.ours(text));
    }

    /** Prints a document of the answer in one line: one of {@link Documents} or {@link EventDocuments}, or a list of them. */
    public void answerDocument(Object document) {
        print(Json.write(document) + "\n");
    }

    /** Prints documents of the answer, each of which was written as one line of JSON. */
    public void answerJson(List<String> documents) {
        documents.forEach(document -> print(Json.escaped(document) + "\n"));
    }

    /** Tells people something, unless they want quiet. */
    public synchronized void tell(String line) {
        if (isTalkative()) {
            complain(Printable.oneLine(Printable.shortened(line, LONGEST_LINE)) + "\n");
        }
    }

    /** Asks people something: the answer is typed on the same line. */
    public synchronized void ask(String question) {
        complain(Printable.line(question));
    }

    /**
     * Warns of something in JSON, if answers and failures are; lines for people come from the log. Only a user who wants quiet
     * is not warned.
     */
    public synchronized void warn(String message, Optional<SubmissionId> submission) {
        if (warnsInJson()) {
            complain(Json.write(Documents.Warning.of(message, submission)) + "\n");
        }
    }

    /** Whether {@link #warn} prints anything. */
    public synchronized boolean warnsInJson() {
        return json && !quiet;
    }

    /** Writes a line of the log, even if people want quiet. */
    public void log(String line) {
        complain(Printable.oneLine("qmaster: " + line) + "\n");
    }

    /** Writes lines of the log in a format of its own. */
    public void logText(String text) {
        complain(lines(text));
    }

    /** Tells of a failure: one line, or with JSON one object. */
    public synchronized void fail(FailureReport report) {
        if (json) {
            complain(Json.write(Documents.Failure.of(report.failure())) + "\n");
        } else {
            String hint = report.failure().hint();
            log(report.failure().message() + (hint.isEmpty() ? "" : "; " + hint));
        }
    }

    /** Shows where a failure came from, for {@code --debug}. */
    public void trace(Throwable thrown) {
        complain(String.join("\n", StackTrace.lines(thrown)) + "\n");
    }

    /**
     * Draws the last line of standard error, in place of what was drawn there before. Only for a terminal.
     *
     * @param line may hold colours, and must be shorter than the terminal is wide
     */
    public synchronized void draw(String line) {
        String erasing = erasing();
        drawing = Printable.ours(line);
        write(erasing + drawing);
    }

    /**
     * Draws several last lines, in place of what was drawn there before. Each is written over the one before it, so that nothing
     * flickers.
     *
     * @param lines as in {@link #draw(String)}; fewer than the terminal has rows
     */
    public synchronized void draw(List<String> lines) {
        int rowsAbove = rowsAbove();
        String begin = "\r" + (rowsAbove == 0 ? "" : "\033[" + rowsAbove + "A");
        String drawn = lines.stream().map(Printable::ours).collect(Collectors.joining("\n"));
        String over = drawn.lines().map(line -> line + "\033[K").collect(Collectors.joining("\n"));
        drawing = drawn;
        write(begin + over + "\033[J");
    }

    /**
     * The terminal is so wide from now on. If it became narrower, it has wrapped what is drawn into several rows, all of which
     * are erased the next time. Only for a terminal that does so.
     *
     * @param columns at least 1
     */
    public synchronized void resized(int columns) {
        this.columns = columns;
    }

    /** Erases what is drawn. */
    public synchronized void erase() {
        if (!drawing.isEmpty()) {
            write(erasing());
            drawing = "";
        }
    }

    /** Ends the line that is drawn, so that what is printed next begins on a line of its own. */
    public synchronized void endDrawing() {
        if (!drawing.isEmpty()) {
            drawing = "";
            write("\n");
        }
    }

    /** Standard error is a terminal: what is pressed, such as Ctrl-C, is shown where the cursor is. */
    public synchronized void onTerminal() {
        echoes = true;
    }

    /** Tells people something after a key was pressed, on a line of its own. */
    public synchronized void tellAfterKey(String line) {
        if (isTalkative()) {
            // What is drawn on several lines is drawn again below, without what was typed.
            if (!drawing.contains("\n")) {
                endLine();
            }
            tell(line);
        }
    }

    /** Ends what is drawn, and tells of a failure if there is one: the process ends at once. */
    public synchronized void leave(Optional<FailureReport> lastWord) {
        endLine();
        lastWord.ifPresent(this::fail);
    }

    private void endLine() {
        if (drawing.isEmpty() && echoes) {
            write("\n");
        }
        endDrawing();
    }

    /** What libraries print of their own accord: to standard error, cleaned. */
    public PrintStream stray() {
        return stray;
    }

    private synchronized void print(String text) {
        if (closed.isPresent()) {
            return;
        }
        // Both may go to one terminal.
        write(drawing.isEmpty() ? "" : erasing());
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException failed) {
            closed = Optional.of(failed);
            whenClosed.run();
        }
        write(drawing);
    }

    private synchronized void complain(String text) {
        write(drawing.isEmpty() ? text : erasing() + text + drawing);
    }

    /** Erases what is drawn; the cursor is in its last row. */
    private String erasing() {
        int rowsAbove = rowsAbove();
        return rowsAbove == 0 ? ERASE_LINE : "\r\033[" + rowsAbove + "A\033[J";
    }

    /** How many rows of what is drawn are above that of the cursor. */
    private int rowsAbove() {
        String shown = COLOUR.matcher(drawing).replaceAll("");
        int rows = shown.lines()
                .mapToInt(line -> 1 + Math.max(0, line.codePointCount(0, line.length()) - 1) / columns)
                .sum();
        return Math.max(0, rows - 1);
    }

    private void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException unheard) {
            // There is nowhere left to say so.
        }
    }

    private static String lines(String text) {
        return text.lines().map(Printable::line).collect(Collectors.joining("\n")) + (text.endsWith("\n") ? "\n" : "");
    }

    private static boolean isBrokenPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
