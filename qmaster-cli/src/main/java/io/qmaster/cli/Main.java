package io.qmaster.cli;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.domain.port.Reason;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Optional;

/** Starts the {@code qmaster} program. */
public final class Main {
    private static final long LONGEST_FAREWELL_MILLIS = 300;

    private Main() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] arguments) {
        Console console =
                new Console(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        // Output that libraries print goes through the console, too.
        System.setOut(console.stray());
        System.setErr(console.stray());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
                console.log("internal error in the thread \"" + thread.getName() + "\": " + Reason.of(thrown)));
        Program program = new Program(
                System.getenv(),
                System.in,
                console,
                new CompositionRoot(),
                new ProcessSignals(),
                (code, lastWord) -> leave(console, code, lastWord));
        System.exit(program.run(arguments));
    }

    /** Exits at once, even if the terminal blocks. */
    private static void leave(Console console, int code, Optional<FailureReport> lastWord) {
        Thread finishing = new Thread(() -> console.leave(lastWord), "qmaster leaves");
        finishing.setDaemon(true);
        finishing.start();
        try {
            finishing.join(LONGEST_FAREWELL_MILLIS);
        } catch (InterruptedException alsoWantsUsToLeave) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
