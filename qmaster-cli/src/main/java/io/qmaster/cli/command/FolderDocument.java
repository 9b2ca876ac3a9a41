package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.Priority;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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

    private FolderDocument() {}

    /**
     * Reads a document.
     *
     * @param common the default values of a folder
     * @throws CommandFailure if it cannot be read or is wrong
     */
    static List<FolderEntry> read(Path file, FolderEntry common) {
        JsonNode document;
        try {
            document = JsonInput.read(file, 1);
        } catch (IOException unreadable) {
            throw CommandFailure.usage(
                    "the folders in " + file + " cannot be read: " + Reason.of(unreadable),
                    "check its path and permissions");
        } catch (JsonInput.Fault fault) {
            throw CommandFailure.usage("the document " + file + " " + fault.getMessage(), "correct it");
        }
        return JsonFields.of(
                        document,
                        Set.of("folders"),
                        fault -> CommandFailure.usage(
                                "the document " + file + " is wrong: " + fault, "see `qmaster folder --help`"))
                .objects("folders", KEYS, "folder")
                .stream()
                .map(folder -> entry(folder, common))
                .toList();
    }

    private static FolderEntry entry(JsonFields folder, FolderEntry common) {
        return new FolderEntry(
                folder.path("folder").orElseThrow(() -> folder.wrong("\"" + folder.place("folder") + "\" is missing")),
                folder.texts("settings").orElse(common.settings()),
                folder.texts("suffixes").orElse(common.suffixes()),
                folder.path("destinationDir").or(common::destinationDir),
                folder.value("stableFor", FolderDocument::duration).orElse(common.stableFor()),
                folder.truth("overwrite").orElse(common.overwrite()),
                folder.value("priority", Priority::of).or(common::priority),
                folder.textsByName("labels").orElse(common.labels()));
    }

    private static Duration duration(String text) {
        Duration duration = Durations.parse(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("it must be more than 0");
        }
        return duration;
    }
}
