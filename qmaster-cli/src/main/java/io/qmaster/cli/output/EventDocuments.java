package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.Recovered;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The event lines: every event has {@code schema}, {@code event} and the head, then what is its own. */
public final class EventDocuments {
    /** The version of our JSON. */
    public static final int SCHEMA = 1;

    private EventDocuments() {}

    /** One event; but not those that no output of the program is given: {@code Refused} and {@code Adopted}. */
    public static ObjectNode of(BatchEvent event) {
        if (event instanceof BatchEvent.Submitted submitted) {
            return submitted(submitted);
        }
        if (event instanceof BatchEvent.Changed changed) {
            return standing(head("changed", changed.head()), changed.status());
        }
        if (event instanceof BatchEvent.UnknownStatus unknown) {
            return standing(head("unknownStatus", unknown.head()), unknown.status());
        }
        if (event instanceof BatchEvent.Held held) {
            return standing(head("held", held.head()), held.status());
        }
        if (event instanceof BatchEvent.Stalled stalled) {
            return standing(head("stalled", stalled.head()), stalled.status())
                    .put("withoutProgressSeconds", stalled.withoutProgress().toSeconds());
        }
        if (event instanceof BatchEvent.Found found) {
            return standing(head("found", found.head()), found.status());
        }
        if (event instanceof BatchEvent.Lost lost) {
            return head("lost", lost.head())
                    .put("unseenSeconds", lost.unseenFor().toSeconds());
        }
        if (event instanceof BatchEvent.StatusUnread unread) {
            return head("statusUnread", unread.head()).put("reason", Printable.oneLine(unread.reason()));
        }
        if (event instanceof BatchEvent.JournalUnwritten unwritten) {
            return head("journalUnwritten", unwritten.head()).put("reason", Printable.oneLine(unwritten.reason()));
        }
        if (event instanceof BatchEvent.EngineReset reset) {
            return head("engineReset", reset.head()).put("batches", reset.batches());
        }
        return ended((BatchEvent.Ended) event);
    }

    /** What was found of a submission that was left open. It is none of the events of its batch, which count from 1. */
    public static ObjectNode of(Recovered found, Instant at, Map<String, String> labels) {
        ObjectNode event = Json.object();
        event.put("schema", SCHEMA);
        event.put("event", "recovered");
        event.put("submissionId", found.submissionId().value());
        event.put("sequence", 0);
        event.set("at", Json.time(at));
        event.set("labels", Json.texts(labels));
        found.batch().map(BatchReference::id).ifPresent(id -> event.put("batchId", id.value()));
        event.set(
                "cluster", Json.text(found.batch().map(batch -> batch.cluster().displayName())));
        event.put("finding", found.finding().name());
        event.put("message", Printable.oneLine(found.words()));
        return event;
    }

    private static ObjectNode head(String name, BatchEvent.Head head) {
        ObjectNode event = Json.object();
        event.put("schema", SCHEMA);
        event.put("event", name);
        event.set("submissionId", Json.text(head.submissionId()));
        event.put("sequence", head.sequence());
        event.set("at", Json.time(head.at()));
        event.set("labels", Json.texts(head.labels()));
        head.batch().map(BatchReference::id).ifPresent(id -> event.put("batchId", id.value()));
        return event;
    }

    private static ObjectNode submitted(BatchEvent.Submitted submitted) {
        BatchOrder order = submitted.order();
        ObjectNode event = head("submitted", submitted.head());
        event.set("jobIds", Json.texts(submitted.jobIds()));
        event.put("batchName", order.name());
        event.put("backend", submitted.backend());
        event.put("cluster", order.cluster().displayName());
        event.put("requestedCluster", order.requestedCluster().displayName());
        event.put("fellBack", order.fellBack());
        event.set("settledBy", Json.text(submitted.settledBy()));
        event.put("replayed", submitted.replayed());
        event.set(
                "targets", Json.array(order.targets(), target -> Documents.planned(order, target, submitted.jobIds())));
        return event;
    }

    private static ObjectNode standing(ObjectNode event, BatchStatus status) {
        event.put("state", status.state().name());
        event.put("status", status.text().raw());
        event.set("reason", Json.text(status.reason()));
        event.set("percentComplete", Json.number(status.progress().percentComplete()));
        event.set("elapsedSeconds", Json.seconds(status.progress().elapsed()));
        event.set("remainingSeconds", Json.seconds(status.progress().remaining()));
        return event;
    }

    private static ObjectNode ended(BatchEvent.Ended ended) {
        BatchResult result = ended.result();
        Optional<Duration> elapsed = result.status().progress().elapsed().or(() -> Optional.of(result.took()));
        ObjectNode event = head("ended", ended.head());
        event.put("state", result.state().name());
        event.put("status", result.status().text().raw());
        event.set("reason", Json.text(reason(result)));
        event.set("cause", Documents.cause(result.cause()));
        event.put("verified", result.verified());
        event.set("elapsedSeconds", Json.seconds(elapsed));
        event.put("exitCode", ExitCode.of(result).number());
        // Without an order nobody knows the targets; every order has some.
        event.set(
                "targets",
                result.targets().isEmpty() ? Json.unknown() : Json.array(result.targets(), Documents::output));
        return event;
    }

    private static Optional<String> reason(BatchResult result) {
        return result.status()
                .reason()
                .or(() -> result.targets().stream()
                        .filter(output -> !output.isGood())
                        .map(Output::reason)
                        .flatMap(Optional::stream)
                        .findFirst());
    }
}
