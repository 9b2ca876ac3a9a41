package io.qmaster.cli.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Ending;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.Target;
import io.qmaster.domain.verify.OutputVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The JSON documents of the program other than the events, which are {@link EventDocuments}. The components of a record are
 * its keys, in their order; an empty one is {@code null}. {@code documents.schema.json} describes them all.
 */
public final class Documents {
    private Documents() {}

    /** The object on stderr. */
    public record Failure(Reported error) {
        record Reported(
                String code,
                String message,
                Optional<String> hint,
                Optional<SubmissionId> submissionId,
                Optional<BatchId> batchId,
                Optional<QueueFate> outcome,
                boolean retryable) {}

        /** Describes a failure. */
        public static Failure of(io.qmaster.domain.Failure failure) {
            return new Failure(new Reported(
                    failure.code(),
                    Printable.oneLine(failure.message()),
                    Optional.of(Printable.oneLine(failure.hint())).filter(hint -> !hint.isEmpty()),
                    failure.submissionId(),
                    failure.batch().map(BatchReference::id),
                    failure.fate(),
                    failure.retryable()));
        }
    }

    /** A warning on stderr, of a submission if it is known by then. */
    record Warning(Told warning) {
        record Told(String message, Optional<SubmissionId> submissionId) {}

        static Warning of(String message, Optional<SubmissionId> submission) {
            return new Warning(new Told(Printable.oneLine(message), submission));
        }
    }

    /** An element of {@code status} and {@code list}. */
    public record Batch(
            Optional<BatchId> batchId,
            Optional<SubmissionId> submissionId,
            Optional<String> batchName,
            Optional<String> cluster,
            Optional<BatchState> state,
            Optional<String> status,
            Optional<String> reason,
            OptionalInt percentComplete,
            Optional<Duration> elapsedSeconds,
            Optional<Duration> remainingSeconds,
            Optional<String> submittedBy,
            Optional<String> submittedAtText,
            Optional<Map<String, String>> labels,
            Optional<List<TargetAndOutput>> targets,
            Optional<List<Job>> jobs,
            Optional<Boolean> givenUp,
            Optional<String> priority,
            Optional<String> requestId,
            Optional<Instant> submittedAt) {
        /** Describes a batch. */
        public static Batch of(BatchRecord view) {
            return of(
                    view,
                    view.submission().map(TargetAndOutput::allOf),
                    view.status()
                            .map(known -> known.jobs().stream().map(Job::of).toList()));
        }

        /** Describes a batch without its targets and jobs, of which there can be thousands. */
        public static Batch withoutLists(BatchRecord view) {
            return of(view, Optional.empty(), Optional.empty());
        }

        private static Batch of(BatchRecord view, Optional<List<TargetAndOutput>> targets, Optional<List<Job>> jobs) {
            Optional<BatchStatus> status = view.status();
            Optional<BatchOrder> order = view.submission().map(SubmissionRecord::order);
            return new Batch(
                    view.batch().map(BatchReference::id),
                    order.map(BatchOrder::submissionId),
                    view.name(),
                    view.cluster().map(Cluster::displayName),
                    view.state(),
                    status.map(known -> known.text().toString()),
                    view.reason(),
                    view.percentComplete(),
                    status.flatMap(known -> known.progress().elapsed()),
                    status.flatMap(known -> known.progress().remaining()),
                    status.flatMap(BatchStatus::submittedBy),
                    status.flatMap(BatchStatus::submittedAtText),
                    order.map(BatchOrder::labels),
                    targets,
                    jobs,
                    view.submission().map(SubmissionRecord::isGivenUp),
                    view.priority().map(io.qmaster.domain.Priority::word),
                    view.requestId(),
                    view.submission().flatMap(SubmissionRecord::submittedAt));
        }
    }

    record Job(
            Optional<JobId> jobId,
            Optional<String> name,
            BatchState state,
            String status,
            Optional<String> reason,
            OptionalInt percentComplete) {
        static Job of(JobStatus job) {
            return new Job(
                    job.id(),
                    job.name(),
                    job.state(),
                    job.text().raw(),
                    job.reason(),
                    job.progress().percentComplete());
        }
    }

    record PlannedTarget(int index, Path source, Path setting, Path plannedPath, Optional<JobId> jobId) {
        static PlannedTarget of(BatchOrder order, Target target, List<JobId> jobIds) {
            return new PlannedTarget(
                    target.index(),
                    target.source(),
                    target.setting().file(),
                    target.plannedPath(),
                    order.jobOf(target, jobIds));
        }
    }

    /** The plan for a target and its result. */
    record TargetAndOutput(
            @JsonUnwrapped PlannedTarget planned,
            Optional<Path> path,
            OptionalLong bytes,
            Optional<BatchState> state,
            Optional<String> reason) {
        static List<TargetAndOutput> allOf(SubmissionRecord entry) {
            return entry.order().targets().stream()
                    .map(target -> {
                        Optional<Output> output = outputOf(entry, target);
                        return new TargetAndOutput(
                                PlannedTarget.of(entry.order(), target, entry.jobIds()),
                                output.flatMap(Output::path),
                                output.map(Output::bytes).orElse(OptionalLong.empty()),
                                output.map(Output::state),
                                output.flatMap(Output::reason));
                    })
                    .toList();
        }
    }

    /** All details of one batch. */
    public record Details(
            @JsonUnwrapped Batch batch,
            Optional<String> unread,
            Optional<String> requestedCluster,
            Optional<Boolean> fellBack,
            Optional<Boolean> open,
            Optional<Boolean> heldElsewhere,
            Optional<List<JobId>> jobIds,
            Optional<String> settledBy,
            Optional<End> ending,
            Optional<List<Attempt>> attempts,
            Optional<List<LogEntry>> story,
            Optional<RawAnswer> rawAnswer) {
        /** Describes a batch, with the literal answer of the engine's program if there is one. */
        public static Details of(BatchRecord batch, Optional<RawAnswer> rawAnswer) {
            Optional<SubmissionRecord> entry = batch.submission();
            Optional<BatchOrder> order = entry.map(SubmissionRecord::order);
            return new Details(
                    Batch.of(batch),
                    batch.unread().map(io.qmaster.domain.Failure::message),
                    order.map(BatchOrder::requestedCluster).map(Cluster::displayName),
                    order.map(BatchOrder::fellBack),
                    entry.map(SubmissionRecord::isOpen),
                    entry.map(known -> known.holder().isPresent()),
                    entry.filter(known -> known.batch().isPresent()).map(SubmissionRecord::jobIds),
                    entry.flatMap(SubmissionRecord::settledBy),
                    entry.flatMap(SubmissionRecord::ending).map(End::of),
                    entry.map(
                            known -> known.attempts().stream().map(Attempt::of).toList()),
                    entry.map(SubmissionRecord::log),
                    rawAnswer);
        }
    }

    record End(Ending.How how, Instant at, Optional<String> words, Optional<String> cause, Optional<Boolean> verified) {
        static End of(Ending end) {
            return new End(
                    end.how(),
                    end.at(),
                    Optional.of(end.words()).filter(words -> !words.isEmpty()),
                    end.result().flatMap(BatchResult::cause).map(cause -> cause.word()),
                    end.result().map(BatchResult::verified));
        }
    }

    record Attempt(int attempt, Instant at, String cluster, Optional<String> command, Optional<String> outcome) {
        static Attempt of(SubmissionRecord.Attempt made) {
            return new Attempt(made.number(), made.at(), made.cluster().displayName(), made.command(), made.outcome());
        }
    }

    /** The result of {@code recover} for one submission. */
    public record Recovered(
            SubmissionId submissionId,
            Optional<BatchId> batchId,
            Optional<String> cluster,
            io.qmaster.domain.Recovered.Finding finding,
            String message) {
        /** Describes a finding. */
        public static Recovered of(io.qmaster.domain.Recovered found) {
            return new Recovered(
                    found.submissionId(),
                    found.batch().map(BatchReference::id),
                    found.batch().map(batch -> batch.cluster().displayName()),
                    found.finding(),
                    Printable.oneLine(found.words()));
        }
    }

    /** A result of {@code verify}. */
    public record Verified(
            Path path,
            Optional<Path> source,
            Optional<Path> setting,
            boolean good,
            Optional<OutputFault> fault,
            Optional<String> reason,
            List<String> notJudged) {
        /** Describes the result for an output. */
        public static Verified of(
                Path output, Optional<Path> source, Optional<SettingFacts> setting, OutputVerifier.Verdict verdict) {
            return new Verified(
                    output,
                    source,
                    setting.map(SettingFacts::file),
                    verdict.isGood(),
                    verdict.fault(),
                    verdict.reason().map(Printable::oneLine),
                    verdict.notJudged().stream().map(Printable::oneLine).toList());
        }
    }

    /** A result of {@code doctor}. */
    public record Finding(String id, String status, String message, Optional<String> fix) {
        /** Describes a finding. */
        public static Finding of(HealthFinding finding) {
            return new Finding(
                    finding.id(),
                    word(finding.status()),
                    Printable.oneLine(finding.message()),
                    finding.fix().map(Printable::oneLine));
        }
    }

    /** Where {@code monitor} listens. */
    public record Listening(int schema, String url) {}

    /** The command that a submission would run. */
    public record Preview(int schema, List<String> command) {
        /** Describes a command. */
        public static Preview of(CommandPreview preview) {
            return new Preview(EventDocuments.SCHEMA, preview.arguments());
        }

        /** Prints a command: as a document, or for people. */
        public static void print(CommandPreview preview, Console console) {
            if (console.isJson()) {
                console.answerDocument(of(preview));
            } else {
                console.answer(preview.toString());
            }
        }
    }

    /** The result of a target. */
    static Optional<Output> outputOf(SubmissionRecord entry, Target target) {
        return entry.result().stream()
                .flatMap(result -> result.targets().stream())
                .filter(output -> output.target().index() == target.index())
                .findFirst();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
