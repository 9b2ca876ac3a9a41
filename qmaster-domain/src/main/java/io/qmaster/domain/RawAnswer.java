package io.qmaster.domain;

/**
 * The literal answer of an engine's program to a query of a batch, for diagnosis. It is unparsed: it may be garbled or
 * contain no batch. Secrets are masked. For an engine without such a program, the errors of its encoders. For library
 * consumers and authors of backends. Immutable and thread-safe.
 *
 * @param command the command, as one line for a POSIX shell
 * @param ending how the program ended, such as {@code ended with exit code 0 after 0.3 s}
 * @param output its standard output; of a very long one the head and the tail
 * @param error its standard error, likewise
 */
public record RawAnswer(String command, String ending, String output, String error) {
    /** @throws NullPointerException if a component is null */
    public RawAnswer {
        Nulls.refuse(RawAnswer.class, command, ending, output, error);
    }
}
