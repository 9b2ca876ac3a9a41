package io.qmaster.domain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * All that the engine and the journal know of one batch. Immutable and thread-safe.
 *
 * @param status what the engine reports now, or reported at the end; empty if it does not show the batch or could not be
 *     queried, and for a submission that never became a batch
 * @param submission what the journal knows; empty for a batch that another user or program submitted
 * @param unread why the engine could not be queried, if that failed
 */
public record BatchRecord(
        Optional<BatchStatus> status, Optional<SubmissionRecord> submission, Optional<Failure> unread) {
    /** The fewest characters of an id that stand for it. */
    public static final int SHORTEST_PREFIX = 6;

    /** Of a batch that the engine shows. */
    public static BatchRecord of(BatchStatus status, Optional<SubmissionRecord> submission) {
        return new BatchRecord(Optional.of(status), submission, Optional.empty());
    }

    /** Of a submission whose batch the engine was not queried for, or does not show. */
    public static BatchRecord of(SubmissionRecord submission) {
        return new BatchRecord(submission.result().map(BatchResult::status), Optional.of(submission), Optional.empty());
    }

    /** The same with only one of the jobs that the engine listed; with none if it did not list that one. */
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

    /** Where the batch runs, or was to run. */
    public Optional<Cluster> cluster() {
        return batch().map(BatchReference::cluster)
                .or(() -> submission.map(known -> known.order().cluster()));
    }

    /** The name that the engine shows, or that was submitted. */
    public Optional<String> name() {
        return status.flatMap(BatchStatus::name)
                .or(() -> submission.map(known -> known.order().name()));
    }

    /** When it was submitted from here: when its first attempt began; empty for a batch of another user or program. */
    public Optional<Instant> submittedAt() {
        return submission.map(SubmissionRecord::begunAt);
    }

    /** The priority with which it was submitted from here. */
    public Optional<Priority> priority() {
        return submission.map(known -> known.order().priority());
    }

    /** The caller's id of the request. */
    public Optional<String> requestId() {
        return submission.flatMap(known -> known.order().requestId());
    }

    /**
     * Whether a user may mean this batch by a text: the beginning, of at least {@value #SHORTEST_PREFIX} characters in upper or
     * lower case, of the id of the batch, of one of its jobs or of our submission; or the whole of one of these, of its name,
     * of its {@linkplain #plainName() plain name}, or of its request id.
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

    /** The name as the user gave it: without the token that submitting adds to it. */
    public Optional<String> plainName() {
        return name().map(shown -> submission
                .map(known -> shown.replace(" [" + known.id().token() + "]", ""))
                .orElse(shown));
    }

    /**
     * The state; a batch that the engine calls successful is failed if the journal knows of an output that is not good or could
     * not be moved to its place. While another process moves its outputs it is {@link BatchState#POST_PROCESSING}.
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
     * The state of one job: as the engine lists it, else as that of its outputs if the batch has ended, else as that of the
     * batch. A job whose outputs were checked is failed unless they are all good.
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
     * Why it failed, was not queued or was given up: in words, or as a code such as {@code OUTPUT_MISSING}.
     * {@link #complaint()} says it for people.
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

    /** An output that was found good and is not in its place, though no other process moves it. */
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

    /** Why it failed, was not queued or was given up, in words for people. */
    public Optional<String> complaint() {
        Optional<String> ofOutput = result().stream()
                .flatMap(result -> result.targets().stream())
                .flatMap(output -> output.complaint().stream())
                .findFirst()
                .or(() -> unplaced().flatMap(Output::complaint));
        return ofOutput.isPresent() ? ofOutput : reason();
    }

    /** How much is done, 0 to 100; empty for a failed or cancelled batch. */
    public OptionalInt percentComplete() {
        boolean meaningless = state().filter(known -> known == BatchState.FAILED || known == BatchState.CANCELLED)
                .isPresent();
        return meaningless
                ? OptionalInt.empty()
                : status.map(BatchStatus::percentComplete).orElse(OptionalInt.empty());
    }

    /** The sources of which no good output was made although the batch has ended, each once. */
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
