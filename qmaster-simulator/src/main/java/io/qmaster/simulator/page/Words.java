package io.qmaster.simulator.page;

import java.time.Duration;
import java.util.Locale;

/** Formats times and shares. */
public final class Words {
    private static final Duration SHORT = Duration.ofMinutes(1);

    private Words() {}

    /** A time such as {@code 1.2 s}, {@code 4m 05s}, {@code 2h 30m} or {@code 3d 4h}. */
    public static String time(Duration time) {
        if (time.compareTo(SHORT) < 0) {
            return TimeScale.plain(Math.round(time.toMillis() / 100.0) / 10.0) + " s";
        }
        if (time.compareTo(Duration.ofHours(1)) < 0) {
            return two("%dm %02ds", time.toMinutes(), time.toSecondsPart());
        }
        return time.compareTo(Duration.ofDays(2)) < 0
                ? two("%dh %02dm", time.toHours(), time.toMinutesPart())
                : two("%dd %dh", time.toDays(), time.toHoursPart());
    }

    /** As {@link #time}, for the marks of an axis, without parts that are zero. */
    static String mark(Duration time) {
        return time.isZero()
                ? "0"
                : time(time)
                        .replaceFirst("^(\\d+m) 00s$", "$1")
                        .replaceFirst("^(\\d+h) 00m$", "$1")
                        .replaceFirst("^(\\d+d) 0h$", "$1");
    }

    /** A share in whole per cent. */
    public static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** A number with its noun. */
    public static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String two(String form, long large, int small) {
        return String.format(Locale.ROOT, form, large, small);
    }
}
