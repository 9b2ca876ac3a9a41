package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.Target;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The fields of a result. A target of the order is written as its index, since targets are the longest part of a
 * result.
 */
final class ResultFields {
    private ResultFields() {}

    static void write(BatchResult result, Optional<BatchOrder> order, Fields fields) {
        write(result.status(), fields.in("status"));
        fields.withAll("outputs", result.targets(), (part, output) -> write(output, order, part))
                .with("verified", result.verified())
                .with("cause", result.cause().map(CancelCause::name))
                .with("took", result.took());
    }

    static BatchResult result(Fields fields, Optional<BatchOrder> order) {
        return new BatchResult(
                status(fields.in("status")),
                fields.all("outputs", output -> output(output, order)),
                fields.flag("verified"),
                fields.text("cause", CancelCause::valueOf),
                fields.optionalDuration("took").orElseThrow(() -> new IllegalArgumentException("no duration")));
    }

    private static void write(BatchStatus status, Fields fields) {
        fields.with("batchId", status.batch().id());
        OrderFields.write(status.batch().cluster(), fields.in("cluster"));
        fields.with("name", status.name());
        write(status.text(), fields);
        write(status.progress(), fields);
        fields.with("submittedBy", status.submittedBy())
                .with("submittedAtText", status.submittedAtText())
                .withAll("jobs", status.jobs(), ResultFields::writeJob)
                .with("seenAt", status.seenAt());
    }

    private static BatchStatus status(Fields fields) {
        return new BatchStatus(
                new BatchReference(new BatchId(fields.text("batchId")), OrderFields.cluster(fields.in("cluster"))),
                fields.text("name", text -> text),
                text(fields),
                progress(fields),
                fields.text("submittedBy", text -> text),
                fields.text("submittedAtText", text -> text),
                fields.all("jobs", ResultFields::job),
                fields.moment("seenAt"));
    }

    private static void write(StatusText text, Fields fields) {
        fields.with("state", text.state().name()).with("text", text.raw()).with("reason", text.reason());
    }

    private static StatusText text(Fields fields) {
        return new StatusText(
                BatchState.valueOf(fields.text("state")), fields.text("text"), fields.text("reason", reason -> reason));
    }

    private static void writeJob(Fields fields, JobStatus job) {
        fields.with("id", job.id()).with("name", job.name());
        write(job.text(), fields);
        write(job.progress(), fields);
    }

    private static JobStatus job(Fields fields) {
        return new JobStatus(
                fields.text("id", JobId::new), fields.text("name", text -> text), text(fields), progress(fields));
    }

    private static void write(Progress progress, Fields fields) {
        progress.percentComplete().ifPresent(percent -> fields.with("percent", percent));
        fields.with("elapsed", progress.elapsed()).with("remaining", progress.remaining());
    }

    private static Progress progress(Fields fields) {
        return new Progress(
                fields.optionalSmallNumber("percent"),
                fields.optionalDuration("elapsed"),
                fields.optionalDuration("remaining"));
    }

    private static void write(Output output, Optional<BatchOrder> order, Fields fields) {
        int place = order.map(known -> known.targets().indexOf(output.target())).orElse(-1);
        if (place < 0) {
            OrderFields.write(output.target(), fields.in("target"));
        } else {
            fields.with("targetOfOrder", place);
        }
        fields.with("path", output.path());
        output.bytes().ifPresent(bytes -> fields.with("bytes", bytes));
        fields.with("modified", output.modified())
                .with("key", output.key())
                .with("state", output.state().name())
                .with("fault", output.fault().map(OutputFault::name))
                .with("reason", output.reason());
    }

    private static Output output(Fields fields, Optional<BatchOrder> order) {
        Target target = fields.part("target", OrderFields::target)
                .orElseGet(() -> order.orElseThrow(() -> new IllegalArgumentException("a result without its order"))
                        .targets()
                        .get(fields.smallNumber("targetOfOrder")));
        return new Output(
                target,
                fields.text("path", Path::of),
                fields.optionalNumber("bytes"),
                fields.optionalMoment("modified"),
                fields.text("key", key -> key),
                BatchState.valueOf(fields.text("state")),
                fields.text("fault", OutputFault::valueOf),
                fields.text("reason", text -> text));
    }
}
