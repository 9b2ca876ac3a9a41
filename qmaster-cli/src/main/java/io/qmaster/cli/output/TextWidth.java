package io.qmaster.cli.output;

import org.jline.utils.WCWidth;

/** How many columns of a terminal text takes: Chinese, Japanese and Korean letters and emoji take two, accents none. */
final class TextWidth {
    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /** The columns of a text without control characters. */
    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int point) {
        return Math.max(0, WCWidth.wcwidth(point));
    }

    /** The text with so many spaces after it that it takes the columns. */
    static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** As much of the beginning of a text as fits into the columns. */
    static String cut(String text, int columns) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            width += of(point);
            if (width > columns) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    /** The text, in the columns: of a longer one the beginning and, since what differs is often there, the end. */
    static String shortened(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int end = columns / 4;
        String reversed = new StringBuilder(text).reverse().toString();
        String last = new StringBuilder(cut(reversed, end)).reverse().toString();
        return cut(text, Math.max(0, columns - end - 1)) + cut(ELLIPSIS, columns) + last;
    }
}
