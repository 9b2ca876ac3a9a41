package io.qmaster.compressor.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * A value of a JSON document. An absent value, or one of another type than expected, reads as empty.
 *
 * <p>Jackson's own tree is in its data binding, which needs newer annotations than some frameworks provide, such as those that
 * Spring Boot 3 manages. The streaming parser needs nothing.
 */
final class JsonDocument {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonDocument ABSENT = new JsonDocument(null);

    /** A map, a list, a text (for numbers and Booleans, that of the document), or null. */
    private final @Nullable Object value;

    private JsonDocument(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Parses a text.
     *
     * @throws JacksonException if it is not one JSON value, is nested too deeply, or contains too long a text or number
     */
    static JsonDocument parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new StreamReadException(parser, "empty text");
            }
            JsonDocument document = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "text after the end of the document");
            }
            return document;
        }
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> members && members.containsKey(key);
    }

    JsonDocument get(String key) {
        return value instanceof Map<?, ?> members && members.get(key) instanceof JsonDocument member ? member : ABSENT;
    }

    Stream<JsonDocument> elements() {
        return value instanceof List<?> list ? list.stream().map(JsonDocument.class::cast) : Stream.empty();
    }

    /** The text of a string, number or Boolean. */
    String text() {
        return value instanceof String text ? text : "";
    }

    /** An integer; 0 if the value is not one. */
    int number() {
        try {
            return Integer.parseInt(text());
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** Recursion is safe: the parser limits the nesting. */
    private static JsonDocument value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, JsonDocument> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    members.put(key, value(parser));
                }
                yield new JsonDocument(members);
            }
            case START_ARRAY -> {
                List<JsonDocument> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield new JsonDocument(elements);
            }
            case VALUE_NULL -> ABSENT;
            default -> new JsonDocument(parser.getString());
        };
    }
}
