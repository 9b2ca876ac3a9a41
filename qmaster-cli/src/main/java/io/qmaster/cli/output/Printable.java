package io.qmaster.cli.output;

import java.util.regex.Pattern;

/** Makes texts from outside fit for one line on a terminal. */
public final class Printable {
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\r\\n\\x0B\\f\\u0085\\u2028\\u2029]+\\s*");
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u202A-\\u202E\\u2066-\\u2069]");

    private Printable() {}

    /** The text in one line, control characters replaced: they could move the cursor or hide what follows. */
    public static String oneLine(String text) {
        String line = LINE_BREAKS.matcher(text.strip()).replaceAll(" ").replace('\t', ' ');
        return CONTROLS.matcher(line).replaceAll("�");
    }
}
