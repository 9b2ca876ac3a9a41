package io.qmaster.compressor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads JSON answers for status: arrays of batches, one after another. Early ones are empty until the batch is registered
 * (seen with Compressor 5.4), so the last that is not empty counts.
 *
 * <p>An empty array tells that there is no batch only if nothing stands beside it that may tell of one.
 */
final class StatusJson {
    private static final String BATCH = "batchstatus";
    private static final String JOB = "jobstatus";
    private static final String JOBS = "jobs";

    private static final Pattern BATCH_FIELD = Pattern.compile("\"batchStatus\"", Pattern.CASE_INSENSITIVE);
    private static final StatusEntry NOTHING_KNOWN = new StatusEntry(Map.of(), List.of());

    private StatusJson() {}

    /** The entries of the last array that is not empty; none at all if there is no array of batches. */
    static Optional<List<StatusEntry>> entries(String output) {
        Optional<List<StatusEntry>> last = Optional.empty();
        boolean somethingElse = false;
        long understood = 0;
        for (JsonNode piece : JsonPieces.in(output)) {
            if (!isList(piece)) {
                somethingElse |= mayTellOfBatches(piece);
                continue;
            }
            understood += elements(piece).stream().filter(StatusJson::isBatch).count();
            if (last.isEmpty() || !piece.isEmpty()) {
                last = Optional.of(entries(piece));
            }
        }
        // A list that was cut off must not look like one without the batches that are missing.
        boolean incomplete = somethingElse
                || understood < BATCH_FIELD.matcher(output).results().count();
        return last.map(entries -> incomplete ? withUnknown(entries) : entries);
    }

    private static boolean mayTellOfBatches(JsonNode piece) {
        return piece.isObject() ? !piece.isEmpty() : elements(piece).stream().anyMatch(JsonNode::isContainer);
    }

    private static List<StatusEntry> withUnknown(List<StatusEntry> entries) {
        List<StatusEntry> more = new ArrayList<>(entries);
        more.add(NOTHING_KNOWN);
        return more;
    }

    private static boolean isList(JsonNode piece) {
        return piece.isArray() && (piece.isEmpty() || elements(piece).stream().anyMatch(StatusJson::isBatch));
    }

    private static boolean isBatch(JsonNode node) {
        return field(node, BATCH).filter(JsonNode::isObject).isPresent();
    }

    private static List<StatusEntry> entries(JsonNode array) {
        return elements(array).stream()
                .map(element -> field(element, BATCH).map(StatusJson::entry).orElse(NOTHING_KNOWN))
                .toList();
    }

    private static StatusEntry entry(JsonNode object) {
        Map<String, String> fields = new HashMap<>();
        object.properties()
                .forEach(property -> text(property.getValue())
                        .ifPresent(text -> fields.put(StatusEntry.key(property.getKey()), text)));
        List<StatusEntry> jobs = field(object, JOBS).map(StatusJson::elements).orElseGet(List::of).stream()
                .flatMap(job -> field(job, JOB).stream())
                .map(StatusJson::entry)
                .toList();
        return new StatusEntry(fields, jobs);
    }

    private static Optional<String> text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(elements::add);
        }
        return elements;
    }

    private static Optional<JsonNode> field(JsonNode node, String name) {
        return node.properties().stream()
                .filter(property -> property.getKey().toLowerCase(Locale.ROOT).equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
