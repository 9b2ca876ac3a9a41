package io.qmaster.compressor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which programs are run, and how. Everything that is left out is detected. For users of {@link CompressorBackend}.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * CompressorConfiguration configuration = CompressorConfiguration.builder()
 *         .compressor(Path.of("/Applications/Compressor.app"))
 *         .generation(Dialect.COMPRESSOR_5)
 *         .build();
 * }</pre>
 *
 * @param compressor Compressor's executable or application; if empty, the first in the usual places
 * @param batchMonitor the same for Batch Monitor, which only Final Cut Studio needs
 * @param generation the generation; if empty, it is detected by {@code -help}
 * @param submissionFormat the format of answers to submissions; if empty, the best that this version accepts
 * @param statusFormat the same for status queries
 * @param detectionTimeout how long {@code -help} may take where no deadline is given
 * @param applications the folder of all applications, {@code /Applications}
 * @param home the user's home folder, below which the user's own settings are
 * @param library the machine's library, {@code /Library}, below which the machine's settings are
 * @param hiddenVariables environment variables that are removed for all programs, such as one with a password:
 *     Compressor's background service would keep it for days, where the user's other programs can read it
 */
public record CompressorConfiguration(
        Optional<Path> compressor,
        Optional<Path> batchMonitor,
        Optional<Dialect> generation,
        Optional<AnswerFormat> submissionFormat,
        Optional<AnswerFormat> statusFormat,
        Duration detectionTimeout,
        Path applications,
        Path home,
        Path library,
        Set<String> hiddenVariables) {
    /** Detects everything. */
    public static final CompressorConfiguration DEFAULT = builder().build();

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the timeout is not positive, or the submission format is one that only status
     *     queries have
     */
    public CompressorConfiguration {
        if (detectionTimeout.isZero() || detectionTimeout.isNegative()) {
            throw new IllegalArgumentException("the detection timeout must be positive, not " + detectionTimeout);
        }
        if (submissionFormat.filter(AnswerFormat.FORMAT_JSON::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "the submission format cannot be FORMAT_JSON, which only status queries accept");
        }
        hiddenVariables = Set.copyOf(hiddenVariables);
    }

    /** Creates a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link CompressorConfiguration}. Not thread-safe. */
    public static final class Builder {
        private @Nullable Path compressor;
        private @Nullable Path batchMonitor;
        private @Nullable Dialect generation;
        private @Nullable AnswerFormat submissionFormat;
        private @Nullable AnswerFormat statusFormat;
        private Duration detectionTimeout = Duration.ofSeconds(30);
        private Path applications = Path.of("/Applications");
        private Path home = homeOf(System.getenv());
        private Path library = Path.of("/Library");
        private final Set<String> hiddenVariables = new HashSet<>();

        private Builder() {}

        /** {@code HOME} if it is set, as for Compressor itself and for scripts; Java's {@code user.home} ignores it. */
        static Path homeOf(Map<String, String> environment) {
            String home = environment.getOrDefault("HOME", "");
            return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", "/"));
        }

        /** Compressor's executable, or its application. */
        public Builder compressor(Path executableOrApplication) {
            compressor = executableOrApplication;
            return this;
        }

        /** Batch Monitor's executable, or its application. */
        public Builder batchMonitor(Path executableOrApplication) {
            batchMonitor = executableOrApplication;
            return this;
        }

        /** The generation. Default: detected. */
        public Builder generation(Dialect known) {
            generation = known;
            return this;
        }

        /** The format of answers to submissions. Default: detected. */
        public Builder submissionFormat(AnswerFormat known) {
            submissionFormat = known;
            return this;
        }

        /** The format of answers to status queries. Default: detected. */
        public Builder statusFormat(AnswerFormat known) {
            statusFormat = known;
            return this;
        }

        /** How long {@code -help} may take where no deadline is given. Default: 30 s. */
        public Builder detectionTimeout(Duration time) {
            detectionTimeout = time;
            return this;
        }

        /** The folder of all applications. Default: {@code /Applications}. */
        public Builder applications(Path folder) {
            applications = folder;
            return this;
        }

        /** The user's home folder. Default: {@code HOME}, or Java's {@code user.home}. */
        public Builder home(Path folder) {
            home = folder;
            return this;
        }

        /** The machine's library. Default: {@code /Library}. */
        public Builder library(Path folder) {
            library = folder;
            return this;
        }

        /** Adds an environment variable that is removed for all programs. */
        public Builder hiddenVariable(String name) {
            hiddenVariables.add(name);
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @throws IllegalArgumentException if the timeout is not positive, or the submission format is one that only
         *     status queries have
         */
        public CompressorConfiguration build() {
            return new CompressorConfiguration(
                    Optional.ofNullable(compressor),
                    Optional.ofNullable(batchMonitor),
                    Optional.ofNullable(generation),
                    Optional.ofNullable(submissionFormat),
                    Optional.ofNullable(statusFormat),
                    detectionTimeout,
                    applications,
                    home,
                    library,
                    hiddenVariables);
        }
    }
}
