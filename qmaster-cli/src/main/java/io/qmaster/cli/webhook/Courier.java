package io.qmaster.cli.webhook;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.webhook.Delivery.State;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the notices of the outbox to the webhooks, with retries. Thread-safe; driven by alarms.
 *
 * <p>One notice at a time goes to one host, and a host that hangs delays no other. After a temporary failure nothing is
 * sent to the host for a pause that grows from a second to ten minutes, or for as long as it asks, at most an hour. Then
 * one notice is tried while the others wait. A notice is given up after a day and ten attempts.
 */
final class Courier {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    static final Duration LONGEST_PEACE = Duration.ofHours(1);
    static final Duration KEEPS_TRYING = Duration.ofDays(1);
    static final int LEAST_ATTEMPTS = 10;

    /** Failures shorter than this are not reported. */
    private static final int ATTEMPTS_IN_SILENCE = 3;

    private static final Deadline AT_ONCE = new Deadline(Long.MIN_VALUE);

    private final Outbox outbox;
    private final Post post;
    private final Signing signing;
    private final Timekeeper time;
    private final Telling telling;
    private final DeliveryReports reports;
    private final TimekeeperScheduler scheduler;
    private final Map<String, Route> routes = new LinkedHashMap<>();
    /** How many parcels are left of each submission. */
    private final Map<SubmissionId, Integer> left = new HashMap<>();
    /** The submissions of which no other program sends anything. */
    private final Set<SubmissionId> taken = new HashSet<>();

    private long added;
    private boolean gathering;
    private CompletableFuture<Boolean> idle = CompletableFuture.completedFuture(true);
    private Deadline closing = Deadline.NEVER;

    Courier(Outbox outbox, Post post, Signing signing, Timekeeper time, Telling telling) {
        this.outbox = outbox;
        this.post = post;
        this.signing = signing;
        this.time = time;
        this.telling = telling;
        this.reports = new DeliveryReports(telling, time);
        this.scheduler = new TimekeeperScheduler(time);
    }

    /** Receives the results. */
    interface Telling {
        void tell(SubmissionId submission, LogLevel level, String words);

        /** Reports problems that do not belong to one submission. */
        void warn(String words);
    }

    /** The queue of one host. */
    private static final class Route {
        private final Map<Parcel.Label, Parcel> parcels = new LinkedHashMap<>();
        /** Those that are not being sent. A parcel in here does not change. */
        private final TreeSet<Parcel> waiting = new TreeSet<>(Parcel.ORDER);
        /** Whether one is being sent, or will be after a pause. */
        private boolean running;
        /** Nothing is sent before. */
        private Deadline restsUntil = AT_ONCE;

        private @Nullable Alarm alarm;
        private int failures;
        private String trouble = "there was no time for it";
        /** Whether it was reported that notices to this host are late, and none has been delivered since. */
        private boolean troubled;
    }

    /** Queues the notices of a submission. */
    synchronized void take(SubmissionId submission) {
        outbox.find(submission)
                .ifPresent(subscription -> subscription
                        .notices()
                        .forEach((notice, deliveries) -> deliveries.stream()
                                .filter(Delivery::isPending)
                                .forEach(delivery -> add(submission, notice, delivery))));
        if (!gathering) {
            sendAll();
        }
    }

    /** Queues the notices of many submissions before sending any, so that those with the fewest attempts come first. */
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

    /**
     * Returns when every queued notice was delivered, or when the rest would take longer than this. The rest stays in the
     * outbox and is reported. An interruption ends the wait, too; the thread stays interrupted.
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
            reports.reportLeft();
        }
    }

    /** How many deliveries are queued. */
    synchronized int backlog() {
        return left.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Sends nothing more. */
    synchronized void close() {
        routes.values().forEach(route -> {
            silence(route);
            route.parcels.clear();
            route.waiting.clear();
        });
        left.clear();
        taken.clear();
    }

    private void add(SubmissionId submission, Notice notice, Delivery delivery) {
        Route route = routes.computeIfAbsent(delivery.webhook().origin(), any -> new Route());
        Parcel parcel = new Parcel(submission, notice, delivery, ++added);
        if (route.parcels.putIfAbsent(parcel.label(), parcel) != null) {
            return;
        }
        // The host asked another process to pause.
        delivery.notBefore()
                .map(moment -> Deadline.after(peace(Duration.between(time.now(), moment)), time))
                .filter(asked -> asked.compareTo(route.restsUntil) > 0)
                .ifPresent(asked -> route.restsUntil = asked);
        route.waiting.add(parcel);
        left.merge(submission, 1, Integer::sum);
        if (idle.isDone()) {
            idle = new CompletableFuture<>();
        }
    }

    private void sendAll() {
        List.copyOf(routes.values()).forEach(this::send);
    }

    /** Sends the queue of a host, now or after its pause. */
    private synchronized void send(Route route) {
        boolean rests = !route.restsUntil.hasPassed(time);
        if (rests && route.restsUntil.compareTo(closing) >= 0) {
            leaveAll(route);
        } else if (!route.running && !route.waiting.isEmpty()) {
            silence(route);
            if (rests) {
                route.alarm = time.schedule(route.restsUntil.remaining(time), () -> send(route));
            } else {
                route.running = true;
                CompletableFuture<Optional<Answer>> unused = Failsafe.with(retries(route))
                        .with(scheduler)
                        .getStageAsync(() -> sendNext(route))
                        .whenComplete((answer, fault) -> sent(route));
            }
        }
    }

    private synchronized void sent(Route route) {
        route.running = false;
        send(route);
    }

    private static void silence(Route route) {
        if (route.alarm != null) {
            route.alarm.cancel();
            route.alarm = null;
        }
    }

    /** Tries one notice after the other until the host accepts or refuses one. */
    private RetryPolicy<Optional<Answer>> retries(Route route) {
        return RetryPolicy.<Optional<Answer>>builder()
                .handleResultIf(answer -> answer.filter(Answer::mayPass).isPresent())
                .withMaxAttempts(-1)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withDelayFn(context -> Optional.ofNullable(context.getLastResult())
                        .flatMap(answer -> answer)
                        .flatMap(Courier::asked)
                        .orElse(Duration.ofNanos(-1)))
                .onRetryScheduled(event -> rest(route, event.getDelay()))
                .build();
    }

    private static Optional<Duration> asked(Answer answer) {
        return answer instanceof Answer.Later later ? later.after().map(Courier::peace) : Optional.empty();
    }

    private static Duration peace(Duration asked) {
        Duration least = asked.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : asked;
        return least.compareTo(LONGEST_PEACE) > 0 ? LONGEST_PEACE : least;
    }

    private synchronized void rest(Route route, Duration pause) {
        route.restsUntil = Deadline.after(pause, time);
        if (route.restsUntil.compareTo(closing) >= 0) {
            leaveAll(route);
        }
    }

    /** Empty if nothing waits for the host any more. */
    private CompletionStage<Optional<Answer>> sendNext(Route route) {
        Parcel parcel = next(route);
        return parcel == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : send(parcel)
                        .handle((answer, fault) -> answered(
                                route, parcel, fault == null ? answer : new Answer.Unreachable(String.valueOf(fault))));
    }

    private CompletionStage<Answer> send(Parcel parcel) {
        Map<String, String> signature;
        try {
            signature = signing.headers(parcel.notice());
        } catch (CommandFailure unreadable) {
            return CompletableFuture.completedFuture(
                    new Answer.Unsigned("it cannot be signed: " + unreadable.getMessage()));
        }
        if (signature.isEmpty() && parcel.delivery().signed()) {
            return CompletableFuture.completedFuture(
                    new Answer.Unsigned("it must be signed, and this program has no secret to sign it with"));
        }
        return post.send(parcel.delivery().webhook(), parcel.notice(), signature);
    }

    private synchronized @Nullable Parcel next(Route route) {
        Parcel parcel = route.waiting.pollFirst();
        while (parcel != null && !isOurs(parcel)) {
            remove(route, parcel);
            parcel = route.waiting.pollFirst();
        }
        if (parcel != null) {
            parcel.isHeldBackBy("no answer in time");
        }
        return parcel;
    }

    /** Whether no other process sends it or has delivered it meanwhile. */
    private boolean isOurs(Parcel parcel) {
        if (taken.contains(parcel.submission())) {
            return true;
        }
        if (!outbox.take(parcel.submission())) {
            return false;
        }
        taken.add(parcel.submission());
        Optional<Delivery> now = outbox.find(parcel.submission())
                .flatMap(known ->
                        known.delivery(parcel.notice(), parcel.delivery().webhook()))
                .filter(Delivery::isPending);
        now.ifPresent(parcel::becomes);
        return now.isPresent();
    }

    private synchronized Optional<Answer> answered(Route route, Parcel parcel, Answer answer) {
        if (answer instanceof Answer.Taken taken) {
            route.troubled = false;
            route.failures = 0;
            record(parcel, parcel.delivery().tried(State.DELIVERED, time.now(), Optional.empty()));
            telling.tell(parcel.submission(), LogLevel.INFO, parcel + " was delivered: " + taken.words());
            remove(route, parcel);
        } else if (answer instanceof Answer.Never never) {
            route.failures = 0;
            record(parcel, parcel.delivery().tried(State.REFUSED, time.now(), Optional.empty()));
            reports.warn(parcel, parcel + " was refused, and is not sent again: " + never.words());
            remove(route, parcel);
        } else {
            failed(route, parcel, answer);
            return route.parcels.isEmpty() ? Optional.empty() : Optional.of(answer);
        }
        return Optional.of(answer);
    }

    private void failed(Route route, Parcel parcel, Answer answer) {
        Instant now = time.now();
        Delivery tried =
                parcel.delivery().tried(State.PENDING, now, asked(answer).map(now::plus));
        parcel.isHeldBackBy(answer.words());
        route.trouble = answer.words();
        route.failures++;
        if (isHopeless(tried, now)) {
            record(parcel, tried.givenUp());
            reports.warn(
                    parcel,
                    parcel + " is given up after a day and " + tried.attempts() + " attempts: " + answer.words());
            remove(route, parcel);
            return;
        }
        record(parcel, tried);
        if (route.parcels.containsKey(parcel.label())) {
            route.waiting.add(parcel);
        }
        if (route.failures == ATTEMPTS_IN_SILENCE && closing.equals(Deadline.NEVER) && !route.troubled) {
            route.troubled = true;
            reports.warn(parcel, parcel + " is not delivered yet, and is sent again: " + answer.words());
        }
    }

    private static boolean isHopeless(Delivery delivery, Instant now) {
        return delivery.attempts() >= LEAST_ATTEMPTS
                && delivery.firstTried()
                        .filter(first -> first.plus(KEEPS_TRYING).isBefore(now))
                        .isPresent();
    }

    /** A result that cannot be stored leads to another delivery: notices are delivered at least once. */
    private void record(Parcel parcel, Delivery delivery) {
        parcel.becomes(delivery);
        try {
            outbox.tried(parcel.submission(), parcel.notice(), delivery);
        } catch (IOException unwritten) {
            telling.tell(
                    parcel.submission(),
                    LogLevel.WARNING,
                    "what came of " + parcel + " could not be written, so that it may be sent again: "
                            + unwritten.getMessage());
        }
    }

    /** Leaves the rest to other processes, and reports it at the end. */
    private void leaveAll(Route route) {
        for (Parcel parcel : List.copyOf(route.parcels.values())) {
            remove(route, parcel);
            reports.leave(parcel, parcel.trouble().isEmpty() ? route.trouble : parcel.trouble());
        }
    }

    private void remove(Route route, Parcel parcel) {
        route.waiting.remove(parcel);
        if (route.parcels.remove(parcel.label()) != null) {
            left.computeIfPresent(parcel.submission(), (any, before) -> before == 1 ? null : before - 1);
        }
        if (!left.containsKey(parcel.submission()) && taken.remove(parcel.submission())) {
            outbox.release(parcel.submission());
        }
        if (left.isEmpty()) {
            idle.complete(true);
        }
    }
}
