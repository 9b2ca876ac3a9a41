package io.qmaster.compressor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of a program's output, without the prefix of the system's log.
 *
 * @param logged whether NSLog wrote it, with a prefix of date, time, program, process and thread
 */
record OutputLine(boolean logged, String words) {
    /** {@code 2026-10-01 20:30:44.162 Compressor[93565:1a2b3c] }. */
    private static final Pattern LOG_PREFIX =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}[.:]?\\d{0,9} ?[-+]?\\d{0,4} ?[^\\[\\]\\n]{1,80}+"
                    + "\\[\\d{1,10}:[0-9A-Fa-fx]{1,18}\\] ?");

    /** Printed by every version on every call, such as Objective-C's warning about two classes with one name. */
    private static final List<Pattern> NOISE = List.of(
            Pattern.compile("objc\\[\\d{1,10}\\]: .*"),
            Pattern.compile("Validating Purchase.*"),
            Pattern.compile("fileURL is (NOT )?a directory"),
            Pattern.compile("owner is: .*"),
            // For a source with several audio tracks (4.5, 2020), without a prefix.
            Pattern.compile("CVideoUtilities::CMedia asking for audio track at index .*"));

    static Stream<OutputLine> of(String text) {
        return text.lines().map(OutputLine::ofLine);
    }

    /** Where the text of the line that begins here starts: after the prefix, if there is one. */
    static int endOfPrefix(String text, int lineStart) {
        Matcher prefix = LOG_PREFIX.matcher(text).region(lineStart, text.length());
        return prefix.lookingAt() ? prefix.end() : lineStart;
    }

    private static OutputLine ofLine(String line) {
        int words = endOfPrefix(line, 0);
        return new OutputLine(words > 0, line.substring(words).strip());
    }

    /** Whether it is known to be meaningless. */
    boolean isNoise() {
        return words.isEmpty()
                || NOISE.stream().anyMatch(noise -> noise.matcher(words).matches());
    }

    /** Whether it reports that Compressor validates its purchase, as at the first start after an installation. */
    boolean validatesPurchase() {
        return words.startsWith("Validating Purchase");
    }
}
