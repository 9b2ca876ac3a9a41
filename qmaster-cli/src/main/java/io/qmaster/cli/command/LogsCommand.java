package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.StoryLines;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.port.JournalEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells the story of one batch. */
@Command(
        name = "logs",
        description = "Tells the story of one batch that was submitted from here, as the journal keeps it: the last "
                + JournalEntry.LONGEST_STORY + " lines. Asks no engine.",
        footer = {"", "Exits with 8 if the journal does not know the id."})
final class LogsCommand implements Task {
    @Mixin
    private BatchArgument batch = new BatchArgument();

    @Override
    public ExitCode run(Invocation invocation) {
        String id = batch.checked();
        JournalEntry entry = new References(invocation).entry(id).orElseThrow(() -> unknown(id));
        new StoryLines(invocation.console()).print(entry);
        return ExitCode.DONE;
    }

    private static BatchLostException unknown(String id) {
        return new BatchLostException(Failure.of("BATCH_UNKNOWN", "the journal knows no story of " + id)
                .hint("check the id and the state folder; batches of others have no story here")
                .fate(QueueFate.UNKNOWN));
    }
}
