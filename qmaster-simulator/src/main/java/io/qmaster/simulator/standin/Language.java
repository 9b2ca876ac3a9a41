package io.qmaster.simulator.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The format of times in the language of a Mac, as the monitor prints them (observed with Compressor 5 on a Hungarian
 * Mac and 4 on a German one).
 */
enum Language {
    ENGLISH("hour(s)", "minute(s)", "second(s)") {
        @Override
        String moment(ZonedDateTime at) {
            int hour = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
            return at.getMonthValue() + "/" + at.getDayOfMonth() + "/" + two(at.getYear()) + " " + hour + ":"
                    + two(at.getMinute()) + (at.getHour() < 12 ? " AM" : " PM");
        }
    },
    GERMAN("Stunden", "Minuten", "Sekunden") {
        @Override
        String moment(ZonedDateTime at) {
            return two(at.getDayOfMonth()) + "." + two(at.getMonthValue()) + "." + two(at.getYear()) + ", "
                    + two(at.getHour()) + ":" + two(at.getMinute());
        }
    },
    HUNGARIAN("óra", "perc", "másodperc") {
        @Override
        String moment(ZonedDateTime at) {
            return at.getYear() + ". " + two(at.getMonthValue()) + ". " + two(at.getDayOfMonth()) + "., "
                    + two(at.getHour()) + ":" + two(at.getMinute()) + ":" + two(at.getSecond());
        }
    };

    private final String hours;
    private final String minutes;
    private final String seconds;

    Language(String hours, String minutes, String seconds) {
        this.hours = hours;
        this.minutes = minutes;
        this.seconds = seconds;
    }

    /** The language of a locale such as {@code de_DE.UTF-8}; English for any other. */
    static Language of(String locale) {
        String code = locale.toLowerCase(Locale.ROOT);
        if (code.startsWith("de")) {
            return GERMAN;
        }
        return code.startsWith("hu") ? HUNGARIAN : ENGLISH;
    }

    String moment(Instant at, ZoneId zone) {
        return moment(at.atZone(zone));
    }

    abstract String moment(ZonedDateTime at);

    /** A duration as text; empty for zero. */
    String length(Duration time) {
        StringJoiner words = new StringJoiner(", ");
        add(words, time.toHours(), hours);
        add(words, time.toMinutesPart(), minutes);
        add(words, time.toSecondsPart(), seconds);
        return words.toString();
    }

    private static void add(StringJoiner words, long number, String unit) {
        if (number > 0) {
            words.add(number + " " + unit);
        }
    }

    private static String two(int number) {
        int part = number % 100;
        return part < 10 ? "0" + part : Integer.toString(part);
    }
}
