package io.qmaster.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Our JSON: keys in a fixed order, {@code null} for what is not known, times in UTC with seconds. */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** An object without keys. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Each element as JSON. */
    public static <T> ArrayNode array(Collection<T> elements, Function<T, ? extends JsonNode> toJson) {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(element -> array.add(toJson.apply(element)));
        return array;
    }

    /** Each element's text. */
    public static ArrayNode texts(Collection<?> elements) {
        return array(elements, element -> StringNode.valueOf(element.toString()));
    }

    /** A text, or {@code null}. */
    public static JsonNode text(Optional<?> value) {
        return value.<JsonNode>map(known -> StringNode.valueOf(known.toString()))
                .orElse(NullNode.instance);
    }

    /** A number, or {@code null}. */
    public static JsonNode number(OptionalInt value) {
        return value.isPresent() ? NODES.numberNode(value.getAsInt()) : NullNode.instance;
    }

    /** A number, or {@code null}. */
    public static JsonNode number(OptionalLong value) {
        return value.isPresent() ? NODES.numberNode(value.getAsLong()) : NullNode.instance;
    }

    /** {@code true} or {@code false}. */
    public static JsonNode truth(boolean value) {
        return NODES.booleanNode(value);
    }

    /** Whole seconds, or {@code null}. */
    public static JsonNode seconds(Optional<Duration> value) {
        return value.<JsonNode>map(time -> NODES.numberNode(time.toSeconds())).orElse(NullNode.instance);
    }

    /** A moment such as {@code 2026-11-23T10:15:30Z}. */
    public static JsonNode time(Instant moment) {
        return StringNode.valueOf(moment.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Keys and texts in the order of the map. */
    public static ObjectNode texts(Map<String, String> pairs) {
        ObjectNode object = object();
        pairs.forEach(object::put);
        return object;
    }

    /** {@code null}. */
    public static JsonNode unknown() {
        return NullNode.instance;
    }

    /** One line, in which no character is left that a terminal would act upon or that changes the direction of writing. */
    public static String write(JsonNode node) {
        return escaped(MAPPER.writeValueAsString(node));
    }

    /** The same of a document that was written by somebody else. */
    public static String escaped(String document) {
        return Printable.json(document);
    }

    /**
     * Reads one document: no key twice, nothing behind it.
     *
     * @throws tools.jackson.core.JacksonException if it is no JSON
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }
}
