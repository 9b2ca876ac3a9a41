package io.qmaster.domain.internal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Limits the number of concurrent calls of a backend, since each may run a program. One call is reserved for status
 * queries, so that polling continues while many submissions wait. A call without a permit by its deadline fails without
 * starting. Thread-safe.
 */
public final class LimitedBackend implements Backend {
    private final Backend backend;
    private final int most;
    private final CallLimit all;
    private final CallLimit changing;
    private final TranscodeEngine engine = new Engine();
    private final StatusSource statusSource = new Status();

    /**
     * Limits a backend.
     *
     * @param most the maximum number of concurrent calls, at least 1
     */
    public LimitedBackend(Backend backend, int most) {
        this.backend = backend;
        this.most = most;
        this.all = new CallLimit(backend.timekeeper(), most);
        this.changing = new CallLimit(backend.timekeeper(), Math.max(1, most - 1));
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public TranscodeEngine engine() {
        return engine;
    }

    @Override
    public StatusSource statusSource() {
        return statusSource;
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
    public Set<Capability> capabilities() {
        return backend.capabilities();
    }

    private <T> T asking(Deadline deadline, FailureFates.Call<T> call) throws InterruptedException {
        if (!all.enter(deadline)) {
            throw new StatusException(busy());
        }
        try {
            return call.make();
        } finally {
            all.leave();
        }
    }

    /**
     * Waits until a submission may call the engine without further waiting, so that checks under the permit are the
     * last ones.
     *
     * @throws EngineUnavailableException if there is no permit by the deadline; nothing was submitted
     * @throws InterruptedException if the thread was interrupted; then it has no permit
     */
    public Permit permit(Deadline deadline) throws InterruptedException {
        return permit(busy().fate(QueueFate.NOT_QUEUED), deadline);
    }

    private Permit permit(Failure busy, Deadline deadline) throws InterruptedException {
        if (!changing.enter(deadline)) {
            throw new EngineUnavailableException(busy);
        }
        boolean in = false;
        try {
            in = all.enter(deadline);
        } finally {
            if (!in) {
                changing.leave();
            }
        }
        if (!in) {
            throw new EngineUnavailableException(busy);
        }
        return new Permit();
    }

    /** A permit for a call that changes something. Not thread-safe. */
    public final class Permit implements AutoCloseable {
        private Permit() {}

        /** The engine, whose calls need no further permit. */
        public TranscodeEngine engine() {
            return backend.engine();
        }

        @Override
        public void close() {
            all.leave();
            changing.leave();
        }
    }

    private Failure busy() {
        return Failure.withoutSubmission(
                        "ENGINE_BUSY",
                        "the engine was not called, because " + most
                                + " other calls were running until the deadline passed")
                .hint("try again later, or allow more concurrent calls (Policy.engineCalls)")
                .worthRetrying();
    }

    private final class Engine implements TranscodeEngine {
        @Override
        public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
            return submit(order, deadline, process -> {});
        }

        @Override
        public SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
                throws InterruptedException {
            try (Permit permit = permit(deadline)) {
                return permit.engine().submit(order, deadline, started);
            }
        }

        @Override
        public void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException {
            try (Permit permit = permit(busy(), deadline)) {
                permit.engine().control(batch, action, deadline);
            }
        }

        @Override
        public void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
                throws InterruptedException {
            try (Permit permit = permit(busy(), deadline)) {
                permit.engine().control(batch, job, action, deadline);
            }
        }

        @Override
        public EngineHealth health(Deadline deadline) throws InterruptedException {
            return asking(deadline, () -> backend.engine().health(deadline));
        }

        @Override
        public CommandPreview preview(BatchOrder order) {
            return backend.engine().preview(order);
        }
    }

    private final class Status implements StatusSource {
        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                throws InterruptedException {
            return asking(deadline, () -> backend.statusSource().find(batches, deadline));
        }

        @Override
        public List<BatchStatus> list(Deadline deadline) throws InterruptedException {
            return asking(deadline, () -> backend.statusSource().list(deadline));
        }

        @Override
        public Optional<BatchReference> batchOf(JobId job, Deadline deadline) throws InterruptedException {
            return asking(deadline, () -> backend.statusSource().batchOf(job, deadline));
        }

        @Override
        public Set<String> clusterNames(Deadline deadline) throws InterruptedException {
            return asking(deadline, () -> backend.statusSource().clusterNames(deadline));
        }

        @Override
        public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
            return asking(deadline, () -> backend.statusSource().rawAnswer(batch, deadline));
        }
    }
}
