package io.qmaster.simulator.scenario;

/** A scenario or workload that cannot be: says at which place, what was expected there, and what was found. */
public final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

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
        super(document + ": at " + (pointer.isEmpty() ? "its beginning" : pointer) + " expected " + expected
                + ", found " + found);
        this.pointer = pointer;
        this.expected = expected;
        this.found = found;
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
