package io.qmaster.cli.webhook;

import io.qmaster.cli.webhook.Delivery.State;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is due from the outbox to the webhooks, until they have it. Safe for threads; driven by alarms.
 *
 * <p>One notice at a time goes to one host, and a host that hangs delays no other. What fails in passing is sent again after
 * a pause that grows from a second to ten minutes, and as late as the other side asks, but within the hour. It is given up
 * after a day and ten attempts.
 */
final class Courier {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    static final Duration LONGEST_PEACE = Duration.ofHours(1);
    static final Duration KEEPS_TRYING = Duration.ofDays(1);
    static final int LEAST_ATTEMPTS = 10;

    /** Trouble that passes within seconds is nobody's business. */
    private static final int ATTEMPTS_IN_SILENCE = 3;

    private static final int MOST_DOUBLINGS = 10;

    /** A host that is gone is the same trouble for every notice to it: then one message stands for all. */
    private static final int MOST_WARNINGS = 20;

    private final Outbox outbox;
    private final Post post;
    private final Timekeeper time;
    private final Telling telling;
    private final Map<SubmissionId, Outbox.Claim> claims = new HashMap<>();
    private final Map<String, Route> routes = new HashMap<>();
    /** How many parcels are left of each submission that has some. */
    private final Map<SubmissionId, Integer> left = new HashMap<>();

    private CompletableFuture<Boolean> idle = CompletableFuture.completedFuture(true);
    private Deadline closing = Deadline.NEVER;

    Courier(Outbox outbox, Post post, Timekeeper time, Telling telling) {
        this.outbox = outbox;
        this.post = post;
        this.time = time;
        this.telling = telling;
    }

    /** Who is told how it goes. */
    interface Telling {
        void tell(SubmissionId submission, LogLevel level, String words);

        /** Reports what is no matter of one submission. */
        void warn(String words);
    }

    /** A notice on its way to one webhook. */
    private static final class Parcel {
        private final SubmissionId submission;
        private final Notice notice;
        private final Webhook webhook;
        private int attempts;
        private String trouble = "there was no time for it";
        private Deadline notBefore;

        Parcel(SubmissionId submission, Notice notice, Webhook webhook, Deadline notBefore) {
            this.submission = submission;
            this.notice = notice;
            this.webhook = webhook;
            this.notBefore = notBefore;
        }

        @Override
        public String toString() {
            return "the notice \"" + notice.event() + "\" of " + submission + " to " + webhook;
        }
    }

    /** What tells parcels apart. */
    private record Label(SubmissionId submission, String key, Webhook webhook) {
        static Label of(Parcel parcel) {
            return new Label(parcel.submission, parcel.notice.key(), parcel.webhook);
        }
    }

    /** All that goes to one host. */
    private static final class Route {
        private final Map<Label, Parcel> parcels = new LinkedHashMap<>();
        private final List<Parcel> undelivered = new ArrayList<>();
        private int warnings;
        /** Whether it was reported that notices to this host are late, and none has been delivered since. */
        private boolean troubled;

        private boolean busy;
        private boolean sending;
        private @Nullable Alarm alarm;

        private void silence() {
            if (alarm != null) {
                alarm.cancel();
                alarm = null;
            }
        }
    }

    /** Takes up what is due of a submission, unless another program has taken it. */
    synchronized void take(SubmissionId submission) {
        if (outbox.find(submission).filter(Subscription::hasPending).isEmpty() || !isClaimed(submission)) {
            return;
        }
        // Who had the claim until now may have delivered something meanwhile.
        outbox.find(submission)
                .ifPresent(subscription -> subscription
                        .notices()
                        .forEach((notice, deliveries) -> deliveries.stream()
                                .filter(Delivery::isPending)
                                .forEach(delivery -> add(submission, notice, delivery))));
        releaseIfDone(submission);
        List.copyOf(routes.values()).forEach(this::send);
    }

    /**
     * Returns when everything taken was delivered, or what is left would take longer than this. What is left stays in the
     * outbox, and is told. An interruption ends the wait, too, and is left to who waits next.
     */
    void finish(Duration patience) {
        CompletableFuture<Boolean> done;
        Deadline deadline = Deadline.after(patience, time);
        synchronized (this) {
            closing = deadline;
            List.copyOf(routes.values()).forEach(this::send);
            done = idle;
        }
        try {
            time.await(done, deadline);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            closing = Deadline.NEVER;
            routes.values().forEach(this::leaveAll);
        }
    }

    /** Sends nothing more, and lets others take up what is left. */
    synchronized void close() {
        routes.values().forEach(route -> {
            route.silence();
            route.parcels.clear();
        });
        left.clear();
        claims.values().forEach(Outbox.Claim::release);
        claims.clear();
    }

    private boolean isClaimed(SubmissionId submission) {
        if (!claims.containsKey(submission)) {
            outbox.claim(submission).ifPresent(claim -> claims.put(submission, claim));
        }
        return claims.containsKey(submission);
    }

    private void add(SubmissionId submission, Notice notice, Delivery delivery) {
        Route route = routes.computeIfAbsent(delivery.webhook().origin(), any -> new Route());
        Label label = new Label(submission, notice.key(), delivery.webhook());
        if (route.parcels.containsKey(label)) {
            return;
        }
        Duration peace = delivery.notBefore()
                .map(moment -> bounded(Duration.between(time.now(), moment), LONGEST_PEACE))
                .orElse(Duration.ZERO);
        route.parcels.put(label, new Parcel(submission, notice, delivery.webhook(), Deadline.after(peace, time)));
        left.merge(submission, 1, Integer::sum);
        if (idle.isDone()) {
            idle = new CompletableFuture<>();
        }
    }

    /** Sends what is next on a route, or sets the alarm for it. */
    private synchronized void send(Route route) {
        if (route.sending) {
            return;
        }
        route.sending = true;
        try {
            Optional<Parcel> next = next(route);
            while (!route.busy && next.isPresent()) {
                Parcel parcel = next.get();
                if (parcel.notBefore.hasPassed(time)) {
                    sendNow(route, parcel);
                } else if (parcel.notBefore.compareTo(closing) >= 0) {
                    leave(route, parcel);
                } else {
                    route.alarm = time.schedule(parcel.notBefore.remaining(time), () -> send(route));
                    return;
                }
                next = next(route);
            }
        } finally {
            route.sending = false;
        }
    }

    private static Optional<Parcel> next(Route route) {
        route.silence();
        return route.parcels.values().stream().min(Comparator.comparing(parcel -> parcel.notBefore));
    }

    private void sendNow(Route route, Parcel parcel) {
        route.busy = true;
        parcel.attempts++;
        parcel.trouble = "no answer in time";
        post.send(parcel.webhook, parcel.notice).whenComplete((answer, fault) -> {
            Answer told = fault == null ? answer : new Answer.Later(String.valueOf(fault), Optional.empty());
            answered(route, parcel, told);
        });
    }

    private synchronized void answered(Route route, Parcel parcel, Answer answer) {
        route.busy = false;
        if (answer instanceof Answer.Taken taken) {
            route.troubled = false;
            note(parcel, State.DELIVERED, Optional.empty());
            telling.tell(parcel.submission, LogLevel.INFO, parcel + " was delivered: " + taken.words());
            remove(route, parcel);
        } else if (answer instanceof Answer.Never never) {
            note(parcel, State.REFUSED, Optional.empty());
            warn(route, parcel, parcel + " was refused, and is not sent again: " + never.words());
            remove(route, parcel);
        } else {
            failed(route, parcel, (Answer.Later) answer);
        }
        send(route);
    }

    private void failed(Route route, Parcel parcel, Answer.Later answer) {
        parcel.trouble = answer.words();
        Optional<Duration> peace = answer.after().map(asked -> bounded(asked, LONGEST_PEACE));
        Instant now = time.now();
        Optional<Delivery> known = note(parcel, State.PENDING, peace.map(now::plus));
        if (known.filter(delivery -> isHopeless(delivery, now)).isPresent()) {
            outbox(
                    parcel,
                    delivery -> new Delivery(
                            delivery.webhook(),
                            State.GIVEN_UP,
                            delivery.attempts(),
                            delivery.firstTried(),
                            delivery.notBefore()));
            warn(
                    route,
                    parcel,
                    parcel + " is given up after a day and " + known.get().attempts() + " attempts: " + answer.words());
            remove(route, parcel);
            return;
        }
        Duration pause = pause(parcel.attempts);
        parcel.notBefore =
                Deadline.after(peace.filter(asked -> asked.compareTo(pause) > 0).orElse(pause), time);
        if (parcel.attempts == ATTEMPTS_IN_SILENCE && closing.equals(Deadline.NEVER) && !route.troubled) {
            route.troubled = true;
            warn(route, parcel, parcel + " is not delivered yet, and is sent again: " + answer.words());
        }
    }

    private static boolean isHopeless(Delivery delivery, Instant now) {
        return delivery.attempts() >= LEAST_ATTEMPTS
                && delivery.firstTried()
                        .filter(first -> first.plus(KEEPS_TRYING).isBefore(now))
                        .isPresent();
    }

    private static Duration pause(int attempts) {
        return bounded(FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS)), LONGEST_PAUSE);
    }

    private static Duration bounded(Duration wanted, Duration longest) {
        Duration positive = wanted.isNegative() ? Duration.ZERO : wanted;
        return positive.compareTo(longest) > 0 ? longest : positive;
    }

    private Optional<Delivery> note(Parcel parcel, State state, Optional<Instant> peaceUntil) {
        Instant now = time.now();
        return outbox(parcel, delivery -> delivery.tried(state, now, peaceUntil));
    }

    /** What cannot be written is sent again some time: a notice is delivered at least once. */
    private Optional<Delivery> outbox(Parcel parcel, UnaryOperator<Delivery> change) {
        try {
            return outbox.change(parcel.submission, known -> known.with(parcel.notice, parcel.webhook, change))
                    .flatMap(known -> known.delivery(parcel.notice, parcel.webhook));
        } catch (IOException unwritten) {
            telling.tell(
                    parcel.submission,
                    LogLevel.WARNING,
                    "what came of " + parcel + " could not be written, so that it may be sent again: "
                            + unwritten.getMessage());
            return Optional.empty();
        }
    }

    /** It stays in the outbox. */
    private void leave(Route route, Parcel parcel) {
        route.undelivered.add(parcel);
        remove(route, parcel);
    }

    /** Reports what is left. Many at once are reported together: what became of each is in the outbox. */
    private void leaveAll(Route route) {
        List.copyOf(route.parcels.values()).forEach(parcel -> leave(route, parcel));
        List<Parcel> undelivered = List.copyOf(route.undelivered);
        route.undelivered.clear();
        if (undelivered.size() <= MOST_WARNINGS) {
            undelivered.forEach(parcel -> warn(route, parcel, parcel + notDelivered(parcel)));
            return;
        }
        Parcel tried = undelivered.stream()
                .filter(parcel -> parcel.attempts > 0)
                .findFirst()
                .orElse(undelivered.get(0));
        telling.warn(undelivered.size() + " notices to " + tried.webhook + notDelivered(tried));
    }

    private static String notDelivered(Parcel parcel) {
        return " could not be delivered: " + parcel.trouble + "; `qmaster agent` goes on trying";
    }

    private void warn(Route route, Parcel parcel, String words) {
        route.warnings++;
        telling.tell(parcel.submission, route.warnings <= MOST_WARNINGS ? LogLevel.WARNING : LogLevel.INFO, words);
        if (route.warnings == MOST_WARNINGS) {
            telling.warn("more messages about notices to " + parcel.webhook + " are in the log file only");
        }
    }

    private void remove(Route route, Parcel parcel) {
        if (route.parcels.remove(Label.of(parcel)) != null) {
            left.computeIfPresent(parcel.submission, (any, before) -> before == 1 ? null : before - 1);
        }
        releaseIfDone(parcel.submission);
        if (routes.values().stream().allMatch(known -> known.parcels.isEmpty())) {
            idle.complete(true);
        }
    }

    private void releaseIfDone(SubmissionId submission) {
        Outbox.Claim claim = !left.containsKey(submission) ? claims.remove(submission) : null;
        if (claim != null) {
            claim.release();
        }
    }
}
