package io.qmaster.domain.standard;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a result stands in the journal. A target that the order holds already is named by its place there: it is by far the
 * longest part of a result.
 */
final class ResultFormat {
    private ResultFormat() {}

    static JsonObject write(BatchResult result, Optional<BatchOrder> order) {
        return new JsonObject()
                .with("status", write(result.status()))
                .with(
                        "outputs",
                        result.outputs().stream()
                                .map(output -> write(output, order))
                                .toList())
                .with("verified", result.verified())
                .withText("cause", result.cause().map(CancelCause::name))
                .with("took", result.took().toString());
    }

    static BatchResult result(JsonObject json, Optional<BatchOrder> order) {
        return new BatchResult(
                status(json.object("status")),
                json.objects("outputs").stream()
                        .map(output -> output(output, order))
                        .toList(),
                json.flag("verified"),
                json.text("cause", CancelCause::valueOf),
                Duration.parse(json.text("took")));
    }

    private static JsonObject write(BatchStatus status) {
        return new JsonObject()
                .with("batchId", status.batch().id().value())
                .with("cluster", OrderFormat.write(status.batch().cluster()))
                .withText("name", status.name())
                .with("text", status.text().raw())
                .with("state", status.state().name())
                .withText("reason", status.reason())
                .with("progress", write(status.progress()))
                .withText("submittedBy", status.submittedBy())
                .withText("submittedAtText", status.submittedAtText())
                .with("jobs", status.jobs().stream().map(ResultFormat::write).toList())
                .with("seenAt", status.seenAt().toString());
    }

    private static BatchStatus status(JsonObject json) {
        return new BatchStatus(
                new BatchReference(new BatchId(json.text("batchId")), OrderFormat.cluster(json.object("cluster"))),
                json.text("name", text -> text),
                text(json),
                progress(json.object("progress")),
                json.text("submittedBy", text -> text),
                json.text("submittedAtText", text -> text),
                json.objects("jobs").stream().map(ResultFormat::job).toList(),
                json.moment("seenAt"));
    }

    /** Records of earlier versions hold no state: only Qmaster's own words were understood then. */
    private static StatusText text(JsonObject json) {
        String raw = json.text("text");
        return json.text("state", BatchState::valueOf)
                .map(state -> new StatusText(state, raw, json.text("reason", reason -> reason)))
                .orElseGet(() -> StatusText.ofQmaster(raw));
    }

    private static JsonObject write(JobStatus job) {
        return new JsonObject()
                .withText("id", job.id().map(JobId::value))
                .withText("name", job.name())
                .with("text", job.text().raw())
                .with("state", job.state().name())
                .withText("reason", job.reason())
                .with("progress", write(job.progress()));
    }

    private static JobStatus job(JsonObject json) {
        return new JobStatus(
                json.text("id", JobId::new),
                json.text("name", text -> text),
                text(json),
                progress(json.object("progress")));
    }

    private static JsonObject write(Progress progress) {
        JsonObject json = new JsonObject();
        progress.percentComplete().ifPresent(percent -> json.with("percent", percent));
        return json.withText("elapsed", progress.elapsed()).withText("remaining", progress.remaining());
    }

    private static Progress progress(JsonObject json) {
        return new Progress(
                json.optionalNumber("percent")
                        .map(percent -> OptionalInt.of(Math.toIntExact(percent)))
                        .orElse(OptionalInt.empty()),
                json.text("elapsed", Duration::parse),
                json.text("remaining", Duration::parse));
    }

    private static JsonObject write(Output output, Optional<BatchOrder> order) {
        int place = order.map(known -> known.targets().indexOf(output.target())).orElse(-1);
        JsonObject json = place < 0
                ? new JsonObject().with("target", OrderFormat.write(output.target()))
                : new JsonObject().with("targetOfOrder", place);
        json.withText("path", output.path());
        output.bytes().ifPresent(bytes -> json.with("bytes", bytes));
        return json.withText("modified", output.modified())
                .withText("key", output.key())
                .with("state", output.state().name())
                .withText("fault", output.fault().map(OutputFault::name))
                .withText("reason", output.reason());
    }

    private static Output output(JsonObject json, Optional<BatchOrder> order) {
        Target target = json.optionalObject("target")
                .map(OrderFormat::target)
                .orElseGet(() -> order.orElseThrow(() -> new IllegalArgumentException("a result without its order"))
                        .targets()
                        .get(json.smallNumber("targetOfOrder")));
        return new Output(
                target,
                json.text("path", Path::of),
                json.optionalNumber("bytes").map(OptionalLong::of).orElse(OptionalLong.empty()),
                json.text("modified", Instant::parse),
                json.text("key", key -> key),
                BatchState.valueOf(json.text("state")),
                json.text("fault", OutputFault::valueOf),
                json.text("reason", text -> text));
    }
}
