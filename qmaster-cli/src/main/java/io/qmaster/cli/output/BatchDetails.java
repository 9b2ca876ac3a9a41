package io.qmaster.cli.output;

import io.qmaster.cli.config.Durations;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Output;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionRecord.Attempt;
import io.qmaster.domain.Target;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints everything that is known of one batch: an object in JSON, lines for people. */
public final class BatchDetails {
    private final Console console;

    /** Prints on a console. */
    public BatchDetails(Console console) {
        this.console = console;
    }

    /**
     * Prints the answer.
     *
     * @param batch what the engine and the journal know
     * @param raw what its program literally answered, if it did
     */
    public void print(BatchRecord batch, Optional<RawAnswer> raw) {
        if (console.isJson()) {
            ObjectNode document = document(batch);
            document.set(
                    "rawAnswer", raw.<JsonNode>map(BatchDetails::rawDocument).orElse(Json.unknown()));
            console.answer(document);
            return;
        }
        line("batch", batch.batch().map(BatchReference::id).map(BatchId::value));
        line("name", batch.name());
        line("cluster", batch.cluster().map(Cluster::displayName));
        line(
                "state",
                batch.state()
                        .map(state -> state
                                + batch.reason().map(why -> " (" + why + ")").orElse("")));
        line("not asked", batch.unread().map(Failure::message));
        batch.status().ifPresent(this::standing);
        batch.submission().ifPresent(this::remembered);
        raw.ifPresent(this::literally);
    }

    private void literally(RawAnswer raw) {
        line("asked", Optional.of(raw.command()));
        line("it", Optional.of(raw.ending()));
        raw.output().lines().forEach(text -> line("answer", Optional.of(text)));
        raw.error().lines().forEach(text -> line("complaint", Optional.of(text)));
    }

    private static ObjectNode rawDocument(RawAnswer raw) {
        ObjectNode document = Json.object();
        document.put("command", raw.command());
        document.put("ending", raw.ending());
        document.put("output", raw.output());
        return document.put("error", raw.error());
    }

    private void standing(BatchStatus status) {
        line("status", Optional.of(status.text().raw().strip()));
        line("elapsed", status.progress().elapsed().map(Durations::words));
        line("remaining", status.progress().remaining().map(Durations::words));
        line("by", status.submittedBy());
    }

    private void remembered(SubmissionRecord entry) {
        BatchOrder order = entry.order();
        line("submission", Optional.of(entry.id().value()));
        line("request id", order.requestId());
        line(
                "requested",
                Optional.of(order.requestedCluster().displayName() + (order.fellBack() ? ", fell back" : "")));
        order.labels().forEach((key, value) -> line("label", Optional.of(key + "=" + value)));
        entry.attempts().forEach(this::attempt);
        line("found by", entry.settledBy());
        order.targets().forEach(target -> target(target, outputOf(entry, target)));
        line("ended", entry.ending().map(BatchDetails::words));
        entry.log().forEach(line -> line("story", Optional.of(StoryLines.words(line))));
    }

    private static String words(Ending end) {
        String how = Json.time(end.at()).asString() + " " + end.how();
        return end.words().isEmpty() ? how : how + " (" + end.words() + ")";
    }

    private void attempt(Attempt attempt) {
        line(
                "attempt",
                Optional.of(attempt.number() + " at " + Json.time(attempt.at()).asString() + " on "
                        + attempt.cluster().displayName()));
        line("ran", attempt.command());
        line("came to", attempt.outcome());
    }

    private void target(Target target, Optional<Output> output) {
        line("target", Optional.of(target.index() + " " + target.source()));
        line("setting", Optional.of(target.setting().file().toString()));
        line(
                "output",
                Optional.of(output.flatMap(Output::path)
                        .orElse(target.plannedPath())
                        .toString()));
        line(
                "state",
                output.map(known -> known.state()
                        + known.reason().map(why -> " (" + why + ")").orElse("")));
    }

    /** What is not known has no line. */
    private void line(String what, Optional<String> value) {
        value.ifPresent(text -> console.answer(Printable.oneLine("%-12s%s".formatted(what, text))));
    }

    private static ObjectNode document(BatchRecord batch) {
        ObjectNode document = Documents.batch(batch);
        Optional<SubmissionRecord> entry = batch.submission();
        Optional<BatchOrder> order = entry.map(SubmissionRecord::order);
        document.set("unread", Json.text(batch.unread().map(Failure::message)));
        document.set(
                "requestedCluster",
                Json.text(order.map(BatchOrder::requestedCluster).map(Cluster::displayName)));
        document.set("fellBack", known(order.map(BatchOrder::fellBack)));
        document.set("requestId", Json.text(order.flatMap(BatchOrder::requestId)));
        document.set("open", known(entry.map(SubmissionRecord::isOpen)));
        document.set("heldElsewhere", known(entry.map(known -> known.holder().isPresent())));
        document.set(
                "jobIds",
                entry.filter(known -> known.batch().isPresent())
                        .<JsonNode>map(known -> Json.texts(known.jobIds()))
                        .orElse(Json.unknown()));
        document.set("settledBy", Json.text(entry.flatMap(SubmissionRecord::settledBy)));
        document.set(
                "submittedAt",
                Json.text(entry.flatMap(SubmissionRecord::submittedAt)
                        .map(at -> Json.time(at).asString())));
        document.set(
                "ending",
                entry.flatMap(SubmissionRecord::ending)
                        .<JsonNode>map(BatchDetails::ending)
                        .orElse(Json.unknown()));
        document.set(
                "attempts",
                entry.<JsonNode>map(known -> Json.array(known.attempts(), BatchDetails::attemptDocument))
                        .orElse(Json.unknown()));
        document.set(
                "story",
                entry.<JsonNode>map(known -> Json.array(known.log(), line -> {
                            ObjectNode told = Json.object();
                            told.set("at", Json.time(line.at()));
                            told.put("level", line.level().name());
                            return told.put("message", line.message());
                        }))
                        .orElse(Json.unknown()));
        return document;
    }

    private static ObjectNode ending(Ending ending) {
        ObjectNode document = Json.object();
        document.put("how", ending.how().name());
        document.set("at", Json.time(ending.at()));
        document.set("words", Json.text(Optional.of(ending.words()).filter(words -> !words.isEmpty())));
        document.set(
                "cause",
                ending.result().map(result -> Documents.cause(result.cause())).orElse(Json.unknown()));
        document.set("verified", known(ending.result().map(result -> result.verified())));
        return document;
    }

    private static ObjectNode attemptDocument(Attempt attempt) {
        ObjectNode document = Json.object();
        document.put("attempt", attempt.number());
        document.set("at", Json.time(attempt.at()));
        document.put("cluster", attempt.cluster().displayName());
        document.set("command", Json.text(attempt.command()));
        document.set("outcome", Json.text(attempt.outcome()));
        return document;
    }

    private static JsonNode known(Optional<Boolean> truth) {
        return truth.map(Json::truth).orElse(Json.unknown());
    }

    private static Optional<Output> outputOf(SubmissionRecord entry, Target target) {
        List<Output> outputs = entry.result().map(BatchResult::targets).orElse(List.of());
        return outputs.stream()
                .filter(output -> output.target().index() == target.index())
                .findFirst();
    }
}
