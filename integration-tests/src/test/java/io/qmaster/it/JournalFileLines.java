package io.qmaster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the files of a journal without the code that wrote it, so that the check does not share its faults. */
final class JournalFileLines {
    private JournalFileLines() {}

    /**
     * An intended submission.
     *
     * @param id the id of the submission
     * @param names the names for the engine, one for each attempt
     * @param intendedAt when the first attempt began
     * @param submittedAt when it was known that the engine has it
     * @param batchId the engine's id, once it was known
     * @param endedAt when it was known that it has ended
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

    /** The file of the only submission in a state folder, in any of its folders; a missing file if there is none. */
    static Path file(Path stateFolder) throws IOException {
        return files(stateFolder).findFirst().orElse(stateFolder.resolve("open").resolve("none"));
    }

    /** Every intended submission, the oldest first. A torn line is ignored. */
    static List<Meant> meant(Path stateFolder) throws IOException {
        List<Meant> meant = new ArrayList<>();
        for (Path file : files(stateFolder).toList()) {
            List<Map<String, String>> records = records(file);
            if (!of("intended", records).isEmpty()) {
                meant.add(meant(file.getFileName().toString(), records));
            }
        }
        meant.sort(Comparator.comparing(Meant::intendedAt));
        return meant;
    }

    private static Stream<Path> files(Path stateFolder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(stateFolder.resolve("open"), stateFolder.resolve("ended"))) {
            if (Files.exists(folder)) {
                try (Stream<Path> all = Files.walk(folder)) {
                    all.filter(Files::isRegularFile).forEach(files::add);
                } catch (NoSuchFileException | UncheckedIOException moved) {
                    // It has just ended, and is found the next time.
                }
            }
        }
        return files.stream();
    }

    private static Meant meant(String id, List<Map<String, String>> records) {
        List<Map<String, String>> intended = of("intended", records);
        Optional<Map<String, String>> submitted =
                of("submitted", records).stream().findFirst();
        Optional<Map<String, String>> ended = of("ended", records).stream().findFirst();
        return new Meant(
                id,
                intended.stream().map(record -> text(record, "order.name")).toList(),
                at(intended.get(0)),
                submitted.map(JournalFileLines::at),
                submitted.map(record -> text(record, "batchId")),
                ended.map(JournalFileLines::at),
                ended.map(record -> text(record, "how")));
    }

    private static String text(Map<String, String> record, String field) {
        return URLDecoder.decode(record.get(field).replace("+", "%2b"), StandardCharsets.UTF_8);
    }

    private static Instant at(Map<String, String> record) {
        return Instant.parse(text(record, "at"));
    }

    private static List<Map<String, String>> of(String kind, List<Map<String, String>> records) {
        return records.stream()
                .filter(record -> kind.equals(record.get("kind")))
                .toList();
    }

    private static List<Map<String, String>> records(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException moved) {
            return List.of();
        }
        List<Map<String, String>> records = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length > 2 && words[0].equals("2")) {
                Map<String, String> record = new HashMap<>();
                record.put("kind", words[1]);
                for (String word : List.of(words).subList(2, words.length)) {
                    int equals = word.indexOf('=');
                    record.put(word.substring(0, Math.max(0, equals)), word.substring(equals + 1));
                }
                // A torn line that was ended by the next writer contains no complete time.
                if (record.getOrDefault("at", "Z").endsWith("Z")) {
                    records.add(record);
                }
            }
        }
        return records;
    }
}
