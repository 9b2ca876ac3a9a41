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
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is due from the outbox to the webhooks, until they have it. Safe for threads; driven by alarms.
 *
 * <p>One notice at a time goes to one host, and a host that hangs delays no other. What fails in passing is sent again after
 * a pause that grows from a second to ten minutes, and as late as the other side asks, but within the hour. It is given up
 * after a day and ten attempts. A host that cannot be reached, or answers three times in a row that it takes nothing now, is tried
 * with one notice after each pause, not with all.
 */
final class Courier {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    static final Duration LONGEST_PEACE = Duration.ofHours(1);
    static final Duration KEEPS_TRYING = Duration.ofDays(1);
    static final int LEAST_ATTEMPTS = 10;

    /** Trouble that passes within seconds is nobody's business. */
    private static final int ATTEMPTS_IN_SILENCE = 3;

    /** One connection can fail by chance, and one notice can break it. */
    private static final int ATTEMPTS_BEFORE_REST = 3;

    private static final Deadline AT_ONCE = new Deadline(Long.MIN_VALUE);

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

    private long taken;
    private boolean gathering;
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
        private final int attemptsBefore;
        private final long number;
        private int attempts;
        private String trouble = "there was no time for it";
        private Deadline notBefore;

        Parcel(SubmissionId submission, Notice notice, Delivery delivery, Deadline notBefore, long number) {
            this.submission = submission;
            this.notice = notice;
            this.webhook = delivery.webhook();
            this.attemptsBefore = delivery.attempts();
            this.notBefore = notBefore;
            this.number = number;
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
        /** Of several that are due, one that was tried less often, by whichever program, is first: none starves. */
        private static final Comparator<Parcel> ORDER = Comparator.<Parcel, Deadline>comparing(
                        parcel -> parcel.notBefore)
                .thenComparing(parcel -> parcel.attemptsBefore + parcel.attempts)
                .thenComparing(parcel -> parcel.number);

        private final Map<Label, Parcel> parcels = new LinkedHashMap<>();
        /** Those that are not being sent. A parcel in here does not change. */
        private final TreeSet<Parcel> waiting = new TreeSet<>(ORDER);

        private final List<Parcel> undelivered = new ArrayList<>();
        private int warnings;
        /** Whether it was reported that notices to this host are late, and none has been delivered since. */
        private boolean troubled;

        private boolean busy;
        private boolean sending;
        /** How many attempts in a row failed in passing. */
        private int failed;
        /** Nothing is sent before: a host that is down or overloaded is the same to every notice. */
        private Deadline restsUntil = AT_ONCE;

        private String trouble = "";
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
        if (!gathering) {
            sendAll();
        }
    }

    /** Takes many submissions before anything of them is sent, so that those that were tried less often are first. */
    void gather(Runnable taking) {
        synchronized (this) {
            gathering = true;
        }
        try {
            taking.run();
        } finally {
            synchronized (this) {
                gathering = false;
                sendAll();
            }
        }
    }

    private void sendAll() {
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
            sendAll();
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
            route.waiting.clear();
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
        Deadline notBefore = delivery.notBefore()
                .map(moment -> bounded(Duration.between(time.now(), moment), LONGEST_PEACE))
                .map(peace -> Deadline.after(peace, time))
                .orElse(AT_ONCE);
        Parcel parcel = new Parcel(submission, notice, delivery, notBefore, ++taken);
        route.parcels.put(label, parcel);
        route.waiting.add(parcel);
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
            route.silence();
            while (!route.busy && !route.waiting.isEmpty()) {
                Parcel parcel = route.waiting.first();
                Deadline due = later(parcel.notBefore, route.restsUntil);
                if (due.hasPassed(time)) {
                    sendNow(route, parcel);
                } else if (due.compareTo(closing) >= 0) {
                    leave(route, parcel);
                } else {
                    route.alarm = time.schedule(due.remaining(time), () -> send(route));
                    return;
                }
            }
        } finally {
            route.sending = false;
        }
    }

    private static Deadline later(Deadline one, Deadline other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private void sendNow(Route route, Parcel parcel) {
        route.busy = true;
        route.waiting.remove(parcel);
        parcel.attempts++;
        parcel.trouble = "no answer in time";
        post.send(parcel.webhook, parcel.notice).whenComplete((answer, fault) -> {
            Answer told = fault == null ? answer : new Answer.Unreachable(String.valueOf(fault));
            answered(route, parcel, told);
        });
    }

    private synchronized void answered(Route route, Parcel parcel, Answer answer) {
        route.busy = false;
        if (answer instanceof Answer.Unreachable || answer instanceof Answer.Later) {
            rest(route, answer.words());
        } else {
            route.failed = 0;
        }
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
            Optional<Duration> after = answer instanceof Answer.Later later ? later.after() : Optional.empty();
            failed(route, parcel, answer.words(), after);
        }
        send(route);
    }

    /** A host to which several notices in a row failed is not tried with each of the others, but after a pause. */
    private void rest(Route route, String trouble) {
        route.failed++;
        if (route.failed >= ATTEMPTS_BEFORE_REST) {
            route.trouble = trouble;
            route.restsUntil = Deadline.after(pause(route.failed - ATTEMPTS_BEFORE_REST + 1), time);
        }
    }

    private void failed(Route route, Parcel parcel, String words, Optional<Duration> after) {
        parcel.trouble = words;
        Optional<Duration> peace = after.map(asked -> bounded(asked, LONGEST_PEACE));
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
                    parcel + " is given up after a day and " + known.get().attempts() + " attempts: " + words);
            remove(route, parcel);
            return;
        }
        Duration pause = pause(parcel.attempts);
        parcel.notBefore =
                Deadline.after(peace.filter(asked -> asked.compareTo(pause) > 0).orElse(pause), time);
        if (route.parcels.containsKey(Label.of(parcel))) {
            route.waiting.add(parcel);
        }
        boolean lasts = parcel.attempts == ATTEMPTS_IN_SILENCE
                || route.failed == ATTEMPTS_BEFORE_REST + ATTEMPTS_IN_SILENCE - 1;
        if (lasts && closing.equals(Deadline.NEVER) && !route.troubled) {
            route.troubled = true;
            warn(route, parcel, parcel + " is not delivered yet, and is sent again: " + words);
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
        if (parcel.attempts == 0 && route.failed >= ATTEMPTS_BEFORE_REST) {
            parcel.trouble = route.trouble;
        }
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
        route.waiting.remove(parcel);
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
