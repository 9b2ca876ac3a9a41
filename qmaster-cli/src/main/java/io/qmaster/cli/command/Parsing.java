package io.qmaster.cli.command;

import io.qmaster.cli.config.Durations;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Timecode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        line.registerConverter(BigDecimal.class, converter(Parsing::number));
        line.registerConverter(BatchState.class, converter(text -> word(BatchState.class, text)));
        line.registerConverter(Publication.class, converter(text -> word(Publication.class, text)));
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

    /** In any case, and with the dashes, blanks or underscores between its parts left out or not. */
    private static <E extends Enum<E>> E word(Class<E> choices, String text) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> letters(choice.name()).equals(letters(text)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(choices.getEnumConstants())
                                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or "))
                        + ", not \"" + text + "\""));
    }

    private static String letters(String word) {
        return word.replaceAll("[-_\\s]", "").toLowerCase(Locale.ROOT);
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("must be a number such as 23.976, not \"" + text + "\"", notNumber);
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
