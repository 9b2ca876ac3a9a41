package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Destination;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Output;
import io.qmaster.domain.Publication;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.SubmissionJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Creates the request for the missing outputs of a submission. */
public final class Retry {
    private final MediaFiles files;

    /** Uses the access to existing outputs. */
    public Retry(MediaFiles files) {
        this.files = files;
    }

    /**
     * The request for the missing targets of a submission.
     *
     * @param since the later submissions with the same outputs
     * @throws RetryException if the submission is open, or no output is missing
     */
    public BatchRequest of(JournalEntry entry, List<JournalEntry> since) {
        BatchOrder order = entry.order();
        if (entry.isOpen()) {
            throw new RetryException(concerning(
                    entry,
                    Failure.unknown(
                                    "RETRY_OPEN",
                                    "the submission " + entry.submissionId()
                                            + " has not ended according to the journal: "
                                            + entry.batch()
                                                    .map(batch ->
                                                            entry.conclusion().isPresent()
                                                                    ? "not all outputs of its batch " + batch
                                                                            + " are in their place"
                                                                    : "its batch " + batch + " may still be running")
                                                    .orElse("it is unknown whether the engine has it"))
                            .hint("wait for it, or recover it; if it is lost, give it up")));
        }
        List<Target> left = order.targets().stream()
                .filter(target -> outputOf(entry, target).filter(Output::isGood).isEmpty())
                .filter(target -> since.stream().noneMatch(later -> wasMade(target, later)))
                .toList();
        if (left.isEmpty()) {
            throw new RetryException(concerning(
                    entry,
                    Failure.unknown(
                                    "RETRY_COMPLETE",
                                    "all outputs of the submission " + entry.submissionId() + " exist already")
                            .hint("submit it again with another destination, or replace what exists")));
        }
        return new BatchRequest(
                order.requestedCluster(),
                order.priority(),
                Optional.of(BatchName.withoutToken(order)),
                order.exactName(),
                left.stream().map(Retry::job).toList(),
                order.labels(),
                Optional.empty(),
                areLeftovers(entry, left) ? ExistingOutput.REPLACE : order.existingOutput(),
                order.publication(),
                Optional.of(entry.submissionId()));
    }

    /** The submissions after a submission with the same outputs. */
    public static List<JournalEntry> since(JournalEntry original, SubmissionJournal journal) {
        return original.latest().claims().stream()
                .flatMap(claim -> journal.claimants(claim).stream()
                        .takeWhile(entry -> !entry.submissionId().equals(original.submissionId())))
                .toList();
    }

    /** A failure that names the submission to retry, not the new one. */
    private static Failure concerning(JournalEntry entry, Failure failure) {
        return entry.batch().map(failure::of).orElse(failure).of(entry.submissionId());
    }

    /** Whether a later submission made the target from the present files, and its output is unchanged. */
    private boolean wasMade(Target target, JournalEntry later) {
        return later.result().map(BatchResult::targets).orElse(List.of()).stream()
                .filter(Output::isGood)
                .filter(output -> output.target().isSameWork(target))
                .filter(output -> isOfTheSameFiles(output.target()))
                .anyMatch(output -> KnownOutput.matches(output, output.path().orElseThrow(), files));
    }

    private boolean isOfTheSameFiles(Target made) {
        FileMark source = SourceMark.of(made.source(), files.look(made.source()), files);
        FileMark setting = files.look(made.setting().file()).mark();
        return source.equals(made.sourceMark()) && setting.equals(made.settingMark());
    }

    /**
     * Whether the existing files are only leftovers of the failed attempt, which may be replaced: empty files, and
     * outputs that the journal knows as invalid. Only an engine that had the batch and wrote to these paths can have
     * left any.
     */
    private boolean areLeftovers(JournalEntry entry, List<Target> left) {
        if (entry.submitted().isEmpty() || entry.order().publication() != Publication.DIRECT) {
            return false;
        }
        boolean any = false;
        for (Target target : left) {
            Optional<Output> output = outputOf(entry, target);
            for (Path path : target.possiblePaths()) {
                FileFacts facts = files.look(path);
                if (facts.exists() && !isLeftover(path, facts, output)) {
                    return false;
                }
                any |= facts.exists();
            }
        }
        return any;
    }

    private static boolean isLeftover(Path path, FileFacts facts, Optional<Output> output) {
        boolean empty = facts.isFile() && facts.bytes() == 0;
        return empty
                || output.filter(invalid -> invalid.fault().isPresent())
                        .filter(invalid -> invalid.path().equals(Optional.of(path)))
                        .filter(invalid -> invalid.bytes().orElse(-1) == facts.bytes())
                        .filter(invalid ->
                                invalid.modified().map(facts.modified()::equals).orElse(true))
                        .isPresent();
    }

    private static Optional<Output> outputOf(JournalEntry entry, Target target) {
        List<Output> outputs = entry.result().map(BatchResult::targets).orElse(List.of());
        return outputs.stream()
                .filter(output -> output.target().index() == target.index())
                .findFirst();
    }

    private static JobRequest job(Target target) {
        return new JobRequest(
                target.source(),
                Optional.of(target.setting().file()),
                Optional.of(Destination.file(target.plannedPath())),
                target.options());
    }
}
