package io.qmaster.cli.metrics;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.JobId;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A backend whose submissions and status queries are measured. Thread-safe. */
final class MeasuredBackend implements Backend {
    private final Backend backend;
    private final Metrics metrics;
    private final Timekeeper time;

    MeasuredBackend(Backend backend, Metrics metrics, Timekeeper time) {
        this.backend = backend;
        this.metrics = metrics;
        this.time = time;
    }

    private interface Call<T> {
        T answer() throws InterruptedException;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public TranscodeEngine engine() {
        return new Engine(backend.engine());
    }

    @Override
    public StatusSource statusSource() {
        return new Status(backend.statusSource());
    }

    @Override
    public SettingCatalog settings() {
        return backend.settings();
    }

    @Override
    public Timekeeper timekeeper() {
        return backend.timekeeper();
    }

    @Override
    public Backend using(Credentials credentials) {
        return new MeasuredBackend(backend.using(credentials), metrics, time);
    }

    @Override
    public Set<Capability> capabilities() {
        return backend.capabilities();
    }

    @Override
    public void close() {
        backend.close();
    }

    private Duration since(long begin) {
        return Duration.ofNanos(time.elapsedNanos() - begin);
    }

    private SubmissionOutcome submitting(Call<SubmissionOutcome> call) throws InterruptedException {
        long begin = time.elapsedNanos();
        String outcome = "unavailable";
        try {
            SubmissionOutcome answer = call.answer();
            outcome = answer instanceof SubmissionOutcome.Queued
                    ? "queued"
                    : answer instanceof SubmissionOutcome.Refused ? "refused" : "unknown";
            return answer;
        } catch (InterruptedException stop) {
            outcome = "unknown";
            throw stop;
        } finally {
            metrics.attempted(outcome, since(begin));
        }
    }

    private <T> T polling(Call<T> call) throws InterruptedException {
        long begin = time.elapsedNanos();
        T answer;
        try {
            answer = call.answer();
        } catch (RuntimeException failed) {
            metrics.notPolled();
            throw failed;
        }
        metrics.polled(since(begin));
        return answer;
    }

    private final class Engine implements TranscodeEngine {
        private final TranscodeEngine engine;

        Engine(TranscodeEngine engine) {
            this.engine = engine;
        }

        @Override
        public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
            return submitting(() -> engine.submit(order, deadline));
        }

        @Override
        public SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
                throws InterruptedException {
            return submitting(() -> engine.submit(order, deadline, started));
        }

        @Override
        public void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException {
            engine.control(batch, action, deadline);
        }

        @Override
        public void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
                throws InterruptedException {
            engine.control(batch, job, action, deadline);
        }

        @Override
        public EngineHealth health(Deadline deadline) throws InterruptedException {
            return engine.health(deadline);
        }

        @Override
        public CommandPreview preview(BatchOrder order) {
            return engine.preview(order);
        }
    }

    private final class Status implements StatusSource {
        private final StatusSource source;

        Status(StatusSource source) {
            this.source = source;
        }

        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                throws InterruptedException {
            return polling(() -> source.find(batches, deadline));
        }

        @Override
        public List<BatchStatus> list(Deadline deadline) throws InterruptedException {
            return polling(() -> source.list(deadline));
        }

        @Override
        public Optional<BatchReference> batchOf(JobId job, Deadline deadline) throws InterruptedException {
            return source.batchOf(job, deadline);
        }

        @Override
        public Set<String> clusterNames(Deadline deadline) throws InterruptedException {
            return source.clusterNames(deadline);
        }

        @Override
        public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
            return source.rawAnswer(batch, deadline);
        }
    }
}
