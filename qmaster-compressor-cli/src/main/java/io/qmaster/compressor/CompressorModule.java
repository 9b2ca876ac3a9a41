package io.qmaster.compressor;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Backend;

/**
 * Binds Compressor in Guice: a {@link Backend} under {@value CompressorBackend#NAME} in the map of all backends, and a
 * singleton {@link Qmaster} over it, which the caller closes. For users with Guice. Not thread-safe.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(new CompressorModule());
 * try (Qmaster qmaster = injector.getInstance(Qmaster.class)) {
 *     qmaster.submitAndWait(request);
 * }
 * }</pre>
 *
 * <p>No file is read and no program started before the first use.
 */
@SuppressWarnings("exports") // Guice is optional
public final class CompressorModule extends AbstractModule {
    private final CompressorConfiguration configuration;
    private final boolean withQmaster;

    /** Uses the Compressor of this machine. */
    public CompressorModule() {
        this(CompressorConfiguration.DEFAULT);
    }

    /** Uses the programs of a configuration. */
    public CompressorModule(CompressorConfiguration configuration) {
        this(configuration, true);
    }

    private CompressorModule(CompressorConfiguration configuration, boolean withQmaster) {
        this.configuration = configuration;
        this.withQmaster = withQmaster;
    }

    /** A module with only the backend in the map: for a program that installs several and chooses one. */
    public static CompressorModule backendOnly(CompressorConfiguration configuration) {
        return new CompressorModule(configuration, false);
    }

    @Override
    protected void configure() {
        bind(CompressorBackend.class)
                .toProvider(() -> new CompressorBackend(configuration))
                .in(Singleton.class);
        MapBinder.newMapBinder(binder(), String.class, Backend.class)
                .addBinding(CompressorBackend.NAME)
                .to(CompressorBackend.class);
        if (withQmaster) {
            bind(Qmaster.class).toProvider(QmasterOverCompressor.class).in(Singleton.class);
        }
    }

    static final class QmasterOverCompressor implements Provider<Qmaster> {
        private final CompressorBackend backend;

        @Inject
        QmasterOverCompressor(CompressorBackend backend) {
            this.backend = backend;
        }

        @Override
        public Qmaster get() {
            return Qmaster.over(backend);
        }
    }
}
