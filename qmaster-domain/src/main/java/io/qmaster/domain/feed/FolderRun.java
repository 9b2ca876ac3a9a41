package io.qmaster.domain.feed;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.ClusterNotFoundException;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.feed.Arrivals.Arrival;
import io.qmaster.domain.feed.ClaimedFiles.Claim;
import io.qmaster.domain.feed.FolderFeeder.Settings;
import io.qmaster.domain.feed.RunningBatches.End;
import io.qmaster.domain.feed.WatchedFolder.Waiting;
import io.qmaster.domain.port.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a {@link FolderFeeder}: a loop that reads the folders, submits up to the limit, and waits. */
final class FolderRun {
    /** A request id has at most 200 characters, and a token has 26. */
    static final int LONGEST_PREFIX = 160;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

    /** How often an engine or a cluster that is not available is tried again. */
    private static final Duration ENGINE_PAUSE = Duration.ofMinutes(1);

    /** Limits how often a source is submitted whose volume disappears each time. */
    private static final int MOST_VOLUME_FAILURES = 3;

    private final Settings options;
    private final EarlierClaims earlier;
    private final RunningBatches<Job> running;
    private final Map<FeedOutcome, Integer> counts = new EnumMap<>(FeedOutcome.class);
    private List<WatchedFolder> folders = List.of();
    /** The folders, the least recently served first. */
    private List<WatchedFolder> turns = List.of();

    private volatile boolean drained;
    private boolean drainReported;
    private int batches;
    private int refusedInARow;
    private Optional<QmasterException> stopped = Optional.empty();
    private Optional<Deadline> engineAgain = Optional.empty();
    private boolean engineReported;
    /** Whether a file is neither waiting nor known to be running. */
    private boolean submitting;

    FolderRun(Settings options) {
        this.options = options;
        this.earlier = new EarlierClaims(options.qmaster(), options.preparation());
        this.running = new RunningBatches<>(options.time());
    }

    /** What a batch is for. */
    private record Job(WatchedFolder folder, Waiting file) {}

    FeedSummary feed(List<HotFolder> wanted) throws InterruptedException {
        folders = wanted.stream()
                .map(folder -> new WatchedFolder(folder, options))
                .toList();
        turns = new ArrayList<>(folders);
        try {
            awaitFolders();
            folders.forEach(folder -> folder.open(folders, options.files()));
            settle();
            while (true) {
                running.prepare();
                takeEnds();
                folders.forEach(WatchedFolder::moveFinished);
                reportDrain();
                if (mayFeed()) {
                    feedAll();
                }
                if ((drained || stopped.isPresent()) && running.number() == 0) {
                    return summary();
                }
                running.await(Deadline.after(pause(), options.time()));
            }
        } finally {
            folders.forEach(WatchedFolder::close);
        }
    }

    /** Waits for folders that are missing at the start, if a limit was set; without one they are an error. */
    private void awaitFolders() throws InterruptedException {
        if (options.waitForVolume().isEmpty()) {
            return;
        }
        Deadline limit = Deadline.after(options.waitForVolume().get(), options.time());
        for (WatchedFolder folder : folders) {
            boolean isMissing = !folder.exists();
            if (isMissing) {
                options.listener().volumeMissing(folder.path);
            }
            while (!folder.exists() && !drained && !limit.hasPassed(options.time())) {
                running.prepare();
                Duration rest = limit.remaining(options.time());
                running.await(Deadline.after(rest.compareTo(LONGEST_PAUSE) < 0 ? rest : LONGEST_PAUSE, options.time()));
            }
            if (isMissing && folder.exists()) {
                options.listener().volumeBack(folder.path);
            }
        }
    }

    /** Finds out which files were submitted by a process that was killed, all at once, since that can take minutes. */
    private void settle() throws InterruptedException {
        Set<String> requests = folders.stream()
                .flatMap(folder -> folder.waiting.stream())
                .map(file -> requestId(file.claim()))
                .collect(Collectors.toSet());
        List<SubmissionId> unsettled =
                requests.isEmpty() ? List.of() : earlier.unsettled(options.requestId(), requests);
        if (!unsettled.isEmpty()) {
            options.listener().delayed(EarlierRuns.lookingFor(unsettled.size(), "process"));
            earlier.settle(unsettled);
        }
    }

    private String requestId(Claim claim) {
        return options.requestId() + "/" + claim.token();
    }

    /** The interval in which a file is seen three times while it must stay unchanged. */
    private Duration pause() {
        Duration third = folders.stream()
                .map(each -> each.folder.stableFor().dividedBy(3))
                .reduce(LONGEST_PAUSE, (one, other) -> one.compareTo(other) < 0 ? one : other);
        return third.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : third;
    }

    private boolean mayFeed() {
        return !drained
                && stopped.isEmpty()
                && running.number() < options.ahead()
                && engineAgain.filter(then -> !then.hasPassed(options.time())).isEmpty();
    }

    void drain() {
        drained = true;
        running.wake();
    }

    List<QmasterBatch> running() {
        return running.all();
    }

    private int left() {
        return folders.stream().mapToInt(folder -> folder.waiting.size()).sum();
    }

    private void reportDrain() {
        if (drained && !drainReported) {
            drainReported = true;
            options.listener().draining(running.number(), left());
        }
    }

    FeedSummary summary() {
        Map<FeedOutcome, Integer> sources = new EnumMap<>(counts);
        if (running.number() > 0) {
            sources.put(FeedOutcome.RUNNING, running.number());
        }
        if (left() > 0) {
            sources.put(FeedOutcome.LEFT, left());
        }
        if (submitting) {
            // It was interrupted meanwhile.
            sources.merge(FeedOutcome.UNSETTLED, 1, Integer::sum);
        }
        return new FeedSummary(batches, sources, drained, stopped);
    }

    private void count(FeedOutcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    private void stop(QmasterException why) {
        stopped = stopped.or(() -> Optional.of(why));
    }

    /** Takes one file of each folder in turn, so that a full folder does not delay the others. */
    private void feedAll() throws InterruptedException {
        Map<WatchedFolder, Iterator<Arrival>> ready = new LinkedHashMap<>();
        turns.stream()
                .filter(this::isThere)
                .forEach(folder -> ready.put(folder, folder.arrived().iterator()));
        Set<WatchedFolder> more = new LinkedHashSet<>(ready.keySet());
        while (!more.isEmpty()) {
            for (WatchedFolder folder : List.copyOf(more)) {
                if (!mayFeed()) {
                    return;
                }
                if (feedNext(folder, ready.getOrDefault(folder, Collections.emptyIterator()))) {
                    turns.remove(folder);
                    turns.add(folder);
                } else {
                    more.remove(folder);
                }
            }
        }
    }

    private boolean isThere(WatchedFolder folder) {
        boolean isThere = folder.isThere();
        folder.givenUp().ifPresent(this::stop);
        return isThere;
    }

    /** Submits the next file of a folder. Returns whether the folder may have another one now. */
    private boolean feedNext(WatchedFolder folder, Iterator<Arrival> arrivals) throws InterruptedException {
        Waiting known = folder.waiting.poll();
        if (known != null) {
            return submit(folder, known);
        }
        while (arrivals.hasNext()) {
            Optional<Claim> claim = folder.claim(arrivals.next());
            if (claim.isPresent()) {
                return submit(folder, new Waiting(claim.get(), false, 0));
            }
        }
        return false;
    }

    private boolean submit(WatchedFolder folder, Waiting file) throws InterruptedException {
        Waiting current = file;
        if (file.isEnded()) {
            Optional<Claim> renewed = folder.renew(file.claim());
            if (renewed.isEmpty()) {
                folder.waiting.addFirst(file);
                return false;
            }
            current = new Waiting(renewed.get(), false, file.failures());
        }
        BatchRequest request;
        try {
            request = folder.folder.request().apply(current.claim().file()).withRequestId(requestId(current.claim()));
        } catch (IllegalArgumentException invalid) {
            return refused(
                    folder,
                    current,
                    new SourceFileException(Failure.notQueued("SOURCE_INVALID", String.valueOf(invalid.getMessage()))));
        }
        submitting = true;
        try {
            Optional<QmasterBatch> batch = earlier.submitted(request);
            submitting = false;
            refusedInARow = 0;
            engineReported = false;
            if (batch.isEmpty()) {
                Claim claim = current.claim();
                finish(
                        folder,
                        claim,
                        FiledSource.skipped(claim.source(), options.time().now()));
            } else if (running.add(batch.get(), new Job(folder, current))) {
                batches++;
                options.listener().queued(batch.get());
                running.watch(batch.get());
            }
            return true;
        } catch (QmasterException why) {
            submitting = false;
            return refused(folder, current, why);
        }
    }

    private boolean refused(WatchedFolder folder, Waiting file, QmasterException why) {
        Claim claim = file.claim();
        if (Refusal.isUnknown(why)) {
            // The file stays claimed, and the next run settles its submission.
            count(FeedOutcome.UNSETTLED);
            options.listener().unsettled(claim.source(), why);
            return true;
        }
        if (folder.gone().isPresent()) {
            folder.waiting.addFirst(file);
            return isThere(folder);
        }
        if (why.code().equals("SOURCE_CHANGING")) {
            folder.release(claim);
            return true;
        }
        if (Refusal.concernsSources(why)) {
            setAside(folder, claim, why);
            return true;
        }
        folder.waiting.addFirst(file);
        if (isPassing(why)) {
            engineAgain = Optional.of(Deadline.after(ENGINE_PAUSE, options.time()));
            if (!engineReported) {
                engineReported = true;
                options.listener().delayed(why.failure().message() + "; it is tried again every minute");
            }
        } else {
            stop(why);
        }
        return false;
    }

    /** Whether the failure is temporary. */
    private static boolean isPassing(QmasterException why) {
        return why instanceof EngineUnavailableException
                || why instanceof ClusterNotFoundException
                || why.failure().retryable()
                || why.code().equals("VOLUME_FULL");
    }

    private void setAside(WatchedFolder folder, Claim claim, QmasterException why) {
        options.listener().rejected(claim.source(), why);
        finish(
                folder,
                claim,
                FiledSource.rejected(
                        claim.source(), why.failure(), options.time().now()));
        if (why instanceof SubmissionException) {
            refusedInARow++;
            if (refusedInARow == Refusal.MOST_IN_A_ROW) {
                stop(why);
            }
        }
    }

    private void takeEnds() {
        for (Optional<End<Job>> next = running.nextEnd(); next.isPresent(); next = running.nextEnd()) {
            End<Job> end = next.get();
            options.listener().ended(end.batch(), end.failure());
            WatchedFolder folder = end.purpose().folder();
            Waiting file = end.purpose().file();
            if (end.result().isEmpty()) {
                // The file stays claimed, and the next run watches its batch again.
                count(FeedOutcome.LOST);
                end.failure()
                        .filter(why -> !(why instanceof BatchLostException))
                        .ifPresent(this::stop);
                continue;
            }
            BatchState state = end.result().get().state();
            if (state == BatchState.FAILED
                    && file.failures() < MOST_VOLUME_FAILURES
                    && folder.gone().isPresent()) {
                isThere(folder);
                folder.waiting.add(new Waiting(file.claim(), true, file.failures() + 1));
                continue;
            }
            FeedOutcome outcome = switch (state) {
                case SUCCESSFUL -> FeedOutcome.SUCCESSFUL;
                case CANCELLED -> FeedOutcome.CANCELLED;
                default -> FeedOutcome.FAILED;
            };
            finish(
                    folder,
                    file.claim(),
                    FiledSource.ended(
                            file.claim().source(),
                            outcome,
                            end.batch(),
                            end.result().get(),
                            end.failure().map(QmasterException::failure),
                            options.time().now()));
        }
    }

    private void finish(WatchedFolder folder, Claim claim, FiledSource filed) {
        count(filed.outcome());
        folder.finish(claim, filed);
    }
}
