package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.cli.output.FeedLines;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.feed.FeedListener;
import io.qmaster.domain.feed.FeedSummary;
import io.qmaster.domain.feed.Feeder;
import io.qmaster.domain.feed.Preparation;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.standard.LocalFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Submits the sources of one request in several batches. */
final class SourceFeeding {
    private static final String HINT =
            "to continue, run it again under the same --request-id; without one, settle what was just being submitted with"
                    + " `qmaster recover`";

    private final Invocation invocation;
    private final WaitingOptions waiting;
    private final List<Receiver> receivers;
    private final FeedOptions options;

    SourceFeeding(Invocation invocation, WaitingOptions waiting, List<Receiver> receivers, FeedOptions options) {
        this.invocation = invocation;
        this.waiting = waiting;
        this.receivers = receivers;
        this.options = options;
    }

    /** Removes from a request what is already done. */
    interface Remaining {
        Optional<BatchRequest> of(Qmaster qmaster, BatchRequest request) throws InterruptedException;
    }

    /**
     * Submits them.
     *
     * @param remaining leaves out of the request of each batch what is not to be submitted
     */
    ExitCode run(BatchRequest request, Remaining remaining) throws InterruptedException {
        if (waiting.limits(waiting.timeout()).mayCancel()) {
            throw CommandFailure.usage(
                    "a batch of several cannot be cancelled by a timeout",
                    "leave out options such as --timeout and --cancel-on-stall");
        }
        // Known before anything starts.
        Optional<OutputProbe> probe = waiting.verifies() ? Optional.of(invocation.probe("--verify")) : Optional.empty();
        Closeable lock = locked(request);
        try {
            return run(request, remaining, probe);
        } finally {
            release(lock);
        }
    }

    private static void release(Closeable lock) {
        try {
            lock.close();
        } catch (IOException kept) {
            // It is released with the process.
        }
    }

    private ExitCode run(BatchRequest request, Remaining remaining, Optional<OutputProbe> probe)
            throws InterruptedException {
        try (EventOutput output = EventOutput.ofOwnSeveral(invocation);
                Qmaster qmaster =
                        invocation.qmaster(output.announcements(), invocation.policy(), SubmissionId::random, probe)) {
            new ClusterNames(invocation).warnOfMistake(request.cluster());
            FeedLines lines = new FeedLines(invocation.console(), invocation.time(), request.labels());
            Feeding feeding = new Feeding(invocation, receivers, lines, output, waiting.cancelsOnInterrupt());
            Preparation preparation = batch -> remaining.of(qmaster, batch);
            Feeder.Builder builder = Feeder.over(qmaster, new LocalFiles(), invocation.time())
                    .listener(feeding.listener())
                    .preparation(preparation);
            options.applyTo(builder);
            if (!waiting.waits()) {
                builder.detach();
            }
            Feeder feeder = builder.build();
            return feeding.of(new Feeding.Run(feeder, () -> fed(feeder, request), false, HINT));
        }
    }

    /**
     * Keeps other processes from feeding the same run: its limit and its summary would be wrong.
     *
     * @throws CommandFailure if another process feeds it
     */
    private Closeable locked(BatchRequest request) {
        if (request.requestId().isEmpty()) {
            return () -> {};
        }
        String run = request.requestId().get();
        LocalFiles files = new LocalFiles();
        Path folder = invocation.configuration().stateFolder().resolve("runs");
        // An id can contain what no file name can.
        String name =
                UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString();
        try {
            files.makeFolder(folder);
            return files.lock(folder.resolve(name))
                    .orElseThrow(() -> CommandFailure.usage(
                            "another process is submitting the run \"" + run + "\"",
                            "wait until it has ended, or use a different --request-id"));
        } catch (IOException unlocked) {
            throw new UncheckedIOException(unlocked);
        }
    }

    /** Prints the command of each batch, and what is wrong with sources. */
    ExitCode preview(Qmaster qmaster, BatchRequest request, Remaining remaining) throws InterruptedException {
        FeedLines lines = new FeedLines(invocation.console(), invocation.time(), request.labels());
        List<ExitCode> codes = new ArrayList<>(List.of(ExitCode.DONE));
        Feeder.Builder builder = Feeder.over(qmaster, new LocalFiles(), invocation.time())
                .preparation(batch -> remaining.of(qmaster, batch))
                .listener(new FeedListener() {
                    @Override
                    public void rejected(Path source, QmasterException why) {
                        codes.add(FailureReport.of(why).exitCode());
                        lines.rejected(source, why);
                    }
                });
        options.applyTo(builder);
        builder.build().preview(request).forEach(command -> Documents.Preview.print(command, invocation.console()));
        return ExitCode.worst(codes);
    }

    private static FeedSummary fed(Feeder feeder, BatchRequest request) throws InterruptedException {
        try {
            return feeder.feed(request);
        } catch (IllegalArgumentException longId) {
            throw CommandFailure.usage(String.valueOf(longId.getMessage()), "give a shorter --request-id");
        }
    }
}
