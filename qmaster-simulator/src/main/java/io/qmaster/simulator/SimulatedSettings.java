package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.standard.SettingFile;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a {@link Simulator}: built-in ones, which are written to a folder when they are first needed, and
 * others in that folder. Thread-safe.
 */
final class SimulatedSettings implements SettingCatalog {
    private final Optional<Path> folder;
    private final OutputMaker maker;
    private final Scenarios scenarios;

    /** Supplies the scenario of the engine. */
    @FunctionalInterface
    interface Scenarios {
        /**
         * The scenario.
         *
         * @throws EngineUnavailableException if the state cannot be read
         */
        Scenario now() throws InterruptedException;
    }

    /** Without a folder, there are no settings by name, but files can be read. */
    SimulatedSettings(Optional<Path> folder, OutputMaker maker, Scenarios scenarios) {
        this.folder = folder;
        this.maker = maker;
        this.scenarios = scenarios;
    }

    @Override
    public Optional<String> objection(SettingFacts setting) throws InterruptedException {
        try {
            return maker.objection(scenarios.now(), setting);
        } catch (EngineUnavailableException | SettingFileException unreadable) {
            // A submission reports it.
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> remark() throws InterruptedException {
        return Optional.of(maker.remark(scenarios.now()));
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
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "SIMULATOR_STATE_UNUSABLE",
                            "the simulator's settings in " + folder.get() + " cannot be listed: "
                                    + StateFailures.reason(failed))
                    .because(failed));
        }
    }

    @Override
    public Optional<Path> userFolder() {
        return folder;
    }

    private static Optional<SettingFacts> facts(Path file) {
        try {
            SettingFacts facts = SettingFile.read(file);
            boolean isShipped = ShippedSetting.ALL.stream()
                    .anyMatch(setting -> fileName(setting).equals(FileNames.of(file)));
            return Optional.of(
                    facts.known(facts.name(), isShipped ? SettingFacts.Origin.BUILT_IN : SettingFacts.Origin.USER));
        } catch (SettingFileException noSetting) {
            return Optional.empty();
        }
    }

    private static void layDown(Path folder) throws IOException {
        PrivateFiles.makeFolder(folder);
        for (ShippedSetting setting : ShippedSetting.ALL) {
            // If two have the same name, the first counts.
            setting.layDown(folder.resolve(fileName(setting)), setting.name());
        }
    }

    private static String fileName(ShippedSetting setting) {
        return setting.name() + ".compressorsetting";
    }
}
