package io.qmaster.simulator;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Backend;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Binds the simulator in Guice: a {@link Backend} under {@value Simulator#NAME} in the map of all backends, and a
 * singleton {@link Qmaster} over it, which the caller closes. For users with Guice. Not thread-safe.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(SimulatorModule.onVirtualTime(Scenario.named("calm")));
 * try (Qmaster qmaster = injector.getInstance(Qmaster.class)) { … }
 * }</pre>
 *
 * <p>The simulator is created on first use. With several backends in one injector, install the
 * {@link #backendOnly(Supplier)} of each and choose one from the map: only one module can bind the {@code Qmaster}.
 */
@SuppressWarnings("exports") // Guice is optional
public final class SimulatorModule extends AbstractModule {
    private final Supplier<? extends Backend> simulator;

    /** A module with a simulator from a supplier, which is called on first use. */
    public SimulatorModule(Supplier<? extends Backend> simulator) {
        this.simulator = simulator;
    }

    /** A module with {@link Simulator#onVirtualTime(Scenario)}. */
    public static SimulatorModule onVirtualTime(Scenario scenario) {
        return new SimulatorModule(() -> Simulator.onVirtualTime(scenario));
    }

    /** A module with {@link Simulator#inDirectory(Path)}. */
    public static SimulatorModule inDirectory(Path directory) {
        return new SimulatorModule(() -> Simulator.inDirectory(directory));
    }

    /** A module with {@link Simulator#inDirectory(Path, Scenario)}. */
    public static SimulatorModule inDirectory(Path directory, Scenario scenario) {
        return new SimulatorModule(() -> Simulator.inDirectory(directory, scenario));
    }

    /** A module with only the backend in the map: for a program that installs several and chooses one. */
    public static Module backendOnly(Supplier<? extends Backend> simulator) {
        return new BackendModule(simulator);
    }

    @Override
    protected void configure() {
        install(backendOnly(simulator));
    }

    @Provides
    @Singleton
    Qmaster qmaster(Map<String, Backend> backends) {
        Backend backend = backends.get(Simulator.NAME);
        if (backend == null) {
            throw new IllegalStateException("the map of backends has no simulator");
        }
        return Qmaster.over(backend);
    }

    /** Only the entry in the map of backends. */
    private static final class BackendModule extends AbstractModule {
        private final Supplier<? extends Backend> simulator;

        BackendModule(Supplier<? extends Backend> simulator) {
            this.simulator = simulator;
        }

        @Override
        protected void configure() {
            MapBinder.newMapBinder(binder(), String.class, Backend.class)
                    .addBinding(Simulator.NAME)
                    .toProvider(simulator::get)
                    .in(Singleton.class);
        }
    }
}
