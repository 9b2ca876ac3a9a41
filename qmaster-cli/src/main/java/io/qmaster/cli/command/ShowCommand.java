package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchDetails;
import io.qmaster.cli.output.BatchView;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.port.JournalEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows everything that is known of one batch. */
@Command(
        name = "show",
        description = "Shows everything known of one batch, by the engine and by the journal: every attempt with its"
                + " masked command and what came of it, targets and outputs, and the story.",
        footer = {
            "",
            "Exits with 0 whatever the state, and also if the engine cannot be asked but the journal knows",
            "the batch. Exits with 8 if nobody knows the id."
        })
final class ShowCommand implements Task {
    @Mixin
    private BatchArgument batch = new BatchArgument();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        String id = batch.checked();
        References references = new References(invocation);
        Optional<JournalEntry> entry = references.entry(id);
        BatchDetails details = new BatchDetails(invocation.console());
        if (entry.filter(known -> known.batch().isEmpty()).isPresent()) {
            details.print(BatchView.of(entry.get()), Optional.empty());
            return ExitCode.DONE;
        }
        try (Qmaster qmaster = invocation.qmaster()) {
            details.print(references.view(qmaster, references.of(id)), Optional.empty());
        } catch (QmasterException | CommandFailure unread) {
            if (entry.isEmpty()) {
                throw unread;
            }
            // What died may have been the engine itself: what the journal knows is wanted all the same.
            details.print(BatchView.of(entry.get()), Optional.of(String.valueOf(unread.getMessage())));
        }
        return ExitCode.DONE;
    }
}
