package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The webhooks of one submission, its notices and their deliveries. Immutable.
 *
 * @param submission the submission
 * @param webhooks the receivers
 * @param notices the notices with their deliveries, the oldest first
 */
record Subscription(SubmissionId submission, Set<Webhook> webhooks, Map<Notice, List<Delivery>> notices) {
    /** The event after which no other follows. */
    static final String ENDED = "ended";
    /** The event of a submission that did not become a batch, or was given up. */
    static final String RECOVERED = "recovered";

    private static final String LOST = "lost";
    private static final String ENGINE_RESET = "engineReset";

    Subscription {
        webhooks = new LinkedHashSet<>(webhooks);
        notices = new LinkedHashMap<>(notices);
    }

    /** A subscription without webhooks. */
    static Subscription of(SubmissionId submission) {
        return new Subscription(submission, Set.of(), Map.of());
    }

    /** Adds a webhook, which also gets the notices that the others got; returns itself if it is there already. */
    Subscription subscribed(Webhook webhook) {
        if (webhooks.contains(webhook)) {
            return this;
        }
        Set<Webhook> all = new LinkedHashSet<>(webhooks);
        all.add(webhook);
        Map<Notice, List<Delivery>> told = new LinkedHashMap<>(notices);
        told.replaceAll((notice, deliveries) -> joined(deliveries, Delivery.to(webhook)));
        return new Subscription(submission, all, told);
    }

    /**
     * Adds a notice; returns itself if it is there already: several processes may watch one batch, and a restarted one sees
     * the same events again.
     */
    Subscription happened(String event, String body) {
        if (isKnown(event)) {
            return this;
        }
        long before = notices.keySet().stream()
                .filter(told -> told.event().equals(event))
                .count();
        String key = submission + "." + event + (before == 0 ? "" : "." + (before + 1));
        Map<Notice, List<Delivery>> all = new LinkedHashMap<>(notices);
        all.put(
                new Notice(event, key, body),
                webhooks.stream().map(Delivery::to).toList());
        return new Subscription(submission, webhooks, all);
    }

    private boolean isKnown(String event) {
        String latest = latest().map(Notice::event).orElse("");
        return latest.equals(ENDED)
                || latest.equals(event)
                || (latest.equals(LOST) && event.equals(ENGINE_RESET))
                || (latest.equals(RECOVERED) && !event.equals(ENDED));
    }

    /** Replaces the delivery of the notice with this key. */
    Subscription tried(String key, Delivery delivery) {
        Map<Notice, List<Delivery>> all = new LinkedHashMap<>(notices);
        all.replaceAll((notice, deliveries) -> notice.key().equals(key)
                ? deliveries.stream()
                        .map(known -> known.webhook().equals(delivery.webhook()) ? delivery : known)
                        .toList()
                : deliveries);
        return new Subscription(submission, webhooks, all);
    }

    Optional<Delivery> delivery(Notice notice, Webhook webhook) {
        return notices.getOrDefault(notice, List.of()).stream()
                .filter(delivery -> delivery.webhook().equals(webhook))
                .findFirst();
    }

    boolean hasPending() {
        return notices.values().stream().flatMap(List::stream).anyMatch(Delivery::isPending);
    }

    /** Whether no further notice can come from the journal. */
    boolean isSettled() {
        return latest().map(Notice::event)
                .filter(event -> event.equals(ENDED) || event.equals(RECOVERED))
                .isPresent();
    }

    private Optional<Notice> latest() {
        return notices.keySet().stream().reduce((earlier, later) -> later);
    }

    private static List<Delivery> joined(List<Delivery> deliveries, Delivery one) {
        List<Delivery> all = new ArrayList<>(deliveries);
        all.add(one);
        return List.copyOf(all);
    }
}
