package io.qmaster.cli;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import io.qmaster.cli.command.Adapters;
import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.simulator.SimulatorModule;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ScenarioException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The only place that names adapters: puts the program together from them. */
final class CompositionRoot implements Adapters {
    private static final Key<Map<String, Provider<Backend>>> BACKENDS = Key.get(new TypeLiteral<>() {});

    @Override
    public Backend backend(Configuration configuration) {
        String name = configuration
                .text(io.qmaster.cli.config.Key.BACKEND)
                .orElseThrow(() -> new EngineUnavailableException(
                        Failure.of("NO_BACKEND", "Compressor is not installed, and no other backend was chosen")
                                .hint("install Compressor or name it with --compressor FILE; or simulate one with"
                                        + " --backend simulator")));
        Map<String, Provider<Backend>> backends =
                Guice.createInjector(Stage.DEVELOPMENT, adapters(configuration)).getInstance(BACKENDS);
        return Optional.ofNullable(backends.get(name))
                .orElseThrow(() -> new EngineUnavailableException(
                        Failure.of("NO_BACKEND", "this program was built without the backend \"" + name + "\"")
                                .hint("choose " + String.join(" or ", backends.keySet()))))
                .get();
    }

    @Override
    public SubmissionJournal journal(Configuration configuration) {
        return new LateJournal(configuration.stateFolder());
    }

    private static List<Module> adapters(Configuration configuration) {
        return List.of(simulator(configuration).backendOnly());
    }

    private static SimulatorModule simulator(Configuration configuration) {
        Path folder = configuration.simulatorFolder();
        return configuration
                .text(io.qmaster.cli.config.Key.SCENARIO)
                .map(text -> SimulatorModule.inDirectory(folder, scenario(text)))
                .orElseGet(() -> SimulatorModule.inDirectory(folder));
    }

    private static Scenario scenario(String fileOrName) {
        try {
            return Scenario.names().contains(fileOrName)
                    ? Scenario.named(fileOrName)
                    : Scenario.read(Path.of(fileOrName));
        } catch (ScenarioException noGood) {
            throw CommandFailure.configuration(
                    "the scenario \"" + fileOrName + "\" is no good: " + noGood.getMessage(),
                    "name a file, or one of " + String.join(", ", Scenario.names()));
        }
    }
}
