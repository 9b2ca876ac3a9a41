package io.qmaster.cli.webhook;

import io.qmaster.cli.output.Json;
import io.qmaster.cli.webhook.Delivery.State;
import io.qmaster.domain.SubmissionId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The file format of a subscription: a line of JSON for each change. */
final class SubscriptionFormat {
    private SubscriptionFormat() {}

    static String subscribed(Receiver receiver) {
        ObjectNode document = Json.object();
        document.put("webhook", receiver.webhook().text());
        ArrayNode events = document.putArray("on");
        // In the order of their declaration, so that the same is written the same.
        Stream.of(NotifyEvent.values()).filter(receiver.events()::contains).forEach(event -> events.add(event.word()));
        document.put("signed", receiver.signed());
        return Json.write(document);
    }

    static String happened(String event, String body) {
        return Json.write(Json.object().put("event", event).put("body", body));
    }

    static String tried(Notice notice, Delivery delivery) {
        ObjectNode document = Json.object();
        document.put("key", notice.key());
        document.put("to", delivery.webhook().text());
        document.put("state", delivery.state().name());
        document.put("attempts", delivery.attempts());
        document.set("firstTried", Json.text(delivery.firstTried()));
        document.set("notBefore", Json.text(delivery.notBefore()));
        return Json.write(document);
    }

    /** Reads the lines; damaged lines and lines of an unknown kind are ignored. */
    static Subscription read(SubmissionId submission, List<String> lines) {
        Subscription subscription = Subscription.of(submission);
        for (String line : lines) {
            try {
                subscription = with(subscription, Json.read(line));
            } catch (JacksonException | IllegalArgumentException | DateTimeException damaged) {
                // The notice is sent again.
            }
        }
        return subscription;
    }

    private static Subscription with(Subscription known, JsonNode line) {
        if (line.has("webhook")) {
            return known.subscribed(receiver(line));
        }
        if (line.has("event")) {
            return known.happened(text(line, "event"), text(line, "body"));
        }
        return line.has("key") ? tried(known, line) : known;
    }

    /** Lines of earlier versions name neither events nor whether to sign. */
    private static Receiver receiver(JsonNode line) {
        Set<NotifyEvent> events = line.path("on")
                .valueStream()
                .flatMap(event -> NotifyEvent.named(event.asString()).stream())
                .collect(Collectors.toSet());
        return new Receiver(
                Webhook.of(text(line, "webhook")),
                line.has("on") ? events : NotifyEvent.DEFAULT,
                line.path("signed").asBoolean(false));
    }

    private static Subscription tried(Subscription known, JsonNode line) {
        Webhook webhook = Webhook.of(text(line, "to"));
        boolean signed = Optional.ofNullable(known.receivers().get(webhook))
                .filter(Receiver::signed)
                .isPresent();
        return known.tried(text(line, "key"), delivery(webhook, signed, line));
    }

    private static Delivery delivery(Webhook webhook, boolean signed, JsonNode line) {
        return new Delivery(
                webhook,
                signed,
                State.valueOf(text(line, "state")),
                line.required("attempts").intValue(),
                moment(line, "firstTried"),
                moment(line, "notBefore"));
    }

    private static String text(JsonNode document, String key) {
        return document.required(key).asString();
    }

    private static Optional<Instant> moment(JsonNode document, String key) {
        JsonNode value = document.required(key);
        return value.isNull() ? Optional.empty() : Optional.of(Instant.parse(value.asString()));
    }
}
