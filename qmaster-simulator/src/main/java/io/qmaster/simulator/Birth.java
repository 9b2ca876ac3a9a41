package io.qmaster.simulator;

import io.qmaster.simulator.scenario.JsonText;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ScenarioException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The initial data of a state directory, which never change.
 *
 * @param directoryId a random, unique id
 * @param born when it was created; model time starts here
 * @param text the content of the file
 */
record Birth(String directoryId, Instant born, Scenario scenario, String text) {
    private static final int VERSION = 1;
    static final String FILE = "simulator.json";
    /** The maximum size of a scenario of a user. */
    private static final int MOST_BYTES = 64 << 20;

    static Birth now(Instant now, Scenario scenario) {
        String directoryId = UUID.randomUUID().toString();
        Instant born = now.truncatedTo(ChronoUnit.MILLIS);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION).put("directoryId", directoryId).put("born", born.toString());
        json.set("scenario", JsonText.read(scenario.toJson()));
        return new Birth(directoryId, born, scenario, JsonText.write(json) + "\n");
    }

    static boolean isIn(Path directory) {
        // A file that cannot be seen, such as another user's, must not be taken for an empty engine.
        return !Files.notExists(directory.resolve(FILE));
    }

    /**
     * Reads it from a directory, or returns an earlier result if the file is unchanged; empty if there is none.
     *
     * @throws IOException if it cannot be read or is damaged
     */
    static Optional<Birth> in(Path directory, Optional<Birth> before) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            String text = StateFile.text(file, MOST_BYTES);
            if (before.filter(birth -> birth.text().equals(text)).isPresent()) {
                return before;
            }
            JsonNode json = JsonText.read(text);
            if (json.required("version").intValue() != VERSION) {
                throw new IOException(file + " was written by another version of the simulator");
            }
            return Optional.of(new Birth(
                    json.required("directoryId").stringValue(),
                    StateFile.moment(json.required("born").stringValue()),
                    Scenario.parse(JsonText.write(json.required("scenario"))),
                    text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JacksonException | DateTimeException | ScenarioException damaged) {
            throw new IOException(file + " is damaged: " + JsonText.fault(damaged), damaged);
        }
    }

    /**
     * Writes it to a directory atomically.
     *
     * @throws IOException if it cannot be written, or is too large to be read
     */
    void writeTo(Path directory) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length > MOST_BYTES) {
            throw new IOException("the scenario is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
        Path draft = directory.resolve(FILE + ".new");
        PrivateFiles.makeFile(draft);
        try (RandomAccessFile file = new RandomAccessFile(draft.toFile(), "rw")) {
            file.setLength(0);
            file.write(content);
            file.getFD().sync();
        }
        Files.move(draft, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Converts a wall time to model time, in whole milliseconds. A day at full speed is 2700 years. */
    Instant modelTime(Instant wall) {
        double micros = Math.rint(nanos(Duration.between(born, wall)) * scenario.speed() / 1e3);
        return born.plusMillis((long) Math.floor(micros / 1e3));
    }

    /** Converts a duration of model time to real time; at most 292 years. */
    Duration realTime(Duration modelTime) {
        return Duration.ofNanos(Math.round(nanos(modelTime) / scenario.speed()));
    }

    /** A double, since a {@code long} could overflow. */
    private static double nanos(Duration time) {
        return time.getSeconds() * 1e9 + time.getNano();
    }
}
