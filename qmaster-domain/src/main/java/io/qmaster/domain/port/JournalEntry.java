package io.qmaster.domain.port;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.Output;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionRecord.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of one submission in a journal. For authors of journals. Immutable and thread-safe.
 *
 * @param intentions one for each attempt, oldest first
 * @param commands the command of each attempt, by its number, with secrets masked
 * @param outcomes the outcome of each attempt, by its number; none for an attempt whose program died before it was
 *     known
 * @param submitter the process that submits the latest attempt to the engine, once it is known
 * @param submitted set once the engine has the batch
 * @param cancelAsked why the engine was asked to cancel the batch; empty if it refused
 * @param cancelledJobs the single jobs that the engine was asked to cancel and did not refuse to
 * @param conclusion the result of a batch in a final state while its outputs are being published
 * @param ending set once it has ended
 * @param story the last lines of its log
 * @param submitterAlive whether the submitter is still running, so that the batch may still be queued
 * @param holder another running process, or another journal of this process, that works on it
 */
public record JournalEntry(
        List<SubmissionJournal.Intention> intentions,
        Map<Integer, String> commands,
        Map<Integer, String> outcomes,
        Optional<SubmittingProcess> submitter,
        Optional<SubmissionJournal.Submitted> submitted,
        Optional<CancelCause> cancelAsked,
        Set<JobId> cancelledJobs,
        Optional<BatchResult> conclusion,
        Optional<Ending> ending,
        List<LogEntry> story,
        boolean submitterAlive,
        Optional<Holder> holder) {
    /** The maximum number of log lines. */
    public static final int LONGEST_STORY = 200;

    /** @throws IllegalArgumentException if there is no intention */
    public JournalEntry {
        intentions = List.copyOf(intentions);
        commands = Map.copyOf(commands);
        outcomes = Map.copyOf(outcomes);
        cancelledJobs = Set.copyOf(cancelledJobs);
        story = List.copyOf(story);
        if (intentions.isEmpty()) {
            throw new IllegalArgumentException("a journal entry needs an intention");
        }
    }

    /** Creates an entry with its first intention. */
    public static JournalEntry begun(SubmissionJournal.Intention first) {
        return new Parts(first).entry();
    }

    /**
     * The same with a further attempt, whose process is not known yet, or with a replacement of the latest intention.
     */
    public JournalEntry with(SubmissionJournal.Intention next) {
        Parts parts = new Parts(this);
        if (next.attempt() == latest().attempt()) {
            parts.intentions.remove(parts.intentions.size() - 1);
        }
        parts.intentions.add(next);
        parts.submitter = Optional.empty();
        parts.submitterAlive = false;
        return parts.entry();
    }

    /** The same with the process of the latest attempt. */
    public JournalEntry with(SubmittingProcess process) {
        Parts parts = new Parts(this);
        parts.submitter = Optional.of(process);
        return parts.entry();
    }

    /** The same with the command of an attempt. */
    public JournalEntry attempting(int attempt, String command) {
        Parts parts = new Parts(this);
        parts.commands.put(attempt, command);
        return parts.entry();
    }

    /** The same with the outcome of an attempt. */
    public JournalEntry attempted(int attempt, String outcome) {
        Parts parts = new Parts(this);
        parts.outcomes.put(attempt, outcome);
        return parts.entry();
    }

    /** The same with other commands and outcomes of its attempts, by number. */
    public JournalEntry withAttempts(Map<Integer, String> newCommands, Map<Integer, String> newOutcomes) {
        Parts parts = new Parts(this);
        parts.commands = newCommands;
        parts.outcomes = newOutcomes;
        return parts.entry();
    }

    /** The same, after the engine was asked to cancel the batch, or refused to. */
    public JournalEntry cancelAsked(Optional<CancelCause> cause) {
        Parts parts = new Parts(this);
        parts.cancelAsked = cause;
        return parts.entry();
    }

    /** The same, after the engine was asked to cancel a job, or refused to. */
    public JournalEntry jobCancelAsked(JobId job, boolean granted) {
        Parts parts = new Parts(this);
        parts.cancelledJobs = new HashSet<>(cancelledJobs);
        if (granted) {
            parts.cancelledJobs.add(job);
        } else {
            parts.cancelledJobs.remove(job);
        }
        return parts.entry();
    }

    /** The same, queued by the engine. */
    public JournalEntry with(SubmissionJournal.Submitted queued) {
        Parts parts = new Parts(this);
        parts.submitted = Optional.of(queued);
        return parts.entry();
    }

    /** The same with the result of its batch. */
    public JournalEntry with(BatchResult found) {
        Parts parts = new Parts(this);
        parts.conclusion = Optional.of(found);
        return parts.entry();
    }

    /** The same, ended. A submission that has already ended cannot be given up. */
    public JournalEntry with(Ending end) {
        if (end.how() == Ending.How.LOST && !isOpen()) {
            return this;
        }
        Parts parts = new Parts(this);
        parts.conclusion = Optional.empty();
        parts.ending = Optional.of(end);
        return parts.entry();
    }

    /** The same with a further log line, of which the last {@value #LONGEST_STORY} are kept. */
    public JournalEntry with(LogEntry line) {
        List<LogEntry> all = new ArrayList<>(story);
        all.add(line);
        return withStory(all);
    }

    /** The same with another log, of which the last {@value #LONGEST_STORY} lines are kept. */
    public JournalEntry withStory(List<LogEntry> lines) {
        Parts parts = new Parts(this);
        parts.story = lines.subList(Math.max(0, lines.size() - LONGEST_STORY), lines.size());
        return parts.entry();
    }

    /** The same with the state of running processes. */
    public JournalEntry with(boolean submitterRuns, Optional<Holder> otherHolder) {
        Parts parts = new Parts(this);
        parts.submitterAlive = submitterRuns;
        parts.holder = otherHolder;
        return parts.entry();
    }

    /** Whether another running process, or another journal of this process, works on it. */
    public boolean heldElsewhere() {
        return holder.isPresent();
    }

    /** The order of the latest attempt. */
    public BatchOrder order() {
        return latest().order();
    }

    /** The intention of the latest attempt. */
    public SubmissionJournal.Intention latest() {
        return intentions.get(intentions.size() - 1);
    }

    /** Our own id. */
    public SubmissionId submissionId() {
        return order().submissionId();
    }

    /** The batch, if the engine has it. */
    public Optional<BatchReference> batch() {
        return submitted.map(queued -> new BatchReference(queued.batchId(), order().cluster()));
    }

    /** The result of its batch, if it has ended. */
    public Optional<BatchResult> result() {
        return ending.flatMap(Ending::result);
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return ending.isEmpty();
    }

    /** The outputs of its targets; none without a result. */
    public List<Output> targets() {
        return result().map(BatchResult::targets).orElse(List.of());
    }

    /** Whether all its outputs are valid and in their place, so that no other file of the engine is needed. */
    public boolean isPublished() {
        return result().filter(BatchResult::verified).isPresent();
    }

    /** Whether it was given up; the engine may list its batch later. */
    public boolean isGivenUp() {
        return ending.filter(end -> end.how() == Ending.How.LOST).isPresent();
    }

    /**
     * Whether it answers a repeated request with the same request id: it is open, or became a batch that was not given
     * up. Otherwise the request can be submitted again.
     */
    public boolean answersItsRequest() {
        return isOpen() || (submitted.isPresent() && !isGivenUp());
    }

    /** The record for library consumers. */
    public SubmissionRecord record() {
        return new SubmissionRecord(
                order(),
                attempts(),
                batch(),
                submitted.map(SubmissionJournal.Submitted::jobIds).orElse(List.of()),
                submitted.flatMap(SubmissionJournal.Submitted::settledBy),
                submitted.map(SubmissionJournal.Submitted::at),
                ending,
                ending.isPresent() ? Optional.empty() : conclusion,
                story,
                holder);
    }

    /** Every attempt with its command and outcome, oldest first. */
    public List<Attempt> attempts() {
        return intentions.stream()
                .map(intention -> new Attempt(
                        intention.attempt(),
                        intention.at(),
                        intention.order().cluster(),
                        Optional.ofNullable(commands.get(intention.attempt())),
                        Optional.ofNullable(outcomes.get(intention.attempt()))))
                .toList();
    }

    /** Mutable components. */
    private static final class Parts {
        private final List<SubmissionJournal.Intention> intentions;
        private Map<Integer, String> commands;
        private Map<Integer, String> outcomes;
        private Optional<SubmittingProcess> submitter;
        private Optional<SubmissionJournal.Submitted> submitted;
        private Optional<CancelCause> cancelAsked;
        private Set<JobId> cancelledJobs;
        private Optional<BatchResult> conclusion;
        private Optional<Ending> ending;
        private List<LogEntry> story;
        private boolean submitterAlive;
        private Optional<Holder> holder;

        Parts(SubmissionJournal.Intention first) {
            intentions = List.of(first);
            commands = Map.of();
            outcomes = Map.of();
            submitter = Optional.empty();
            submitted = Optional.empty();
            cancelAsked = Optional.empty();
            cancelledJobs = Set.of();
            conclusion = Optional.empty();
            ending = Optional.empty();
            story = List.of();
            holder = Optional.empty();
        }

        Parts(JournalEntry entry) {
            intentions = new ArrayList<>(entry.intentions);
            commands = new HashMap<>(entry.commands);
            outcomes = new HashMap<>(entry.outcomes);
            submitter = entry.submitter;
            submitted = entry.submitted;
            cancelAsked = entry.cancelAsked;
            cancelledJobs = entry.cancelledJobs;
            conclusion = entry.conclusion;
            ending = entry.ending;
            story = entry.story;
            submitterAlive = entry.submitterAlive;
            holder = entry.holder;
        }

        JournalEntry entry() {
            return new JournalEntry(
                    intentions,
                    commands,
                    outcomes,
                    submitter,
                    submitted,
                    cancelAsked,
                    cancelledJobs,
                    conclusion,
                    ending,
                    story,
                    submitterAlive,
                    holder);
        }
    }
}
