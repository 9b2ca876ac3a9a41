package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Backend;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorModuleTest {
    private static final Key<Map<String, Backend>> BACKENDS = Key.get(new TypeLiteral<Map<String, Backend>>() {});

    @Test
    void aloneItGivesOneQmaster() {
        Injector injector = Guice.createInjector(SimulatorModule.onVirtualTime(Scenario.named("calm")));

        try (Qmaster qmaster = injector.getInstance(Qmaster.class)) {
            assertThat(injector.getInstance(Qmaster.class)).isSameAs(qmaster);
        }
    }

    @Test
    void theBackendIsInTheMapByItsName() {
        Injector injector = Guice.createInjector(SimulatorModule.onVirtualTime(Scenario.named("calm")));

        Map<String, Backend> backends = injector.getInstance(BACKENDS);

        assertThat(backends).containsOnlyKeys("simulator");
        assertThat(backends.get("simulator").name()).isEqualTo("simulator");
        assertThat(injector.getInstance(BACKENDS).get("simulator")).isSameAs(backends.get("simulator"));
    }

    @Test
    void severalBackendsStandBesideEachOther() {
        AtomicInteger made = new AtomicInteger();
        Injector injector = Guice.createInjector(
                SimulatorModule.backendOnly(() -> {
                    made.incrementAndGet();
                    return Simulator.onVirtualTime(Scenario.named("calm"));
                }),
                new AbstractModule() {
                    @Override
                    protected void configure() {
                        MapBinder.newMapBinder(binder(), String.class, Backend.class)
                                .addBinding("other")
                                .toProvider(() -> Simulator.onVirtualTime(Scenario.named("calm")));
                    }
                });

        assertThat(injector.getExistingBinding(Key.get(Qmaster.class))).isNull();
        assertThat(made).hasValue(0);
        assertThat(injector.getInstance(BACKENDS)).containsOnlyKeys("simulator", "other");
    }

    @Test
    void evenAnEagerInjectorTouchesNoFile(@TempDir Path folder) {
        Injector injector =
                Guice.createInjector(Stage.PRODUCTION, SimulatorModule.inDirectory(folder.resolve("state")));

        injector.getInstance(Qmaster.class).close();

        assertThat(folder).isEmptyDirectory();
    }
}
