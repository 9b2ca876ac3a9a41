package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.Durations.shorter;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Processes the results of the polls of one batch. Guarded by the lock of the batch. */
final class PollResults {
    /** Limits the warnings about an engine with a counter in its status text. */
    private static final int MOST_UNKNOWN_TEXTS = 10;

    private final Timekeeper time;
    private final Watch watch;
    private final Waiters waiters;
    private final BatchEnding end;
    private final BatchFailures failures;
    private final BatchLog log;
    private final Consumer<Function<BatchEvent.Head, BatchEvent>> listeners;
    private Set<String> unknownTexts = Set.of();
    private boolean pollAgain;

    /**
     * Creates the observer of a batch that no poll has returned yet.
     *
     * @param listeners receive events, created with the next head
     */
    PollResults(
            QmasterContext context,
            Waiters waiters,
            BatchEnding end,
            BatchFailures failures,
            BatchLog log,
            Consumer<Function<BatchEvent.Head, BatchEvent>> listeners,
            long sinceNanos) {
        this.time = context.backend().timekeeper();
        this.watch = new Watch(context.policy(), sinceNanos);
        this.waiters = waiters;
        this.end = end;
        this.failures = failures;
        this.log = log;
        this.listeners = listeners;
    }

    /** The last known status. */
    Optional<BatchStatus> last() {
        return watch.last();
    }

    boolean isListed() {
        return watch.isListed();
    }

    /** Whether an answer after a moment listed it as not ended. */
    boolean wasShownSince(long nanos) {
        return watch.wasSeenSince(nanos) && !end.hasBegun() && !pollAgain;
    }

    /** The longest pause before the next poll that this batch allows. */
    Duration nextPoll(Duration pause, Duration shortest) {
        if (pollAgain || waiters.wantStatus()) {
            return shorter(pause, shortest);
        }
        // If the engine reports a remaining time, poll when it is over.
        return watch.last()
                .flatMap(status -> status.progress().remaining())
                // An engine that reports 0 s for minutes is not polled every second.
                .map(remaining -> remaining.compareTo(shortest) >= 0 ? remaining : shortest.multipliedBy(5))
                .map(remaining -> shorter(pause, remaining))
                .orElse(pause);
    }

    void seen(BatchStatus status) {
        if (end.hasBegun()) {
            return;
        }
        pollAgain = false;
        waiters.seen(status).ifPresent(idle -> {
            log.warn("no progress for " + idle.toMinutes() + " minutes");
            listeners.accept(head -> new BatchEvent.Stalled(head, status, idle));
        });
        boolean held = watch.last().map(BatchStatus::state).equals(Optional.of(BatchState.HOLD));
        Watch.Verdict verdict = watch.seen(status, time.elapsedNanos());
        if (verdict instanceof Watch.Verdict.Changed changed) {
            log.info(words(changed.status()));
            listeners.accept(head -> new BatchEvent.Changed(head, changed.status()));
            if (status.state() == BatchState.HOLD && !held) {
                listeners.accept(head -> new BatchEvent.Held(head, status));
            }
        } else if (verdict instanceof Watch.Verdict.Found found) {
            log.info("listed again: " + words(found.status()));
            listeners.accept(head -> new BatchEvent.Found(head, found.status()));
            waiters.waitAgain();
        } else if (verdict instanceof Watch.Verdict.PollAgain) {
            log.debug("the engine reports a failure; querying again: " + status.text());
            pollAgain = true;
        } else if (verdict instanceof Watch.Verdict.Ended ended) {
            end.begin(ended.status());
        }
        if (status.state() == BatchState.UNKNOWN) {
            warnOfUnknown(status);
        }
    }

    /** An unknown status never ends the batch, so a wait for it needs a warning. */
    private void warnOfUnknown(BatchStatus status) {
        String text = status.text().raw().strip();
        if (unknownTexts.size() < MOST_UNKNOWN_TEXTS && !unknownTexts.contains(text)) {
            Set<String> more = new HashSet<>(unknownTexts);
            more.add(text);
            unknownTexts = more;
            log.warn("the engine reports the unknown status \"" + text
                    + "\": the batch is watched until a known status follows");
            listeners.accept(head -> new BatchEvent.UnknownStatus(head, status));
        }
    }

    /** The engine answers, though without this batch: later waits do not fail because of missing answers. */
    void answersAgain() {
        if (watch.answersAgain()) {
            waiters.waitAgain();
        }
    }

    void missing(Duration pause, boolean engineReset) {
        if (end.hasBegun()) {
            return;
        }
        answersAgain();
        Watch.Verdict verdict = watch.missing(time.elapsedNanos(), pause, engineReset);
        if (verdict instanceof Watch.Verdict.Lost lost) {
            log.error("not listed for " + lost.unseenFor().toSeconds() + " s");
            listeners.accept(head -> new BatchEvent.Lost(head, lost.unseenFor()));
            waiters.fail(() -> failures.lost(lost.unseenFor()));
        } else if (verdict instanceof Watch.Verdict.Ended ended) {
            end.begin(ended.status());
        } else if (verdict instanceof Watch.Verdict.Abandoned) {
            log.error("not listed for a day: no longer queried");
            end.abandon();
        }
    }

    void unanswered(String reason, Throwable cause) {
        if (end.hasBegun()) {
            return;
        }
        log.warn("the status could not be read: " + reason);
        listeners.accept(head -> new BatchEvent.StatusUnread(head, reason));
        if (watch.failed(time.elapsedNanos()) instanceof Watch.Verdict.GaveUp gaveUp) {
            log.error("the status could not be read for " + gaveUp.after().toSeconds() + " s");
            waiters.fail(() -> failures.unreadable(gaveUp.after(), reason, cause));
        }
    }

    void engineReset(int batches) {
        log.warn("all " + batches + " batches are no longer listed: the engine was probably reset");
        listeners.accept(head -> new BatchEvent.EngineReset(head, batches));
    }

    /** A readable status, for the log. */
    static String words(BatchStatus status) {
        String percent = status.progress().percentComplete().isPresent()
                ? ", " + status.progress().percentComplete().getAsInt() + " %"
                : "";
        return status.text().raw().strip() + percent;
    }
}
