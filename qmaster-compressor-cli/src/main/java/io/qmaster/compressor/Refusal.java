package io.qmaster.compressor;

import io.qmaster.domain.port.RefusalKind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error of Compressor, recognised in its output. For users who run Compressor themselves; the engine uses it, too.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * Refusal.in(stderr).ifPresent(refusal -> System.err.println(refusal.kind() + ": " + refusal.words()));
 * }</pre>
 *
 * @param kind why it was refused
 *
 * @param words the output without noise, in one line, at most 2000 characters
 * @param passing whether the same command may succeed a moment later
 */
public record Refusal(RefusalKind kind, String words, boolean passing) {
    private static final int LONGEST_WORDS = 2000;
    private static final Pattern NO_REASON = Pattern.compile("errors?:", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_FLAG = Pattern.compile("[^-\\w]+");

    /**
     * The first known error in an output. Skips noise: Compressor prints meaningless lines on every call.
     *
     * <p>For an unavailable cluster, only the message of Final Cut Studio is known. That of Compressor 4 and 5 is not:
     * their refusal is one of {@link RefusalKind#OTHER}, which causes no fallback to another cluster.
     */
    public static Optional<Refusal> in(String output) {
        return OutputLine.of(output)
                .flatMap(line -> kindOf(line.words()).stream())
                .findFirst()
                .map(kind -> new Refusal(kind, wordsOf(output), kind == RefusalKind.UNABLE_TO_SUBMIT))
                .filter(refusal -> !NO_REASON.matcher(refusal.words()).matches());
    }

    /**
     * The text of an output without noise, in one line; contains lines of the system's log only if there are no others.
     */
    public static String wordsOf(String output) {
        String plain = inOneLine(spoken(output).filter(Refusal::isPlain));
        return plain.isEmpty() ? inOneLine(spoken(output)) : plain;
    }

    /** The text of the first output, or of the second if only that one has lines that are not from the system's log. */
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
     * Whether Compressor reports this only before it queues a batch. {@code Unable to submit to queue} can follow the
     * queueing, and the meaning of other submission errors is not known.
     */
    boolean precedesQueueing() {
        return kind.precedesQueueing() || kind == RefusalKind.CLUSTER_UNAVAILABLE;
    }

    /** Whether this is the rejection of a flag that the version does not know. */
    boolean isOfFlag(String flag) {
        return kind == RefusalKind.INVALID_PARAMETER
                && !flag.isEmpty()
                && NO_FLAG.splitAsStream(words).anyMatch(flag::equals);
    }

    /** The kind of error that a line begins, if it is known. */
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
        // A source that Compressor rejects; the reason follows in a separate line (4.x, field report of 2025).
        return NO_REASON.matcher(words.strip()).matches()
                ? Optional.of(RefusalKind.SUBMISSION_ERROR)
                : Optional.empty();
    }

    private static RefusalKind kindOfSubmissionError(String words) {
        if (words.contains("unable to submit to queue")) {
            // The background service is back after about 2 s, although Apple's message recommends a restart (5.2,
            // 2026).
            return RefusalKind.UNABLE_TO_SUBMIT;
        }
        // A source that cannot be read: damaged, empty or no movie (5.4, 2026).
        return words.contains("accessing member for null reference") ? RefusalKind.SUBMISSION_ERROR : RefusalKind.OTHER;
    }
}
