package io.qmaster.cli.output;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one probably means. */
public final class SimilarNames {
    /** One mistake is allowed for this many letters. */
    private static final int LETTERS_OF_A_MISTAKE = 3;

    private static final int MOST_MISTAKES = 2;

    private SimilarNames() {}

    /** The name most similar to what was typed; empty if none is similar, in upper or lower case. */
    public static Optional<String> nearest(String typed, Collection<String> names) {
        int mistakes = Math.min(MOST_MISTAKES, typed.length() / LETTERS_OF_A_MISTAKE);
        return names.stream()
                .filter(name -> distance(folded(typed), folded(name)) <= mistakes)
                .min(Comparator.comparingInt(name -> distance(folded(typed), folded(name))));
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one word of another. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        Arrays.setAll(last, at -> at);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[other.length()];
    }
}
