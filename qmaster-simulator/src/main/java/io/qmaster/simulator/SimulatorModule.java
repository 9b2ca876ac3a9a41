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
 * Guice: contributes the simulator to the map of backends under {@value Simulator#NAME}, and a {@link Qmaster} over it, one
 * for all, which the caller closes. Not thread-safe.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(SimulatorModule.onVirtualTime(Scenario.named("calm")));
 * try (Qmaster qmaster = injector.getInstance(Qmaster.class)) { … }
 * }</pre>
 *
 * <p>The simulator is made when it is first asked for. With several backends in one injector, install the {@link
 * #backendOnly(Supplier)} of each and choose among the map: only one module can give the {@code Qmaster}.
 */
@SuppressWarnings("exports") // Guice is optional
public final class SimulatorModule extends AbstractModule {
    private final Supplier<? extends Backend> simulator;

    /** A module with whatever simulator a supplier gives when it is first needed. */
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

    /** Only the backend in the map: for a program that installs several and chooses one. */
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
            throw new IllegalStateException("this module contributes the simulator");
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
