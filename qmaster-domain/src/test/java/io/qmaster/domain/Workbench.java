package io.qmaster.domain;

import io.qmaster.domain.contract.ScriptedBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A folder with a source and a setting, and requests for them, for tests of use cases. */
final class Workbench {
    static final String SETTING = "<setting name=\"Plain\"><encoder name=\"QT\"><file-extension>mov</file-extension>"
            + "</encoder></setting>";

    private final Path folder;

    Workbench(Path folder) {
        this.folder = folder;
    }

    Path source(String name) {
        return written(folder.resolve(name), "a movie");
    }

    Path setting() {
        return written(folder.resolve("plain.compressorsetting"), SETTING);
    }

    Path setting(String name, String xml) {
        return written(folder.resolve(name), xml);
    }

    Path output(String name) {
        return folder.resolve("out").resolve(name);
    }

    BatchRequest.Builder request() {
        return BatchRequest.builder()
                .sourceFile(source("clip.mov"))
                .compressorSettingFile(setting())
                .destinationDirectory(folder.resolve("out"));
    }

    /** As the engine does at the end of a job. */
    Path encoded(String name) {
        return written(output(name), "an encoded movie");
    }

    static Path written(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Encodes everything that is submitted to the backend under one id, in a minute. */
    static BatchReference encodesInAMinute(ScriptedBackend backend, String id) {
        BatchReference batch = BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
        backend.queues(id)
                .batch(batch)
                .shows(Duration.ZERO, "Waiting")
                .shows(Duration.ofSeconds(10), "Processing", 20)
                .shows(Duration.ofSeconds(40), "PostProcessing", 90)
                .shows(Duration.ofSeconds(60), "Successful", 100);
        return batch;
    }
}
