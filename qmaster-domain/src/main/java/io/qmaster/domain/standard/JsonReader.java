package io.qmaster.domain.standard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object from a text (RFC 8259). */
final class JsonReader {
    /** Deeper than any record; a line of brackets must not exhaust the stack. */
    private static final int DEEPEST = 64;

    private static final char END = '\uFFFF';

    private final char[] text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text.toCharArray();
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is anything else, or goes on behind it
     */
    static JsonObject read(String text) {
        JsonReader reader = new JsonReader(text);
        if (reader.peek() != '{') {
            throw reader.unexpected();
        }
        JsonObject object = reader.object();
        if (reader.peek() != END) {
            throw reader.unexpected();
        }
        return object;
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private JsonObject object() {
        Map<String, Object> members = new LinkedHashMap<>();
        enter('{');
        while (peek() != '}') {
            if (peek() != '"') {
                throw unexpected();
            }
            String name = string();
            expect(':');
            Object value = value();
            if (value != null) {
                members.put(name, value);
            }
            separate('}');
        }
        leave();
        return new JsonObject(members);
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        enter('[');
        while (peek() != ']') {
            Object value = value();
            if (value != null) {
                values.add(value);
            }
            separate(']');
        }
        leave();
        return values;
    }

    private void enter(char bracket) {
        expect(bracket);
        if (++depth > DEEPEST) {
            throw unexpected();
        }
    }

    private void leave() {
        depth--;
        at++;
    }

    private void separate(char end) {
        if (peek() == end) {
            return;
        }
        expect(',');
        if (peek() == end) {
            throw unexpected();
        }
    }

    private String string() {
        at++;
        int plain = at;
        StringBuilder built = null;
        while (true) {
            char c = next();
            if (c == '"') {
                String rest = new String(text, plain, at - 1 - plain);
                return built == null ? rest : built.append(rest).toString();
            }
            if (c < ' ') {
                throw unexpected();
            }
            if (c == '\\') {
                built = built == null ? new StringBuilder() : built;
                built.append(text, plain, at - 1 - plain).append(escaped());
                plain = at;
            }
        }
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw unexpected();
        };
    }

    private int hex() {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
            throw unexpected();
        }
        return digit;
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        int end = at + word.length();
        if (end > text.length || !word.equals(new String(text, at, word.length()))) {
            throw unexpected();
        }
        at = end;
        return meaning;
    }

    /** A whole number as a long; any other keeps its digits, for fields that nobody here knows. */
    private Object number() {
        int from = at;
        while (at < text.length && "+-.0123456789eE".indexOf(text[at]) >= 0) {
            at++;
        }
        String digits = new String(text, from, at - from);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException notWhole) {
            return new BigDecimal(digits);
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    /** The next character that is not blank, or {@link #END}. */
    private char peek() {
        while (at < text.length && isBlank(text[at])) {
            at++;
        }
        return at < text.length ? text[at] : END;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private char next() {
        if (at == text.length) {
            throw unexpected();
        }
        return text[at++];
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("no JSON at character " + (at + 1) + " of " + text.length);
    }
}
