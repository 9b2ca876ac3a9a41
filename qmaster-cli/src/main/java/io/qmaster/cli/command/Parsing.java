package io.qmaster.cli.command;

import io.qmaster.cli.config.Converters;
import io.qmaster.cli.output.CommandFailure;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Configures how arguments are parsed. */
public final class Parsing {
    private Parsing() {}

    static CommandLine applyTo(CommandLine line) {
        // A source may be named @clip.mov.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // "simulator" is a command, and a backend.
        line.setAllowSubcommandsAsOptionParameters(true);
        Converters.applyTo(line);
        return line;
    }

    /**
     * Rejects an empty argument: it comes from an unset variable of a script, and would mean the current folder, or
     * everything.
     *
     * @throws CommandFailure if there is one
     */
    public static void requireNoEmptyArgument(ParseResult parsed) {
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            for (ArgSpec argument : level.matchedArgs()) {
                boolean takesValue = argument.arity().max() > 0;
                if (takesValue && argument.originalStringValues().stream().anyMatch(String::isBlank)) {
                    String what = argument instanceof OptionSpec option
                            ? "the value of " + option.longestName()
                            : "the argument " + argument.paramLabel();
                    throw CommandFailure.usage(
                            what + " is empty", "give a value; in a script, check that the variable is set");
                }
            }
        }
    }
}
