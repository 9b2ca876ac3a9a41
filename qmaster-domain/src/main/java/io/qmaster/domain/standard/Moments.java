package io.qmaster.domain.standard;

import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Moments as texts. {@link Instant#parse} builds its formatter anew with every call, which was half of the time that a
 * large journal took to open.
 */
final class Moments {
    private static final int WHOLE_SECONDS = "2026-01-01T00:00:00".length();
    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 86_400;

    /** A moment in a year of four digits, with its digits where they always are. */
    private static final Pattern USUAL =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z");

    private Moments() {}

    /**
     * Reads what {@link Instant#toString} wrote.
     *
     * @throws java.time.DateTimeException if it is anything else
     */
    static Instant parse(String text) {
        return USUAL.matcher(text).matches() ? usual(text) : Instant.parse(text);
    }

    private static Instant usual(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = (number(text, 11, 13) * 60 + number(text, 14, 16)) * 60 + number(text, 17, 19);
        return Instant.ofEpochSecond(day * SECONDS_OF_DAY + second, nanos(text));
    }

    private static int nanos(String text) {
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = WHOLE_SECONDS + 1 + i;
            nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
