package io.qmaster.cli;

import io.qmaster.cli.output.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Starts the {@code qmaster} program. */
public final class Main {
    private Main() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] arguments) {
        Console console =
                new Console(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        // Whatever a library prints of its own accord passes the console, too.
        System.setOut(console.stray());
        System.setErr(console.stray());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
                console.log("internal error in the thread \"" + thread.getName() + "\": " + thrown));
        Program program = new Program(
                System.getenv(),
                System.in,
                console,
                new CompositionRoot(),
                new ProcessSignals(),
                Runtime.getRuntime()::halt);
        System.exit(program.run(arguments));
    }
}
