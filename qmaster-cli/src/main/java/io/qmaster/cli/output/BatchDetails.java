package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionRecord.Attempt;
import io.qmaster.domain.Target;
import java.util.Optional;
import java.util.OptionalInt;

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
     * @param raw the literal answer of its program, if there is one
     */
    public void print(BatchRecord batch, Optional<RawAnswer> raw) {
        if (console.isJson()) {
            console.answerDocument(Documents.Details.of(batch, raw));
            return;
        }
        line("batch", batch.batch().map(BatchReference::id).map(BatchId::value));
        line("name", batch.name());
        line("cluster", batch.cluster().map(Cluster::displayName));
        line(
                "state",
                batch.state()
                        .map(state -> state
                                + batch.complaint().map(why -> " (" + why + ")").orElse("")));
        line("not queried", batch.unread().map(Failure::message));
        batch.status().ifPresent(this::standing);
        batch.submission().ifPresent(this::remembered);
        raw.ifPresent(this::literally);
    }

    private void literally(RawAnswer raw) {
        line("query", Optional.of(raw.command()));
        line("result", Optional.of(raw.ending()));
        raw.output().lines().forEach(text -> line("answer", Optional.of(text)));
        raw.error().lines().forEach(text -> line("stderr", Optional.of(text)));
    }

    private void standing(BatchStatus status) {
        line("status", Optional.of(status.text().raw().strip()));
        line("elapsed", status.progress().elapsed().map(Durations::words));
        line("remaining", status.progress().remaining().map(Durations::words));
        line("by", status.submittedBy());
        status.jobs().forEach(job -> line("job", Optional.of(words(job))));
    }

    private static String words(JobStatus job) {
        OptionalInt percent = job.progress().percentComplete();
        return job.id().map(id -> id + " ").orElse("")
                + job.state()
                + (percent.isPresent() ? " " + percent.getAsInt() + " %" : "")
                + job.name().map(name -> " " + name).orElse("")
                + job.reason().map(reason -> " (" + reason + ")").orElse("");
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
        order.targets().forEach(target -> target(target, Documents.outputOf(entry, target)));
        line("ended", entry.ending().map(BatchDetails::words));
        entry.log().forEach(line -> line("log", Optional.of(StoryLines.words(line))));
    }

    private static String words(Ending end) {
        String how = Json.time(end.at()) + " "
                + switch (end.how()) {
                    case NOT_QUEUED -> "not queued";
                    case FINAL -> "final";
                    case LOST -> "lost";
                };
        return end.words().isEmpty() ? how : how + " (" + end.words() + ")";
    }

    private void attempt(Attempt attempt) {
        line(
                "attempt",
                Optional.of(attempt.number() + " at " + Json.time(attempt.at()) + " on "
                        + attempt.cluster().displayName()));
        line("ran", attempt.command());
        line("outcome", attempt.outcome());
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
                        + known.complaint()
                                .or(known::reason)
                                .map(why -> " (" + why + ")")
                                .orElse("")));
    }

    /** Unknown values have no line. */
    private void line(String what, Optional<String> value) {
        value.ifPresent(text -> console.answer(
                Printable.oneLine(Printable.shortened("%-12s%s".formatted(what, text), Console.LONGEST_LINE))));
    }
}
