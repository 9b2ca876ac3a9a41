package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which calls start the process that encodes. */
class EncodingServiceTest {
    /** Alarms of the engine also add to it. */
    private final List<Path> started = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path engine;

    @BeforeEach
    void submitWhatIsNotEncoded() throws IOException, InterruptedException {
        engine = folder.resolve("engine");
        try (Qmaster qmaster = qmaster()) {
            qmaster.submit(BatchRequest.builder()
                    .sourceFile(Files.writeString(folder.resolve("clip.mov"), "a movie"))
                    .compressorSettingFile(Files.writeString(
                            folder.resolve("test.setting"),
                            "<setting name=\"T\"><encoder><file-extension>mov</file-extension></encoder></setting>"))
                    .destinationFile(folder.resolve("out.mov"))
                    .build());
        }
    }

    @Test
    void aCallStartsItIfAKilledOneLeftAnEncoder() throws Exception {
        Files.createDirectories(engine.resolve("encoding/1.0.1.0/out"));
        try (Qmaster qmaster = qmaster()) {
            qmaster.list();
        }
        assertThat(started).containsOnly(engine);
    }

    @Test
    void aCallDoesNotStartItIfNothingIsToBeDone() throws Exception {
        Files.createDirectories(engine.resolve("encoding/1.0.1.0/done"));
        try (Qmaster qmaster = qmaster()) {
            qmaster.list();
        }
        assertThat(started).isEmpty();
    }

    private Qmaster qmaster() {
        return Qmaster.over(Simulator.inDirectory(engine, Optional.empty(), OutputMaker.copying(), started::add));
    }
}
