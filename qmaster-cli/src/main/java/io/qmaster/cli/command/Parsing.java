package io.qmaster.cli.command;

import io.qmaster.cli.config.Durations;
import io.qmaster.domain.Timecode;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How arguments are read. */
final class Parsing {
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
