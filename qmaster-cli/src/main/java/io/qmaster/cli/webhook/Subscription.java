package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The webhooks of one submission, its notices and their deliveries. Immutable.
 *
 * @param receivers who is notified, by address
 * @param notices the notices with their deliveries, the oldest first
 */
record Subscription(SubmissionId submission, Map<Webhook, Receiver> receivers, Map<Notice, List<Delivery>> notices) {
    /** The event after which no other follows. */
    static final String ENDED = "ended";

    private static final String LOST = "lost";
    private static final String ENGINE_RESET = "engineReset";

    Subscription {
        receivers = new LinkedHashMap<>(receivers);
        notices = new LinkedHashMap<>(notices);
    }

    /** A subscription without webhooks. */
    static Subscription of(SubmissionId submission) {
        return new Subscription(submission, Map.of(), Map.of());
    }

    /** Adds a receiver, which also gets the notices before; returns itself if its webhook is there already. */
    Subscription subscribed(Receiver receiver) {
        if (receivers.containsKey(receiver.webhook())) {
            return this;
        }
        Map<Webhook, Receiver> all = new LinkedHashMap<>(receivers);
        all.put(receiver.webhook(), receiver);
        Map<Notice, List<Delivery>> told = new LinkedHashMap<>(notices);
        told.replaceAll((notice, deliveries) ->
                receiver.wants(notice.event()) ? joined(deliveries, Delivery.to(receiver)) : deliveries);
        return new Subscription(submission, all, told);
    }

    /**
     * Adds a notice, which is delivered to those who want it. Returns itself if it is there already, since several processes
     * may watch one batch and a restarted one sees the same events again, and if it is an event that few want and none does.
     */
    Subscription happened(String event, String body) {
        List<Delivery> deliveries = receivers.values().stream()
                .filter(receiver -> receiver.wants(event))
                .map(Delivery::to)
                .toList();
        // Those by default are kept for the order of events: "lost" comes again after "found".
        if (isKnown(event) || (deliveries.isEmpty() && !isByDefault(event))) {
            return this;
        }
        long before = notices.keySet().stream()
                .filter(told -> told.event().equals(event))
                .count();
        String key = submission + "." + event + (before == 0 ? "" : "." + (before + 1));
        Map<Notice, List<Delivery>> all = new LinkedHashMap<>(notices);
        all.put(new Notice(event, key, body), deliveries);
        return new Subscription(submission, receivers, all);
    }

    private static boolean isByDefault(String event) {
        return NotifyEvent.named(event).filter(NotifyEvent.DEFAULT::contains).isPresent();
    }

    private boolean isKnown(String event) {
        String latest = latest().map(Notice::event).orElse("");
        return latest.equals(ENDED)
                || latest.equals(event)
                || (latest.equals(LOST) && event.equals(ENGINE_RESET))
                || (latest.equals(NotifyEvent.RECOVERED) && !event.equals(ENDED));
    }

    /** Replaces the delivery of the notice with this key. */
    Subscription tried(String key, Delivery delivery) {
        Map<Notice, List<Delivery>> all = new LinkedHashMap<>(notices);
        all.replaceAll((notice, deliveries) -> notice.key().equals(key)
                ? deliveries.stream()
                        .map(known -> known.webhook().equals(delivery.webhook()) ? delivery : known)
                        .toList()
                : deliveries);
        return new Subscription(submission, receivers, all);
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
                .filter(event -> event.equals(ENDED) || event.equals(NotifyEvent.RECOVERED))
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
