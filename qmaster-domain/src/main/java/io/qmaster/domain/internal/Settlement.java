package io.qmaster.domain.internal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for the batch of a submission that did not answer, until it is certain whether the engine has it.
 *
 * <p>This makes a submission <em>at most once</em>: nothing is submitted again while nobody can say.
 */
final class Settlement {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Backend backend;
    private final Policy policy;
    private final Timekeeper time;

    Settlement(Backend backend, Policy policy) {
        this.backend = backend;
        this.policy = policy;
        this.time = backend.timekeeper();
    }

    /** What the search came to. */
    sealed interface Finding {
        /** One batch is ours. */
        record Ours(BatchStatus status) implements Finding {}

        /** The engine answered, and has no such batch. */
        record NotThere(String evidence) implements Finding {}

        /** Nobody can say. */
        record Undecided(String evidence) implements Finding {}
    }

    /** The ids that the engine lists now; empty if it cannot say. */
    Optional<Set<BatchId>> listed(BatchLog log, Duration patience) throws InterruptedException {
        if (!backend.capabilities().contains(Capability.LIST)) {
            return Optional.empty();
        }
        try {
            return Optional.of(backend.statusSource().list(Deadline.after(patience, time)).stream()
                    .map(status -> status.batch().id())
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (RuntimeException failed) {
            log.debug("the batches of before could not be listed: " + failed.getMessage());
            return Optional.empty();
        }
    }

    Finding search(BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log) throws InterruptedException {
        if (!backend.capabilities().contains(Capability.LIST)) {
            return new Finding.Undecided("this engine cannot list its batches, so that it cannot be looked for");
        }
        if (order.exactName() && listedBefore.isEmpty()) {
            return new Finding.Undecided(
                    "the batches of before could not be listed, and without a token its name tells it from no other");
        }
        Deadline window = Deadline.after(policy.settleWindow(), time);
        Deadline patience = Deadline.after(policy.settleWindow().plus(policy.statusTimeout()), time);
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean lastLook = window.hasPassed(time);
            Optional<Finding> finding = look(order, listedBefore, log, lastLook);
            if (finding.isPresent()) {
                return finding.get();
            }
            if (patience.hasPassed(time)) {
                return new Finding.Undecided("the engine did not say which batches it has");
            }
            Duration left = lastLook ? pause : window.remaining(time);
            time.pause(pause.compareTo(left) < 0 ? pause : left);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Looks for the batch of a submission that may yet be queued, since the process that hands it over still lives. */
    Finding lookOnce(BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log) throws InterruptedException {
        return look(order, listedBefore, log, false)
                .orElseGet(() -> new Finding.Undecided("the program that hands it to the engine still runs"));
    }

    private Optional<Finding> look(
            BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log, boolean windowIsOver)
            throws InterruptedException {
        List<BatchStatus> batches;
        try {
            batches = backend.statusSource().list(Deadline.after(policy.statusTimeout(), time));
        } catch (RuntimeException failed) {
            log.debug("looking for \"" + order.name() + "\" failed: " + failed.getMessage());
            return Optional.empty();
        }
        List<BatchStatus> candidates = batches.stream()
                .filter(status -> status.name().filter(order::isNamed).isPresent())
                .filter(status -> listedBefore.isEmpty()
                        || !listedBefore.get().contains(status.batch().id()))
                .toList();
        if (candidates.size() > 1) {
            return Optional.of(
                    new Finding.Undecided(candidates.size() + " new batches are named \"" + order.name() + "\""));
        }
        if (candidates.size() == 1 && (!order.exactName() || windowIsOver)) {
            BatchStatus candidate = candidates.get(0);
            return Optional.of(
                    !order.exactName() || hasSourcesOf(order, candidate)
                            ? new Finding.Ours(candidate)
                            : new Finding.Undecided("a new batch is named \"" + order.name()
                                    + "\", but the engine does not show the same sources in it"));
        }
        return windowIsOver
                ? Optional.of(new Finding.NotThere("the engine lists no batch named \"" + order.name() + "\""))
                : Optional.empty();
    }

    private static boolean hasSourcesOf(BatchOrder order, BatchStatus status) {
        List<String> names = status.jobs().stream()
                .map(JobStatus::name)
                .flatMap(Optional::stream)
                .map(Settlement::composed)
                .sorted()
                .toList();
        List<String> ofTargets = order.targets().stream()
                .map(target -> composed(FileNames.of(target.source())))
                .sorted()
                .toList();
        List<String> ofSources = ofTargets.stream().distinct().toList();
        return names.equals(ofTargets) || names.equals(ofSources);
    }

    /** A name can come back in another Unicode form than it was sent in. */
    private static String composed(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
    }
}
