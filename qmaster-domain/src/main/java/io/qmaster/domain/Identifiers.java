package io.qmaster.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an id from outside may look like: never a flag, never a path. */
final class Identifiers {
    /** An id that started with a dash would be read as a flag by the programs that it is handed to. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private Identifiers() {}

    static String checked(String kind, String value) {
        if (!SAFE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no %s: it must start with a letter or digit, hold only letters,"
                                    .formatted(printable(value), kind)
                            + " digits, dots, underscores, colons and dashes, and be at most 128 characters long");
        }
        return value;
    }

    static String folded(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    private static String printable(String value) {
        String shown = value.length() > 160 ? value.substring(0, 160) + "…" : value;
        return shown.replaceAll("\\p{Cntrl}", "�");
    }
}
