package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.SubmissionOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits the outputs that a batch did not make as a new batch. */
@Command(
        name = "retry",
        description =
                "Submits the outputs that a failed or cancelled batch did not finish as a new batch, with the same"
                        + " cluster, priority, labels and options, and prints its id. If the batch was never queued, it"
                        + " submits all of them.",
        footer = {
            "",
            "A batch that is still open, or whose outputs are all complete, is refused with exit code 2: see",
            "`qmaster recover`. Empty files and invalid outputs that the failed batch left are replaced; any other",
            "existing file needs --overwrite. The request id of the batch is not used again.",
            "",
            "Instead of an ID it takes filters, and retries every batch that matches and has not succeeded, as a",
            "separate batch. --cluster and --priority are those of the new batches.",
            "",
            "Examples:",
            "  qmaster retry 5C1E4F0A --wait",
            "  qmaster retry --state FAILED --since 1d --yes"
        })
final class RetryCommand implements Task {
    @Mixin
    private BatchSelection selection = new BatchSelection();

    @Mixin
    private BatchSelection.Confirmation confirmation = new BatchSelection.Confirmation();

    @Option(
            names = "--overwrite",
            description =
                    "Replace existing outputs, after the new ones have been checked. The engine writes into the hidden"
                            + " folder of --publish atomic.")
    private boolean overwrite;

    @Mixin
    final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    final SubmissionOptions.Stability stability = new SubmissionOptions.Stability();

    @Mixin
    final NotifyOptions notify = new NotifyOptions();

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Mixin
    private WaitingOptions waiting = new WaitingOptions();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Override
    public Map<String, String> hints() {
        return overwrite ? Map.of() : Map.of("DESTINATION_EXISTS", "add --overwrite to replace it, or move it away");
    }

    @Override
    public boolean submits() {
        return true;
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        waiting.check();
        selection.check(false);
        List<Receiver> receivers = invocation.configuration().notifying().receivers();
        Optional<String> id = selection.onlyId(invocation);
        invocation.requireEngine();
        References references = new References(invocation);
        if (id.isPresent()) {
            return retried(invocation, references, references.submission(id.get()), receivers);
        }
        if (waiting.waits()) {
            throw CommandFailure.usage(
                    "--wait needs the ID of one batch", "submit them without it, and use `qmaster wait`");
        }
        Outcomes outcomes = new Outcomes(invocation);
        for (SubmissionId original : confirmed(invocation)) {
            outcomes.attempt(() -> retried(invocation, references, original, receivers))
                    .ifPresent(outcomes::add);
        }
        return outcomes.worst();
    }

    /** The submissions that match the filters and have outputs left to make; none if the user declines. */
    private List<SubmissionId> confirmed(Invocation invocation) throws InterruptedException {
        try (Qmaster qmaster = invocation.qmaster()) {
            List<BatchRecord> found = selection.matching(
                    qmaster, HistoryFilter.REMEMBERED, invocation, record -> canBeRetried(qmaster, record));
            return BatchSelection.confirmed(confirmation, found, "retry", invocation)
                    ? found.stream()
                            .flatMap(record -> record.submission().stream())
                            .map(SubmissionRecord::id)
                            .toList()
                    : List.of();
        }
    }

    private static boolean canBeRetried(Qmaster qmaster, BatchRecord record) {
        SubmissionRecord submission = record.submission().orElseThrow();
        if (submission.isOpen() || record.state().equals(Optional.of(BatchState.SUCCESSFUL))) {
            return false;
        }
        try {
            return !qmaster.retryOf(submission.id()).jobs().isEmpty();
        } catch (RetryException everythingIsThere) {
            return false;
        }
    }

    private ExitCode retried(
            Invocation invocation, References references, SubmissionId original, List<Receiver> receivers)
            throws InterruptedException {
        return new Submitting(invocation, waiting, receivers)
                .run(qmaster -> Optional.of(request(invocation.configuration(), references, qmaster, original)));
    }

    private BatchRequest request(
            Configuration configuration, References references, Qmaster qmaster, SubmissionId original) {
        BatchRequest request = qmaster.retryOf(original);
        request = request.with(
                configuration.namesClusterByFlag() ? configuration.cluster() : references.askable(request.cluster()));
        if (configuration.flag("--priority").isPresent()) {
            request = request.with(configuration.priority());
        }
        return overwrite ? request.with(ExistingOutput.REPLACE) : request;
    }
}
