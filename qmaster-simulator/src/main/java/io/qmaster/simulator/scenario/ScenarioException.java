package io.qmaster.simulator.scenario;

import java.util.regex.Pattern;

/**
 * A scenario or workload that is invalid. The message says at which place, what was expected there, and what was found; of long
 * texts only the beginning and the end, and with control characters and direction marks as escapes.
 */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** A message with all its parts fits on a screen. */
    private static final int LONGEST = 400;
    /** Control characters, line separators and direction marks. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

    private final String pointer;
    private final String expected;
    private final String found;

    /**
     * A fault of a scenario.
     *
     * @param pointer the place as a JSON pointer (RFC 6901); the empty text is the whole document
     * @param expected what should stand there
     * @param found what stands there
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

    /** The place as a JSON pointer; the empty text is the whole document. */
    public String pointer() {
        return pointer;
    }

    /** What should stand there. */
    public String expected() {
        return expected;
    }

    /** The same fault of a part, told as one of the whole. */
    ScenarioException below(String parent) {
        return new ScenarioException(parent + pointer, expected, found);
    }

    /** The same fault with the document that it is in, such as {@code scenario calm}. */
    ScenarioException in(String document) {
        return new ScenarioException(document, pointer, expected, found);
    }
}
