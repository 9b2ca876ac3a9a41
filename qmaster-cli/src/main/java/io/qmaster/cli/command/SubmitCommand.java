package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.SubmissionOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.SkippedLines;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.feed.Feeder;
import io.qmaster.domain.standard.LocalFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits every source with every setting in one batch. */
@Command(
        name = "submit",
        customSynopsis = {
            "qmaster submit SOURCE... --setting NAME|FILE",
            "           (--destination FILE | --destination-dir DIR | --beside) [options]",
            "       qmaster submit --from FILE|- [options]"
        },
        description = "Submits every source with every setting in one batch, and prints the id of the batch.",
        footer = {
            "",
            "An output that exists is refused with exit code 3, unless --overwrite is given or",
            "--skip-complete leaves it out.",
            "Ctrl-C while waiting cancels the batch and exits with 130; a second one exits at once.",
            "",
            "--per-batch, --ahead, --order and --wait-for-volume submit several batches. A source that is invalid or that",
            "the engine refuses is then set aside, and the others continue. The first Ctrl-C drains: nothing further is",
            "submitted, and what runs is waited for. With --request-id, the same command continues the run.",
            "",
            "The document of --from has an array of jobs and what is common to them:",
            "  {\"setting\": \"HD 720p\", \"destinationDir\": \"out\", \"priority\": \"high\",",
            "   \"labels\": {\"reel\": \"12\"},",
            "   \"jobs\": [{\"source\": \"a.mov\"}, {\"source\": \"b.mov\",",
            "             \"destination\": \"out/c.mov\", \"in\": \"00:00:10;00\"}]}",
            "A batch also takes batchName, exactName, requestId and beside; a job also takes setting, destinationDir,",
            "beside, suffix, out, startOffset, chapters, annotations, captions, imageSequence, frameRate and audio.",
            "\"beside\": true is --beside. Options win over the document.",
            "",
            "Examples:",
            "  qmaster submit clip.mov --setting \"HD 720p\" --destination-dir out --wait",
            "  qmaster submit clip.mov --setting my.setting --destination out/clip.mov \\",
            "      --cluster \"FCS Cluster\"",
            "  qmaster submit rushes --recursive --setting \"Apple ProRes 422 Proxy\" \\",
            "      --destination-dir proxies --json",
            "  qmaster submit rushes --recursive --setting \"HD 720p\" --destination-dir hd \\",
            "      --per-batch 20 --ahead 3 --wait --wait-for-volume 2h --request-id hd"
        })
final class SubmitCommand implements Task {
    @Mixin
    private JobArguments jobs = new JobArguments();

    @Option(
            names = "--from",
            paramLabel = "FILE|-",
            description = "Read the request from a JSON document, or from standard input; see below.")
    private Optional<String> from = Optional.empty();

    @Mixin
    private BatchOptions ofBatch = new BatchOptions();

    @Option(
            names = "--skip-complete",
            description =
                    "Leave out sources whose outputs the journal knows to be complete, with source, setting and output"
                            + " unchanged since. If that leaves none, nothing is submitted and no id is printed.")
    private boolean skipComplete;

    @Option(
            names = "--skip-verified",
            description =
                    "Also leave out sources whose outputs were made by other tools, are not older than the source, and"
                            + " pass the checks of qmaster verify.")
    private boolean skipVerified;

    @Mixin
    private FeedOptions feed = new FeedOptions();

    @Mixin
    final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    final SubmissionOptions.Stability stability = new SubmissionOptions.Stability();

    @Mixin
    final NotifyOptions notify = new NotifyOptions();

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private WaitingOptions waiting = new WaitingOptions();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Option(
            names = "--dry-run",
            description = "Print the commands that would run, one for each batch, secrets masked. Touches nothing.")
    private boolean dryRun;

    @Override
    public Map<String, String> hints() {
        Map<String, String> hints = new HashMap<>();
        if (!ofBatch.isOverwriting()) {
            hints.put(
                    "DESTINATION_EXISTS",
                    "add --overwrite to replace it, or --skip-complete to leave out what is complete; or choose another"
                            + " destination");
        }
        if (jobs.mayNameFolders()) {
            hints.put("SOURCE_NOT_FILE", "add --recursive to encode the media files in a folder");
        }
        return hints;
    }

    @Override
    public boolean submits() {
        return !dryRun;
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        check();
        List<Receiver> receivers = invocation.configuration().notifying().receivers();
        Optional<RequestDocument> document = from.map(file -> RequestDocument.read(file, invocation.in()));
        SourceFeeding feeding = new SourceFeeding(invocation, waiting, receivers, feed);
        if (dryRun) {
            try (Qmaster qmaster = invocation.qmaster()) {
                BatchRequest whole = request(invocation, document, qmaster);
                new ClusterNames(invocation).warnOfMistake(whole.cluster());
                if (isSeveral(whole)) {
                    return feeding.preview(qmaster, whole, remaining(invocation));
                }
                remaining(invocation, qmaster, whole)
                        .ifPresent(batch -> Documents.Preview.print(qmaster.preview(batch), invocation.console()));
                return ExitCode.DONE;
            }
        }
        metrics.begin(invocation);
        feed.awaitFolders(jobs.folders(), invocation, ofBatch.labels());
        if (feed.isWanted() || document.isPresent() || jobs.mayBeMany()) {
            BatchRequest whole;
            try (Qmaster qmaster = invocation.qmaster()) {
                whole = request(invocation, document, qmaster);
            }
            return isSeveral(whole)
                    ? feeding.run(whole, remaining(invocation))
                    : new Submitting(invocation, waiting, receivers)
                            .run(qmaster -> remaining(invocation, qmaster, whole));
        }
        return new Submitting(invocation, waiting, receivers)
                .run(qmaster -> remaining(invocation, qmaster, request(invocation, document, qmaster)));
    }

    private boolean isSeveral(BatchRequest request) {
        return feed.isWanted() || Feeder.isTooLong(request, new LocalFiles());
    }

    private SourceFeeding.Remaining remaining(Invocation invocation) {
        return (qmaster, batch) -> remaining(invocation, qmaster, batch);
    }

    /** The part of a request that is to be submitted; empty if everything is complete. */
    private Optional<BatchRequest> remaining(Invocation invocation, Qmaster qmaster, BatchRequest whole)
            throws InterruptedException {
        if (!skipComplete && !skipVerified) {
            return Optional.of(whole);
        }
        Remaining remaining = qmaster.remaining(whole);
        if (skipVerified) {
            remaining = remaining.without(VerifiedOutputs.of(remaining.left(), invocation));
        }
        new SkippedLines(invocation.console(), invocation.time()).print(remaining, whole.labels());
        return remaining.request();
    }

    private void check() {
        waiting.check();
        ofBatch.check();
        feed.check();
        if (from.isEmpty()) {
            jobs.check();
        } else if (!jobs.isEmpty()) {
            throw CommandFailure.usage(
                    "--from reads sources, settings and destinations from a document", "give either it or them");
        }
    }

    private BatchRequest request(Invocation invocation, Optional<RequestDocument> document, Qmaster qmaster) {
        Configuration configuration = invocation.configuration();
        BatchRequest.Builder request =
                BatchRequest.builder().cluster(configuration.cluster()).priority(configuration.priority());
        try {
            document.ifPresent(known -> known.applyTo(request, qmaster));
            if (document.isEmpty()) {
                SkippedLines lines = new SkippedLines(invocation.console(), invocation.time());
                jobs.jobs(
                                qmaster,
                                new EarlierOutputs(invocation.journal()),
                                (file, why) -> lines.passedOver(file, why, ofBatch.labels()))
                        .forEach(request::job);
            }
            ofBatch.applyTo(request);
            configuration.flag("--priority").ifPresent(given -> request.priority(configuration.priority()));
            return request.build();
        } catch (IllegalArgumentException noGood) {
            throw CommandFailure.usage(String.valueOf(noGood.getMessage()), "see `qmaster submit --help`");
        }
    }
}
