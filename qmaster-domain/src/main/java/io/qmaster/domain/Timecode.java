package io.qmaster.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a movie, {@code hh:mm:ss;ff}, as the engine's {@code -in}, {@code -out} and {@code -startoffset} take
 * it. For library consumers and authors of backends. Immutable and thread-safe.
 *
 * @param hours 0 to 99
 * @param minutes 0 to 59
 * @param seconds 0 to 59
 * @param frames 0 to 119; the number of frames in a second depends on the source
 */
public record Timecode(int hours, int minutes, int seconds, int frames) implements Comparable<Timecode> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})[;:](\\d{1,3})");

    /** @throws IllegalArgumentException if a part is out of range */
    public Timecode {
        within("hours", hours, 99);
        within("minutes", minutes, 59);
        within("seconds", seconds, 59);
        within("frames", frames, 119);
    }

    /**
     * Reads {@code hh:mm:ss;ff}; a colon before the frames is accepted too.
     *
     * @throws IllegalArgumentException if the text has another form or a part is out of range
     */
    public static Timecode parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a timecode reads hh:mm:ss;ff, for example 00:01:30;00, not \"" + text + "\"");
        }
        return new Timecode(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    @Override
    public int compareTo(Timecode other) {
        return Long.compare(rank(), other.rank());
    }

    /** The engine's format, {@code hh:mm:ss;ff}. */
    @Override
    public String toString() {
        return two(hours) + ":" + two(minutes) + ":" + two(seconds) + ";" + two(frames);
    }

    private long rank() {
        return ((hours * 60L + minutes) * 60L + seconds) * 1000L + frames;
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static void within(String part, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(
                    "the " + part + " of a timecode must be 0 to " + most + ", not " + value);
        }
    }
}
