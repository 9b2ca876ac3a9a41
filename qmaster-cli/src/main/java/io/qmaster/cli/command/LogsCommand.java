package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.StoryLines;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the log of one batch. */
@Command(
        name = "logs",
        description = "Prints the log of one batch that was submitted from this journal: the last "
                + JournalEntry.LONGEST_STORY + " lines. Does not query the engine.",
        footer = {"", "Exits with 8 if the journal does not know the id."})
final class LogsCommand implements Task {
    @Mixin
    private BatchArgument batch = new BatchArgument();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        References references = new References(invocation);
        SubmissionId submission = references.submission(batch.resolved(IdSearch.inJournal(invocation)));
        new StoryLines(invocation.console())
                .print(invocation.journal().find(submission).orElseThrow().record());
        return ExitCode.DONE;
    }
}
