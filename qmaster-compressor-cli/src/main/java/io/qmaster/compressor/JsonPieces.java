package io.qmaster.compressor;

import java.nio.CharBuffer;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds JSON objects and arrays among other lines. Each begins a line, perhaps after the prefix of the system's log, or
 * directly follows the previous one. Used once, on one thread.
 */
final class JsonPieces {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** How often a text may be read without finding JSON: keeps the time linear for every input. */
    private static final int MOST_READINGS = 8;

    private static final int COST_OF_A_START = 64;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final Reader reader;
    private long budget;

    private JsonPieces(String text, Reader reader) {
        this.text = text;
        this.reader = reader;
        this.budget = (long) MOST_READINGS * text.length() + 1024;
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
        void skipped(CharSequence text);
    }

    /** Passes the objects and arrays in a text to a reader, in their order. */
    static void read(String text, Reader reader) {
        JsonPieces search = new JsonPieces(text, reader);
        int at = 0;
        while (at < text.length() && search.budget > 0) {
            at = search.next(at);
        }
        search.skip(at, text.length());
    }

    /** Reads the piece that begins here, or skips the line; returns the next position. */
    private int next(int lineStart) {
        int start = afterBlanks(OutputLine.endOfPrefix(text, lineStart));
        boolean mayBegin = start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[');
        OptionalInt end = mayBegin ? endOfPiece(start) : OptionalInt.empty();
        return end.isPresent() ? end.getAsInt() : skip(lineStart, afterLine(start));
    }

    private OptionalInt endOfPiece(int start) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new Rest(text, start))) {
            try {
                parser.nextToken();
                reader.piece(parser);
                return OptionalInt.of(start + (int) parser.currentLocation().getCharOffset());
            } catch (JacksonException noJson) {
                budget -= COST_OF_A_START + parser.currentLocation().getCharOffset();
                return OptionalInt.empty();
            }
        }
    }

    private int skip(int from, int to) {
        if (from < to) {
            reader.skipped(CharBuffer.wrap(text, from, to));
        }
        return to;
    }

    private int afterBlanks(int from) {
        int at = from;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == BYTE_ORDER_MARK)) {
            at++;
        }
        return at;
    }

    private int afterLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /** A text from a position on; first few characters at once, then more, since parsers read ahead of short pieces. */
    private static final class Rest extends java.io.Reader {
        private final String text;
        private int at;
        private int most = 64;

        Rest(String text, int from) {
            this.text = text;
            this.at = from;
        }

        @Override
        public int read(char[] into, int offset, int length) {
            if (at == text.length()) {
                return -1;
            }
            int read = Math.min(Math.min(length, most), text.length() - at);
            text.getChars(at, at + read, into, offset);
            at += read;
            most = Math.max(most, 2 * read);
            return read;
        }

        @Override
        public void close() {}
    }
}
