package io.qmaster.simulator.scenario;

import java.util.regex.Pattern;

/**
 * A scenario or workload is invalid. Thrown to users who build or parse one. The message contains the place, the
 * expected and the actual value; long texts are shortened, control characters and direction marks escaped. Immutable.
 */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The maximum length of a part, so that a message fits on a screen. */
    private static final int LONGEST = 400;
    /** Control characters, line separators and direction marks. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private final String pointer;
    private final String expected;
    private final String found;

    /**
     * @param pointer the place as a JSON pointer (RFC 6901); empty for the whole document
     *
     * @param expected what was expected there
     * @param found what was found there
     */
    public ScenarioException(String pointer, String expected, String found) {
        this("scenario", pointer, expected, found);
    }

    private ScenarioException(String document, String pointer, String expected, String found) {
        super(shown(document) + ": at " + (pointer.isEmpty() ? "its beginning" : shown(pointer)) + " expected "
                + shown(expected) + ", found " + shown(found));
        this.pointer = pointer;
        this.expected = expected;
        this.found = found;
    }

    private static String shown(String text) {
        String shortened = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + "…" + text.substring(text.length() - LONGEST / 2);
        return INVISIBLE
                .matcher(shortened)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /** The place as a JSON pointer; empty for the whole document. */
    public String pointer() {
        return pointer;
    }

    /** What was expected there. */
    public String expected() {
        return expected;
    }

    /** A copy whose pointer is relative to a parent. */
    ScenarioException below(String parent) {
        return new ScenarioException(parent + pointer, expected, found);
    }

    /** A copy that names the document, such as {@code scenario calm}. */
    ScenarioException in(String document) {
        return new ScenarioException(document, pointer, expected, found);
    }
}
