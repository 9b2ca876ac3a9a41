package io.qmaster.simulator;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The monitor of a {@link Simulator}. Thread-safe. */
final class SimulatedStatus implements StatusSource {
    private final QmasterState state;
    private final Timekeeper time;
    private final Optional<EncoderComplaints> complaints;

    SimulatedStatus(QmasterState state, Timekeeper time, Optional<EncoderComplaints> complaints) {
        this.state = state;
        this.time = time;
        this.complaints = complaints;
    }

    /** The error output of the encoders, since there is no program to query. */
    @Override
    public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) {
        try {
            List<String> lines =
                    complaints.isEmpty() ? List.of() : complaints.get().of(batch.id());
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RawAnswer(
                            "ffmpeg", "complaints of the encoders of this batch", "", String.join("\n", lines)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
            throws InterruptedException {
        return asked(deadline, Map.of(), model -> {
            Map<BatchReference, BatchStatus> seen = new LinkedHashMap<>();
            for (BatchReference batch : batches) {
                String cluster = ClusterText.of(batch.cluster());
                if (model.knows(cluster) && !model.isUp(cluster)) {
                    throw unanswered(ClusterText.notFound(batch.cluster()));
                }
                model.find(cluster, batch.id()).ifPresent(found -> seen.put(batch, status(batch, found)));
            }
            return seen;
        });
    }

    /** Also lists the batches of a cluster that is down, in their last state: they belong to this computer. */
    @Override
    public List<BatchStatus> list(Deadline deadline) throws InterruptedException {
        return asked(
                deadline,
                List.of(),
                model -> model.list().stream()
                        .map(batch -> status(new BatchReference(batch.id(), Cluster.named(batch.cluster())), batch))
                        .toList());
    }

    @Override
    public Set<String> clusterNames(Deadline deadline) throws InterruptedException {
        try {
            return state.look(
                    model -> model.scenario().clusters().stream()
                            .map(SimulatedCluster::name)
                            .collect(Collectors.toUnmodifiableSet()),
                    deadline);
        } catch (EngineUnavailableException failed) {
            throw new StatusException(failed.failure().because(failed));
        }
    }

    private <A> A asked(Deadline deadline, A nothing, Function<QmasterModel, A> question) throws InterruptedException {
        Interruption.check();
        try {
            Optional<Fault.StatusFails.Answer> failing = failing(deadline);
            if (failing.isEmpty()) {
                return state.look(question, deadline);
            }
            return switch (failing.get()) {
                case EMPTY -> nothing;
                case GARBLED, TRUNCATED ->
                    throw unanswered(
                            "the answer cannot be read: it is " + failing.get().word());
                case HANGS -> {
                    time.await(new CompletableFuture<>(), deadline);
                    throw unanswered("no answer by the deadline");
                }
            };
        } catch (EngineUnavailableException failed) {
            throw new StatusException(failed.failure().because(failed));
        }
    }

    private Optional<Fault.StatusFails.Answer> failing(Deadline deadline) throws InterruptedException {
        boolean counted = state.look(model -> model.scenario().countsQuestions(), deadline);
        return counted ? state.carryOut(new Command.Question(), deadline) : Optional.empty();
    }

    private static StatusException unanswered(String words) {
        return new StatusException(
                Failure.withoutSubmission("STATUS_UNREADABLE", "the simulator did not return the status: " + words)
                        .worthRetrying());
    }

    private BatchStatus status(BatchReference reference, MonitoredBatch batch) {
        return new BatchStatus(
                reference,
                Optional.of(batch.name()),
                StatusText.ofQmaster(batch.status()),
                progress(batch.progress()),
                Optional.of(batch.sentBy()).filter(user -> !user.isEmpty()),
                Optional.of(batch.submittedAt().truncatedTo(ChronoUnit.SECONDS).toString()),
                batch.jobs().stream().map(SimulatedStatus::status).toList(),
                time.now());
    }

    private static JobStatus status(MonitoredBatch.Job job) {
        return new JobStatus(
                Optional.of(job.id()),
                Optional.of(job.name()),
                StatusText.ofQmaster(job.status()),
                progress(job.progress()));
    }

    private static Progress progress(MonitoredBatch.Progress progress) {
        return new Progress(
                OptionalInt.of(progress.percentComplete()),
                Optional.of(progress.elapsed().truncatedTo(ChronoUnit.SECONDS)),
                progress.remaining().map(left -> left.truncatedTo(ChronoUnit.SECONDS)));
    }
}
