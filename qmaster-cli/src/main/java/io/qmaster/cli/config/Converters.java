package io.qmaster.cli.config;

import io.qmaster.cli.output.BatchColumn;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.webhook.NotifyEvent;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.feed.FeedOrder;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converts the text of options, environment variables and keys of the config file to values. */
public final class Converters {
    private Converters() {}

    /** Adds the converters to a command line and to its subcommands. */
    public static void applyTo(CommandLine line) {
        add(line, Duration.class, Durations::parse);
        add(line, Timecode.class, Timecode::parse);
        add(line, Path.class, Converters::path);
        add(line, NotifyEvent.class, NotifyEvent::parse);
        addChoice(line, GlobalOptions.BackendName.class);
        addChoice(line, GlobalOptions.LogFormat.class);
        addChoice(line, GlobalOptions.SimulatorOutputs.class);
        addChoice(line, Priority.class);
        addChoice(line, SubmissionOptions.Fallback.class);
        addChoice(line, BatchState.class);
        addChoice(line, Publication.class);
        addChoice(line, BatchColumn.class);
        addChoice(line, FeedOrder.class);
        add(line, BigDecimal.class, Converters::number);
    }

    private static <T> void add(CommandLine line, Class<T> type, Function<String, T> parse) {
        line.registerConverter(type, text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException invalid) {
                throw new TypeConversionException(String.valueOf(invalid.getMessage()));
            }
        });
    }

    /** Case is ignored, as are dashes, spaces and underscores. */
    private static <E extends Enum<E>> void addChoice(CommandLine line, Class<E> type) {
        E[] choices = type.getEnumConstants();
        add(
                line,
                type,
                text -> Arrays.stream(choices)
                        .filter(choice -> letters(choice.name()).equals(letters(text)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be "
                                + Arrays.stream(choices).map(Converters::word).collect(Collectors.joining(" or "))
                                + ", not \""
                                + text + "\"")));
    }

    /** The word for one of several choices. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
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

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("is not a path: " + invalid.getReason(), invalid);
        }
    }
}
