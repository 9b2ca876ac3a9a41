package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Reads the fields of an object in a JSON document that a user wrote, and reports what is wrong with its place in the document. */
final class JsonFields {
    private final JsonNode object;
    private final String place;
    private final Function<String, CommandFailure> failure;

    private JsonFields(JsonNode object, String place, Set<String> keys, Function<String, CommandFailure> failure) {
        this.object = object;
        this.place = place;
        this.failure = failure;
        if (!object.isObject()) {
            throw wrong(place.isEmpty() ? "it is not a JSON object" : "\"" + place + "\" must be an object");
        }
        object.propertyNames().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw wrong("\"" + place(key) + "\" is not a known key; the keys are "
                            + String.join(", ", new TreeSet<>(keys)));
                });
    }

    /**
     * The fields of a whole document.
     *
     * @param keys the keys it may have
     * @param failure the error for a fault, which is a clause
     * @throws CommandFailure if it is not an object or has other keys, as do all methods for values of the wrong kind
     */
    static JsonFields of(JsonNode document, Set<String> keys, Function<String, CommandFailure> failure) {
        return new JsonFields(document, "", keys, failure);
    }

    /** The objects of an array with at least one; {@code each} is the noun for one of them. */
    List<JsonFields> objects(String key, Set<String> keys, String each) {
        JsonNode array = object.path(key);
        if (!array.isArray() || array.isEmpty()) {
            throw wrong("\"" + place(key) + "\" must be an array with at least one " + each);
        }
        List<JsonFields> objects = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            objects.add(new JsonFields(array.get(index), place(key) + "[" + index + "]", keys, failure));
        }
        return objects;
    }

    /** A text that is not blank, as an argument of the command line is not. */
    Optional<String> text(String key) {
        Optional<String> text = anyText(key);
        if (text.filter(String::isBlank).isPresent()) {
            throw wrong("\"" + place(key) + "\" must not be empty");
        }
        return text;
    }

    Optional<String> anyText(String key) {
        return node(key).map(node -> text(node, place(key)));
    }

    /** The texts of an array with at least one. */
    Optional<List<String>> texts(String key) {
        return node(key).map(node -> {
            if (!node.isArray() || node.isEmpty()) {
                throw wrong("\"" + place(key) + "\" must be an array of at least one text");
            }
            List<String> texts = new ArrayList<>();
            node.forEach(each -> texts.add(text(each, place(key))));
            return texts;
        });
    }

    /** An object of texts; a label may be empty. */
    Optional<Map<String, String>> textsByName(String key) {
        return node(key).map(node -> {
            if (!node.isObject()) {
                throw wrong("\"" + place(key) + "\" must be an object whose values are texts");
            }
            Map<String, String> texts = new LinkedHashMap<>();
            node.properties()
                    .forEach(each -> texts.put(
                            each.getKey(),
                            each.getValue().isNull() ? "" : text(each.getValue(), place(key) + "." + each.getKey())));
            return texts;
        });
    }

    Optional<Boolean> truth(String key) {
        return node(key).map(node -> {
            if (!node.isBoolean()) {
                throw wrong("\"" + place(key) + "\" must be true or false");
            }
            return node.booleanValue();
        });
    }

    Optional<BigDecimal> number(String key) {
        return node(key).map(node -> {
            if (!node.isNumber()) {
                throw wrong("\"" + place(key) + "\" must be a number");
            }
            return node.decimalValue();
        });
    }

    Optional<Path> path(String key) {
        return value(key, Path::of);
    }

    <T> Optional<T> value(String key, Function<String, T> parse) {
        return text(key).map(text -> checked(key, () -> parse.apply(text)));
    }

    /** What is made of a field; an {@link IllegalArgumentException} is a fault of the document. */
    <T> T checked(String key, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException invalid) {
            throw wrong("\"" + place(key) + "\": " + invalid.getMessage());
        }
    }

    /** The place of a field in the document, such as {@code jobs[3].source}. */
    String place(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    CommandFailure wrong(String fault) {
        return failure.apply(fault);
    }

    /** A value of null is one that was left out. */
    private Optional<JsonNode> node(String key) {
        return Optional.of(object.path(key)).filter(node -> !node.isMissingNode() && !node.isNull());
    }

    private String text(JsonNode value, String where) {
        if (!value.isString()) {
            throw wrong("\"" + where + "\" must be a text in quotes");
        }
        return value.asString();
    }
}
