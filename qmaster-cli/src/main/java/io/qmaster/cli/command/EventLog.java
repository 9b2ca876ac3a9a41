package io.qmaster.cli.command;

import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.RecoveredLines;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Writes every event of a batch to the log, with the ids of its submission and its batch. Thread-safe. */
public final class EventLog implements BatchListener {
    /** The name of the logger. */
    public static final String LOGGER = "qmaster.event";
    /** The context of a line that belongs to a submission: its id. */
    public static final String SUBMISSION = "submission";
    /** The context of a line that belongs to a batch: the engine's id. */
    public static final String BATCH = "batch";
    /** The key of the time at which something happened, if that was before it was written. */
    public static final String AT = "at";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    /** The name of the logger of warnings, which are printed in JSON where everything else is. */
    public static final String WARNINGS = "qmaster.warning";
    /** The key of a line that was already shown to the user. */
    public static final String REPORTED = "reported";

    private static final Logger WARNING_LOG = LoggerFactory.getLogger(WARNINGS);

    EventLog() {}

    @Override
    public void on(BatchEvent event) {
        if (event instanceof BatchEvent.Submitted submitted) {
            BatchOrder order = submitted.order();
            info(
                    event,
                    "submitted \"" + order.name() + "\" to " + order.cluster().displayName() + ids(submitted));
        } else if (event instanceof BatchEvent.Changed changed) {
            info(event, "changed: " + words(changed.status()));
        } else if (event instanceof BatchEvent.UnknownStatus unknown) {
            info(event, "unknownStatus: " + words(unknown.status()));
        } else if (event instanceof BatchEvent.StatusUnread unread) {
            info(event, "statusUnread: " + unread.reason());
        } else if (event instanceof BatchEvent.JournalUnwritten unwritten) {
            info(event, "journalUnwritten: " + unwritten.reason());
        } else if (event instanceof BatchEvent.Adopted adopted) {
            BatchOrder order = adopted.order();
            info(
                    event,
                    "adopted: \"" + order.name() + "\" on " + order.cluster().displayName());
        } else if (event instanceof BatchEvent.Held held) {
            info(event, "held: " + words(held.status()));
        } else if (event instanceof BatchEvent.Stalled stalled) {
            info(event, "stalled: no progress for " + Durations.words(stalled.withoutProgress()));
        } else if (event instanceof BatchEvent.Lost lost) {
            info(event, "lost: not listed for " + Durations.words(lost.unseenFor()));
        } else if (event instanceof BatchEvent.Found found) {
            info(event, "found: " + words(found.status()));
        } else if (event instanceof BatchEvent.EngineReset reset) {
            info(event, "engineReset: all " + reset.batches() + " batches are no longer listed");
        } else if (event instanceof BatchEvent.Ended ended) {
            BatchResult result = ended.result();
            String state = result.state().name().toLowerCase(Locale.ROOT);
            info(event, "ended: " + state + ", the engine reports " + words(result.status()));
        }
    }

    /** The ids that are not those of the submission and the batch, which every line has. */
    private static String ids(BatchEvent.Submitted event) {
        String jobs = event.jobIds().stream().map(JobId::value).collect(Collectors.joining(", "));
        return (jobs.isEmpty() ? "" : ", jobs " + jobs)
                + event.order()
                        .requestId()
                        .map(id -> ", request \"" + id + "\"")
                        .orElse("");
    }

    /**
     * Logs that a submission failed. Its event may arrive after the program has ended, so the command that catches the
     * failure calls this.
     */
    static void refused(SubmissionId submission, Failure failure) {
        about(Optional.of(submission), failure.batch(), () -> LOG.info("refused: {}", failure.message()));
    }

    /** Describes which other process is waited for. */
    static String waiting(Optional<Holder> holder, String whatItDoes, Duration atMost) {
        return "waiting up to " + Durations.words(atMost) + " for "
                + holder.map(Holder::toString).orElse("another thread or process") + ", which " + whatItDoes
                + "; if it is stopped, resume it or end it";
    }

    /** Logs a warning that is not an event. */
    static void warn(Optional<SubmissionId> submission, String message) {
        about(submission, Optional.empty(), () -> WARNING_LOG.warn(message));
    }

    /** Logs a warning that is also printed as a failure. */
    static void error(SubmissionId submission, String message) {
        about(
                Optional.of(submission),
                Optional.empty(),
                () -> WARNING_LOG.atError().addKeyValue(REPORTED, true).log(message));
    }

    /** Logs the finding about a submission that was left open. */
    void recovered(Recovered found) {
        about(
                Optional.of(found.submissionId()),
                found.batch(),
                () -> LOG.info("recovered: {}, {}", RecoveredLines.words(found.finding()), found.words()));
    }

    /** Logs a line that belongs to a submission or a batch. */
    static void about(Optional<SubmissionId> submission, Optional<BatchReference> batch, Runnable logging) {
        submission.ifPresent(id -> MDC.put(SUBMISSION, id.value()));
        batch.ifPresent(reference -> MDC.put(BATCH, reference.id().value()));
        try {
            logging.run();
        } finally {
            MDC.remove(SUBMISSION);
            MDC.remove(BATCH);
        }
    }

    /** Logs a line about what happened at a given time. */
    static void log(Logger logger, Level level, Instant at, boolean reported, String message) {
        logger.atLevel(level)
                .addKeyValue(AT, at)
                .addKeyValue(REPORTED, reported)
                .log(message);
    }

    /** Writes a step of a run of many batches, which was printed when it happened. */
    static void step(Instant at, String message) {
        log(LOG, Level.INFO, at, true, message);
    }

    private static void info(BatchEvent event, String words) {
        about(
                event.head().submissionId(),
                event.head().batch(),
                () -> log(LOG, Level.INFO, event.head().at(), true, words));
    }

    private static String words(BatchStatus status) {
        String percent = status.progress().percentComplete().isPresent()
                ? ", " + status.progress().percentComplete().getAsInt() + " %"
                : "";
        return "\"" + status.text().raw().strip() + "\"" + percent;
    }
}
