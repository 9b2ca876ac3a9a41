package io.qmaster.cli.webhook;

import io.qmaster.cli.output.Json;
import io.qmaster.cli.webhook.Delivery.State;
import io.qmaster.domain.SubmissionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A subscription as a file holds it: one line of JSON. */
final class SubscriptionFormat {
    private static final int VERSION = 1;

    private SubscriptionFormat() {}

    static String write(Subscription subscription) {
        ObjectNode document = Json.object();
        document.put("format", VERSION);
        document.put("submissionId", subscription.submission().value());
        document.set(
                "webhooks",
                Json.texts(subscription.webhooks().stream().map(Webhook::text).toList()));
        document.set(
                "notices",
                Json.array(subscription.notices().entrySet(), notice -> notice(notice.getKey(), notice.getValue())));
        return Json.write(document);
    }

    private static ObjectNode notice(Notice notice, List<Delivery> deliveries) {
        ObjectNode document = Json.object();
        document.put("event", notice.event());
        document.put("key", notice.key());
        document.put("body", notice.body());
        document.set("deliveries", Json.array(deliveries, SubscriptionFormat::delivery));
        return document;
    }

    private static ObjectNode delivery(Delivery delivery) {
        ObjectNode document = Json.object();
        document.put("webhook", delivery.webhook().text());
        document.put("state", delivery.state().name());
        document.put("attempts", delivery.attempts());
        document.set("firstTried", Json.text(delivery.firstTried()));
        document.set("notBefore", Json.text(delivery.notBefore()));
        return document;
    }

    /** @throws RuntimeException if it is something else, or was written by a later version */
    static Subscription read(String text) {
        JsonNode document = Json.read(text);
        if (document.path("format").intValue(0) != VERSION) {
            throw new IllegalArgumentException("it has another format");
        }
        Set<Webhook> webhooks = new LinkedHashSet<>();
        document.required("webhooks").forEach(url -> webhooks.add(Webhook.of(url.asString())));
        Map<Notice, List<Delivery>> notices = new LinkedHashMap<>();
        document.required("notices")
                .forEach(notice -> notices.put(
                        new Notice(text(notice, "event"), text(notice, "key"), text(notice, "body")),
                        notice.required("deliveries")
                                .valueStream()
                                .map(SubscriptionFormat::delivery)
                                .toList()));
        return new Subscription(new SubmissionId(text(document, "submissionId")), webhooks, notices);
    }

    private static Delivery delivery(JsonNode document) {
        return new Delivery(
                Webhook.of(text(document, "webhook")),
                State.valueOf(text(document, "state")),
                document.required("attempts").intValue(),
                moment(document, "firstTried"),
                moment(document, "notBefore"));
    }

    private static String text(JsonNode document, String key) {
        return document.required(key).asString();
    }

    private static Optional<Instant> moment(JsonNode document, String key) {
        JsonNode value = document.required(key);
        return value.isNull() ? Optional.empty() : Optional.of(Instant.parse(value.asString()));
    }
}
