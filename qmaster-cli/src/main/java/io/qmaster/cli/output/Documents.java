package io.qmaster.cli.output;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Our JSON documents but for the events, which are {@link EventDocuments}. */
public final class Documents {
    private Documents() {}

    /** The object on stderr. */
    public static ObjectNode failure(Failure failure) {
        ObjectNode error = Json.object();
        error.put("code", failure.code());
        error.put("message", Printable.oneLine(failure.message()));
        error.set(
                "hint", Json.text(Optional.of(Printable.oneLine(failure.hint())).filter(hint -> !hint.isEmpty())));
        error.set("submissionId", Json.text(failure.submissionId()));
        error.set("batchId", Json.text(failure.batch().map(BatchReference::id)));
        error.set("outcome", Json.text(failure.fate()));
        error.put("retryable", failure.retryable());
        ObjectNode document = Json.object();
        document.set("error", error);
        return document;
    }

    /** A warning that belongs to a submission. */
    static ObjectNode warning(String message, SubmissionId submission) {
        ObjectNode warning = Json.object();
        warning.put("message", Printable.oneLine(message));
        warning.put("submissionId", submission.value());
        ObjectNode document = Json.object();
        document.set("warning", warning);
        return document;
    }

    /** An element of {@code status} and {@code list}. */
    public static ObjectNode batch(BatchRecord view) {
        Optional<BatchStatus> status = view.status();
        Optional<BatchOrder> order = view.submission().map(SubmissionRecord::order);
        ObjectNode batch = Json.object();
        batch.set("batchId", Json.text(view.batch().map(BatchReference::id)));
        batch.set("submissionId", Json.text(order.map(BatchOrder::submissionId)));
        batch.set("batchName", Json.text(view.name()));
        batch.set("cluster", Json.text(view.cluster().map(Cluster::displayName)));
        batch.set("state", Json.text(view.state()));
        batch.set("status", Json.text(status.map(BatchStatus::text)));
        batch.set("reason", Json.text(view.reason()));
        batch.set("percentComplete", Json.number(view.percentComplete()));
        batch.set(
                "elapsedSeconds",
                Json.seconds(status.flatMap(known -> known.progress().elapsed())));
        batch.set(
                "remainingSeconds",
                Json.seconds(status.flatMap(known -> known.progress().remaining())));
        batch.set("submittedBy", Json.text(status.flatMap(BatchStatus::submittedBy)));
        batch.set("submittedAtText", Json.text(status.flatMap(BatchStatus::submittedAtText)));
        batch.set(
                "labels",
                order.<JsonNode>map(known -> Json.texts(known.labels())).orElse(Json.unknown()));
        batch.set("targets", view.submission().map(Documents::targets).orElse(Json.unknown()));
        batch.set(
                "jobs",
                status.<JsonNode>map(known -> Json.array(known.jobs(), Documents::job))
                        .orElse(Json.unknown()));
        batch.set(
                "givenUp",
                view.submission()
                        .map(SubmissionRecord::isGivenUp)
                        .map(Json::truth)
                        .orElse(Json.unknown()));
        return batch;
    }

    /** What {@code recover} found of one submission. */
    public static ObjectNode recovered(Recovered recovered) {
        ObjectNode found = Json.object();
        found.put("submissionId", recovered.submissionId().value());
        found.set("batchId", Json.text(recovered.batch().map(BatchReference::id)));
        found.set(
                "cluster",
                Json.text(recovered.batch().map(batch -> batch.cluster().displayName())));
        found.put("finding", recovered.finding().name());
        found.put("message", Printable.oneLine(recovered.words()));
        return found;
    }

    /** A setting that can be chosen. */
    public static ObjectNode setting(SettingFacts facts) {
        ObjectNode setting = Json.object();
        setting.put("name", facts.name());
        setting.put("file", facts.file().toString());
        setting.put("origin", word(facts.origin()));
        setting.put("encoder", facts.encoder());
        setting.put("extension", facts.outputExtension());
        setting.set("videoCodec", Json.text(facts.videoCodec()));
        setting.set("audioCodec", Json.text(facts.audioCodec()));
        setting.set(
                "frameSize",
                facts.frameSize().<JsonNode>map(Documents::frameSize).orElse(Json.unknown()));
        setting.put("imageSequence", facts.imageSequence());
        setting.put("segmentable", facts.segmentable());
        return setting;
    }

    /** Something that {@code doctor} looked at. */
    public static ObjectNode finding(HealthFinding finding) {
        ObjectNode document = Json.object();
        document.put("id", finding.id());
        document.put("status", word(finding.status()));
        document.put("message", Printable.oneLine(finding.message()));
        document.set("fix", Json.text(finding.fix().map(Printable::oneLine)));
        return document;
    }

    /** What a submission would run. */
    public static ObjectNode preview(CommandPreview preview) {
        ObjectNode document = Json.object();
        document.put("schema", EventDocuments.SCHEMA);
        document.set("command", Json.texts(preview.arguments()));
        return document;
    }

    /** What was planned for a target. */
    static ObjectNode planned(BatchOrder order, Target target, List<JobId> jobIds) {
        ObjectNode planned = Json.object();
        planned.put("index", target.index());
        planned.put("source", target.source().toString());
        planned.put("setting", target.setting().file().toString());
        planned.put("plannedPath", target.plannedPath().toString());
        planned.set("jobId", Json.text(order.jobOf(target, jobIds)));
        return planned;
    }

    /** What became of a target. */
    static ObjectNode output(Output output) {
        ObjectNode document = Json.object();
        document.put("index", output.target().index());
        document.put("source", output.target().source().toString());
        document.put("plannedPath", output.target().plannedPath().toString());
        document.set("path", Json.text(output.path()));
        document.set("bytes", Json.number(output.bytes()));
        document.put("state", output.state().name());
        document.set("reason", Json.text(output.reason()));
        return document;
    }

    /** Who cancelled, in our word. */
    static JsonNode cause(Optional<CancelCause> cause) {
        return Json.text(cause.map(CancelCause::word));
    }

    private static JsonNode targets(SubmissionRecord entry) {
        List<Output> outputs = entry.result().map(BatchResult::targets).orElse(List.of());
        return Json.array(entry.order().targets(), target -> {
            Optional<Output> output = outputs.stream()
                    .filter(known -> known.target().index() == target.index())
                    .findFirst();
            ObjectNode document = planned(entry.order(), target, entry.jobIds());
            document.set("path", Json.text(output.flatMap(Output::path)));
            document.set("bytes", Json.number(output.map(Output::bytes).orElse(OptionalLong.empty())));
            document.set("state", Json.text(output.map(Output::state)));
            document.set("reason", Json.text(output.flatMap(Output::reason)));
            return document;
        });
    }

    private static ObjectNode job(JobStatus status) {
        ObjectNode job = Json.object();
        job.set("jobId", Json.text(status.id()));
        job.set("name", Json.text(status.name()));
        job.put("state", status.state().name());
        job.put("status", status.text().raw());
        job.set("reason", Json.text(status.reason()));
        job.set("percentComplete", Json.number(status.progress().percentComplete()));
        return job;
    }

    private static ObjectNode frameSize(FrameSize size) {
        ObjectNode document = Json.object();
        if (size instanceof FrameSize.Percent percent) {
            return document.put("rule", "percent").put("percent", percent.percent());
        }
        if (size instanceof FrameSize.FitWithin fit) {
            return document.put("rule", "fit").put("width", fit.width()).put("height", fit.height());
        }
        if (size instanceof FrameSize.Exactly exactly) {
            return document.put("rule", "exact").put("width", exactly.width()).put("height", exactly.height());
        }
        return document.put("rule", "source");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
