package io.qmaster.domain.internal.submit;

import static io.qmaster.domain.internal.Durations.longer;
import static io.qmaster.domain.internal.Durations.shorter;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks for the batch of a submission that did not answer, until it is known whether the engine has it.
 *
 * <p>So a batch is submitted <em>at most once</em>: not again while that is unknown.
 */
public final class Settlement {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** The last listing may take a fifth of the settling window, but at least a second. */
    private static final int LAST_LOOK_PART = 5;

    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);

    /** The shortest timeout of a listing: the programs of some engines take seconds to start. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** How long an engine may take to list a batch that it queued in spite of a refusal. */
    static final Duration LATE_LISTING = Duration.ofSeconds(5);

    private final Backend backend;
    private final SubmissionJournal journal;
    private final Policy policy;
    private final Timekeeper time;

    public Settlement(QmasterContext context) {
        this.backend = context.backend();
        this.journal = context.journal();
        this.policy = context.policy();
        this.time = backend.timekeeper();
    }

    /** The result of the search. */
    public sealed interface Finding {
        /** One listed batch belongs to the submission. */
        record Ours(BatchStatus status) implements Finding {}

        /** The engine does not have the batch. */
        record NotThere(String evidence) implements Finding {}

        /** It is unknown. */
        record Undecided(String evidence) implements Finding {}
    }

    private static final Finding CANNOT_LIST =
            new Finding.Undecided("this engine cannot list its batches, so the batch cannot be looked for");
    private static final Finding NO_ANSWER = new Finding.Undecided("the engine did not list its batches");
    private static final Finding NAME_IS_NOT_ENOUGH = new Finding.Undecided(
            "the earlier batches could not be listed, and without a token another batch may have the same name");

    /** The batches that the engine lists now; empty if it cannot list them. */
    public Optional<List<BatchStatus>> listed(BatchLog log, Duration patience) throws InterruptedException {
        if (!canList()) {
            return Optional.empty();
        }
        try {
            return Optional.of(backend.statusSource().list(Deadline.after(patience, time)));
        } catch (RuntimeException failed) {
            log.debug("the batches of the engine could not be listed: " + failed.getMessage());
            return Optional.empty();
        }
    }

    static Set<BatchId> ids(List<BatchStatus> batches) {
        return batches.stream().map(status -> status.batch().id()).collect(Collectors.toUnmodifiableSet());
    }

    /** The earlier batches that must be recorded to settle a submission later; none if its name has a token. */
    Optional<Set<BatchId>> namesakes(BatchOrder order, Optional<List<BatchStatus>> listed) {
        return order.exactName()
                ? listed.map(batches -> ids(batches.stream()
                        .filter(status -> hasNoName(status)
                                || status.name().filter(order::isNamed).isPresent())
                        .toList()))
                : Optional.empty();
    }

    /** Whether the engine can list its batches. */
    boolean canList() {
        return Capabilities.mayInclude(Capability.LIST, backend);
    }

    /**
     * Checks whether the engine has a batch in spite of a refusal. One listing without the batch is sufficient, since
     * the refusal is known and the submitting process has ended. After a refusal that is possible with a queued batch,
     * that listing must be late enough to contain it.
     *
     * @param late by when the batch would be listed
     */
    Finding confirmRefusal(
            BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log, RefusalKind kind, Deadline late)
            throws InterruptedException {
        if (!canList()) {
            return CANNOT_LIST;
        }
        Sought sought = new Sought(order, listedBefore, log, false);
        Duration left = kind.precedesQueueing() ? Duration.ZERO : shorter(late.remaining(time), policy.settleWindow());
        Deadline over = Deadline.after(left, time);
        Duration all = shorter(policy.statusTimeout().plus(left), policy.settleWindow());
        Deadline window = Deadline.after(all, time);
        Deadline patience = Deadline.after(all.plus(lastLook()), time);
        Duration pause = FIRST_PAUSE;
        while (true) {
            boolean isLate = over.hasPassed(time);
            Optional<Finding> finding =
                    listing(List.of(sought), patience).flatMap(listed -> look(sought, listed, isLate));
            if (finding.isPresent()) {
                return finding.get();
            }
            if (isLate && window.hasPassed(time)) {
                return NO_ANSWER;
            }
            time.pause(shorter(pause, (isLate ? window : over).remaining(time)));
            pause = doubled(pause);
        }
    }

    /**
     * The ids of these that the engine lists as other batches: under another name, or not, although it lists a
     * batch with the token of the order. An id that it cannot list yet may belong to the order.
     */
    Set<BatchId> foreign(List<BatchId> ids, BatchOrder order, BatchLog log, Duration patience)
            throws InterruptedException {
        List<BatchStatus> batches = listed(log, patience).orElse(List.of());
        Set<BatchId> ours = ids(
                batches.stream().filter(status -> isListedAsOurs(status, order)).toList());
        Set<BatchId> ofOtherNames = ids(batches.stream()
                .filter(status -> !hasNoName(status) && !isListedAsOurs(status, order))
                .toList());
        boolean isElsewhere = !order.exactName() && !ours.isEmpty();
        return ids.stream()
                .filter(id -> ofOtherNames.contains(id) || (isElsewhere && !ours.contains(id)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isListedAsOurs(BatchStatus status, BatchOrder order) {
        return status.name().filter(order::isNamed).isPresent();
    }

    /** Looks for the batch of a submission without a known answer, until the settling window is over. */
    Finding search(BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log) throws InterruptedException {
        Sought sought = new Sought(order, listedBefore, log, false);
        return Objects.requireNonNull(search(List.of(sought)).get(order.submissionId()));
    }

    /**
     * A submission to look for.
     *
     * @param order the order of its latest attempt
     * @param listedBefore the batches that the engine had before; empty if they could not be listed
     * @param mayStillBeQueued whether the submitting process is still running; then it is looked for once
     */
    public record Sought(
            BatchOrder order, Optional<Set<BatchId>> listedBefore, BatchLog log, boolean mayStillBeQueued) {}

    /** Looks for several submissions together, with shared listings and one settling window. */
    public Map<SubmissionId, Finding> search(List<Sought> all) throws InterruptedException {
        Map<SubmissionId, Finding> findings = new HashMap<>();
        List<Sought> sought = new ArrayList<>(all);
        settle(sought, findings, this::objection);
        Deadline window = Deadline.after(policy.settleWindow(), time);
        Deadline patience = Deadline.after(policy.settleWindow().plus(lastLook()), time);
        Duration pause = FIRST_PAUSE;
        while (!sought.isEmpty()) {
            boolean lastLook = window.hasPassed(time);
            Optional<List<BatchStatus>> batches = listing(sought, patience);
            settle(
                    sought,
                    findings,
                    one -> batches.flatMap(listed -> look(one, listed, lastLook))
                            .or(() -> stillSubmitting(one)));
            if (lastLook && patience.hasPassed(time)) {
                settle(sought, findings, one -> Optional.of(NO_ANSWER));
            }
            if (!sought.isEmpty()) {
                time.pause(shorter(pause, (lastLook ? patience : window).remaining(time)));
                pause = doubled(pause);
            }
        }
        return findings;
    }

    /** Moves submissions with a finding to the findings. */
    private static void settle(
            List<Sought> sought, Map<SubmissionId, Finding> findings, Function<Sought, Optional<Finding>> finder) {
        sought.removeIf(one -> {
            Optional<Finding> finding = finder.apply(one);
            finding.ifPresent(found -> findings.put(one.order().submissionId(), found));
            return finding.isPresent();
        });
    }

    private Optional<Finding> objection(Sought sought) {
        if (!canList()) {
            return Optional.of(CANNOT_LIST);
        }
        return sought.order().exactName() && sought.listedBefore().isEmpty() && !sought.mayStillBeQueued()
                ? Optional.of(NAME_IS_NOT_ENOUGH)
                : Optional.empty();
    }

    private static Optional<Finding> stillSubmitting(Sought sought) {
        return sought.mayStillBeQueued()
                ? Optional.of(new Finding.Undecided("the program that submits it is still running"))
                : Optional.empty();
    }

    private static Duration doubled(Duration pause) {
        return shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    /** How long the last listing may take, relative to the window that the user chose. */
    private Duration lastLook() {
        Duration part = policy.settleWindow().dividedBy(LAST_LOOK_PART);
        return shorter(policy.statusTimeout(), longer(part, SHORTEST_LOOK));
    }

    private Optional<List<BatchStatus>> listing(List<Sought> sought, Deadline patience) throws InterruptedException {
        Duration left = patience.remaining(time);
        Duration atMost = shorter(policy.statusTimeout(), longer(left, ANSWER));
        try {
            return Optional.of(backend.statusSource().list(Deadline.after(atMost, time)));
        } catch (RuntimeException failed) {
            sought.forEach(one ->
                    one.log().debug("looking for \"" + one.order().name() + "\" failed: " + failed.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Finding> look(Sought sought, List<BatchStatus> batches, boolean windowIsOver) {
        BatchOrder order = sought.order();
        BatchLog log = sought.log();
        Optional<Set<BatchId>> listedBefore = sought.listedBefore();
        List<BatchStatus> candidates = batches.stream()
                .filter(status -> status.name().filter(order::isNamed).isPresent())
                .filter(status -> !order.exactName() || mayBeNew(status, listedBefore, order, log))
                .toList();
        if (candidates.size() > 1) {
            return Optional.of(
                    new Finding.Undecided(candidates.size() + " new batches are named \"" + order.name() + "\""));
        }
        if (candidates.size() == 1 && order.exactName() && listedBefore.isEmpty()) {
            return Optional.of(NAME_IS_NOT_ENOUGH);
        }
        if (candidates.size() == 1 && (!order.exactName() || windowIsOver)) {
            BatchStatus candidate = candidates.get(0);
            return Optional.of(
                    !order.exactName() || hasSourcesOf(order, candidate)
                            ? new Finding.Ours(candidate)
                            : new Finding.Undecided("a new batch is named \"" + order.name()
                                    + "\", but the engine lists other sources for it"));
        }
        if (!windowIsOver) {
            return Optional.empty();
        }
        return Optional.of(
                batches.stream().anyMatch(status -> hasNoName(status) && mayBeNew(status, listedBefore, order, log))
                        ? new Finding.Undecided("the engine lists a new batch without its name")
                        : new Finding.NotThere("the engine lists no batch named \"" + order.name() + "\""));
    }

    private static boolean hasNoName(BatchStatus status) {
        return status.name().filter(name -> !name.isBlank()).isEmpty();
    }

    /** Whether a batch can belong to an order: it was not listed before and does not belong to another submission. */
    private boolean mayBeNew(BatchStatus status, Optional<Set<BatchId>> listedBefore, BatchOrder order, BatchLog log) {
        BatchId id = status.batch().id();
        return listedBefore.filter(before -> before.contains(id)).isEmpty() && !isOfAnotherSubmission(id, order, log);
    }

    /** Whether the journal knows an id from another submission; false if it cannot be read. */
    boolean isOfAnotherSubmission(BatchId id, BatchOrder order, BatchLog log) {
        try {
            return journal.find(id)
                    .filter(known -> !known.submissionId().equals(order.submissionId()))
                    .isPresent();
        } catch (RuntimeException unread) {
            log.warn("the journal could not be searched for the batch " + id + ": " + unread.getMessage());
            return false;
        }
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

    /** An engine can return a name in another Unicode form. */
    private static String composed(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
    }
}
