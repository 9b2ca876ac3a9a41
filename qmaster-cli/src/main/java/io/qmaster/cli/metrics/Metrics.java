package io.qmaster.cli.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a command counts and measures from the events of batches, and from the calls of a {@linkplain #measured measured}
 * backend, as Prometheus understands it. Thread-safe.
 */
public final class Metrics implements BatchListener {
    /** The media type of {@link #text()}. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** Calls of a program. */
    private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};

    /** The life of a batch: from seconds to days. */
    private static final double[] LONG_SECONDS = {
        1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200
    };

    private static final String OUTCOME = "outcome";
    private static final String STATE = "state";

    private final Timekeeper time;
    private final Function<SubmissionId, Optional<Instant>> submittedAt;
    private final OpenBatches open = new OpenBatches();
    private volatile Optional<Runnable> shown = Optional.empty();
    private volatile Optional<Instant> lastPoll = Optional.empty();
    private Optional<SubmissionId> lastRefused = Optional.empty();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    private final Counter submissions = counter("qmaster_submissions_total", "Submissions, by outcome.", OUTCOME);
    private final Counter fallbacks =
            counter("qmaster_fallbacks_total", "Submissions that went to This Computer instead of a cluster.");
    private final Counter settled = counter(
            "qmaster_settled_total", "Submissions without an answer whose batch was found in the engine's list.");
    private final Counter ended = counter("qmaster_batches_ended_total", "Batches that ended, by state.", STATE);
    private final Counter lost = counter("qmaster_batches_lost_total", "Batches that the engine no longer listed.");
    private final Counter found = counter("qmaster_batches_found_total", "Lost batches that were listed again.");
    private final Counter stalled = counter("qmaster_batches_stalled_total", "Batches that made no progress.");
    private final Counter pollFailures = counter("qmaster_poll_failures_total", "Status queries that failed.");
    private final Histogram submitSeconds = histogram(
            "qmaster_submit_duration_seconds", "Calls of the engine to submit, by outcome.", SECONDS, OUTCOME);
    private final Histogram pollSeconds =
            histogram("qmaster_poll_duration_seconds", "Status queries that succeeded.", SECONDS);
    private final Histogram waitSeconds = histogram(
            "qmaster_batch_wait_duration_seconds", "From the submission of a batch to its start.", LONG_SECONDS);
    private final Histogram batchSeconds = histogram(
            "qmaster_batch_duration_seconds",
            "From the submission of a batch to its end, by state.",
            LONG_SECONDS,
            STATE);

    /**
     * Starts at zero.
     *
     * @param submittedAt when a submission of another process was made, if it is known
     * @param backlog how many events are to be sent to webhooks
     */
    public Metrics(Timekeeper time, Function<SubmissionId, Optional<Instant>> submittedAt, IntSupplier backlog) {
        this.time = time;
        this.submittedAt = submittedAt;
        gauge("qmaster_batches", "Batches that are watched and have not ended, by state.", STATE)
                .callback(sample -> open.byState().forEach((state, number) -> sample.call(number.doubleValue(), state)))
                .register(registry);
        gauge("qmaster_oldest_waiting_seconds", "How long the oldest waiting batch has waited.")
                .callback(sample -> sample.call(seconds(open.longestWait(time.now()))))
                .register(registry);
        gauge("qmaster_webhook_backlog", "Events that are still to be sent to webhooks.")
                .callback(sample -> sample.call(backlog.getAsInt()))
                .register(registry);
        gauge("qmaster_last_successful_poll_timestamp_seconds", "When a status query last succeeded.")
                .callback(sample -> lastPoll.ifPresent(at -> sample.call((double) at.getEpochSecond())))
                .register(registry);
        // Those without labels exist from the beginning; these would only with the first of a kind.
        for (String outcome : new String[] {"queued", "replayed", "refused", "unknown"}) {
            submissions.initLabelValues(outcome);
        }
        for (BatchState state : new BatchState[] {BatchState.SUCCESSFUL, BatchState.FAILED, BatchState.CANCELLED}) {
            ended.initLabelValues(OpenBatches.word(state));
        }
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    private static GaugeWithCallback.Builder gauge(String name, String help, String... labels) {
        return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
    }

    /** The same backend, whose calls are measured. */
    public Backend measured(Backend backend) {
        return new MeasuredBackend(backend, this, time);
    }

    /**
     * Measures the states of these batches, and how long the oldest one has waited, instead of those of the batches of which
     * events come.
     *
     * @param batches what a program shows at the time
     * @param readAt when the engine last answered for what is shown at the time
     */
    public void shows(Supplier<? extends Collection<BatchRecord>> batches, Supplier<Optional<Instant>> readAt) {
        shown = Optional.of(() -> {
            // In this order: the batches are those of that answer or of a later one.
            lastPoll = readAt.get();
            open.replace(batches.get());
        });
    }

    /** All metrics in the text format of Prometheus, version 0.0.4. */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            shown.ifPresent(Runnable::run);
            writer.write(out, registry.scrape(), EscapingScheme.ALLOW_UTF8);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** An attempt to submit took this time. */
    void attempted(String outcome, Duration took) {
        submitSeconds.labelValues(outcome).observe(seconds(took));
    }

    /** A status query took this time. */
    void polled(Duration took) {
        pollSeconds.observe(seconds(took));
        if (shown.isEmpty()) {
            lastPoll = Optional.of(time.now());
        }
    }

    /** A status query failed. */
    void notPolled() {
        pollFailures.inc();
    }

    @Override
    public void submitted(BatchEvent.Submitted event) {
        submissions.labelValues(event.replayed() ? "replayed" : "queued").inc();
        if (!event.replayed()) {
            event.head()
                    .batch()
                    .ifPresent(batch -> open.submitted(batch, event.head().at()));
            count(fallbacks, event.order().fellBack());
            count(settled, event.settledBy().isPresent());
        }
    }

    private static void count(Counter counter, boolean happened) {
        if (happened) {
            counter.inc();
        }
    }

    @Override
    public void refused(BatchEvent.Refused event) {
        refused(event.head().submissionId(), event.failure());
    }

    /**
     * Counts a submission that failed. Its event may come when the program has ended, so the command that catches the failure
     * calls this; the same submission is counted once.
     */
    public synchronized void refused(Optional<SubmissionId> submission, Failure failure) {
        if (submission.isPresent() && submission.equals(lastRefused)) {
            return;
        }
        lastRefused = submission;
        boolean isKnown = failure.fate().equals(Optional.of(QueueFate.NOT_QUEUED));
        submissions.labelValues(isKnown ? "refused" : "unknown").inc();
    }

    @Override
    public void adopted(BatchEvent.Adopted event) {
        event.head()
                .batch()
                .ifPresent(
                        batch -> open.adopted(batch, event.head().submissionId().flatMap(submittedAt)));
    }

    @Override
    public void changed(BatchEvent.Changed event) {
        seen(event.head(), event.status());
    }

    @Override
    public void unknownStatus(BatchEvent.UnknownStatus event) {
        seen(event.head(), event.status());
    }

    @Override
    public void held(BatchEvent.Held event) {
        seen(event.head(), event.status());
    }

    @Override
    public void stalled(BatchEvent.Stalled event) {
        stalled.inc();
    }

    @Override
    public void lost(BatchEvent.Lost event) {
        lost.inc();
        event.head().batch().ifPresent(open::lost);
    }

    @Override
    public void found(BatchEvent.Found event) {
        found.inc();
        seen(event.head(), event.status());
    }

    @Override
    public void ended(BatchEvent.Ended event) {
        String state = OpenBatches.word(event.result().state());
        ended.labelValues(state).inc();
        BatchReference batch = event.result().batch();
        open.ended(batch, event.head().at())
                .ifPresent(took -> batchSeconds.labelValues(state).observe(seconds(took)));
    }

    private void seen(BatchEvent.Head head, BatchStatus status) {
        head.batch()
                .flatMap(batch -> open.seen(batch, status.state(), head.at()))
                .ifPresent(waited -> waitSeconds.observe(seconds(waited)));
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
