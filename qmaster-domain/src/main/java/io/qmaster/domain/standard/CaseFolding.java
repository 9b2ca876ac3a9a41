package io.qmaster.domain.standard;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Makes names equal that a file system without letter case takes for the same.
 *
 * <p>APFS compares names by Unicode's canonical decomposition and case folding. The JDK has no case folding, so that this
 * repeats what it has: canonical decomposition, upper case (which makes {@code SS} of {@code ß} and one letter of both small
 * sigmas), and lower case letter by letter, until nothing changes any more. It takes slightly more for the same than APFS does,
 * such as a dotless and a dotted {@code i}: two outputs that are wrongly kept apart are the greater harm.
 */
final class CaseFolding {
    /** No letter of Unicode needs more than two. */
    private static final int MOST_ROUNDS = 8;

    private CaseFolding() {}

    static String of(String name) {
        String folded = name;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String next = once(folded);
            if (next.equals(folded)) {
                break;
            }
            folded = next;
        }
        return folded;
    }

    private static String once(String name) {
        StringBuilder lower = new StringBuilder(name.length());
        decomposed(decomposed(name).toUpperCase(Locale.ROOT))
                .codePoints()
                // String.toLowerCase would write a sigma at the end of a word as another letter.
                .map(Character::toLowerCase)
                .forEach(lower::appendCodePoint);
        return decomposed(lower.toString());
    }

    private static String decomposed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD);
    }
}
