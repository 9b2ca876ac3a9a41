package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Who wants to be told of one submission, and what they were told. Immutable.
 *
 * @param submission which one
 * @param webhooks who
 * @param notices what, with how far each has come; the first first
 */
record Subscription(SubmissionId submission, Set<Webhook> webhooks, Map<Notice, List<Delivery>> notices) {
    /** The event behind which there is none. */
    static final String ENDED = "ended";
    /** What is told of a submission that was settled without becoming a batch, or was given up. */
    static final String RECOVERED = "recovered";

    private static final String LOST = "lost";
    private static final String ENGINE_RESET = "engineReset";

    Subscription {
        webhooks = new LinkedHashSet<>(webhooks);
        notices = new LinkedHashMap<>(notices);
    }

    static Subscription of(SubmissionId submission, Collection<Webhook> webhooks) {
        return new Subscription(submission, new LinkedHashSet<>(webhooks), Map.of());
    }

    /** The same for others, too. They are also told what the others were told. */
    Subscription with(Collection<Webhook> more) {
        Set<Webhook> all = new LinkedHashSet<>(webhooks);
        Map<Notice, List<Delivery>> told = new LinkedHashMap<>(notices);
        for (Webhook webhook : more) {
            if (all.add(webhook)) {
                told.replaceAll((notice, deliveries) -> joined(deliveries, Delivery.to(webhook)));
            }
        }
        return new Subscription(submission, all, told);
    }

    /**
     * The same with something that happened; itself if that is known. Several programs may watch one batch, and one that is
     * started anew sees what the last one saw.
     */
    Subscription with(String event, String body) {
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

    /** The same with one delivery as it has become; itself if it does not know it. */
    Subscription with(Notice notice, Webhook webhook, UnaryOperator<Delivery> change) {
        Map<Notice, List<Delivery>> all = new LinkedHashMap<>(notices);
        all.computeIfPresent(
                notice,
                (known, deliveries) -> deliveries.stream()
                        .map(delivery -> delivery.webhook().equals(webhook) ? change.apply(delivery) : delivery)
                        .toList());
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

    /** Whether what happens next, if anything, is told by the engine alone. */
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
