package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.Key;
import io.qmaster.cli.config.Value.Level;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.CommandPreview;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits every source with every setting in one batch. */
@Command(
        name = "submit",
        customSynopsis = {
            "qmaster submit SOURCE... --setting NAME|FILE (--destination FILE | --destination-dir DIR) [options]",
            "       qmaster submit --from FILE|- [options]"
        },
        description = "Submits every source with every setting in one batch, and prints the id of the batch.",
        footer = {
            "",
            "An output that is there already is refused with exit code 3, unless --overwrite is given.",
            "Ctrl-C while waiting cancels the batch and exits with 130; a second one leaves at once.",
            "",
            "The document of --from has an array of jobs and what is common to them:",
            "  {\"setting\": \"HD 720p\", \"destinationDir\": \"out\", \"priority\": \"high\", \"labels\": {\"reel\": \"12\"},",
            "   \"jobs\": [{\"source\": \"a.mov\"}, {\"source\": \"b.mov\", \"destination\": \"out/c.mov\", \"in\": \"00:00:10;00\"}]}",
            "A batch also takes batchName, exactName and requestId; a job also takes setting, destinationDir, suffix,",
            "out, startOffset, chapters, annotations, captions, imageSequence, frameRate and audio. Options win over it.",
            "",
            "Examples:",
            "  qmaster submit clip.mov --setting \"HD 720p\" --destination-dir out --wait",
            "  qmaster submit clip.mov --setting my.setting --destination out/clip.mov --cluster \"FCS Cluster\"",
            "  qmaster submit rushes --recursive --setting \"Apple ProRes 422 Proxy\" --destination-dir proxies --json"
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

    @Mixin
    private SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private WaitingOptions waiting = new WaitingOptions();

    @Mixin
    private WatchOptions watching = new WatchOptions();

    @Option(names = "--dry-run", description = "Print the command that would run, secrets masked. Touches nothing.")
    private boolean dryRun;

    @Override
    public Map<Key, String> flags() {
        Map<Key, String> flags = new EnumMap<>(Key.class);
        flags.putAll(submission.flags());
        flags.putAll(watching.flags());
        flags.putAll(waiting.flags());
        return flags;
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        check();
        Configuration configuration = invocation.configuration();
        Optional<RequestDocument> document = from.map(file -> RequestDocument.read(file, invocation.in()));
        SubmissionId id = SubmissionId.random();
        Timekeeper time = invocation.time();
        Optional<Deadline> deadline = waiting.timeout().map(limit -> Deadline.after(limit, time));
        try (EventOutput output = EventOutput.of(invocation, waiting.waits() ? 1 : 0);
                Qmaster qmaster = invocation.qmaster(output.announcements(), policy(configuration), id)) {
            BatchRequest request = request(configuration, document, qmaster);
            if (dryRun) {
                return preview(invocation.console(), qmaster.preview(request));
            }
            requireControl(invocation.backend());
            invocation.interruption().arm();
            Story story = new Story();
            QmasterBatch batch = submitted(invocation, qmaster, request, id);
            try {
                tell(invocation.console(), batch);
                if (invocation.console().isJson()) {
                    output.announcements().awaitSubmitted(batch, time);
                }
                story.tell(batch);
                return waiting.waits()
                        ? new BatchWait(invocation, output.announcements(), waiting.cancelsOnInterrupt())
                                .untilEnd(batch, waiting.limits(deadline.map(end -> Limit.left(end, time))))
                        : ExitCode.DONE;
            } finally {
                output.endDrawing();
                story.tell(batch);
            }
        }
    }

    private void check() {
        waiting.check();
        if (from.isEmpty()) {
            jobs.check();
        } else if (!jobs.isEmpty()) {
            throw CommandFailure.usage(
                    "--from reads sources, settings and destinations from a document", "give either it or them");
        }
    }

    /** A time limit of everything limits the submission, too. */
    private Policy policy(Configuration configuration) {
        Policy policy = configuration.policy();
        Duration all = waiting.timeout().orElse(policy.submissionTimeout());
        return all.compareTo(policy.submissionTimeout()) < 0 ? policy.submissionTimeout(all) : policy;
    }

    private BatchRequest request(Configuration configuration, Optional<RequestDocument> document, Qmaster qmaster) {
        BatchRequest.Builder request =
                BatchRequest.builder().cluster(configuration.cluster()).priority(configuration.priority());
        try {
            document.ifPresent(known -> known.applyTo(request, qmaster));
            if (document.isEmpty()) {
                jobs.jobs(qmaster).forEach(request::job);
            }
            ofBatch.applyTo(request);
            configuration
                    .value(Key.PRIORITY)
                    .filter(value -> value.level() == Level.FLAG)
                    .ifPresent(value -> request.priority(configuration.priority()));
            return request.build();
        } catch (IllegalArgumentException noGood) {
            throw CommandFailure.usage(String.valueOf(noGood.getMessage()), "see `qmaster submit --help`");
        }
    }

    /** Known before anything starts: a batch whose time runs out could not be cancelled. */
    private void requireControl(Backend backend) {
        if (waiting.limits(waiting.timeout()).mayCancel()
                && !backend.capabilities().contains(Capability.CONTROL)) {
            throw new UnsupportedByEngineException(Failure.of(
                            "UNSUPPORTED",
                            "the backend \"" + backend.name() + "\" cannot cancel a batch whose time runs out")
                    .hint("add --detach-on-timeout, or leave the timeouts out"));
        }
    }

    private static ExitCode preview(Console console, CommandPreview preview) {
        if (console.isJson()) {
            console.answer(Documents.preview(preview));
        } else {
            console.answer(preview.toString());
        }
        return ExitCode.DONE;
    }

    private QmasterBatch submitted(Invocation invocation, Qmaster qmaster, BatchRequest request, SubmissionId id)
            throws InterruptedException {
        try {
            return qmaster.submit(request);
        } catch (InterruptedException stop) {
            return new InterruptedSubmission(invocation, qmaster, id).settled(waiting.cancelsOnInterrupt());
        } catch (IllegalArgumentException taken) {
            if (request.requestId().isEmpty()) {
                throw taken;
            }
            throw new CommandFailure(
                    ExitCode.USAGE,
                    Failure.of("REQUEST_ID_TAKEN", String.valueOf(taken.getMessage()))
                            .hint("give every request an id of its own"));
        }
    }

    private static void tell(Console console, QmasterBatch batch) {
        if (console.isJson()) {
            return;
        }
        console.answer(batch.id().value());
        batch.order()
                .ifPresent(order -> console.tell("submitted \"" + order.name() + "\" to "
                        + order.cluster().displayName()
                        + (order.fellBack()
                                ? ", since \"" + order.requestedCluster().displayName() + "\" is not available"
                                : "")));
    }
}
