package io.qmaster.compressor;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Backend;

/**
 * Brings Compressor to Guice: a {@link Backend} under {@value CompressorBackend#NAME} in the map of all backends, and a
 * {@link Qmaster} over it, one for all, which the caller closes. Not thread-safe.
 *
 * <pre>{@code
 * Injector injector = Guice.createInjector(new CompressorModule());
 * try (Qmaster qmaster = injector.getInstance(Qmaster.class)) {
 *     qmaster.submitAndWait(request);
 * }
 * }</pre>
 *
 * <p>Nothing is looked at and nothing started until a batch is submitted or looked for.
 */
@SuppressWarnings("exports") // Guice is optional
public final class CompressorModule extends AbstractModule {
    private final CompressorConfiguration configuration;
    private final boolean withQmaster;

    /** The Compressor of this machine. */
    public CompressorModule() {
        this(CompressorConfiguration.DEFAULT);
    }

    /** The programs of a configuration. */
    public CompressorModule(CompressorConfiguration configuration) {
        this(configuration, true);
    }

    private CompressorModule(CompressorConfiguration configuration, boolean withQmaster) {
        this.configuration = configuration;
        this.withQmaster = withQmaster;
    }

    /** Only the backend in the map: for a program that installs several and chooses one. */
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

    /** Makes the one {@link Qmaster}. */
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
