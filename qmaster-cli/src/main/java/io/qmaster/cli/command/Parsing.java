package io.qmaster.cli.command;

import io.qmaster.cli.config.Durations;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.Timecode;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** How arguments are read. */
public final class Parsing {
    private Parsing() {}

    static CommandLine applyTo(CommandLine line) {
        // A source may be named @clip.mov.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // "simulator" is a command, and a backend.
        line.setAllowSubcommandsAsOptionParameters(true);
        line.registerConverter(Duration.class, converter(Durations::parse));
        line.registerConverter(Timecode.class, converter(Timecode::parse));
        return line;
    }

    /**
     * Refuses an argument without a character: it is a variable of a script that was not set, and would mean the current
     * folder, or everything.
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

    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException noGood) {
                throw new TypeConversionException(String.valueOf(noGood.getMessage()));
            }
        };
    }
}
