package io.qmaster.domain;

import java.util.Locale;

/** Validates ids from outside: never a flag, never a path. */
final class Identifiers {
    private static final int LONGEST = 128;

    private Identifiers() {}

    static String checked(String kind, String value) {
        if (!isSafe(value)) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a valid %s: it must start with a letter or digit, contain only letters,"
                                    .formatted(printable(value), kind)
                            + " digits, dots, underscores, colons and dashes, and be at most 128 characters long");
        }
        return value;
    }

    /** Without a regular expression: a status answer has thousands of ids. */
    private static boolean isSafe(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !isLetterOrDigit(value.charAt(0))) {
            // The programs that receive an id would read a leading dash as a flag.
            return false;
        }
        for (int at = 1; at < value.length(); at++) {
            char character = value.charAt(at);
            if (!isLetterOrDigit(character) && "._:-".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9');
    }

    static String folded(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    private static String printable(String value) {
        String shown = value.length() > 160 ? value.substring(0, 160) + "…" : value;
        return shown.replaceAll("\\p{Cntrl}", "�");
    }
}
