package io.qmaster.domain.standard;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Folds names so that they are equal if a case-insensitive file system treats them as equal.
 *
 * <p>APFS compares names by Unicode's canonical decomposition and case folding. The JDK has no case folding, so this
 * repeats canonical decomposition, upper case (which maps {@code ß} to {@code SS} and both small sigmas to one letter)
 * and lower case per letter until nothing changes. It treats slightly more names as equal than APFS does, such as those
 * with a dotless and a dotted {@code i}: to treat equal names as different would do more harm.
 */
final class CaseFolding {
    /** No letter of Unicode needs more than two rounds. */
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
                // String.toLowerCase would map a sigma at the end of a word to another letter.
                .map(Character::toLowerCase)
                .forEach(lower::appendCodePoint);
        return decomposed(lower.toString());
    }

    private static String decomposed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD);
    }
}
