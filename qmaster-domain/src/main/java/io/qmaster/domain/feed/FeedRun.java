package io.qmaster.domain.feed;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Output;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.feed.RunningBatches.End;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a {@link Feeder}: a loop that submits while there is room, and waits for the next end. */
final class FeedRun {
    /** How often a missing volume is looked for. */
    private static final Duration LOOK_FOR_VOLUME = Duration.ofSeconds(5);

    private final FeedSettings options;
    private final BatchPlan plan;
    private final EarlierRuns earlier;
    private final Volumes volumes;
    private final RunningBatches<FedSources> running;
    private final Map<FeedOutcome, Integer> counts = new EnumMap<>(FeedOutcome.class);
    private volatile boolean drained;
    private boolean drainReported;
    private int batches;
    private Optional<QmasterException> stopped = Optional.empty();
    private Optional<Missing> missing = Optional.empty();
    private Map<Path, SourceJobs> sourcesByPath = Map.of();

    FeedRun(FeedSettings options) {
        this.options = options;
        this.earlier = new EarlierRuns(options.files());
        this.volumes = new Volumes(options.files());
        this.plan = new BatchPlan(options, earlier, this);
        this.running = new RunningBatches<>(options.time());
    }

    /** A missing folder or volume, and how long to wait for it. */
    private record Missing(Path place, Deadline until) {}

    FeedSummary feed(BatchRequest request, List<SourceJobs> sources) throws InterruptedException {
        sourcesByPath = new HashMap<>();
        sources.forEach(source -> sourcesByPath.put(source.source(), source));
        for (BatchRecord record : earlier.read(options.qmaster(), request, options.listener()::delayed)) {
            takeUp(record);
        }
        plan.begin(
                request,
                sources.stream()
                        .flatMap(source -> earlier.remaining(source).stream())
                        .toList());
        while (true) {
            running.prepare();
            takeEnds();
            reportDrain();
            while (mayFeed()) {
                plan.submitNext();
                takeEnds();
            }
            boolean isFed = plan.isEmpty() || drained || stopped.isPresent();
            if (isFed && (running.number() == 0 || (options.detached() && !drained))) {
                return summary();
            }
            noteMissingVolumes();
            running.await(
                    options.waitForVolume().isPresent()
                            ? Deadline.after(LOOK_FOR_VOLUME, options.time())
                            : Deadline.NEVER);
        }
    }

    List<CommandPreview> preview(BatchRequest request, List<SourceJobs> sources) throws InterruptedException {
        plan.begin(request, sources);
        return plan.preview();
    }

    /** Records which volumes are gone now: a batch that fails later may have failed because of that. */
    private void noteMissingVolumes() {
        if (options.waitForVolume().isPresent()) {
            running.purposes().forEach(fed -> fed.look(volumes));
        }
    }

    private boolean mayFeed() {
        return !drained
                && stopped.isEmpty()
                && !plan.isEmpty()
                && running.number() < options.ahead()
                && isVolumeThere();
    }

    void drain() {
        drained = true;
        running.wake();
    }

    List<QmasterBatch> running() {
        return running.all();
    }

    private void reportDrain() {
        if (drained && !drainReported) {
            drainReported = true;
            options.listener().draining(running.number(), plan.sourcesLeft());
        }
    }

    /** Counts and reports the batches that have ended. */
    FeedSummary summaryNow() {
        running.collectEnded();
        takeEnds();
        return summary();
    }

    private FeedSummary summary() {
        Map<FeedOutcome, Integer> sources = new EnumMap<>(counts);
        int inEngine = running.purposes().mapToInt(FedSources::size).sum();
        if (inEngine > 0) {
            sources.put(FeedOutcome.RUNNING, inEngine);
        }
        if (plan.sourcesLeft() > 0) {
            sources.put(FeedOutcome.LEFT, plan.sourcesLeft());
        }
        return new FeedSummary(batches, sources, drained, stopped);
    }

    void count(FeedOutcome outcome, int sources) {
        counts.merge(outcome, sources, Integer::sum);
    }

    /** Ends the feeding for a reason that does not concern a source. */
    void stop(QmasterException why) {
        stopped = stopped.or(() -> Optional.of(why));
    }

    /** Whether the folders that the next batch needs exist; if not, that is reported once, and they are waited for. */
    private boolean isVolumeThere() {
        if (options.waitForVolume().isEmpty()) {
            return true;
        }
        Optional<Path> gone = volumes.gone(plan.next());
        if (gone.isEmpty()) {
            missing.ifPresent(known -> options.listener().volumeBack(known.place()));
            missing = Optional.empty();
            return true;
        }
        if (missing.isEmpty()) {
            missing = Optional.of(new Missing(
                    gone.get(), Deadline.after(options.waitForVolume().get(), options.time())));
            options.listener().volumeMissing(gone.get());
        } else if (missing.get().until().hasPassed(options.time())) {
            stop(new SourceFileException(Failure.notQueued(
                            "VOLUME_MISSING",
                            gone.get() + " has been gone for "
                                    + options.waitForVolume().get().toSeconds() + " seconds")
                    .hint("mount its volume, and run it again under the same request id")));
        }
        return false;
    }

    /** Whether a folder that some sources need is gone and should be waited for. */
    boolean isVolumeGone(List<SourceJobs> chunk) {
        return options.waitForVolume().isPresent() && volumes.gone(chunk).isPresent();
    }

    /** A submission of an earlier run. */
    private void takeUp(BatchRecord record) {
        SubmissionRecord submission = record.submission().orElseThrow();
        Set<Path> sources = new LinkedHashSet<>(submission.order().sources());
        if (submission.result().isPresent()) {
            batches++;
            options.listener().endedBefore(record);
            sources.removeAll(EarlierRuns.withoutVolume(submission));
            countEnd(sources, submission.result());
        } else if (submission.batch().isPresent()) {
            watch(options.qmaster().attach(submission.batch().get()), sources);
        } else {
            SubmissionTimeoutException why = new SubmissionTimeoutException(
                    Failure.unknown(
                                    "SUBMISSION_OPEN",
                                    "it is not settled yet whether the engine has the submission " + submission.id())
                            .hint("recover the submission")
                            .of(submission.id()),
                    "an open intention in the journal");
            sources.forEach(source -> unsettled(source, why));
        }
    }

    void unsettled(Path source, QmasterException why) {
        count(FeedOutcome.UNSETTLED, 1);
        options.listener().unsettled(source, why);
    }

    void rejected(Path source, QmasterException why) {
        count(FeedOutcome.REJECTED, 1);
        options.listener().rejected(source, why);
    }

    /** Watches a batch that the engine has. */
    void watch(QmasterBatch batch, Set<Path> sources) {
        FedSources fed = running.purposeOf(batch).orElseGet(() -> new FedSources(sourcesByPath));
        fed.add(sources);
        if (running.add(batch, fed)) {
            batches++;
            options.listener().queued(batch);
            running.watch(batch);
        }
    }

    private void takeEnds() {
        for (Optional<End<FedSources>> next = running.nextEnd(); next.isPresent(); next = running.nextEnd()) {
            End<FedSources> end = next.get();
            Set<Path> ended = end.purpose().sources();
            ended.removeAll(feedAgain(end));
            countEnd(ended, end.result());
            if (end.result().isEmpty() && !(end.failure().orElse(null) instanceof BatchLostException)) {
                // It may still be running: another batch could exceed the limit of running batches.
                end.failure().ifPresent(this::stop);
            }
            options.listener().ended(end.batch(), end.failure());
        }
    }

    /** The sources that failed because their volume was gone; they are submitted again when it is available again. */
    private Set<Path> feedAgain(End<FedSources> end) {
        if (options.waitForVolume().isEmpty() || end.result().isEmpty()) {
            return Set.of();
        }
        end.purpose().look(volumes);
        List<SourceJobs> again = end.purpose().withoutVolume(end.result().get(), options.files());
        if (!again.isEmpty()) {
            earlier.spend(end.batch());
            plan.again(again);
        }
        return again.stream().map(SourceJobs::source).collect(Collectors.toSet());
    }

    private void countEnd(Set<Path> sources, Optional<BatchResult> result) {
        if (result.isEmpty()) {
            count(FeedOutcome.LOST, sources.size());
            return;
        }
        Set<Path> bad = result.get().targets().stream()
                .filter(output -> !output.isGood())
                .map((Output output) -> output.target().source())
                .collect(Collectors.toSet());
        boolean isCancelled = result.get().state() == BatchState.CANCELLED;
        for (Path source : sources) {
            boolean isGood = result.get().targets().isEmpty()
                    ? result.get().state() == BatchState.SUCCESSFUL
                    : !bad.contains(source);
            count(isGood ? FeedOutcome.SUCCESSFUL : isCancelled ? FeedOutcome.CANCELLED : FeedOutcome.FAILED, 1);
        }
    }
}
