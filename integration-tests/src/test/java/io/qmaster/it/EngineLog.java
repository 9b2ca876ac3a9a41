package io.qmaster.it;

import io.qmaster.simulator.Simulator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The events in a simulated engine, from its own log. */
final class EngineLog {
    private final List<JsonNode> lines;

    private EngineLog(List<JsonNode> lines) {
        this.lines = lines;
    }

    /**
     * The events until now in the engine of a directory.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    static EngineLog of(Path directory) throws InterruptedException {
        return of(Simulator.inDirectory(directory).eventLog());
    }

    /** The same from the lines of such a log. */
    static EngineLog of(List<String> lines) {
        return new EngineLog(lines.stream().map(JsonMapper.shared()::readTree).toList());
    }

    /**
     * A batch that the engine accepted.
     *
     * @param id the engine's id
     * @param name the name with which it was submitted
     * @param runs how often the encoding of its jobs was begun
     */
    record Taken(String id, String name, long runs) {}

    /** Every batch that was ever accepted, the oldest first. */
    List<Taken> taken() {
        return events("submitted").stream()
                .map(line -> new Taken(
                        batch(line),
                        line.get("name").asString(),
                        events("segmentStarted").stream()
                                .filter(of(batch(line)))
                                .count()))
                .toList();
    }

    /** All events, in their order. */
    List<JsonNode> all() {
        return lines;
    }

    /** The events of a kind, in their order. */
    List<JsonNode> events(String kind) {
        return lines.stream()
                .filter(line -> line.get("event").asString().equals(kind))
                .toList();
    }

    /** The last status of a batch in the monitor, even if it no longer shows it. */
    Optional<String> lastStatus(String batch) {
        return events("status").stream()
                .filter(of(batch))
                .map(line -> line.get("status").asString())
                .reduce((earlier, later) -> later);
    }

    private static Predicate<JsonNode> of(String batch) {
        return line -> batch(line).equals(batch);
    }

    private static String batch(JsonNode line) {
        return line.get("batch").asString();
    }
}
