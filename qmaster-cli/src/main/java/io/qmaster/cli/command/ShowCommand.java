package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchDetails;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.port.JournalEntry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows everything that is known about one batch. */
@Command(
        name = "show",
        description = "Shows everything that engine and journal know about one batch: every attempt with its masked"
                + " command and outcome, targets and outputs, the log, and the literal answer of the engine's"
                + " program to a query for the batch.",
        footer = {
            "",
            "Exits with 0 whatever the state, and also if the engine cannot be queried but the journal knows",
            "the batch. Exits with 8 if the id is unknown."
        })
final class ShowCommand implements Task {
    @Mixin
    private BatchArgument batch = new BatchArgument();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        String id = batch.resolved(IdSearch.everywhere(invocation));
        References references = new References(invocation);
        Optional<BatchRecord> known =
                references.entry(id).map(JournalEntry::record).map(BatchRecord::of);
        BatchDetails details = new BatchDetails(invocation.console());
        if (known.filter(submission -> submission.batch().isEmpty()).isPresent()) {
            details.print(known.get(), Optional.empty());
            return ExitCode.DONE;
        }
        try (Qmaster qmaster = invocation.qmaster()) {
            BatchReference reference = find(qmaster, references, id);
            BatchRecord batch;
            try {
                batch = references.view(qmaster, reference);
            } catch (BatchLostException notShown) {
                batch = orElseThrow(known, notShown, notShown.failure());
            }
            details.print(batch, rawAnswer(qmaster, reference));
        } catch (QmasterException unasked) {
            details.print(orElseThrow(known, unasked, unasked.failure()), Optional.empty());
        } catch (CommandFailure unasked) {
            details.print(orElseThrow(known, unasked, unasked.failure()), Optional.empty());
        }
        return ExitCode.DONE;
    }

    /** The batch; for the id of a job that only the engine knows, its batch. */
    private static BatchReference find(Qmaster qmaster, References references, String id) throws InterruptedException {
        BatchOrJob named = references.find(id);
        boolean isKnown =
                named.job().isPresent() || qmaster.record(named.batch()).isPresent();
        return (isKnown ? named : references.jobOf(qmaster, named)).batch();
    }

    /** The engine itself may have failed: what the journal knows is shown nevertheless. */
    private static <X extends RuntimeException> BatchRecord orElseThrow(
            Optional<BatchRecord> known, X thrown, Failure failure) {
        return known.orElseThrow(() -> thrown).unread(failure);
    }

    /** It is most useful when the answer could not be parsed; if it is missing, the rest is shown. */
    private static Optional<RawAnswer> rawAnswer(Qmaster qmaster, BatchReference reference)
            throws InterruptedException {
        try {
            return qmaster.rawAnswer(reference);
        } catch (QmasterException notAsked) {
            return Optional.empty();
        }
    }
}
