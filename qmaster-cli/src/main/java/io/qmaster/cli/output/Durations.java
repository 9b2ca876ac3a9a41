package io.qmaster.cli.output;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts durations: {@code 90s}, {@code 10m}, {@code 2h}, {@code 1h30m}, or ISO-8601 such as {@code PT90S}. */
public final class Durations {
    private static final Pattern SHORT =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private Durations() {}

    /**
     * Parses a duration greater than zero.
     *
     * @throws IllegalArgumentException if the text is not one; the message can follow the name of an option
     */
    public static Duration parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = SHORT.matcher(word);
        Duration time = matcher.matches() && !word.isEmpty() ? added(matcher) : iso(text);
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("must be longer than nothing, not \"" + text + "\"");
        }
        return time;
    }

    /** A time for people: {@code 1h30m}, {@code 90s} becomes {@code 1m30s}. */
    public static String words(Duration time) {
        if (time.toSeconds() == 0) {
            return "0s";
        }
        StringBuilder words = new StringBuilder();
        append(words, time.toHours(), "h");
        append(words, time.toMinutesPart(), "m");
        append(words, time.toSecondsPart(), "s");
        return words.toString();
    }

    private static void append(StringBuilder words, long number, String unit) {
        if (number > 0) {
            words.append(number).append(unit);
        }
    }

    private static Duration added(Matcher matcher) {
        return Duration.ofDays(number(matcher.group(1)))
                .plusHours(number(matcher.group(2)))
                .plusMinutes(number(matcher.group(3)))
                .plusSeconds(number(matcher.group(4)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException noTime) {
            throw new IllegalArgumentException(
                    "must be a time such as 90s, 10m, 2h, 1h30m or PT90S, not \"" + text + "\"", noTime);
        }
    }
}
