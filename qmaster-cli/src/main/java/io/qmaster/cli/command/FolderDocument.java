package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.Priority;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Hot folders as a JSON document, which {@code folders.schema.json} describes:
 *
 * <pre>{@code
 * {"folders": [{"folder": "in/hd", "settings": ["HD 720p"], "destinationDir": "out/hd"},
 *              {"folder": "in/proxy", "settings": ["Apple ProRes 422 Proxy"], "destinationDir": "out/proxy",
 *               "stableFor": "2m", "overwrite": true, "priority": "high", "labels": {"reel": "12"}}]}
 * }</pre>
 */
final class FolderDocument {
    private static final Set<String> KEYS =
            Set.of("folder", "settings", "suffixes", "destinationDir", "stableFor", "overwrite", "priority", "labels");

    private final Path file;
    private final FolderEntry common;

    private FolderDocument(Path file, FolderEntry common) {
        this.file = file;
        this.common = common;
    }

    /**
     * Reads a document.
     *
     * @param common the default values of a folder
     * @throws CommandFailure if it cannot be read or is wrong
     */
    static List<FolderEntry> read(Path file, FolderEntry common) {
        try {
            return new FolderDocument(file, common).entries(JsonInput.read(file, 1));
        } catch (IOException unreadable) {
            throw CommandFailure.usage(
                    "the folders in " + file + " cannot be read: " + Reason.of(unreadable),
                    "check its path and permissions");
        } catch (JsonInput.Fault fault) {
            throw CommandFailure.usage("the document " + file + " " + fault.getMessage(), "correct it");
        }
    }

    private List<FolderEntry> entries(JsonNode document) {
        requireKnown(document, Set.of("folders"), "");
        JsonNode folders = document.path("folders");
        if (!folders.isArray() || folders.isEmpty()) {
            throw wrong("\"folders\" must be an array with at least one folder");
        }
        List<FolderEntry> entries = new ArrayList<>();
        for (int index = 0; index < folders.size(); index++) {
            entries.add(entry(folders.get(index), "folders[" + index + "]."));
        }
        return entries;
    }

    private FolderEntry entry(JsonNode node, String place) {
        requireKnown(node, KEYS, place);
        return new FolderEntry(
                value(node, "folder", place, Path::of).orElseThrow(() -> wrong("\"" + place + "folder\" is missing")),
                texts(node, "settings", place).orElse(common.settings()),
                texts(node, "suffixes", place).orElse(common.suffixes()),
                value(node, "destinationDir", place, Path::of).or(common::destinationDir),
                value(node, "stableFor", place, FolderDocument::duration).orElse(common.stableFor()),
                truth(node, place).orElse(common.overwrite()),
                value(node, "priority", place, Priority::of).or(common::priority),
                labels(node, place));
    }

    private static Duration duration(String text) {
        Duration duration = Durations.parse(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("it must be more than 0");
        }
        return duration;
    }

    private Map<String, String> labels(JsonNode node, String place) {
        JsonNode labels = node.path("labels");
        if (labels.isMissingNode()) {
            return common.labels();
        }
        if (!labels.isObject()) {
            throw wrong("\"" + place + "labels\" must be an object whose values are texts");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        labels.properties().forEach(label -> pairs.put(label.getKey(), text(label.getValue(), place + "labels")));
        return pairs;
    }

    private Optional<List<String>> texts(JsonNode node, String key, String place) {
        JsonNode texts = node.path(key);
        if (texts.isMissingNode()) {
            return Optional.empty();
        }
        if (!texts.isArray() || texts.isEmpty()) {
            throw wrong("\"" + place + key + "\" must be an array of at least one text");
        }
        List<String> values = new ArrayList<>();
        texts.forEach(each -> values.add(text(each, place + key)));
        return Optional.of(values);
    }

    private Optional<Boolean> truth(JsonNode node, String place) {
        JsonNode value = node.path("overwrite");
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw wrong("\"" + place + "overwrite\" must be true or false");
        }
        return Optional.of(value.booleanValue());
    }

    private <T> Optional<T> value(JsonNode node, String key, String place, Function<String, T> parse) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        String text = text(value, place + key);
        if (text.isBlank()) {
            throw wrong("\"" + place + key + "\" must not be empty");
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException invalid) {
            throw wrong("\"" + place + key + "\": " + invalid.getMessage());
        }
    }

    private String text(JsonNode value, String place) {
        if (!value.isString()) {
            throw wrong("\"" + place + "\" must be text in quotes");
        }
        return value.asString();
    }

    private void requireKnown(JsonNode object, Set<String> keys, String place) {
        if (!object.isObject()) {
            throw wrong(
                    place.isEmpty()
                            ? "it is not a JSON object"
                            : "\"" + place.substring(0, place.length() - 1) + "\" must be an object");
        }
        object.propertyNames().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw wrong("\"" + place + key + "\" is not a known key; the keys are "
                            + String.join(", ", new TreeSet<>(keys)));
                });
    }

    private CommandFailure wrong(String what) {
        return CommandFailure.usage("the document " + file + " is wrong: " + what, "see `qmaster folder --help`");
    }
}
