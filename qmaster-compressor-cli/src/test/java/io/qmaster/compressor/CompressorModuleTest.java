package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.TypeLiteral;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Backend;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressorModuleTest {
    private static final Key<Map<String, Provider<Backend>>> BACKENDS = Key.get(new TypeLiteral<>() {});

    @TempDir
    Path folder;

    @Test
    void aloneItGivesOneQmasterForAll() {
        Injector injector = Guice.createInjector(new CompressorModule());

        try (Qmaster qmaster = injector.getInstance(Qmaster.class)) {
            assertThat(injector.getInstance(Qmaster.class)).isSameAs(qmaster);
        }
    }

    @Test
    void theBackendIsInTheMapUnderItsName() {
        Injector injector = Guice.createInjector(new CompressorModule());

        Backend backend = injector.getInstance(BACKENDS).get("compressor").get();

        assertThat(backend.name()).isEqualTo("compressor");
        assertThat(injector.getInstance(CompressorBackend.class)).isSameAs(backend);
    }

    @Test
    void besideOtherBackendsItGivesNoQmaster() {
        Injector injector = Guice.createInjector(CompressorModule.backendOnly(CompressorConfiguration.DEFAULT));

        assertThat(injector.getExistingBinding(Key.get(Qmaster.class))).isNull();
        assertThat(injector.getInstance(BACKENDS)).containsOnlyKeys("compressor");
    }

    @Test
    void nothingIsStartedUntilABatchIsSubmittedOrLookedFor() throws Exception {
        StandIn compressor = StandIn.ofCompressor5(folder);
        Injector injector = Guice.createInjector(
                new CompressorModule(compressor.configuration().build()));

        injector.getInstance(Qmaster.class).close();

        assertThat(compressor.allCalls()).isEmpty();
    }
}
