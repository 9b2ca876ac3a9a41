package io.qmaster.compressor;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own, run by a Java runtime whose arguments are in UTF-8, that starts another program in the name of
 * one whose are not, and stays until that ends. {@link RelayedProcess} is its other side.
 *
 * <p>It knows its folder alone. There it finds the words of the command, NUL between them, and there it leaves the
 * number of the process, or why there is none. It writes nothing else, so that all that stands in the outputs is the
 * program's own. Whoever ends the relay by a TERM ends the program with it.
 *
 * <p>Only this one class file is handed to the runtime that runs it: it uses no other, nested ones included.
 */
final class ArgumentRelay {
    /** The words: how many settings of the environment there are, these settings, the program, its arguments. */
    static final String WORDS = "words";

    /** The number of the program's process and the milliseconds since 1970 at which it started, a blank between. */
    static final String STARTED = "started";

    /** Why the program was not started. */
    static final String NOT_STARTED = "not-started";

    /** How the relay ends if there is no program whose exit code it could pass on. */
    static final int NO_PROGRAM = 125;

    private static final int FIRST_WITH_LOCALE = 18;
    private static final int AFTER_TERM_MILLIS = 300;

    private final Path folder;
    private boolean ending;

    private @Nullable Process program;

    private ArgumentRelay(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new ArgumentRelay(Path.of(arguments[0])).run());
    }

    private int run() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        Process started;
        try {
            started = start();
        } catch (IOException failed) {
            tell(NOT_STARTED, String.valueOf(failed.getMessage()));
            return NO_PROGRAM;
        }
        tell(
                STARTED,
                started.pid() + " "
                        + started.info().startInstant().orElseGet(Instant::now).toEpochMilli());
        return started.waitFor();
    }

    private synchronized Process start() throws IOException {
        Charset charset = charsetOfArguments();
        if (!charset.equals(StandardCharsets.UTF_8)) {
            throw new IOException(
                    "a Java runtime hands arguments over in " + charset + " and not in UTF-8 even if told to");
        }
        if (ending) {
            throw new IOException("the call was ended before the program was started");
        }
        Path file = folder.resolve(WORDS);
        Deque<String> words = new ArrayDeque<>(
                Arrays.asList(Files.readString(file, StandardCharsets.UTF_8).split("\0", -1)));
        Files.delete(file);
        ProcessBuilder builder = new ProcessBuilder();
        for (int settings = Integer.parseInt(words.remove()); settings > 0; settings--) {
            set(builder.environment(), words.remove());
        }
        Process started = builder.command(List.copyOf(words)).inheritIO().start();
        program = started;
        return started;
    }

    /** A setting reads {@code NAME=value}, or {@code NAME} alone for one that is to go. */
    private static void set(Map<String, String> environment, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            environment.remove(setting);
        } else {
            environment.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    /** Everything in one step: whoever finds the file finds all of it. */
    private void tell(String name, String text) throws IOException {
        Path unfinished = folder.resolve(name + ".unfinished");
        Files.writeString(unfinished, text, StandardCharsets.UTF_8);
        Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Nobody else knows of the program yet, or is there to end it: so it is done to the end, within a second. */
    private synchronized void end() {
        ending = true;
        Process started = program;
        if (started == null) {
            return;
        }
        started.destroy();
        try {
            if (!started.waitFor(AFTER_TERM_MILLIS, TimeUnit.MILLISECONDS)) {
                started.destroyForcibly();
            }
        } catch (InterruptedException atOnce) {
            started.destroyForcibly();
        }
    }

    private static Charset charsetOfArguments() {
        String locale = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Runtime.version().feature() >= FIRST_WITH_LOCALE && Charset.isSupported(locale)
                ? Charset.forName(locale)
                : Charset.defaultCharset();
    }
}
