package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.port.SettingCatalog;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a {@link Simulator}: a few of our own, which are laid down in a folder when they are first asked for, and
 * whatever else is put there. Safe for threads.
 */
final class SimulatedSettings implements SettingCatalog {
    private static final List<String> SHIPPED = List.of(
            "Apple Devices 4K (HEVC 8-bit)",
            "Apple ProRes 422 HQ",
            "Apple ProRes 422 Proxy",
            "HD 720p",
            "TIFF Image Sequence");
    private static final String ENDING = ".compressorsetting";

    private final Optional<Path> folder;

    /** Without a folder there is nothing to choose from, and files are read all the same. */
    SimulatedSettings(Optional<Path> folder) {
        this.folder = folder;
    }

    @Override
    public SettingFacts read(Path settingFile) {
        return SettingFile.read(settingFile);
    }

    @Override
    public List<SettingFacts> all() {
        if (folder.isEmpty()) {
            return List.of();
        }
        try {
            layDown(folder.get());
            try (Stream<Path> files = Files.list(folder.get())) {
                return files.filter(FileNames::isSetting)
                        .sorted()
                        .flatMap(file -> facts(file).stream())
                        .sorted(Comparator.comparing(SettingFacts::name))
                        .toList();
            }
        } catch (IOException failed) {
            throw new EngineUnavailableException(Failure.of(
                            "SIMULATOR_STATE_UNUSABLE",
                            "the simulator's settings in " + folder.get() + " cannot be listed: " + failed.getMessage())
                    .because(failed));
        }
    }

    private static Optional<SettingFacts> facts(Path file) {
        try {
            SettingFacts facts = SettingFile.read(file);
            return Optional.of(facts.known(facts.name(), SettingFacts.Origin.BUILT_IN));
        } catch (SettingFileException noSetting) {
            return Optional.empty();
        }
    }

    private static void layDown(Path folder) throws IOException {
        PrivateFiles.makeFolder(folder);
        for (String name : SHIPPED) {
            Path file = folder.resolve(name + ENDING);
            if (!Files.exists(file)) {
                layDown(name + ENDING, file);
            }
        }
    }

    /** Under another name first: somebody who lists the folder at this moment must not find half a setting. */
    private static void layDown(String resource, Path file) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), "new", ".draft");
        try (InputStream in = SimulatedSettings.class.getResourceAsStream("settings/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the setting " + resource + " was left out of this build");
            }
            Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
