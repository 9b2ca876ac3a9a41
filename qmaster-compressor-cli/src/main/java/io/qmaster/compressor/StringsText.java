package io.qmaster.compressor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parses a {@code Localizable.strings} of older applications: lines {@code "key" = "text";} with comments, in UTF-16 or
 * UTF-8 (Apple, Internationalization Programming Topics, "String Resources"). Used once.
 */
final class StringsText {
    private static final int OCTAL = 8;
    private static final int HEX = 16;
    private static final int LONGEST_OCTAL = 3;
    private static final int LONGEST_HEX = 4;

    private final String text;
    private int at;

    private StringsText(String text) {
        this.text = text;
    }

    /**
     * The texts by their keys; the first text of a key counts.
     *
     * @throws IOException if the content is not in this format
     */
    static Map<String, String> texts(byte[] content) throws IOException {
        return new StringsText(decoded(content)).texts();
    }

    private static String decoded(byte[] content) throws IOException {
        int first = content.length < 2 ? 0 : (content[0] & 0xff) << Byte.SIZE | (content[1] & 0xff);
        // UTF-16 has a byte order mark; ASCII text without one has a zero in every other byte.
        Charset charset = first == 0xfeff || first == 0xfffe || first == '"' || first == '/'
                ? StandardCharsets.UTF_16
                : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException damaged) {
            throw new IOException("it is neither a property list nor text in UTF-8 or UTF-16", damaged);
        }
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        while (hasMore()) {
            String key = word();
            // A key without a value is its own value.
            String value = takes('=') ? word() : key;
            if (!takes(';')) {
                throw new IOException("it is not a list of strings: a \";\" is missing after \"" + key + "\"");
            }
            texts.putIfAbsent(key, value);
        }
        return texts;
    }

    /** Skips whitespace and comments; returns whether anything follows. */
    private boolean hasMore() throws IOException {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("/*", at)) {
                at = indexAfter("*/");
            } else if (text.startsWith("//", at)) {
                at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            } else {
                return true;
            }
        }
        return false;
    }

    private int indexAfter(String end) throws IOException {
        int found = text.indexOf(end, at + 2);
        if (found < 0) {
            throw new IOException("a comment has no end");
        }
        return found + end.length();
    }

    private boolean takes(char sign) throws IOException {
        boolean follows = hasMore() && text.charAt(at) == sign;
        at += follows ? 1 : 0;
        return follows;
    }

    private String word() throws IOException {
        if (!hasMore()) {
            throw new IOException("it ends in the middle of an entry");
        }
        return text.charAt(at) == '"' ? quoted() : plain();
    }

    private String plain() throws IOException {
        int begin = at;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw new IOException("it is not a list of strings");
        }
        return text.substring(begin, at);
    }

    private static boolean isPlain(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '$' || c == ':';
    }

    private String quoted() throws IOException {
        StringBuilder word = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return word.toString();
            }
            word.append(c == '\\' && at + 1 < text.length() ? escaped() : c);
        }
        throw new IOException("a text has no end");
    }

    /** Ends at the last character of the escape. */
    private char escaped() {
        char c = text.charAt(++at);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'U', 'u' -> coded(at + 1, HEX, LONGEST_HEX, c);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> coded(at, OCTAL, LONGEST_OCTAL, c);
            default -> c;
        };
    }

    private char coded(int begin, int radix, int longest, char otherwise) {
        int end = begin;
        while (end < text.length() && end < begin + longest && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        if (end == begin) {
            return otherwise;
        }
        at = end - 1;
        return (char) Integer.parseInt(text.substring(begin, end), radix);
    }
}
