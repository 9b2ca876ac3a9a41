package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.SubmissionOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.webhook.Webhook;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SubmissionId;
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
            "Example:",
            "  qmaster retry 5C1E4F0A-7D0B-4E27-9C8F-2B1D7C0E9A31 --wait"
        })
final class RetryCommand implements Task {
    @Mixin
    private BatchArgument batch = new BatchArgument();

    @Option(
            names = "--overwrite",
            description =
                    "Replace outputs that exist, once the new ones have been checked. The engine writes into the hidden"
                            + " folder of --publish atomic.")
    private boolean overwrite;

    @Mixin
    final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private NotifyOptions notify = new NotifyOptions();

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
        List<Webhook> webhooks = notify.webhooks();
        String id = batch.checked();
        invocation.requireEngine();
        References references = new References(invocation);
        SubmissionId original = references.submission(id);
        return new Submitting(invocation, waiting, webhooks)
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
