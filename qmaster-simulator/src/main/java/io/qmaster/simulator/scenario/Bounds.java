package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Optional;

/** Checks limits that several parts of a scenario share; a pointer is relative to the checked part. */
final class Bounds {
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Bounds() {}

    static void notBlank(String pointer, String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new ScenarioException(
                    pointer, "a text that is not blank and contains no control characters", '"' + text + '"');
        }
    }

    static void within(String pointer, double number, double least, double most) {
        // Negated, so that NaN is out of bounds, too.
        if (!(number >= least && number <= most)) {
            throw new ScenarioException(pointer, "a number from " + plain(least) + " to " + plain(most), plain(number));
        }
    }

    static void duration(String pointer, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new ScenarioException(pointer, "a duration from 0s to 3650 days", time.toString());
        }
    }

    static void duration(String pointer, Optional<Duration> time) {
        time.ifPresent(given -> duration(pointer, given));
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
