package io.qmaster.cli;

import io.qmaster.cli.command.Signals;
import io.qmaster.cli.output.Console;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Runs the program as {@link Main} does, but without another process. */
public final class ProgramRun {
    private ProgramRun() {}

    /** Runs one command to its end and returns its exit code. */
    public static int run(Map<String, String> environment, OutputStream out, OutputStream err, String... arguments) {
        Console console = new Console(out, err);
        return new Program(
                        environment,
                        InputStream.nullInputStream(),
                        console,
                        new CompositionRoot(),
                        Signals.NONE,
                        (code, lastWord) -> console.leave(lastWord))
                .run(arguments);
    }
}
