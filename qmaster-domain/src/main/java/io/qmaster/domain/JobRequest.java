package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job of a {@link BatchRequest}: a source, a setting and a destination. For library consumers. Immutable and
 * thread-safe.
 *
 * @param source the movie, or the folder of an image sequence
 * @param setting the setting file; if empty, the batch's
 * @param destination where the output is written; if empty, the batch's
 * @param options further options
 */
public record JobRequest(Path source, Optional<Path> setting, Optional<Destination> destination, JobOptions options) {
    /** Refuses nulls. */
    public JobRequest {
        Nulls.refuse(JobRequest.class, source, setting, destination, options);
    }

    /** A job that takes setting and destination from its batch. */
    public static JobRequest of(Path source) {
        return new JobRequest(source, Optional.empty(), Optional.empty(), JobOptions.NONE);
    }

    /** Creates a builder. */
    public static Builder builder(Path source) {
        return new Builder(source);
    }

    /** Builds a job. Not thread-safe. */
    public static final class Builder {
        private final Path source;
        private @Nullable Path setting;
        private @Nullable Destination destination;
        private JobOptions options = JobOptions.NONE;

        private Builder(Path source) {
            this.source = requireNonNull(source, "source");
        }

        /** The setting file: {@code .compressorsetting}, {@code .cmprstng} or {@code .setting}, in any folder. */
        public Builder compressorSettingFile(Path file) {
            setting = requireNonNull(file, "compressorSettingFile");
            return this;
        }

        /** Where the output is written. */
        public Builder destination(Destination where) {
            destination = requireNonNull(where, "destination");
            return this;
        }

        /** The complete path of the output. */
        public Builder destinationFile(Path file) {
            return destination(Destination.file(file));
        }

        /** The folder of the output, which is named after its source. */
        public Builder destinationDirectory(Path folder) {
            return destination(Destination.directory(folder));
        }

        /** Time range, side files, image sequence. */
        public Builder options(JobOptions more) {
            options = requireNonNull(more, "options");
            return this;
        }

        /** Builds the job. */
        public JobRequest build() {
            return new JobRequest(source, Optional.ofNullable(setting), Optional.ofNullable(destination), options);
        }
    }
}
