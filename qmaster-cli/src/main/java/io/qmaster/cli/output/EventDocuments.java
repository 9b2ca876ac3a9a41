package io.qmaster.cli.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.Output;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/** The event lines: every event has {@code schema}, {@code event} and the rest of the head, then keys of its own. */
public final class EventDocuments {
    /** The version of our JSON. */
    public static final int SCHEMA = 1;

    private EventDocuments() {}

    record Head(
            int schema,
            String event,
            Optional<SubmissionId> submissionId,
            long sequence,
            Instant at,
            Map<String, String> labels,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<BatchId> batchId) {
        static Head of(String event, BatchEvent.Head head) {
            return new Head(
                    SCHEMA,
                    event,
                    head.submissionId(),
                    head.sequence(),
                    head.at(),
                    head.labels(),
                    head.batch().map(BatchReference::id));
        }

        /** The head of an event that belongs to no submission and no batch. */
        static Head alone(String event, Map<String, String> labels, long sequence, Instant at) {
            return new Head(SCHEMA, event, Optional.empty(), sequence, at, labels, Optional.empty());
        }
    }

    record Submitted(
            @JsonUnwrapped Head head,
            List<JobId> jobIds,
            String batchName,
            String backend,
            String cluster,
            String requestedCluster,
            boolean fellBack,
            Optional<String> settledBy,
            boolean replayed,
            List<Documents.PlannedTarget> targets) {
        static Submitted of(BatchEvent.Submitted event) {
            BatchOrder order = event.order();
            return new Submitted(
                    Head.of("submitted", event.head()),
                    event.jobIds(),
                    order.name(),
                    event.backend(),
                    order.cluster().displayName(),
                    order.requestedCluster().displayName(),
                    order.fellBack(),
                    event.settledBy(),
                    event.replayed(),
                    order.targets().stream()
                            .map(target -> Documents.PlannedTarget.of(order, target, event.jobIds()))
                            .toList());
        }
    }

    record Status(
            BatchState state,
            String status,
            Optional<String> reason,
            OptionalInt percentComplete,
            Optional<Duration> elapsedSeconds,
            Optional<Duration> remainingSeconds) {}

    record Changed(@JsonUnwrapped Head head, @JsonUnwrapped Status status) {
        static Changed of(String event, BatchEvent.Head head, BatchStatus status) {
            return new Changed(
                    Head.of(event, head),
                    new Status(
                            status.state(),
                            status.text().raw(),
                            status.reason(),
                            status.progress().percentComplete(),
                            status.progress().elapsed(),
                            status.progress().remaining()));
        }
    }

    record Stalled(@JsonUnwrapped Changed changed, Duration withoutProgressSeconds) {}

    record Lost(@JsonUnwrapped Head head, Duration unseenSeconds) {}

    record Unable(@JsonUnwrapped Head head, String reason) {}

    record EngineReset(@JsonUnwrapped Head head, int batches) {}

    record Ended(
            @JsonUnwrapped Head head,
            BatchState state,
            String status,
            Optional<String> reason,
            Optional<String> cause,
            boolean verified,
            Duration elapsedSeconds,
            int exitCode,
            Optional<List<OutputDocument>> targets) {
        static Ended of(BatchEvent.Ended event) {
            BatchResult result = event.result();
            return new Ended(
                    Head.of("ended", event.head()),
                    result.state(),
                    result.status().text().raw(),
                    reasonOf(result),
                    result.cause().map(cause -> cause.word()),
                    result.verified(),
                    result.status().progress().elapsed().orElse(result.took()),
                    ExitCode.of(result).number(),
                    // Every order has targets; without an order they are not known.
                    Optional.of(result.targets().stream()
                                    .map(OutputDocument::of)
                                    .toList())
                            .filter(outputs -> !outputs.isEmpty()));
        }

        private static Optional<String> reasonOf(BatchResult result) {
            return result.status()
                    .reason()
                    .or(() -> result.targets().stream()
                            .filter(output -> !output.isGood())
                            .flatMap(output -> output.reason().stream())
                            .findFirst());
        }
    }

    record OutputDocument(
            int index,
            Path source,
            Path plannedPath,
            Optional<Path> path,
            OptionalLong bytes,
            BatchState state,
            Optional<String> reason) {
        static OutputDocument of(Output output) {
            return new OutputDocument(
                    output.target().index(),
                    output.target().source(),
                    output.target().plannedPath(),
                    output.path(),
                    output.bytes(),
                    output.state(),
                    output.reason());
        }
    }

    record Recovered(
            @JsonUnwrapped Head head,
            Optional<String> cluster,
            io.qmaster.domain.Recovered.Finding finding,
            String message) {}

    record Skipped(@JsonUnwrapped Head head, SkippedTarget target) {}

    record SkippedTarget(int index, Path source, Path plannedPath, Optional<Path> path, OptionalLong bytes) {}

    /** A file of a folder that is not used as a source. */
    record PassedOver(@JsonUnwrapped Head head, Path source, String reason) {}

    record Log(@JsonUnwrapped Head head, LogLevel level, String message) {}

    /** One event. */
    public static ObjectNode of(BatchEvent event) {
        return Json.tree(document(event));
    }

    private static Object document(BatchEvent event) {
        if (event instanceof BatchEvent.Submitted submitted) {
            return Submitted.of(submitted);
        }
        if (event instanceof BatchEvent.Changed changed) {
            return Changed.of("changed", changed.head(), changed.status());
        }
        if (event instanceof BatchEvent.UnknownStatus unknown) {
            return Changed.of("unknownStatus", unknown.head(), unknown.status());
        }
        if (event instanceof BatchEvent.Held held) {
            return Changed.of("held", held.head(), held.status());
        }
        if (event instanceof BatchEvent.Stalled stalled) {
            return new Stalled(Changed.of("stalled", stalled.head(), stalled.status()), stalled.withoutProgress());
        }
        if (event instanceof BatchEvent.Found found) {
            return Changed.of("found", found.head(), found.status());
        }
        if (event instanceof BatchEvent.Lost lost) {
            return new Lost(Head.of("lost", lost.head()), lost.unseenFor());
        }
        if (event instanceof BatchEvent.StatusUnread unread) {
            return new Unable(Head.of("statusUnread", unread.head()), Printable.oneLine(unread.reason()));
        }
        if (event instanceof BatchEvent.JournalUnwritten unwritten) {
            return new Unable(Head.of("journalUnwritten", unwritten.head()), Printable.oneLine(unwritten.reason()));
        }
        if (event instanceof BatchEvent.EngineReset reset) {
            return new EngineReset(Head.of("engineReset", reset.head()), reset.batches());
        }
        return Ended.of((BatchEvent.Ended) event);
    }

    /** The result of recovering a submission. It does not belong to the events of its batch, which are counted from 1. */
    public static ObjectNode of(io.qmaster.domain.Recovered found, Instant at, Map<String, String> labels) {
        return Json.tree(new Recovered(
                new Head(
                        SCHEMA,
                        "recovered",
                        Optional.of(found.submissionId()),
                        0,
                        at,
                        labels,
                        found.batch().map(BatchReference::id)),
                found.batch().map(batch -> batch.cluster().displayName()),
                found.finding(),
                Printable.oneLine(found.words())));
    }

    /** A target that is not submitted because it is complete. */
    static Skipped skipped(Output output, Map<String, String> labels, long sequence, Instant at) {
        return new Skipped(
                Head.alone("skipped", labels, sequence, at),
                new SkippedTarget(
                        output.target().index(),
                        output.target().source(),
                        output.target().plannedPath(),
                        output.path(),
                        output.bytes()));
    }

    /** The event that tests a webhook. */
    public static ObjectNode test(Instant at) {
        return Json.tree(Head.alone("test", Map.of(), 1, at));
    }

    /** A line of the log of a submission. */
    static Log log(SubmissionRecord entry, LogEntry line, long sequence) {
        return new Log(
                new Head(
                        SCHEMA,
                        "log",
                        Optional.of(entry.id()),
                        sequence,
                        line.at(),
                        entry.order().labels(),
                        entry.batch().map(BatchReference::id)),
                line.level(),
                line.message());
    }
}
