package io.qmaster.compressor;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds JSON objects and arrays among other lines. Each begins a line, perhaps after the prefix of the system's log, or
 * directly follows the previous one. Used once, on one thread.
 */
final class JsonPieces {
    /** Reads UTF-8 alone: zeros after a bracket do not mean another encoding. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    /** How often a text may be read without finding JSON: keeps the time linear for every input. */
    private static final int MOST_READINGS = 8;

    private static final int COST_OF_A_START = 64;

    /** Longer than any prefix of the system's log. */
    private static final int LONGEST_PREFIX = 256;

    /** The text as UTF-8. */
    private final byte[] text;

    private final Reader reader;
    private long budget;

    private JsonPieces(byte[] text, Reader reader) {
        this.text = text;
        this.reader = reader;
        this.budget = (long) MOST_READINGS * text.length + 1024;
    }

    /** Receives what is found. */
    interface Reader {
        /**
         * Reads one object or array to its end.
         *
         * @param parser positioned on the token that begins it
         * @throws JacksonException if it is invalid or truncated; then the reader must discard it
         */
        void piece(JsonParser parser);

        /** Receives text without a valid object or array. */
        void skipped(String text);
    }

    /** Passes the objects and arrays in a text to a reader, in their order. */
    static void read(String text, Reader reader) {
        JsonPieces search = new JsonPieces(text.getBytes(StandardCharsets.UTF_8), reader);
        int at = 0;
        while (at < search.text.length && search.budget > 0) {
            at = search.next(at);
        }
        search.skip(at, search.text.length);
    }

    /** Reads the piece that begins here, or skips the line; returns the next position. */
    private int next(int lineStart) {
        int start = afterBlanks(afterPrefix(afterBlanks(lineStart)));
        boolean mayBegin = start < text.length && (text[start] == '{' || text[start] == '[');
        OptionalInt end = mayBegin ? endOfPiece(start) : OptionalInt.empty();
        return end.isPresent() ? end.getAsInt() : skip(lineStart, afterLine(start));
    }

    private OptionalInt endOfPiece(int start) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text, start, text.length - start)) {
            try {
                parser.nextToken();
                reader.piece(parser);
                return OptionalInt.of(start + (int) parser.currentLocation().getByteOffset());
            } catch (JacksonException noJson) {
                budget -= COST_OF_A_START + parser.currentLocation().getByteOffset();
                return OptionalInt.empty();
            }
        }
    }

    private int skip(int from, int to) {
        if (from < to) {
            reader.skipped(new String(text, from, to - from, StandardCharsets.UTF_8));
        }
        return to;
    }

    private int afterPrefix(int from) {
        if (from == text.length || text[from] < '0' || text[from] > '9') {
            return from;
        }
        int length = Math.min(LONGEST_PREFIX, text.length - from);
        // A character a byte, so that positions agree.
        return from + OutputLine.endOfPrefix(new String(text, from, length, StandardCharsets.ISO_8859_1), 0);
    }

    private int afterBlanks(int from) {
        int at = from;
        while (at < text.length && (Character.isWhitespace(text[at]) || isByteOrderMark(at))) {
            at += text[at] < 0 ? 3 : 1;
        }
        return at;
    }

    private boolean isByteOrderMark(int at) {
        return at + 2 < text.length
                && text[at] == (byte) 0xEF
                && text[at + 1] == (byte) 0xBB
                && text[at + 2] == (byte) 0xBF;
    }

    private int afterLine(int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, text.length);
    }
}
