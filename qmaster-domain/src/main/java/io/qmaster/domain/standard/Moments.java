package io.qmaster.domain.standard;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Moments as texts. {@link Instant#parse} builds its formatter anew with every call, which was half of the time that a
 * large journal took to open.
 */
final class Moments {
    private static final int WHOLE_SECONDS = "2026-01-01T00:00:00".length();
    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 86_400;

    private Moments() {}

    /**
     * Reads what {@link Instant#toString} wrote.
     *
     * @throws java.time.DateTimeException if it is anything else
     */
    static Instant parse(String text) {
        return isUsual(text) ? usual(text) : Instant.parse(text);
    }

    /** Whether every digit stands where it does in a year of four digits. */
    private static boolean isUsual(String text) {
        int last = text.length() - 1;
        if (last < WHOLE_SECONDS || last > WHOLE_SECONDS + 1 + NANO_DIGITS || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char wanted = i < WHOLE_SECONDS ? "0000-00-00T00:00:00".charAt(i) : i == WHOLE_SECONDS ? '.' : '0';
            char c = text.charAt(i);
            if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return last != WHOLE_SECONDS + 1
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
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
