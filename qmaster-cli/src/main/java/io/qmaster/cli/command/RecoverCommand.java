package io.qmaster.cli.command;

import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.RecoveredLines;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Settles what an interrupted run left open. */
@Command(
        name = "recover",
        description =
                "Settles what an interrupted run left open, all of it or only these batches: finds out whether the engine"
                        + " has them, and how they ended. Never submits.",
        footer = {
            "",
            "Exits with 0 if everything is settled, 8 if the engine does not show a batch that it had, 6 if it",
            "is not known whether it has one, 10 if the journal cannot read a submission: it is named, and the",
            "others are settled. A batch that has ended or that a running program is working on is left",
            "alone. An id that the journal does not know is exit code 8.",
            "",
            "A submission that stays open keeps its outputs reserved. --give-up ends it as lost, on your responsibility.",
            "The engine is queried again, and a batch that it had is looked for until --lost-after has passed.",
            "It exits with 2 if the engine shows the batch or a running program is working on it, 11 if the engine",
            "does not answer; then nothing is given up. Afterwards `qmaster retry` may submit it again, and so may",
            "its request id. Should the engine show it later, status, list and wait still report it.",
            "",
            "Example:",
            "  qmaster recover --give-up 5C1E4F0A-7D0B-4E27-9C8F-2B1D7C0E9A31"
        })
final class RecoverCommand implements Task {
    @Mixin
    private BatchArguments ids = new BatchArguments();

    @Option(
            names = "--give-up",
            description = "End these as lost if the engine does not show them, so that they may be submitted again.")
    private boolean giveUp;

    @Option(
            names = "--unasked",
            description = "With --give-up: do not query the engine, because it no longer exists. If it does, a batch"
                    + " can run twice.")
    private boolean unasked;

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        checkOptions();
        List<String> meant = ids.resolved(IdSearch.inJournal(invocation));
        Outcomes outcomes = new Outcomes(invocation);
        List<Recovered> settled = new ArrayList<>();
        List<Recovered> unplaced = new ArrayList<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            if (ids.isEmpty()) {
                settled.addAll(qmaster.recover());
                outcomes.add(new UnreadableSubmissions(invocation).fail());
            }
            References references = new References(invocation);
            if (giveUp && !unasked) {
                lookForAll(meant, qmaster, references, invocation);
            }
            List<SubmissionId> submissions = new ArrayList<>();
            for (String id : meant) {
                outcomes.attempt(() -> references.submission(id)).ifPresent(submissions::add);
            }
            if (giveUp) {
                for (SubmissionId submission : submissions) {
                    outcomes.attempt(() -> givenUp(qmaster, submission))
                            .flatMap(found -> found)
                            .ifPresent(settled::add);
                }
            } else {
                outcomes.attempt(() -> qmaster.recover(submissions)).ifPresent(settled::addAll);
            }
            for (Recovered recovered : settled) {
                outcomes.attempt(() -> isUnplaced(recovered, invocation))
                        .filter(found -> found)
                        .ifPresent(found -> unplaced.add(recovered));
            }
        }
        print(invocation.console(), settled, unplaced, outcomes.worst() == ExitCode.DONE);
        settled.forEach(new EventLog()::recovered);
        settled.forEach(recovered -> outcomes.add(code(recovered.finding())));
        return outcomes.worst();
    }

    private void checkOptions() {
        if (giveUp && ids.isEmpty()) {
            throw CommandFailure.usage(
                    "--give-up needs the ids of what is to be given up", "see what is open with `qmaster recover`");
        }
        if (unasked && !giveUp) {
            throw CommandFailure.usage(
                    "--unasked belongs to --give-up", "leave it out, or add --give-up to give up without asking");
        }
    }

    private Optional<Recovered> givenUp(Qmaster qmaster, SubmissionId submission) throws InterruptedException {
        String user = System.getProperty("user.name", "an unknown user");
        try {
            return unasked ? qmaster.giveUpUnasked(submission, user) : qmaster.giveUp(submission, user);
        } catch (StatusException unanswered) {
            throw new StatusException(unanswered
                    .failure()
                    .hint("try again later; if that engine no longer exists, give it up with `qmaster recover --give-up"
                            + " --unasked " + submission + "`"));
        }
    }

    /** The search for one may take as long as that for all of them together. */
    private void lookForAll(List<String> meant, Qmaster qmaster, References references, Invocation invocation) {
        List<BatchReference> open = meant.stream()
                .map(references::entry)
                .flatMap(Optional::stream)
                .filter(entry -> entry.isOpen() && entry.conclusion().isEmpty() && !entry.heldElsewhere())
                .map(references::askable)
                .flatMap(Optional::stream)
                .toList();
        if (!open.isEmpty()) {
            invocation
                    .console()
                    .tell("querying the engine again; the search for a batch that it had takes "
                            + Durations.words(
                                    invocation.configuration().policy().lostAfter()) + " or slightly longer");
        }
        open.forEach(qmaster::attach);
    }

    /** Whether it has ended, but its outputs could not be moved into place. */
    private static boolean isUnplaced(Recovered recovered, Invocation invocation) {
        return staysOpen(recovered)
                && invocation
                        .journal()
                        .find(recovered.submissionId())
                        .flatMap(JournalEntry::conclusion)
                        .isPresent();
    }

    private static void print(Console console, List<Recovered> settled, List<Recovered> unplaced, boolean allSettled) {
        if (console.isJson()) {
            console.answerDocument(settled.stream().map(Documents.Recovered::of).toList());
        } else if (settled.isEmpty()) {
            if (allSettled) {
                console.tell("nothing was left open");
            }
        } else {
            Table table = new Table("SUBMISSION", "FINDING", "BATCH", "WHY");
            settled.forEach(recovered -> table.row(
                    recovered.submissionId().value(),
                    RecoveredLines.words(recovered.finding()),
                    recovered.batch().map(BatchReference::toString).orElse("-"),
                    recovered.words()));
            table.lines().forEach(console::answer);
            if (!unplaced.isEmpty()) {
                console.tell("move away the files that block the outputs, then run `qmaster recover` again");
            }
            if (settled.stream().anyMatch(recovered -> staysOpen(recovered) && !unplaced.contains(recovered))) {
                console.tell("what stays open keeps claiming its outputs; give up what cannot be found with"
                        + " `qmaster recover --give-up ID`");
            }
        }
    }

    private static boolean staysOpen(Recovered recovered) {
        return code(recovered.finding()) != ExitCode.DONE;
    }

    /** The exit code for a finding. */
    static ExitCode code(Recovered.Finding finding) {
        return switch (finding) {
            case ADOPTED, ENDED, NOT_QUEUED, GIVEN_UP -> ExitCode.DONE;
            case NOT_SEEN -> ExitCode.LOST;
            case UNKNOWN -> ExitCode.UNSETTLED;
        };
    }
}
