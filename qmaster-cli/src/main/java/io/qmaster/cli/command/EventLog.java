package io.qmaster.cli.command;

import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.RecoveredLines;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
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
    public void submitted(BatchEvent.Submitted event) {
        info(
                event,
                "submitted \"" + event.order().name() + "\" to "
                        + event.order().cluster().displayName() + ids(event));
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

    @Override
    public void changed(BatchEvent.Changed event) {
        info(event, "changed: " + words(event.status()));
    }

    @Override
    public void unknownStatus(BatchEvent.UnknownStatus event) {
        info(event, "unknownStatus: " + words(event.status()));
    }

    @Override
    public void statusUnread(BatchEvent.StatusUnread event) {
        info(event, "statusUnread: " + event.reason());
    }

    @Override
    public void journalUnwritten(BatchEvent.JournalUnwritten event) {
        info(event, "journalUnwritten: " + event.reason());
    }

    @Override
    public void adopted(BatchEvent.Adopted event) {
        info(
                event,
                "adopted: \"" + event.order().name() + "\" on "
                        + event.order().cluster().displayName());
    }

    @Override
    public void held(BatchEvent.Held event) {
        info(event, "held: " + words(event.status()));
    }

    @Override
    public void stalled(BatchEvent.Stalled event) {
        info(event, "stalled: no progress for " + Durations.words(event.withoutProgress()));
    }

    @Override
    public void lost(BatchEvent.Lost event) {
        info(event, "lost: not listed for " + Durations.words(event.unseenFor()));
    }

    @Override
    public void found(BatchEvent.Found event) {
        info(event, "found: " + words(event.status()));
    }

    @Override
    public void engineReset(BatchEvent.EngineReset event) {
        info(event, "engineReset: all " + event.batches() + " batches are no longer listed");
    }

    @Override
    public void ended(BatchEvent.Ended event) {
        BatchResult result = event.result();
        info(
                event,
                "ended: " + result.state().name().toLowerCase(Locale.ROOT) + ", the engine reports "
                        + words(result.status()));
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
