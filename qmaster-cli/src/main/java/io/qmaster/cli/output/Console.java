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
 * The only way to the program's stdout and stderr: answers go to stdout, everything else to stderr. Both are UTF-8,
 * whatever the default. Thread-safe.
 *
 * <p>{@link Printable} escapes control characters in everything that is printed, such as names of files and words of an
 * engine.
 *
 * <p>On a terminal, the last lines can be a drawing: printed lines go above it.
 *
 * <p>When the reader of stdout has closed it, answers are dropped, and {@link #whenClosed} is run once.
 */
public final class Console {
    /** Lines for people are limited to a screen, however long an engine's text is. */
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
    /** The drawing at the bottom of standard error; empty if there is none. */
    private List<String> drawing = List.of();
    /** Whether the terminal may show something else of it. */
    private boolean isDisturbed;
    /** Whether standard error is a terminal, which echoes keys. */
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

    /** Prints only failures for people. */
    public synchronized void quiet(boolean wanted) {
        quiet = wanted;
    }

    /** Whether progress is printed for people. */
    public synchronized boolean isTalkative() {
        return !json && !quiet;
    }

    /** Runs an action once when the reader of stdout has closed it; at once if it already has. */
    public synchronized void whenClosed(Runnable task) {
        whenClosed = task;
        if (closed.isPresent()) {
            task.run();
        }
    }

    /** Whether the reader has closed stdout, as {@code head} does: this is not a failure. */
    public synchronized boolean isReaderGone() {
        return closed.filter(Console::isBrokenPipe).isPresent();
    }

    /** Why answers could not be written for another reason, such as a full disk. */
    public synchronized Optional<IOException> unwritten() {
        return closed.filter(failure -> !isBrokenPipe(failure));
    }

    /** Prints a line of the answer. */
    public void answer(String line) {
        print(Printable.line(line) + "\n");
    }

    /** Prints text of the program itself, such as a script: several lines, possibly coloured. */
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

    /** Prints a line for people, unless {@code --quiet}. */
    public synchronized void tell(String line) {
        if (isTalkative()) {
            complain(Printable.oneLine(Printable.shortened(line, LONGEST_LINE)) + "\n");
        }
    }

    /** Prints a question; the answer is typed on the same line. */
    public synchronized void ask(String question) {
        complain(Printable.line(question));
    }

    /**
     * Prints a warning as JSON, if answers are JSON; for people the log prints warnings. Nothing is printed with {@code
     * --quiet}.
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

    /** Prints a line of the log, even with {@code --quiet}. */
    public void log(String line) {
        complain(Printable.oneLine("qmaster: " + line) + "\n");
    }

    /** Writes lines of the log in another format. */
    public void logText(String text) {
        complain(lines(text));
    }

    /** Prints a failure: one line, or one JSON object. */
    public synchronized void fail(FailureReport report) {
        if (json) {
            complain(Json.write(Documents.Failure.of(report.failure())) + "\n");
        } else {
            String hint = report.failure().hint();
            log(report.failure().message() + (hint.isEmpty() ? "" : "; " + hint));
        }
    }

    /** Prints the stack trace of a failure, for {@code --debug}. */
    public void trace(Throwable thrown) {
        complain(String.join("\n", StackTrace.lines(thrown)) + "\n");
    }

    /**
     * Draws the last lines of standard error, in place of what was drawn there before. Only what changed is written, over what was
     * there and in one piece, so that nothing flickers. Only for a terminal.
     *
     * @param lines at least one, and fewer than the terminal has rows; each may hold colours, and must be shorter than the terminal
     *     is wide
     */
    public synchronized void draw(List<String> lines) {
        List<String> now = lines.stream().map(Printable::ours).toList();
        int rowsAbove = rowsAbove();
        boolean isWhole = !isDisturbed && rowsAbove == Math.max(0, drawing.size() - 1);
        List<String> before = isWhole ? drawing : List.of();
        isDisturbed = false;
        drawing = now;
        if (now.equals(before)) {
            return;
        }
        StringBuilder frame = new StringBuilder(rowsAbove == 0 ? "\r" : "\r\033[" + rowsAbove + "A");
        int last = now.size() - 1;
        for (int row = 0; row <= last; row++) {
            // The last one always, after which the cursor stays.
            if (row == last || row >= before.size() || !now.get(row).equals(before.get(row))) {
                frame.append(now.get(row)).append("\033[K");
            }
            frame.append(row == last ? "" : "\n");
        }
        write(frame + (before.size() == now.size() ? "" : "\033[J"));
    }

    /**
     * Sets the new width of the terminal: the drawing is written again as a whole the next time. A narrower terminal may have
     * wrapped it into more rows, all of which are erased then.
     *
     * @param columns how wide it is, at least 1; {@link Integer#MAX_VALUE} if it wraps nothing
     */
    public synchronized void resized(int columns) {
        this.columns = columns;
        isDisturbed = true;
    }

    /** Leaves what is drawn where it is: others have written below it since. */
    public synchronized void abandonDrawing() {
        drawing = List.of();
    }

    /** Erases what is drawn. */
    public synchronized void erase() {
        if (!drawing.isEmpty()) {
            write(erasing());
            drawing = List.of();
        }
    }

    /** Ends the drawn line, so that the next output begins on a new line. */
    public synchronized void endDrawing() {
        if (!drawing.isEmpty()) {
            drawing = List.of();
            write("\n");
        }
    }

    /** Standard error is a terminal, which echoes keys such as Ctrl-C at the cursor. */
    public synchronized void onTerminal() {
        echoes = true;
    }

    /** Prints a line after a key was pressed, on a new line. */
    public synchronized void tellAfterKey(String line) {
        if (isTalkative()) {
            // The drawing is drawn again below, without the typed text.
            if (drawing.isEmpty()) {
                endLine();
            }
            tell(line);
        }
    }

    /** Ends the drawing and prints the failure, if any, before the process exits. */
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

    /** Output of libraries: to standard error, escaped. */
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
        write(drawn());
    }

    private synchronized void complain(String text) {
        write(drawing.isEmpty() ? text : erasing() + text + drawn());
    }

    /** Erases what is drawn; the cursor is in its last row. */
    private String erasing() {
        int rowsAbove = rowsAbove();
        return rowsAbove == 0 ? ERASE_LINE : "\r\033[" + rowsAbove + "A\033[J";
    }

    /** How many rows of what is drawn are above that of the cursor. */
    private int rowsAbove() {
        int rows = drawing.stream()
                .map(line -> COLOUR.matcher(line).replaceAll(""))
                .mapToInt(line -> 1 + Math.max(0, TextWidth.of(line) - 1) / columns)
                .sum();
        return Math.max(0, rows - 1);
    }

    private String drawn() {
        return String.join("\n", drawing);
    }

    private void write(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException unheard) {
            // There is nowhere to report it.
        }
    }

    private static String lines(String text) {
        return text.lines().map(Printable::line).collect(Collectors.joining("\n")) + (text.endsWith("\n") ? "\n" : "");
    }

    private static boolean isBrokenPipe(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }
}
