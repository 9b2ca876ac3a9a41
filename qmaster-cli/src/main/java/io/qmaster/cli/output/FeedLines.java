package io.qmaster.cli.output;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.feed.FeedOutcome;
import io.qmaster.domain.feed.FeedSummary;
import io.qmaster.domain.feed.FiledSource;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what happens in a run of many batches: in JSON an event for each, lines for people; the ids of batches on stdout. */
public final class FeedLines {
    private final Console console;
    private final Timekeeper time;
    private final Map<String, String> labels;
    private long events;

    /** Prints on a console. */
    public FeedLines(Console console, Timekeeper time, Map<String, String> labels) {
        this.console = console;
        this.time = time;
        this.labels = Map.copyOf(labels);
    }

    /** The engine has a batch. Its own event reports that in JSON. */
    public void queued(QmasterBatch batch) {
        if (console.isJson()) {
            return;
        }
        console.answer(batch.id().value());
        batch.order()
                .ifPresent(order -> console.tell("submitted \"" + order.name() + "\" (" + sources(order) + ") to "
                        + order.cluster().displayName()));
    }

    private static String sources(BatchOrder order) {
        int number = order.sources().size();
        return number == 1 ? String.valueOf(order.sources().get(0).getFileName()) : number + " sources";
    }

    /** A source was set aside. */
    public void rejected(Path source, QmasterException why) {
        report("rejected", "set aside", source, why);
    }

    /** It is not known whether the engine has the batch of a source. */
    public void unsettled(Path source, QmasterException why) {
        report("unsettled", "not settled", source, why);
    }

    private void report(String event, String words, Path source, QmasterException why) {
        if (console.isJson()) {
            console.answerDocument(
                    new FeedDocuments.Rejected(head(event), source, Documents.Failure.of(why.failure())));
        } else {
            console.log(words + " " + source + ": " + why.failure().message()
                    + (why.hint().isEmpty() ? "" : "; " + why.hint()));
        }
    }

    /** A file of a hot folder is finished. */
    public void filed(FiledSource source) {
        if (console.isJson()) {
            console.answerDocument(FeedDocuments.Filed.of(head("filed"), source));
        } else {
            console.tell(source.source() + " is " + words(source.outcome())
                    + source.path().map(path -> ": moved to " + path).orElse(", and gone"));
        }
    }

    /** A file of a hot folder is not taken as a source. */
    public void passedOver(Path file, String why) {
        if (console.isJson()) {
            console.answerDocument(new EventDocuments.PassedOver(head("passedOver"), file, why));
        } else {
            console.tell("passed over " + file + ": " + why);
        }
    }

    /** A volume is gone. */
    public void volumeMissing(Path place) {
        volume("volumeMissing", place, place + " is gone: nothing is submitted until it is back");
    }

    /** A volume is back. */
    public void volumeBack(Path place) {
        volume("volumeBack", place, place + " is back");
    }

    private void volume(String event, Path place, String message) {
        if (console.isJson()) {
            console.answerDocument(new FeedDocuments.Volume(head(event), place));
        } else {
            console.tell(message);
        }
    }

    /** Nothing further is submitted. */
    public void draining(int running, int left) {
        if (console.isJson()) {
            console.answerDocument(new FeedDocuments.Draining(head("draining"), running, left));
        }
    }

    /** Prints the result of the run. */
    public void summary(FeedSummary summary, ExitCode code) {
        if (console.isJson()) {
            console.answerDocument(FeedDocuments.Summary.of(head("summary"), summary, code));
        } else {
            console.tell(summary.batches() + (summary.batches() == 1 ? " batch; " : " batches; ") + sources(summary));
        }
    }

    private static String sources(FeedSummary summary) {
        String counts = Arrays.stream(FeedOutcome.values())
                .filter(outcome -> summary.count(outcome) > 0)
                .map(outcome -> summary.count(outcome) + " " + words(outcome))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "no sources" : "sources: " + counts;
    }

    private static String words(FeedOutcome outcome) {
        return switch (outcome) {
            case REJECTED -> "set aside";
            case LEFT -> "not submitted";
            default -> outcome.name().toLowerCase(Locale.ROOT);
        };
    }

    private EventDocuments.Head head(String event) {
        events++;
        return EventDocuments.Head.alone(event, labels, events, time.now());
    }
}
