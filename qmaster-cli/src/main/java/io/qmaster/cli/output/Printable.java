package io.qmaster.cli.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from outside safe to print: characters that move the cursor, start a line, change the direction of writing or
 * are invisible are shown as escapes such as {@code \n} or {@code \u202e}. Letters, emoji and spaces do not change, so that
 * a path can be copied.
 */
public final class Printable {
    /** Sequences that this program and its libraries draw with, and the white space of multi-line texts. */
    private static final Pattern OURS = Pattern.compile("\\x1B\\[(?:[0-9;]{0,16}[A-GJKm]|\\?25[hl])|[\\n\\r\\t]");

    private Printable() {}

    /** Compiled for the first text that is not plain ASCII: most calls print none. */
    private static final class Forms {
        /** What Unicode calls control, separator, surrogate, format and Default_Ignorable_Code_Point. */
        private static final String INVISIBLE = "\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cf}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}"
                + "\\x{17B5}\\x{180B}-\\x{180F}\\x{2065}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{FFF0}-\\x{FFF8}"
                + "\\x{E0000}-\\x{E0FFF}";

        /** Visible format characters, which enclose the digits after them: Prepended_Concatenation_Mark. */
        private static final String VISIBLE_FORMATS =
                "\\x{600}-\\x{605}\\x{6DD}\\x{70F}\\x{890}\\x{891}\\x{8E2}\\x{110BD}\\x{110CD}";

        private static final Pattern HARMFUL = Pattern.compile("[[" + INVISIBLE + "]&&[^" + VISIBLE_FORMATS + "]]");

        /** Scripts whose spelling needs the zero-width joiner and non-joiner (Unicode Standard Annex 31, section 2.3). */
        private static final String JOINING =
                "[\\p{IsArabic}\\p{IsBengali}\\p{IsDevanagari}\\p{IsGujarati}\\p{IsGurmukhi}"
                        + "\\p{IsKannada}\\p{IsKhmer}\\p{IsMalayalam}\\p{IsMongolian}\\p{IsMyanmar}\\p{IsOriya}\\p{IsSinhala}"
                        + "\\p{IsSyriac}\\p{IsTamil}\\p{IsTelugu}]";

        /** Where one of them belongs to an emoji, to a word or to a variant of an ideograph, it stays. */
        private static final Pattern SPELLING_OR_HARMFUL = Pattern.compile(
                "(?<spelling>[\\p{So}\\p{Sm}\\x{203C}\\x{2049}\\x{1F3FB}-\\x{1F3FF}][\\x{FE0E}\\x{FE0F}]?(?:\\x{200D}(?=\\p{So}))?"
                        + "|[0-9#*]\\x{FE0F}(?=\\x{20E3})"
                        + "|" + JOINING + "[\\x{200C}\\x{200D}](?=" + JOINING + ")"
                        + "|\\p{IsIdeographic}[\\x{E0100}-\\x{E01EF}])|" + HARMFUL);
    }

    /** The text in one line, without spaces and line breaks at its ends. */
    public static String oneLine(String text) {
        return line(text.strip());
    }

    /** The text in one line. */
    public static String line(String text) {
        if (isPlain(text)) {
            return text;
        }
        return Forms.SPELLING_OR_HARMFUL
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        ((Matcher) found).group("spelling") == null
                                ? escape(found.group().codePointAt(0))
                                : found.group()));
    }

    /** A JSON document, in which the same characters are escaped as JSON does it. */
    static String json(String document) {
        if (isPlain(document.replace("\n", ""))) {
            return document;
        }
        return Forms.HARMFUL
                .matcher(document)
                .replaceAll(
                        found -> found.group().equals("\n") ? "\n" : Matcher.quoteReplacement(units(found.group())));
    }

    /** Text of our own: line breaks, tabs, colours and cursor movements stay. */
    static String ours(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        Matcher ours = OURS.matcher(text);
        int at = 0;
        while (ours.find()) {
            clean.append(line(text.substring(at, ours.start()))).append(ours.group());
            at = ours.end();
        }
        return clean.append(line(text.substring(at))).toString();
    }

    /** The important part of a long text can be at its beginning, such as the file, and at its end, such as the reason. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - most / 4 - 1;
        int begin = text.length() - most / 4;
        // A surrogate pair must not be split.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…"
                + text.substring(Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin);
    }

    /** Whether a text consists of letters, digits, punctuation and spaces of ASCII. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> (point > Character.MAX_VALUE ? "\\u{%x}" : "\\u%04x").formatted(point);
        };
    }

    private static String units(String character) {
        StringBuilder units = new StringBuilder();
        character.chars().forEach(unit -> units.append("\\u%04x".formatted(unit)));
        return units.toString();
    }
}
