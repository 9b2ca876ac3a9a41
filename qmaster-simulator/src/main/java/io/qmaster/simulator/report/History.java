package io.qmaster.simulator.report;

import io.qmaster.simulator.page.BatchHistory;
import io.qmaster.simulator.page.Ending;
import io.qmaster.simulator.page.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The history of a run, built from the lines of an event log. Not thread-safe while it is written. */
final class History {
    private static final Set<String> EVERY_LINE = Set.of("sequence", "at", "event");

    private final Instant begin;
    private final Map<String, BatchHistory> batches = new LinkedHashMap<>();
    private final Map<SegmentKey, Begun> running = new LinkedHashMap<>();
    private final Map<DownKey, Instant> down = new LinkedHashMap<>();
    private final List<Encoding> encodings = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private Instant end;
    private int open;
    private int refused;

    History(Instant begin) {
        this.begin = begin;
        this.end = begin;
    }

    /** Adds the next line of the log. */
    void add(JsonNode line) {
        Instant at = Instant.parse(text(line, "at"));
        String event = text(line, "event");
        switch (event) {
            case "submitted" -> submitted(line, at);
            case "status" -> status(batch(line), text(line, "status"), at);
            case "segmentStarted" ->
                running.put(SegmentKey.of(line), new Begun(at, text(line, "node"), number(line, "attempt")));
            case "segmentCompleted" -> left(SegmentKey.of(line), at, Encoding.End.COMPLETED);
            case "segmentInterrupted" -> left(SegmentKey.of(line), at, Encoding.End.INTERRUPTED);
            case "resubmitted" -> resubmitted(line, at);
            case "joined", "statusFails" -> {}
            case "clusterDown", "nodeDown" -> {
                down.putIfAbsent(DownKey.of(line), at);
                incident(at, event, line);
            }
            case "serviceCrash" -> {
                if (!isRestarted(line)) {
                    down.putIfAbsent(DownKey.of(line), at);
                }
                incident(at, event, line);
            }
            case "clusterUp", "nodeUp" -> {
                up(DownKey.of(line), at);
                incident(at, event, line);
            }
            case "jobEnded" -> stop(line, at);
            case "refused" -> {
                refused++;
                incident(at, event, line);
            }
            default -> incident(at, event, line);
        }
        end = at;
    }

    /** Ends the history: at the last line, or now if a batch is open. */
    void end(Instant now) {
        if (open > 0 && now.isAfter(end)) {
            end = now;
        }
        for (SegmentKey key : List.copyOf(running.keySet())) {
            left(key, end, Encoding.End.OPEN);
        }
        for (DownKey key : List.copyOf(down.keySet())) {
            up(key, end);
        }
        batches.values().stream().filter(batch -> batch.ending() == Ending.OPEN).forEach(batch -> batch.leave(end));
    }

    Instant begin() {
        return begin;
    }

    Instant end() {
        return end;
    }

    Duration length() {
        return Duration.between(begin, end);
    }

    /** Whether a batch has not ended. */
    boolean isOpen() {
        return open > 0;
    }

    /** How many submissions were refused. */
    int refused() {
        return refused;
    }

    /** The batches in the order of their submission. */
    Collection<BatchHistory> batches() {
        return batches.values();
    }

    /** What the instances of a node encoded, in the order in which it ended. */
    List<Encoding> encodings(String cluster, String node) {
        return encodings.stream()
                .filter(encoding -> encoding.batch().cluster().equals(cluster)
                        && encoding.node().equals(node))
                .toList();
    }

    /** When a node was down. */
    List<Outage> outages(String cluster, String node) {
        return outages.stream().filter(outage -> outage.concerns(cluster, node)).toList();
    }

    List<Incident> incidents() {
        return incidents;
    }

    private void submitted(JsonNode line, Instant at) {
        open++;
        batches.put(
                text(line, "batch"),
                new BatchHistory(text(line, "name"), text(line, "cluster"), text(line, "priority"), at));
    }

    private void status(BatchHistory batch, String status, Instant at) {
        batch.enter(status, at);
        if (batch.stopsWork()) {
            stop(batch, at);
        }
        if (batch.ending() != Ending.OPEN) {
            open--;
        }
    }

    private void resubmitted(JsonNode line, Instant at) {
        BatchHistory batch = batch(line);
        String reason = text(line, "reason");
        batch.resubmitted(at, reason);
        stop(line, at);
        incidents.add(new Incident(
                at, batch.name() + " failed at attempt " + number(line, "attempt") + " and is resubmitted: " + reason));
    }

    /** Stops the segments of the job that a line is about. */
    private void stop(JsonNode line, Instant at) {
        for (SegmentKey key : List.copyOf(running.keySet())) {
            if (key.batch().equals(text(line, "batch")) && key.job() == number(line, "job")) {
                left(key, at, Encoding.End.STOPPED);
            }
        }
    }

    private void stop(BatchHistory batch, Instant at) {
        for (SegmentKey key : List.copyOf(running.keySet())) {
            if (batches.get(key.batch()) == batch) {
                left(key, at, Encoding.End.STOPPED);
            }
        }
    }

    private void left(SegmentKey key, Instant at, Encoding.End how) {
        Begun begun = running.remove(key);
        BatchHistory batch = batches.get(key.batch());
        if (begun != null && batch != null && begun.at().isBefore(at)) {
            encodings.add(new Encoding(
                    batch, key.segment() + 1, begun.attempt(), begun.node(), new Span(begun.at(), at), how));
        }
    }

    private void up(DownKey key, Instant at) {
        Instant since = down.remove(key);
        if (since != null) {
            outages.add(new Outage(key.cluster(), key.node(), new Span(since, at)));
        }
    }

    private void incident(Instant at, String event, JsonNode line) {
        incidents.add(new Incident(
                at,
                switch (event) {
                    case "clusterDown" -> "the controller of " + text(line, "cluster") + " goes down";
                    case "clusterUp" -> "the controller of " + text(line, "cluster") + " is back";
                    case "nodeDown" -> text(line, "node") + " of " + text(line, "cluster") + " goes down";
                    case "nodeUp" -> text(line, "node") + " of " + text(line, "cluster") + " is back";
                    case "refused" ->
                        text(line, "name") + " is refused at " + text(line, "cluster") + ": " + text(line, "why");
                    case "serviceCrash" ->
                        "the service of " + text(line, "node") + " of " + text(line, "cluster") + " crashes and is "
                                + (isRestarted(line) ? "restarted" : "not restarted");
                    case "instancesSet" ->
                        text(line, "cluster") + " encodes with " + number(line, "instances") + " instances";
                    case "serviceReset" -> "the service is reset";
                    case "diskFull" -> "the disk is full";
                    case "diskHasRoom" -> "the disk has room again";
                    default -> event + details(line);
                }));
    }

    private static boolean isRestarted(JsonNode crash) {
        return crash.required("restarted").booleanValue();
    }

    private static String details(JsonNode line) {
        return line.properties().stream()
                .filter(entry -> !EVERY_LINE.contains(entry.getKey()))
                .map(entry -> ", " + entry.getKey() + " " + entry.getValue().asString())
                .collect(Collectors.joining());
    }

    private BatchHistory batch(JsonNode line) {
        BatchHistory batch = batches.get(text(line, "batch"));
        if (batch == null) {
            throw new IllegalStateException("the log mentions a batch that was not submitted: " + line);
        }
        return batch;
    }

    private static String text(JsonNode line, String key) {
        return line.required(key).stringValue();
    }

    private static int number(JsonNode line, String key) {
        return line.required(key).intValue();
    }

    private record SegmentKey(String batch, int job, int segment) {
        static SegmentKey of(JsonNode line) {
            return new SegmentKey(text(line, "batch"), number(line, "job"), number(line, "segment"));
        }
    }

    private record DownKey(String cluster, Optional<String> node) {
        static DownKey of(JsonNode line) {
            return new DownKey(
                    text(line, "cluster"), Optional.ofNullable(line.get("node")).map(JsonNode::stringValue));
        }
    }

    private record Begun(Instant at, String node, int attempt) {}
}
