package io.qmaster.domain.port;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a journal knows of one submission.
 *
 * @param intentions one for every attempt, the first first
 * @param submitter the process that hands the latest attempt to the engine, once it was told
 * @param submitted that the engine has the batch, once it has
 * @param conclusion what was found of a batch that reached a final state, while its outputs are brought to their place
 * @param ending how it ended, once it has
 * @param story what happened, line by line, as far as it was kept
 * @param submitterAlive whether that process still lives, so that the batch may yet be queued
 * @param heldElsewhere whether a living process other than this one is at work on it
 */
public record JournalEntry(
        List<SubmissionJournal.Intention> intentions,
        Optional<SubmittingProcess> submitter,
        Optional<SubmissionJournal.Submitted> submitted,
        Optional<BatchResult> conclusion,
        Optional<SubmissionJournal.Ending> ending,
        List<LogEntry> story,
        boolean submitterAlive,
        boolean heldElsewhere) {
    /** How many lines of a story are kept. */
    public static final int LONGEST_STORY = 200;

    private static final String CANCEL_LINE = "asked to cancel: ";
    private static final String CANCEL_REFUSED_LINE = "cancelling was refused: ";

    /** @throws IllegalArgumentException without an intention */
    public JournalEntry {
        intentions = List.copyOf(intentions);
        story = List.copyOf(story);
        if (intentions.isEmpty()) {
            throw new IllegalArgumentException("an entry begins with an intention");
        }
    }

    /** An entry that begins with an intention. */
    public static JournalEntry begun(SubmissionJournal.Intention first) {
        return new JournalEntry(
                List.of(first),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                false);
    }

    /** The same with one more attempt, whose process is not known yet, or with the latest one as it is now intended. */
    public JournalEntry with(SubmissionJournal.Intention next) {
        List<SubmissionJournal.Intention> all = new ArrayList<>(intentions);
        if (next.attempt() == latest().attempt()) {
            all.remove(all.size() - 1);
        }
        all.add(next);
        return new JournalEntry(all, Optional.empty(), submitted, conclusion, ending, story, false, heldElsewhere);
    }

    /** The same with the process of the latest attempt. */
    public JournalEntry with(SubmittingProcess process) {
        return new JournalEntry(
                intentions, Optional.of(process), submitted, conclusion, ending, story, submitterAlive, heldElsewhere);
    }

    /** The same, in the hands of the engine. */
    public JournalEntry with(SubmissionJournal.Submitted queued) {
        return new JournalEntry(
                intentions, submitter, Optional.of(queued), conclusion, ending, story, submitterAlive, heldElsewhere);
    }

    /** The same with what was found at the end of its batch. */
    public JournalEntry with(BatchResult found) {
        return new JournalEntry(
                intentions, submitter, submitted, Optional.of(found), ending, story, submitterAlive, heldElsewhere);
    }

    /** The same, ended; but what ended otherwise cannot be given up any more. */
    public JournalEntry with(SubmissionJournal.Ending end) {
        if (end.how() == Ending.How.LOST && !isOpen()) {
            return this;
        }
        return new JournalEntry(
                intentions,
                submitter,
                submitted,
                Optional.empty(),
                Optional.of(end),
                story,
                submitterAlive,
                heldElsewhere);
    }

    /** The same with one more line of its story, of which the last {@value #LONGEST_STORY} are kept. */
    public JournalEntry with(LogEntry line) {
        List<LogEntry> all = new ArrayList<>(story);
        all.add(line);
        return new JournalEntry(
                intentions,
                submitter,
                submitted,
                conclusion,
                ending,
                all.subList(Math.max(0, all.size() - LONGEST_STORY), all.size()),
                submitterAlive,
                heldElsewhere);
    }

    /** The same with what is known of living processes. */
    public JournalEntry with(boolean submitterLives, boolean otherProcessAtWork) {
        return new JournalEntry(
                intentions, submitter, submitted, conclusion, ending, story, submitterLives, otherProcessAtWork);
    }

    /** The same with the orders of all its attempts changed. */
    public JournalEntry withOrders(UnaryOperator<BatchOrder> change) {
        List<SubmissionJournal.Intention> changed = intentions.stream()
                .map(intention -> new SubmissionJournal.Intention(
                        change.apply(intention.order()),
                        intention.attempt(),
                        intention.fingerprint(),
                        intention.claims(),
                        intention.listedBefore(),
                        intention.at()))
                .toList();
        return new JournalEntry(
                changed, submitter, submitted, conclusion, ending, story, submitterAlive, heldElsewhere);
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

    /** How its batch ended, if it did and the journal remembers that. */
    public Optional<BatchResult> result() {
        return ending.flatMap(SubmissionJournal.Ending::result);
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return ending.isEmpty();
    }

    /** Whether somebody gave it up; the engine may show its batch all the same, sooner or later. */
    public boolean isGivenUp() {
        return ending.filter(end -> end.how() == Ending.How.LOST).isPresent();
    }

    /**
     * Whether it is the answer to a request that is made again under the same request id: it is open, or became a batch
     * that nobody gave up. Otherwise the request may be made anew.
     */
    public boolean answersItsRequest() {
        return isOpen() || (submitted.isPresent() && !isGivenUp());
    }

    /** Every attempt with what its story tells of it, the first first. */
    public List<Attempt> attempts() {
        return intentions.stream()
                .map(intention -> new Attempt(
                        intention.attempt(),
                        intention.at(),
                        intention.order().cluster(),
                        told(commandLine(intention.attempt(), "")),
                        told(outcomeLine(intention.attempt(), ""))))
                .toList();
    }

    /** How a story tells what an attempt ran. */
    public static String commandLine(int attempt, String command) {
        return "attempt " + attempt + ": " + command;
    }

    /** How a story tells what came of an attempt. */
    public static String outcomeLine(int attempt, String outcome) {
        return "attempt " + attempt + " came to: " + outcome;
    }

    /** How a story tells that somebody asked the engine to cancel the batch. */
    public static String cancelLine(CancelCause cause) {
        return CANCEL_LINE + cause.word();
    }

    /** How a story tells that the engine did not take that. */
    public static String cancelRefusedLine(String why) {
        return CANCEL_REFUSED_LINE + why;
    }

    /** Why the engine was asked to cancel the batch, if its story tells of it and not that it was refused. */
    public Optional<CancelCause> cancelAsked() {
        return story.stream()
                .map(LogEntry::message)
                .filter(message -> message.startsWith(CANCEL_LINE) || message.startsWith(CANCEL_REFUSED_LINE))
                .reduce((earlier, later) -> later)
                .flatMap(last -> Stream.of(CancelCause.values())
                        .filter(cause -> last.equals(cancelLine(cause)))
                        .findFirst());
    }

    private Optional<String> told(String beginning) {
        return story.stream()
                .map(LogEntry::message)
                .filter(message -> message.startsWith(beginning))
                .map(message -> message.substring(beginning.length()))
                .findFirst();
    }

    /**
     * One attempt to submit.
     *
     * @param number counts the attempts of one submission from 1
     * @param at when it began
     * @param cluster where it was to run
     * @param command what was run, secrets masked; empty if that part of the story was not kept
     * @param outcome what came of it, with the engine's words; empty if nobody lived to tell, or it was not kept
     */
    public record Attempt(
            int number, Instant at, Cluster cluster, Optional<String> command, Optional<String> outcome) {}
}
