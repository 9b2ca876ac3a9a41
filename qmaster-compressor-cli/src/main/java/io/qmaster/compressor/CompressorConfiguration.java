package io.qmaster.compressor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which programs are driven, and how. Everything that is left out is found out. Immutable and safe for threads.
 *
 * <pre>{@code
 * CompressorConfiguration configuration = CompressorConfiguration.builder()
 *         .compressor(Path.of("/Applications/Compressor.app"))
 *         .generation(Dialect.COMPRESSOR_5)
 *         .build();
 * }</pre>
 *
 * @param compressor Compressor's executable or application; if empty, the first that is found in the usual places
 * @param batchMonitor the same of Batch Monitor, which only Final Cut Studio needs
 * @param generation the generation; if empty, {@code -help} tells it
 * @param submissionFormat the form in which submissions are answered; if empty, the best that this version takes is learnt
 * @param statusFormat the same of questions for status
 * @param detectionTimeout how long {@code -help} may take where no deadline is given
 * @param applications the folder of all applications, {@code /Applications}
 * @param home the user's home folder, below which the user's own settings are
 * @param library the machine's library, {@code /Library}, below which the machine's settings are
 * @param hiddenVariables names of variables of the environment that none of the programs is given, such as one that holds
 *     a password: Compressor's background service would keep it for days, and the user's other programs can read it there
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
    /** Everything is found out. */
    public static final CompressorConfiguration DEFAULT = builder().build();

    /**
     * Checks what cannot be.
     *
     * @throws IllegalArgumentException if the timeout is not positive, or submissions are to be answered in a form that
     *     only questions for status can ask for
     */
    public CompressorConfiguration {
        if (detectionTimeout.isZero() || detectionTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "the detection timeout must be longer than nothing, not " + detectionTimeout);
        }
        if (submissionFormat.filter(AnswerFormat.FORMAT_JSON::equals).isPresent()) {
            throw new IllegalArgumentException("-format json follows -monitor, and no submission has that");
        }
        hiddenVariables = Set.copyOf(hiddenVariables);
    }

    /** Begins a configuration. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers the parts of a configuration. Not safe for threads. */
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

        /** {@code HOME} decides, as it does for Compressor itself and for scripts; Java does not look at it. */
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

        /** The generation, so that it need not be asked for. */
        public Builder generation(Dialect known) {
            generation = known;
            return this;
        }

        /** The form in which submissions are answered, so that none is tried. */
        public Builder submissionFormat(AnswerFormat known) {
            submissionFormat = known;
            return this;
        }

        /** The form in which questions for status are answered, so that none is tried. */
        public Builder statusFormat(AnswerFormat known) {
            statusFormat = known;
            return this;
        }

        /** How long {@code -help} may take where no deadline is given; 30 s if it is not said. */
        public Builder detectionTimeout(Duration time) {
            detectionTimeout = time;
            return this;
        }

        /** The folder of all applications. */
        public Builder applications(Path folder) {
            applications = folder;
            return this;
        }

        /** The user's home folder. */
        public Builder home(Path folder) {
            home = folder;
            return this;
        }

        /** The machine's library. */
        public Builder library(Path folder) {
            library = folder;
            return this;
        }

        /** A variable of the environment that none of the programs is given; may be called for several. */
        public Builder hiddenVariable(String name) {
            hiddenVariables.add(name);
            return this;
        }

        /** The configuration. */
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
