package io.qmaster.simulator.scenario;

import java.io.StringWriter;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees without Jackson's object mapper: every call of a stand-in starts a Java runtime, and
 * loading the mapper would take a third of the time of a call. For this module. Thread-safe.
 *
 * <p>Reads one value, in which no object has a duplicate key; writes one line, as {@code JsonNode.toString()} does.
 */
@SuppressWarnings("exports") // for other packages of this module
public final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    /** Parts of Jackson's messages about its sources and features. */
    private static final Pattern LIBRARY_TALK = Pattern.compile(
            " \\((?:start marker at |for \\w+ starting at )?\\[Source: .*|: enable `.*| ?\\(not recognized as one since Feature .*");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonText() {}

    /**
     * Parses a text.
     *
     * @throws JacksonException if it is not exactly one JSON value
     */
    public static JsonNode read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new StreamReadException(parser, "it is empty");
            }
            JsonNode value = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something follows the end of the document");
            }
            return value;
        }
    }

    /** Formats a tree on one line. */
    public static String write(JsonNode node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(node, generator);
        }
        return text.toString();
    }

    /** Describes an error in a text for its author, without advice about the parser. */
    public static String fault(RuntimeException failed) {
        if (failed instanceof StreamConstraintsException) {
            return "it is nested too deeply, or contains a number or a text that is too long";
        }
        String words = failed instanceof JacksonException broken ? broken.getOriginalMessage() : failed.getMessage();
        return words == null ? "it cannot be read" : LIBRARY_TALK.matcher(words).replaceAll("");
    }

    private static JsonNode value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> wholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new StreamReadException(parser, "a value cannot begin with " + parser.currentToken());
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            object.set(key, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode wholeNumber(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static void write(JsonNode node, JsonGenerator generator) {
        if (node.isObject()) {
            generator.writeStartObject();
            node.properties().forEach(member -> {
                generator.writeName(member.getKey());
                write(member.getValue(), generator);
            });
            generator.writeEndObject();
        } else if (node.isArray()) {
            generator.writeStartArray();
            node.values().forEach(element -> write(element, generator));
            generator.writeEndArray();
        } else {
            writeScalar(node, generator);
        }
    }

    private static void writeScalar(JsonNode node, JsonGenerator generator) {
        if (node.isString()) {
            generator.writeString(node.stringValue());
        } else if (node.isInt() || node.isLong()) {
            generator.writeNumber(node.longValue());
        } else if (node.isIntegralNumber()) {
            generator.writeNumber(node.bigIntegerValue());
        } else if (node.isNumber()) {
            generator.writeNumber(node.doubleValue());
        } else if (node.isBoolean()) {
            generator.writeBoolean(node.booleanValue());
        } else {
            generator.writeNull();
        }
    }
}
