package io.qmaster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the file of a journal, read without the code that wrote it: whoever checks it must not share its faults. */
final class JournalFileLines {
    private JournalFileLines() {}

    /**
     * A submission that was meant.
     *
     * @param id our own id
     * @param names the names that were sent to the engine, one for each attempt
     * @param intendedAt when the first attempt began
     * @param submittedAt when the engine was known to have it
     * @param batchId the engine's id, once it was known
     * @param endedAt when it was known to have ended
     * @param ending how it ended: {@code FINAL} or {@code NOT_QUEUED}
     */
    record Meant(
            String id,
            List<String> names,
            Instant intendedAt,
            Optional<Instant> submittedAt,
            Optional<String> batchId,
            Optional<Instant> endedAt,
            Optional<String> ending) {}

    /** The file of the journal in a state folder. */
    static Path file(Path stateFolder) {
        return stateFolder.resolve("journal.jsonl");
    }

    /** Every submission that was meant, the first first. A torn line counts for nothing. */
    static List<Meant> meant(Path stateFolder) throws IOException {
        Map<String, List<JsonNode>> records = new LinkedHashMap<>();
        for (String line :
                Files.exists(file(stateFolder)) ? Files.readAllLines(file(stateFolder)) : List.<String>of()) {
            node(line)
                    .filter(known -> known.has("submission"))
                    .ifPresent(known -> records.computeIfAbsent(
                                    known.get("submission").asString(), id -> new ArrayList<>())
                            .add(known));
        }
        return records.entrySet().stream()
                .filter(submission -> !of("intended", submission.getValue()).isEmpty())
                .map(submission -> meant(submission.getKey(), submission.getValue()))
                .toList();
    }

    private static Meant meant(String id, List<JsonNode> records) {
        List<JsonNode> intended = of("intended", records);
        Optional<JsonNode> submitted = of("submitted", records).stream().findFirst();
        Optional<JsonNode> ended = of("ended", records).stream().findFirst();
        return new Meant(
                id,
                intended.stream()
                        .map(line -> line.at("/intention/order/name").asString())
                        .toList(),
                Instant.parse(intended.get(0).at("/intention/at").asString()),
                submitted.map(JournalFileLines::at),
                submitted.map(line -> line.get("batchId").asString()),
                ended.map(JournalFileLines::at),
                ended.map(line -> line.get("how").asString()));
    }

    private static Instant at(JsonNode line) {
        return Instant.parse(line.get("at").asString());
    }

    private static List<JsonNode> of(String kind, List<JsonNode> records) {
        return records.stream()
                .filter(line -> line.get("kind").asString().equals(kind))
                .toList();
    }

    private static Optional<JsonNode> node(String line) {
        try {
            return Optional.of(JsonMapper.shared().readTree(line));
        } catch (JacksonException torn) {
            return Optional.empty();
        }
    }
}
