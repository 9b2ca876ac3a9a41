package io.qmaster.domain.feed;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Output;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Feeder}: a loop that submits while there is room, and waits for the next end. */
final class FeedRun {
    /** How often a volume that is gone is looked for. */
    private static final Duration LOOK_FOR_VOLUME = Duration.ofSeconds(5);

    private final Feeder.Builder options;
    private final Lots lots;
    private final EarlierRuns earlier;
    private final Volumes volumes;
    private final Map<BatchReference, QmasterBatch> running = new LinkedHashMap<>();
    private final Map<BatchReference, Set<Path>> sourcesOf = new LinkedHashMap<>();
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();
    private final Map<FeedOutcome, Integer> counts = new EnumMap<>(FeedOutcome.class);
    private volatile CompletableFuture<Boolean> changed;
    private volatile boolean drained;
    private boolean drainReported;
    private int batches;
    private Optional<QmasterException> stopped = Optional.empty();
    private Optional<Missing> missing = Optional.empty();

    FeedRun(Feeder.Builder options) {
        this.options = options;
        this.earlier = new EarlierRuns(options.files);
        this.volumes = new Volumes(options.files);
        this.lots = new Lots(options, earlier, this);
        this.changed = options.time.newStage();
    }

    /** A batch that has ended. */
    private record End(
            QmasterBatch batch,
            @Nullable BatchResult result,
            @Nullable Throwable failure) {}

    /** A place that is gone, and how long it is waited for. */
    private record Missing(Path place, Deadline until) {}

    FeedSummary feed(BatchRequest request, List<SourceJobs> sources) throws InterruptedException {
        for (BatchRecord record : earlier.read(options.qmaster, request)) {
            takeUp(record);
        }
        lots.begin(
                request,
                sources.stream()
                        .flatMap(source -> earlier.remaining(source).stream())
                        .toList());
        while (true) {
            changed = options.time.newStage();
            takeEnds();
            reportDrain();
            while (mayFeed()) {
                lots.submitNext();
                takeEnds();
            }
            boolean isFed = lots.isEmpty() || drained || stopped.isPresent();
            if (isFed && (running().isEmpty() || (options.detached && !drained))) {
                return summary();
            }
            options.time.await(
                    changed,
                    missing.isPresent() && !isFed ? Deadline.after(LOOK_FOR_VOLUME, options.time) : Deadline.NEVER);
        }
    }

    private boolean mayFeed() {
        return !drained && stopped.isEmpty() && !lots.isEmpty() && running().size() < options.ahead && isVolumeThere();
    }

    void drain() {
        drained = true;
        changed.complete(true);
    }

    List<QmasterBatch> running() {
        synchronized (running) {
            return List.copyOf(running.values());
        }
    }

    private void reportDrain() {
        if (drained && !drainReported) {
            drainReported = true;
            options.listener.draining(running().size(), lots.sourcesLeft());
        }
    }

    /** What has ended by now is counted, and reported. */
    FeedSummary summaryNow() {
        takeEnds();
        return summary();
    }

    private FeedSummary summary() {
        Map<FeedOutcome, Integer> sources = new EnumMap<>(counts);
        int inEngine = sourcesOf.values().stream().mapToInt(Set::size).sum();
        if (inEngine > 0) {
            sources.put(FeedOutcome.RUNNING, inEngine);
        }
        if (lots.sourcesLeft() > 0) {
            sources.put(FeedOutcome.LEFT, lots.sourcesLeft());
        }
        return new FeedSummary(batches, sources, drained, stopped);
    }

    void count(FeedOutcome outcome, int sources) {
        counts.merge(outcome, sources, Integer::sum);
    }

    /** Ends the feeding for a reason that says nothing of a source. */
    void stop(QmasterException why) {
        stopped = stopped.or(() -> Optional.of(why));
    }

    /** Whether the places that the next batch needs are there; if not, that is reported once, and waited for. */
    private boolean isVolumeThere() {
        if (options.waitForVolume.isEmpty()) {
            return true;
        }
        Optional<Path> gone = volumes.gone(lots.next());
        if (gone.isEmpty()) {
            missing.ifPresent(known -> options.listener.volumeBack(known.place()));
            missing = Optional.empty();
            return true;
        }
        if (missing.isEmpty()) {
            missing = Optional.of(new Missing(gone.get(), Deadline.after(options.waitForVolume.get(), options.time)));
            options.listener.volumeMissing(gone.get());
        } else if (missing.get().until().hasPassed(options.time)) {
            stop(new SourceFileException(Failure.notQueued(
                            "VOLUME_MISSING",
                            gone.get() + " has been gone for "
                                    + options.waitForVolume.get().toSeconds() + " seconds")
                    .hint("mount its volume, and run it again under the same request id")));
        }
        return false;
    }

    /** Whether a place that some sources need is gone, if that is to be waited for. */
    boolean isVolumeGone(List<SourceJobs> lot) {
        return options.waitForVolume.isPresent() && volumes.gone(lot).isPresent();
    }

    /** A submission of an earlier run. */
    private void takeUp(BatchRecord record) {
        SubmissionRecord submission = record.submission().orElseThrow();
        Set<Path> sources = Set.copyOf(submission.order().sources());
        if (submission.result().isPresent()) {
            batches++;
            options.listener.endedBefore(record);
            countEnd(sources, submission.result());
        } else if (submission.batch().isPresent()) {
            watch(options.qmaster.attach(submission.batch().get()), sources);
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
        options.listener.unsettled(source, why);
    }

    void rejected(Path source, QmasterException why) {
        count(FeedOutcome.REJECTED, 1);
        options.listener.rejected(source, why);
    }

    /** Watches a batch that the engine has. */
    void watch(QmasterBatch batch, Set<Path> sources) {
        boolean isNew;
        synchronized (running) {
            isNew = running.put(batch.reference(), batch) == null;
        }
        sourcesOf.merge(
                batch.reference(),
                sources,
                (some, others) -> Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet()));
        if (!isNew) {
            return;
        }
        batches++;
        options.listener.queued(batch);
        batch.completion().whenComplete((result, failure) -> {
            ends.add(new End(batch, result, failure));
            changed.complete(true);
        });
    }

    private void takeEnds() {
        for (End end = ends.poll(); end != null; end = ends.poll()) {
            BatchReference reference = end.batch().reference();
            synchronized (running) {
                running.remove(reference);
            }
            Set<Path> sources = Optional.ofNullable(sourcesOf.remove(reference)).orElse(Set.of());
            Optional<QmasterException> failure =
                    Optional.ofNullable(end.failure()).map(FeedRun::qmasterFailure);
            Optional<BatchResult> result = Optional.ofNullable(end.result()).or(() -> failure.flatMap(FeedRun::result));
            countEnd(sources, result);
            if (result.isEmpty() && !(failure.orElse(null) instanceof BatchLostException)) {
                // Nobody knows whether it still runs: what else is queued behind it could be too much.
                failure.ifPresent(this::stop);
            }
            options.listener.ended(end.batch(), failure);
        }
    }

    private static QmasterException qmasterFailure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof QmasterException known) {
            return known;
        }
        throw new IllegalStateException(cause);
    }

    private static Optional<BatchResult> result(QmasterException failure) {
        if (failure instanceof BatchFailedException failed) {
            return Optional.of(failed.result());
        }
        return failure instanceof BatchCancelledException cancelled
                ? Optional.of(cancelled.result())
                : Optional.empty();
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
