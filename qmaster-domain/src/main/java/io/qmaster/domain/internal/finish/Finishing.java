package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchListener.WaitReason;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Output;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.JobEndings.Reported;
import io.qmaster.domain.internal.finish.OutputVerification.Verified;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Finisher;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.verify.OutputVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a batch in a final state: checks the outputs of successful jobs and publishes the valid ones, one process at a
 * time. A valid output that cannot be moved keeps the submission open, so that its recovery tries again. Must be called
 * without the lock of the batch, since it reads the journal and moves files. Thread-safe.
 */
public final class Finishing {
    /** The longest wait for another process that moves files, which may hang or only seem to run on another host. */
    private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMinutes(5);

    /** A shorter wait for another process is not reported. */
    private static final Duration BRIEF_WAIT = Duration.ofSeconds(3);

    private final QmasterContext context;
    private final Timekeeper time;
    private final Concluded batch;
    private final BatchLog log;
    private final Placement placement;
    private volatile boolean waitReported;

    /** The view of a batch that ends. */
    public interface Concluded {
        /** What was submitted, if known. */
        Optional<BatchOrder> order();

        /** The known ids of the jobs. */
        List<JobId> jobIds();

        /** When it was submitted. */
        Instant since();

        /** Why this program asked the engine to cancel it, if it did. */
        Optional<CancelCause> cancelAsked();

        /** How long it has taken. */
        Duration took();

        /** Continues after a pause, unless the batch is no longer watched. */
        void later(Duration pause, Runnable step);

        /**
         * Ends the batch.
         *
         * @param remembers whether the result is written to the journal
         */
        void endAs(BatchResult result, boolean remembers);
    }

    public Finishing(QmasterContext context, Concluded batch, BatchLog log) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.batch = batch;
        this.log = log;
        this.placement = new Placement(context.files());
    }

    /** Checks the outputs of a batch with this last status and ends it, now or later. */
    public void of(BatchStatus status) {
        if (isConcluded(status)) {
            return;
        }
        Optional<BatchOrder> order = batch.order();
        if (order.isEmpty()) {
            endWith(status, List.of());
            return;
        }
        JobEndings jobs = jobEndings();
        List<Reported> reported = order.get().targets().stream()
                .map(target -> withVolume(jobs.reported(order.get(), target, status)))
                .toList();
        List<Target> made = reported.stream()
                .filter(Reported::mayHaveFile)
                .map(job -> job.output().target())
                .toList();
        if (made.isEmpty()) {
            endWith(status, reported.stream().map(Reported::output).toList());
            return;
        }
        // Jobs that were finished before the batch failed have valid outputs too.
        OutputCheck check = new OutputCheck(
                context.files(),
                new OutputSearch(context.files(), order.get(), batch.since(), file -> isOfAnother(order.get(), file)),
                made,
                context.policy().outputStableFor(),
                Capabilities.mayInclude(Capability.ENCODES, context.backend()));
        Duration grace = context.policy().outputGrace();
        check(
                check,
                status,
                reported,
                Deadline.after(grace, time),
                Deadline.after(grace.plus(context.policy().outputStableFor()), time));
    }

    /** Marks a failed output whose source is on a missing volume: the source is not the cause. */
    private Reported withVolume(Reported job) {
        Output output = job.output();
        return output.state() == BatchState.FAILED
                        && MissingVolume.ofSource(output.target().source(), context.files())
                                .isPresent()
                ? new Reported(output.because(Output.VOLUME_MISSING), job.isDoubtful())
                : job;
    }

    /** Ends the batch with an earlier result, or continues an unfinished one of another process. */
    private boolean isConcluded(BatchStatus status) {
        Optional<JournalEntry> entry = journaled();
        Optional<BatchResult> ending = entry.flatMap(remembered -> endedBefore(remembered, status));
        if (ending.isPresent()) {
            batch.endAs(ending.get(), false);
            return true;
        }
        Optional<BatchResult> begun = entry.flatMap(JournalEntry::conclusion);
        if (begun.isPresent()) {
            // Some outputs may already be in their place.
            place(entry.get().order(), begun.get(), patienceWithOthers());
            return true;
        }
        return false;
    }

    private Optional<JournalEntry> journaled() {
        try {
            return batch.order().flatMap(known -> context.journal().find(known.submissionId()));
        } catch (RuntimeException unread) {
            log.warn("the journal could not be read: " + unread.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The earlier result: another process may have ended the batch and moved its outputs. A batch that was given up has
     * no outputs, since the user may have submitted the same again.
     */
    private Optional<BatchResult> endedBefore(JournalEntry entry, BatchStatus status) {
        return entry.isGivenUp()
                ? Optional.of(new BatchResult(status, List.of(), false, causeOf(status), batch.took()))
                : entry.result();
    }

    /** Who cancelled it, if it was cancelled: this process or another one, which recorded that. */
    private Optional<CancelCause> causeOf(BatchStatus status) {
        if (status.state() != BatchState.CANCELLED) {
            return Optional.empty();
        }
        Optional<CancelCause> asked = batch.cancelAsked().or(() -> journaled().flatMap(JournalEntry::cancelAsked));
        return asked.isPresent() ? asked : jobEndings().causeOfCancelled(batch.order());
    }

    private JobEndings jobEndings() {
        return new JobEndings(
                batch.jobIds(),
                journaled().map(JournalEntry::cancelledJobs).orElse(Set.of()),
                batch.cancelAsked().isPresent()
                        || journaled().flatMap(JournalEntry::cancelAsked).isPresent());
    }

    /** Whether another submission writes a file, or has written it since this one started. */
    private boolean isOfAnother(BatchOrder known, Path file) {
        try {
            String identity = context.files().identity(file);
            return context.journal().claimants(identity).stream()
                    .filter(entry -> !entry.submissionId().equals(known.submissionId()))
                    .filter(entry -> entry.submitted().isPresent())
                    .anyMatch(entry -> entry.ending()
                            .filter(end -> end.at().isBefore(batch.since()))
                            .isEmpty());
        } catch (JournalException unread) {
            log.warn("the journal could not be read: " + unread.getMessage());
            return false;
        }
    }

    /**
     * Checks until all outputs are stable. One that exists when the grace is over may have to stay unchanged longer.
     */
    private void check(OutputCheck check, BatchStatus status, List<Reported> reported, Deadline grace, Deadline last) {
        boolean lastLook = last.hasPassed(time) || (grace.hasPassed(time) && !check.isSettling());
        Optional<List<Output>> outputs = check.look(time.elapsedNanos(), lastLook)
                .map(seen -> reported.stream().map(job -> seenOr(job, seen)).toList())
                .flatMap(seen -> verified(seen, lastLook || grace.hasPassed(time)));
        if (outputs.isPresent()) {
            endWith(status, outputs.get());
            return;
        }
        batch.later(context.policy().outputLook(), () -> {
            // Another process may have moved the outputs meanwhile.
            if (!isConcluded(status)) {
                check(check, status, reported, grace, last);
            }
        });
    }

    /** The checked output; the reported one if it was not looked for, or was doubtful and is not valid. */
    private static Output seenOr(Reported job, List<Output> seen) {
        return seen.stream()
                .filter(output -> output.target().equals(job.output().target()))
                .filter(output -> output.isGood() || !job.isDoubtful())
                .findFirst()
                .orElse(job.output());
    }

    /**
     * Probes the outputs, if there is a probe; empty if probing must be repeated because it was interrupted or a movie
     * cannot be read yet.
     */
    private Optional<List<Output>> verified(List<Output> outputs, boolean isLast) {
        if (context.probe().isEmpty()) {
            return Optional.of(outputs);
        }
        try {
            Verified verified = new OutputVerification(
                            new OutputVerifier(
                                    context.probe().get(),
                                    context.files(),
                                    time,
                                    context.policy().statusTimeout()),
                            log)
                    .verified(outputs);
            return verified.isReadable() || isLast ? Optional.of(verified.outputs()) : Optional.empty();
        } catch (InterruptedException notForUs) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void endWith(BatchStatus status, List<Output> outputs) {
        BatchResult found = new BatchResult(status, outputs, areGood(outputs), causeOf(status), batch.took());
        Optional<BatchOrder> moving = batch.order().filter(Placement::moves);
        if (moving.isPresent()) {
            place(moving.get(), found, patienceWithOthers());
        } else {
            batch.endAs(found, true);
        }
    }

    /** Publishes the outputs and ends the batch, unless another process is doing so. */
    private void place(BatchOrder known, BatchResult found, Deadline patience) {
        Finisher finisher = finisher(known, found, patience);
        if (finisher instanceof Finisher.Theirs) {
            reportWaiting(known.submissionId(), patience.remaining(time));
            batch.later(context.policy().outputLook(), () -> place(known, found, patience));
        } else if (finisher instanceof Finisher.Over ended) {
            batch.endAs(endedBefore(ended.entry(), found.status()).orElse(found), false);
        } else if (finisher instanceof Finisher.Ours ours) {
            BatchResult first = ours.found();
            List<Output> placed = placement.settle(known, first.targets(), log);
            sweep(known);
            batch.endAs(
                    new BatchResult(first.status(), placed, areGood(placed), first.cause(), first.took()),
                    placed.stream().noneMatch(placement::canBeTriedAgain));
        }
    }

    private void reportWaiting(SubmissionId submission, Duration atMost) {
        if (waitReported || atMost.compareTo(PATIENCE_WITH_OTHERS.minus(BRIEF_WAIT)) > 0) {
            return;
        }
        waitReported = true;
        Optional<Holder> holder = holder();
        log.warn("waiting up to " + atMost.toSeconds() + " s for "
                + holder.map(Holder::toString).orElse("another process")
                + ", which is publishing the outputs of this batch");
        context.callbacks().waiting(WaitReason.OUTPUTS, submission, holder, atMost);
    }

    private Optional<Holder> holder() {
        return journaled().flatMap(JournalEntry::holder);
    }

    /**
     * Decides which process publishes the outputs; this one if the journal cannot be written, since the batch has
     * ended.
     */
    private Finisher finisher(BatchOrder known, BatchResult found, Deadline patience) {
        try {
            Finisher finisher = context.journal().concluding(known.submissionId(), found);
            if (!(finisher instanceof Finisher.Theirs) || !patience.hasPassed(time)) {
                return finisher;
            }
            log.warn(holder().map(Holder::toString).orElse("another process")
                    + " is publishing the outputs and does not finish");
        } catch (RuntimeException unwritten) {
            log.warn("what was found at the end could not be written to the journal: " + unwritten.getMessage());
        }
        return new Finisher.Ours(found);
    }

    /** Deletes leftovers of earlier submissions beside these outputs. */
    private void sweep(BatchOrder known) {
        new HiddenFolders(context.files()).sweep(known, new Leftovers(context)::published, log);
    }

    private Deadline patienceWithOthers() {
        return Deadline.after(PATIENCE_WITH_OTHERS, time);
    }

    private static boolean areGood(List<Output> outputs) {
        return !outputs.isEmpty() && outputs.stream().allMatch(Output::isGood);
    }
}
