package io.qmaster.domain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Everything that the engine and the journal know of one batch. For library consumers. Immutable and thread-safe.
 *
 * @param status what the engine reports now, or reported at the end; empty if it does not list the batch or could not
 *     be queried, and for a submission that never became a batch
 * @param submission what the journal knows; empty for a batch that another user or program submitted
 * @param unread why the engine could not be queried, if that failed
 */
public record BatchRecord(
        Optional<BatchStatus> status, Optional<SubmissionRecord> submission, Optional<Failure> unread) {
    /** The shortest prefix of an id that identifies it, in characters. */
    public static final int SHORTEST_PREFIX = 6;

    /** Refuses nulls. */
    public BatchRecord {
        Nulls.refuse(BatchRecord.class, status, submission, unread);
    }

    /** The record of a batch that the engine shows. */
    public static BatchRecord of(BatchStatus status, Optional<SubmissionRecord> submission) {
        return new BatchRecord(Optional.of(status), submission, Optional.empty());
    }

    /** The record of a submission whose batch was not queried or is not listed. */
    public static BatchRecord of(SubmissionRecord submission) {
        return new BatchRecord(submission.result().map(BatchResult::status), Optional.of(submission), Optional.empty());
    }

    /** The same with only one of the listed jobs; with none if the engine did not list it. */
    public BatchRecord withOnly(JobId job) {
        return new BatchRecord(status.map(seen -> seen.withOnly(job)), submission, unread);
    }

    /** The same, after a query of the engine failed. */
    public BatchRecord unread(Failure why) {
        return new BatchRecord(status, submission, Optional.of(why));
    }

    /** Id and cluster; empty for a submission that has no batch. */
    public Optional<BatchReference> batch() {
        return status.map(BatchStatus::batch).or(() -> submission.flatMap(SubmissionRecord::batch));
    }

    /** The cluster that runs the batch, or was to run it. */
    public Optional<Cluster> cluster() {
        return batch().map(BatchReference::cluster)
                .or(() -> submission.map(known -> known.order().cluster()));
    }

    /** The name that the engine shows, otherwise the submitted one. */
    public Optional<String> name() {
        return status.flatMap(BatchStatus::name)
                .or(() -> submission.map(known -> known.order().name()));
    }

    /** When its first attempt to submit began; empty for a batch of another user or program. */
    public Optional<Instant> submittedAt() {
        return submission.map(SubmissionRecord::begunAt);
    }

    /** The submitted priority; empty for a batch of another user or program. */
    public Optional<Priority> priority() {
        return submission.map(known -> known.order().priority());
    }

    /** The caller's id of the request. */
    public Optional<String> requestId() {
        return submission.flatMap(known -> known.order().requestId());
    }

    /**
     * Whether a text identifies this batch: a prefix of at least {@value #SHORTEST_PREFIX} characters, in any letter
     * case, of the id of the batch, of one of its jobs or of our submission; or exactly one of these ids, its name, its
     * {@linkplain #plainName() plain name} or its request id.
     */
    public boolean isMeantBy(String text) {
        return Stream.concat(
                                Stream.of(
                                                batch().map(known -> known.id().value()),
                                                submission.map(
                                                        known -> known.id().value()))
                                        .flatMap(Optional::stream),
                                submission.map(SubmissionRecord::jobIds).orElse(List.of()).stream()
                                        .map(JobId::value))
                        .anyMatch(id -> id.equals(text)
                                || (text.length() >= SHORTEST_PREFIX
                                        && id.regionMatches(true, 0, text, 0, text.length())))
                || name().equals(Optional.of(text))
                || plainName().equals(Optional.of(text))
                || requestId().equals(Optional.of(text));
    }

    /** The name without the token that submitting adds to it. */
    public Optional<String> plainName() {
        return name().map(shown -> submission
                .map(known -> shown.replace(" [" + known.id().token() + "]", ""))
                .orElse(shown));
    }

    /**
     * The state; a batch that the engine calls successful is failed if, according to the journal, an output is invalid
     * or could not be moved to its place. While another process moves its outputs it is
     * {@link BatchState#POST_PROCESSING}.
     */
    public Optional<BatchState> state() {
        Optional<BatchState> known = result().map(BatchResult::state).or(() -> status.map(BatchStatus::state));
        boolean isUnplaced = known.equals(Optional.of(BatchState.SUCCESSFUL))
                && submission.flatMap(SubmissionRecord::conclusion).isPresent();
        if (!isUnplaced) {
            return known;
        }
        boolean isMoving = submission.flatMap(SubmissionRecord::holder).isPresent();
        return Optional.of(isMoving ? BatchState.POST_PROCESSING : BatchState.FAILED);
    }

    /**
     * The state of one job: that of its checked outputs if the batch has ended, otherwise the listed one, otherwise
     * that of the batch. A job whose outputs were checked is failed unless all of them are valid.
     */
    public Optional<BatchState> stateOf(JobId job) {
        Optional<BatchState> listed = status.flatMap(seen -> seen.job(job)).map(JobStatus::state);
        List<Output> outputs = result().map(ended -> ended.targets().stream()
                        .filter(output -> jobOf(output.target()).equals(Optional.of(job)))
                        .toList())
                .orElse(List.of());
        if (outputs.isEmpty()) {
            return listed.or(this::state);
        }
        if (outputs.stream().allMatch(Output::isGood)) {
            return Optional.of(BatchState.SUCCESSFUL);
        }
        boolean isCancelled = outputs.stream().anyMatch(output -> output.state() == BatchState.CANCELLED);
        return Optional.of(isCancelled ? BatchState.CANCELLED : BatchState.FAILED);
    }

    private Optional<JobId> jobOf(Target target) {
        return submission.flatMap(known -> known.order().jobOf(target, known.jobIds()));
    }

    /**
     * Why it failed, was not queued or was given up: a text, or a code such as {@code OUTPUT_MISSING}.
     * {@link #complaint()} is the readable form.
     */
    public Optional<String> reason() {
        return status.flatMap(BatchStatus::reason)
                .or(() -> submission
                        .flatMap(SubmissionRecord::ending)
                        .map(Ending::words)
                        .filter(words -> !words.isEmpty()))
                .or(() -> result().flatMap(BatchRecord::faultOf))
                .or(() -> unplaced().map(output -> OutputFault.OUTPUT_NOT_PUBLISHED.name()));
    }

    /** A valid output that is not in its place although no other process is moving it. */
    private Optional<Output> unplaced() {
        return state().equals(Optional.of(BatchState.FAILED))
                ? submission.flatMap(SubmissionRecord::conclusion).stream()
                        .flatMap(found -> found.targets().stream())
                        .filter(Output::isGood)
                        .map(good -> Output.faulty(
                                good.target(), OutputFault.OUTPUT_NOT_PUBLISHED, good.path(), good.bytes()))
                        .findFirst()
                : Optional.empty();
    }

    /** A readable reason why it failed, was not queued or was given up. */
    public Optional<String> complaint() {
        Optional<String> ofOutput = result().stream()
                .flatMap(result -> result.targets().stream())
                .flatMap(output -> output.complaint().stream())
                .findFirst()
                .or(() -> unplaced().flatMap(Output::complaint));
        return ofOutput.isPresent() ? ofOutput : reason();
    }

    /** The progress in per cent, 0 to 100; empty for a failed or cancelled batch. */
    public OptionalInt percentComplete() {
        boolean meaningless = state().filter(known -> known == BatchState.FAILED || known == BatchState.CANCELLED)
                .isPresent();
        return meaningless
                ? OptionalInt.empty()
                : status.map(BatchStatus::percentComplete).orElse(OptionalInt.empty());
    }

    /** The distinct sources that have no valid output although the batch has ended. */
    public List<Path> failedSources() {
        return result().stream()
                .flatMap(ended -> ended.targets().stream())
                .filter(output -> !output.isGood())
                .map(output -> output.target().source())
                .distinct()
                .toList();
    }

    private Optional<BatchResult> result() {
        return submission.flatMap(SubmissionRecord::result);
    }

    private static Optional<String> faultOf(BatchResult result) {
        return result.targets().stream()
                .filter(output -> output.fault().isPresent())
                .findFirst()
                .flatMap(Output::reason);
    }
}
