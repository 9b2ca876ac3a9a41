package io.qmaster.domain;

/**
 * What an engine's program literally said when it was asked for a batch, for people who want to see for themselves. Nobody
 * has judged it: it may be garbled, or tell of no batch at all. Secrets are masked. Of an engine that has no such program, what
 * its encoders complained of. Immutable and thread-safe.
 *
 * @param command the question, as one line for a POSIX shell
 * @param ending how the program ended, in words such as {@code ended with exit code 0 after 0.3 s}
 * @param output what it wrote to its standard output; of a very long one beginning and end
 * @param error what it wrote to its standard error, likewise
 */
public record RawAnswer(String command, String ending, String output, String error) {
    /** @throws NullPointerException if a component is null */
    public RawAnswer {
        Nulls.refuse(RawAnswer.class, command, ending, output, error);
    }
}
