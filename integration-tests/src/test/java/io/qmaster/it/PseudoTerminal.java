package io.qmaster.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A terminal without a screen, on which a shell with job control runs one command, as a user would at a prompt. It is
 * created by {@code script} of util-linux; the available Java libraries have no permissive licence.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    /**
     * Each line that begins with {@code @} is for the test. It ends when its terminal is closed, which hangs up its
     * job.
     */
    private static final String SHELL = """
            set -m
            trap : INT
            stty rows 30 cols 100
            echo "@terminal $(tty)"
            echo "@before $(stty -g)"
            sh "$JOB" "$@"
            while [ $? -eq 148 ]; do
                printf '@stopped %s@\\n' "$(stty -g)"
                read -r any
                fg >/dev/null
            done
            printf '@after %s@\\n' "$(stty -g)"
            """;

    /** A shell that traps a signal survives it, and its children do not. */
    private static final String JOB = """
            trap : INT HUP
            sh -c 'echo $$ >"$PID_FILE"; exec "$@"' sh "$@"
            code=$?
            echo "$code" >"$CODE_FILE.new"
            mv "$CODE_FILE.new" "$CODE_FILE"
            exit "$code"
            """;

    private final Process script;
    private final Reader screen;
    private final Writer keyboard;
    private final Path codeFile;
    private final Path pidFile;
    private final StringBuilder seen = new StringBuilder();

    /**
     * Runs a command.
     *
     * @param builder the environment and the working directory
     * @param folder a folder for files of this object
     */
    PseudoTerminal(ProcessBuilder builder, Path folder, List<String> command) throws Exception {
        assumeTrue(isThere(), "there is no script of util-linux, which makes the terminal");
        assumeArrive();
        Path shell = Files.writeString(folder.resolve("shell.sh"), SHELL);
        Path job = Files.writeString(folder.resolve("job.sh"), JOB);
        codeFile = folder.resolve("code");
        pidFile = folder.resolve("pid");
        List<String> words = new ArrayList<>(List.of("sh", shell.toString()));
        words.addAll(command);
        String line =
                String.join(" ", words.stream().map(PseudoTerminal::quoted).toList());
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("JOB", job.toString());
        builder.environment().put("PID_FILE", pidFile.toString());
        builder.environment().put("CODE_FILE", codeFile.toString());
        script = builder.command("script", "--quiet", "--flush", "--command", line, "/dev/null")
                .redirectErrorStream(true)
                .start();
        screen = new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8);
        keyboard = script.outputWriter(StandardCharsets.UTF_8);
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(script::destroyForcibly);
    }

    /** Reads until a text was written, and returns everything that was written since the beginning. */
    String see(String text) throws IOException {
        return seeFrom(0, text);
    }

    /** The same, but the text counts only after a position. */
    String seeFrom(int place, String text) throws IOException {
        while (seen.indexOf(text, place) < 0) {
            int letter = screen.read();
            if (letter < 0) {
                throw new AssertionError("the terminal was closed before it showed \"" + text + "\":\n" + seen);
            }
            seen.append((char) letter);
        }
        return seen.toString();
    }

    /** The number of characters that were read so far. */
    int place() {
        return seen.length();
    }

    void type(String text) throws IOException {
        keyboard.write(text);
        keyboard.flush();
    }

    void controlC() throws IOException {
        type("\003");
    }

    void controlZ() throws IOException {
        type("\032");
    }

    /** Sends a signal such as {@code TERM} only to the command. */
    void signal(String name) throws Exception {
        run("kill", "-" + name, pid());
    }

    void resize(int columns) throws Exception {
        run("stty", "-F", word("@terminal "), "cols", Integer.toString(columns));
    }

    /** Closes the terminal, like a window. */
    @Override
    public void close() {
        script.destroyForcibly();
    }

    /** Waits for the next prompt of the shell, and returns the exit code of the command. */
    int code() throws Exception {
        see("@after ");
        seeFrom(seen.indexOf("@after "), "@\r\n");
        return codeInFile();
    }

    /** Waits for the exit code of the command, even if the terminal is closed. */
    int codeInFile() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(codeFile)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the command did not end; its terminal showed:\n" + seen);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return Integer.parseInt(Files.readString(codeFile).strip());
    }

    /** The complete output of the command. */
    String written() {
        int begin = seen.indexOf("\r\n", seen.indexOf("@before ")) + 2;
        int end = seen.indexOf("@after ");
        return seen.substring(begin, end < 0 ? seen.length() : end);
    }

    String modesBefore() throws IOException {
        return word("@before ");
    }

    String modesAfter() throws IOException {
        return word("@after ");
    }

    /** The signals that the command handles, as reported by the kernel; only Linux does. */
    boolean handles(int signal) throws IOException {
        Path status = Path.of("/proc", pid(), "status");
        assumeTrue(Files.exists(status), "this system does not tell which signals a process handles");
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigCgt:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(mask.substring("SigCgt:".length()).strip(), 16) >>> (signal - 1) & 1) == 1;
    }

    private String pid() throws IOException {
        return Files.readString(pidFile).strip();
    }

    private String word(String name) throws IOException {
        see(name);
        int begin = seen.indexOf(name) + name.length();
        seeFrom(begin, "\r\n");
        return seen.substring(begin, seen.indexOf("\r\n", begin)).replace("@", "");
    }

    private static boolean isThere() throws Exception {
        try {
            Process version = new ProcessBuilder("script", "--version")
                    .redirectErrorStream(true)
                    .start();
            return new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("util-linux");
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /**
     * Processes that a shell started in the background, or {@code nohup}, ignore these signals, and so do their
     * children.
     */
    private static void assumeArrive() throws Exception {
        Process probe = new ProcessBuilder("sh", "-c", "trap 'exit 7' INT; kill -INT $$; exit 0").start();
        assumeTrue(probe.waitFor() == 7, "this process was started with INT ignored");
    }

    private static void run(String... command) throws Exception {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + code);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
