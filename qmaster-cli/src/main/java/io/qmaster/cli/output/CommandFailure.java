package io.qmaster.cli.output;

import io.qmaster.domain.Failure;

/** A failure of the program itself: of the command line, of the configuration, or of waiting for a batch. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final transient Failure failure;

    /** A failure that ends the program with an exit code. */
    public CommandFailure(ExitCode exitCode, Failure failure) {
        super(failure.message(), failure.cause());
        this.exitCode = exitCode;
        this.failure = failure;
    }

    /** The command line is wrong. */
    public static CommandFailure usage(String message, String hint) {
        return new CommandFailure(
                ExitCode.USAGE,
                Failure.withoutSubmission("COMMAND_LINE", message).hint(hint));
    }

    /** The configuration is wrong. */
    public static CommandFailure configuration(String message, String hint) {
        return new CommandFailure(
                ExitCode.USAGE,
                Failure.withoutSubmission("CONFIGURATION", message).hint(hint));
    }

    /** The exit code. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The failure to print. */
    public Failure failure() {
        return failure;
    }
}
