package io.qmaster.compressor;

import io.qmaster.domain.port.RefusalKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Compressor complains of, found in its output by its own words. Immutable and thread-safe.
 *
 * <pre>{@code
 * Refusal.in(stderr).ifPresent(refusal -> System.err.println(refusal.kind() + ": " + refusal.words()));
 * }</pre>
 *
 * @param kind why
 * @param words all its words without noise, in one line
 * @param passing whether the same may succeed a moment later
 */
public record Refusal(RefusalKind kind, String words, boolean passing) {
    private static final int LONGEST_WORDS = 2000;
    private static final Pattern NO_REASON = Pattern.compile("errors?:", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_FLAG = Pattern.compile("[^-\\w]+");

    /**
     * The first complaint in an output whose form is known. Noise is passed over: Compressor writes lines that mean
     * nothing on every call.
     *
     * <p>Of an unavailable cluster only the words of Final Cut Studio are known. What Compressor 4 and 5 say is not: until
     * it is, their refusal is one of {@link RefusalKind#OTHER}, and no other cluster stands in.
     */
    public static Optional<Refusal> in(String output) {
        return OutputLine.of(output)
                .flatMap(line -> kindOf(line.words()).stream())
                .findFirst()
                .map(kind -> new Refusal(kind, wordsOf(output), kind == RefusalKind.UNABLE_TO_SUBMIT))
                .filter(refusal -> !NO_REASON.matcher(refusal.words()).matches());
    }

    /** The words of an output without noise, in one line; lines that went through the system's log only if there is nothing else. */
    public static String wordsOf(String output) {
        String plain = inOneLine(spoken(output).filter(Refusal::isPlain));
        return plain.isEmpty() ? inOneLine(spoken(output)) : plain;
    }

    /**
     * The words of one of two outputs: of the first, but of the second if only that one has lines that did not go through the
     * system's log.
     */
    static String wordsOf(String first, String second) {
        boolean isOnlyLogged = spoken(first).noneMatch(Refusal::isPlain);
        boolean isSaidThere = spoken(second).anyMatch(Refusal::isPlain);
        String words = wordsOf(isOnlyLogged && isSaidThere ? second : first);
        return words.isEmpty() ? wordsOf(second) : words;
    }

    private static Stream<OutputLine> spoken(String output) {
        return OutputLine.of(output).filter(line -> !line.isNoise());
    }

    private static boolean isPlain(OutputLine line) {
        return !line.logged() || kindOf(line.words()).isPresent();
    }

    private static String inOneLine(Stream<OutputLine> lines) {
        String words = lines.map(OutputLine::words).collect(Collectors.joining(" "));
        return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…";
    }

    /**
     * Whether Compressor says this only before it queues a batch. {@code Unable to submit to queue} can come after the batch was handed
     * to the queue, and what other submission errors mean is not known.
     */
    boolean precedesQueueing() {
        return kind.precedesQueueing() || kind == RefusalKind.CLUSTER_UNAVAILABLE;
    }

    /** Whether this says that a version does not know a flag. */
    boolean isOfFlag(String flag) {
        return kind == RefusalKind.INVALID_PARAMETER
                && !flag.isEmpty()
                && NO_FLAG.splitAsStream(words).anyMatch(flag::equals);
    }

    /** The kind of complaint that a line begins, if its words are known. */
    static Optional<RefusalKind> kindOf(String line) {
        String words = line.toLowerCase(Locale.ROOT);
        if (words.startsWith("could not find cluster")) {
            return Optional.of(RefusalKind.CLUSTER_UNAVAILABLE);
        }
        if (words.startsWith("invalid parameter:")) {
            return Optional.of(RefusalKind.INVALID_PARAMETER);
        }
        if (words.startsWith("parameter error:")) {
            return Optional.of(RefusalKind.PARAMETER_ERROR);
        }
        if (words.startsWith("submission error:")) {
            return Optional.of(kindOfSubmissionError(words));
        }
        // A source that Compressor will not take; the reason follows in a line of its own (4.x, field report of 2025).
        return NO_REASON.matcher(words.strip()).matches()
                ? Optional.of(RefusalKind.SUBMISSION_ERROR)
                : Optional.empty();
    }

    private static RefusalKind kindOfSubmissionError(String words) {
        if (words.contains("unable to submit to queue")) {
            // The background service is back after some 2 s, whatever Apple's words say of restarting (5.2, 2026).
            return RefusalKind.UNABLE_TO_SUBMIT;
        }
        // A source that cannot be read: damaged, empty or no movie (5.4, 2026).
        return words.contains("accessing member for null reference") ? RefusalKind.SUBMISSION_ERROR : RefusalKind.OTHER;
    }
}
