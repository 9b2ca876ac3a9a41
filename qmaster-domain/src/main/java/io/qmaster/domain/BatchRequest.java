package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to encode sources: the jobs, the cluster and the priority.
 *
 * <pre>{@code
 * BatchRequest request = BatchRequest.builder()
 *         .cluster(Cluster.named("FCS Cluster"))
 *         .compressorSettingFile(Path.of("/Users/hunterbj/Desktop/myH.264.setting"))
 *         .sourceFile(Path.of("/Users/hunterbj/Desktop/mymov.mov"))
 *         .destinationFile(Path.of("/Users/hunterbj/Desktop/myfileout.mov"))
 *         .build();
 * }</pre>
 *
 * <p>Files are checked when the request is submitted, not when it is built. For library consumers. Immutable and
 * thread-safe.
 *
 * @param cluster the cluster that runs the batch
 * @param priority the priority
 * @param batchName the display name, 1 to 200 characters; if empty, {@code <source file name> Transcode}
 * @param exactName whether the unique token after the name is left out; a batch whose submission did not answer is then
 *     harder to find
 * @param jobs what to encode
 * @param labels the caller's own key-value pairs, echoed in every event
 * @param requestId makes a submission repeatable: the same id and request returns the original answer; 1 to 200
 *     characters
 * @param existingOutput what happens to a file that already exists where an output will be written
 * @param publication how outputs reach their final place
 * @param retryOf the submission whose missing outputs this request makes: of several concurrent retries only one is
 *     submitted
 */
public record BatchRequest(
        Cluster cluster,
        Priority priority,
        Optional<String> batchName,
        boolean exactName,
        List<JobRequest> jobs,
        Map<String, String> labels,
        Optional<String> requestId,
        ExistingOutput existingOutput,
        Publication publication,
        Optional<SubmissionId> retryOf) {
    private static final int LONGEST_NAME = 200;

    /**
     * @throws IllegalArgumentException if the name or the request id is blank, too long or has control characters, if
     *     the name starts with a dash, or if the key of a label is blank
     */
    public BatchRequest {
        jobs = List.copyOf(jobs);
        labels = Labels.checked(labels);
        batchName.ifPresent(BatchRequest::checkName);
        requestId.ifPresent(id -> {
            if (id.isBlank() || id.length() > LONGEST_NAME || id.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "a request id is 1 to 200 characters, none of them a control character");
            }
        });
    }

    /** The same request with other jobs. */
    public BatchRequest with(List<JobRequest> others) {
        return new BatchRequest(
                cluster,
                priority,
                batchName,
                exactName,
                others,
                labels,
                requestId,
                existingOutput,
                publication,
                retryOf);
    }

    /** The same request on another cluster. */
    public BatchRequest with(Cluster other) {
        return new BatchRequest(
                other, priority, batchName, exactName, jobs, labels, requestId, existingOutput, publication, retryOf);
    }

    /** The same request with another priority. */
    public BatchRequest with(Priority other) {
        return new BatchRequest(
                cluster, other, batchName, exactName, jobs, labels, requestId, existingOutput, publication, retryOf);
    }

    /** The same request with another rule for outputs that already exist. */
    public BatchRequest with(ExistingOutput other) {
        return new BatchRequest(
                cluster, priority, batchName, exactName, jobs, labels, requestId, other, publication, retryOf);
    }

    /** The same request under another request id. */
    public BatchRequest withRequestId(String other) {
        return new BatchRequest(
                cluster,
                priority,
                batchName,
                exactName,
                jobs,
                labels,
                Optional.of(other),
                existingOutput,
                publication,
                retryOf);
    }

    /** Creates a builder. */
    public static Builder builder() {
        return new Builder();
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            throw new IllegalArgumentException("the name of a batch must be 1 to 200 characters long and not blank");
        }
        if (name.startsWith("-") || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of a batch must not start with a dash or contain control characters: it is passed to a program");
        }
    }

    /** Builds a request; the method names are those of the Python module {@code qmaster}. Not thread-safe. */
    public static final class Builder {
        private Cluster cluster = Cluster.THIS_COMPUTER;
        private Priority priority = Priority.LOW;
        private @Nullable String batchName;
        private boolean exactName;
        private @Nullable Path sourceFile;
        private @Nullable Path setting;
        private @Nullable Destination destination;
        private JobOptions options = JobOptions.NONE;
        private final List<JobRequest> jobs = new ArrayList<>();
        private final Map<String, String> labels = new HashMap<>();
        private @Nullable String requestId;
        private ExistingOutput existingOutput = ExistingOutput.REFUSE;
        private Publication publication = Publication.DIRECT;

        private Builder() {}

        /** The cluster that runs the batch; {@link Cluster#THIS_COMPUTER} by default. */
        public Builder cluster(Cluster where) {
            cluster = requireNonNull(where, "cluster");
            return this;
        }

        /** The priority; {@link Priority#LOW} by default. */
        public Builder priority(Priority howSoon) {
            priority = requireNonNull(howSoon, "priority");
            return this;
        }

        /** The display name; {@code <source file name> Transcode} by default. */
        public Builder batchName(String name) {
            batchName = requireNonNull(name, "batchName");
            return this;
        }

        /** Leaves out the unique token after the name. */
        public Builder exactName() {
            exactName = true;
            return this;
        }

        /** The source of the first job. */
        public Builder sourceFile(Path file) {
            sourceFile = requireNonNull(file, "sourceFile");
            return this;
        }

        /** The setting file of every job without one of its own. */
        public Builder compressorSettingFile(Path file) {
            setting = requireNonNull(file, "compressorSettingFile");
            return this;
        }

        /** The complete path of the output of every job without one of its own: use it with one job. */
        public Builder destinationFile(Path file) {
            destination = Destination.file(file);
            return this;
        }

        /** The folder of the outputs of every job without one of its own. */
        public Builder destinationDirectory(Path folder) {
            destination = Destination.directory(folder);
            return this;
        }

        /** Time range, side files or image sequence of the first job. */
        public Builder options(JobOptions ofFirstJob) {
            options = requireNonNull(ofFirstJob, "options");
            return this;
        }

        /** Adds a job. */
        public Builder job(JobRequest job) {
            jobs.add(requireNonNull(job, "job"));
            return this;
        }

        /** Adds one of the caller's own key-value pairs, echoed in every event. */
        public Builder label(String key, String value) {
            labels.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /**
         * Makes the submission repeatable: the same id and request returns the original answer and runs nothing twice.
         */
        public Builder requestId(String id) {
            requestId = requireNonNull(id, "requestId");
            return this;
        }

        /**
         * What happens to a file that already exists where an output will be written; {@link ExistingOutput#REFUSE} by
         * default.
         */
        public Builder existingOutput(ExistingOutput treatment) {
            existingOutput = requireNonNull(treatment, "existingOutput");
            return this;
        }

        /** How outputs reach their final place; {@link Publication#DIRECT} by default. */
        public Builder publication(Publication way) {
            publication = requireNonNull(way, "publication");
            return this;
        }

        /**
         * Builds the request.
         *
         * @throws IllegalArgumentException if the name, a label or the request id is invalid
         */
        public BatchRequest build() {
            List<JobRequest> all = new ArrayList<>();
            if (sourceFile != null) {
                all.add(new JobRequest(sourceFile, Optional.empty(), Optional.empty(), options));
            }
            all.addAll(jobs);
            return new BatchRequest(
                    cluster,
                    priority,
                    Optional.ofNullable(batchName),
                    exactName,
                    all.stream().map(this::completed).toList(),
                    labels,
                    Optional.ofNullable(requestId),
                    existingOutput,
                    publication,
                    Optional.empty());
        }

        private JobRequest completed(JobRequest job) {
            return new JobRequest(
                    job.source(),
                    job.setting().or(() -> Optional.ofNullable(setting)),
                    job.destination().or(() -> Optional.ofNullable(destination)),
                    job.options());
        }
    }
}
