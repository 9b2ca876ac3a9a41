package io.qmaster.compressor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds JSON objects and arrays among other lines. Each begins a line, perhaps behind the prefix of the system's log, or
 * follows the one before.
 */
final class JsonPieces {
    private static final ObjectReader READER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** How often a text may be read over in search of where its JSON begins: it takes linear time whatever it is. */
    private static final int MOST_READINGS = 8;

    private static final int COST_OF_A_START = 64;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final char[] characters;
    private final List<JsonNode> pieces = new ArrayList<>();
    private long budget;

    private JsonPieces(String text) {
        this.text = text;
        this.characters = text.toCharArray();
        this.budget = (long) MOST_READINGS * text.length() + 1024;
    }

    /** The objects and arrays in a text, in their order. What is cut off or broken is left out. */
    static List<JsonNode> in(String text) {
        JsonPieces search = new JsonPieces(text);
        int at = 0;
        while (at < text.length() && search.budget > 0) {
            at = search.next(at);
        }
        return search.pieces;
    }

    /** Takes the piece that begins here, or passes over the line; returns where to go on. */
    private int next(int lineStart) {
        int start = afterBlanks(OutputLine.endOfPrefix(text, lineStart));
        boolean mayBegin = start < characters.length && (characters[start] == '{' || characters[start] == '[');
        return mayBegin ? pieceAt(start).orElseGet(() -> afterLine(start)) : afterLine(start);
    }

    private Optional<Integer> pieceAt(int start) {
        budget -= COST_OF_A_START;
        try (JsonParser parser = READER.createParser(characters, start, characters.length - start)) {
            try {
                pieces.add(READER.readTree(parser));
                return Optional.of(start + (int) parser.currentLocation().getCharOffset());
            } finally {
                budget -= parser.currentLocation().getCharOffset();
            }
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    private int afterBlanks(int from) {
        int at = from;
        while (at < characters.length
                && (Character.isWhitespace(characters[at]) || characters[at] == BYTE_ORDER_MARK)) {
            at++;
        }
        return at;
    }

    private int afterLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? characters.length : end + 1;
    }
}
