package io.qmaster.cli.output;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of standard error. Only queries it; changes neither its mode nor signal handlers. */
public final class Terminal {
    /** The default width: 80 columns. */
    static final int USUAL_COLUMNS = 80;

    private static final int USUAL_ROWS = 24;

    /** Rows and columns, as {@code stty size} prints them; a terminal that does not know its size reports 0. */
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([1-9][0-9]{0,4})\\s*");

    private static final int LONGEST_ANSWER = 20;

    /** The descriptors that are terminals, such as {@code 12}: the launcher knows them without another process. */
    private static final String TERMINALS = "qmaster.terminals";

    private Terminal() {}

    /** Whether standard error of this process is a terminal that can be drawn on. */
    public static boolean canDraw(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "dumb");
        return !kind.isEmpty() && !kind.equals("dumb") && isTerminal(2);
    }

    /**
     * Whether the terminal wraps its lines again when it becomes narrower, as those of macOS and of most desktops, and tmux, do;
     * xterm, GNU Screen and the console of Linux cut them off.
     */
    public static boolean rewraps(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        boolean ofScreen = kind.startsWith("screen") && !environment.containsKey("TMUX");
        return !environment.containsKey("XTERM_VERSION") && !kind.equals("linux") && !ofScreen;
    }

    /**
     * How large a terminal is.
     *
     * @param rows at least 1
     * @param columns at least 1
     */
    record Size(int rows, int columns) {}

    /** How many columns the terminal of this process has now; empty if there is none or it does not report its size. */
    static Optional<Integer> columns() {
        return sttySize().flatMap(Terminal::columnsIn);
    }

    /** The current size of the terminal; the default size if it does not report one. */
    static Size size() {
        return sttySize()
                .map(SIZE::matcher)
                .filter(Matcher::matches)
                .map(size -> new Size(rows(Integer.parseInt(size.group(1))), Integer.parseInt(size.group(2))))
                .orElse(new Size(USUAL_ROWS, USUAL_COLUMNS));
    }

    private static int rows(int said) {
        return said == 0 ? USUAL_ROWS : said;
    }

    private static Optional<String> sttySize() {
        return answer(new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(Redirect.DISCARD));
    }

    /**
     * The maximal width of a line on standard output: {@code COLUMNS}, or the width of the terminal; empty if it is not a
     * terminal.
     */
    public static Optional<Integer> width(Map<String, String> environment) {
        Optional<Integer> said = columnsIn("0 " + environment.getOrDefault("COLUMNS", ""));
        boolean isKnown =
                said.isPresent() || environment.getOrDefault("TERM", "").isEmpty();
        return isKnown || !isTerminal(1) ? said : columns();
    }

    /** Whether questions can be asked: standard input and standard error are terminals. */
    public static boolean canAsk(Map<String, String> environment) {
        return canDraw(environment) && isTerminal(0);
    }

    /** Whether a descriptor is a terminal. Java 17 can only tell whether stdin and stdout both are. */
    private static boolean isTerminal(int descriptor) {
        String told = System.getProperty(TERMINALS);
        if (told != null) {
            return told.contains(Integer.toString(descriptor));
        }
        ProcessBuilder test =
                new ProcessBuilder("test", "-t", Integer.toString(descriptor)).redirectInput(Redirect.INHERIT);
        switch (descriptor) {
            case 1 -> test.redirectOutput(Redirect.INHERIT);
            case 2 -> test.redirectError(Redirect.INHERIT);
            default -> {}
        }
        return answer(test).isPresent();
    }

    /** The columns in an answer of {@code stty size}. */
    static Optional<Integer> columnsIn(String answer) {
        Matcher size = SIZE.matcher(answer);
        return size.matches() ? Optional.of(Integer.valueOf(size.group(2))) : Optional.empty();
    }

    /** The output of a program that exits with 0 within a second. */
    private static Optional<String> answer(ProcessBuilder program) {
        program.environment().keySet().retainAll(Set.of("PATH"));
        Process process;
        try {
            process = program.start();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        try {
            return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(
                            new String(process.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.US_ASCII))
                    : Optional.empty();
        } catch (IOException unread) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroy();
        }
    }
}
