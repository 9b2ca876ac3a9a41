package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds the sources that are still to be submitted, and submits batches of them or narrows a refused batch down. */
final class BatchPlan {
    private final FeedSettings options;
    private final EarlierRuns earlier;
    private final FeedRun run;
    /** Parts of refused chunks, which are submitted first. */
    private final Deque<List<SourceJobs>> parts = new ArrayDeque<>();

    private final Deque<SourceJobs> rest = new ArrayDeque<>();
    private @Nullable BatchRequest request;
    private int refusedInARow;

    BatchPlan(FeedSettings options, EarlierRuns earlier, FeedRun run) {
        this.options = options;
        this.earlier = earlier;
        this.run = run;
    }

    void begin(BatchRequest whole, List<SourceJobs> sources) {
        request = whole;
        rest.addAll(sources);
    }

    /** Submits these sources next, when their volume is available again. */
    void again(List<SourceJobs> sources) {
        parts.addFirst(sources);
    }

    boolean isEmpty() {
        return parts.isEmpty() && rest.isEmpty();
    }

    int sourcesLeft() {
        return rest.size() + parts.stream().mapToInt(List::size).sum();
    }

    /** The sources of the next batch, which remain in the plan. */
    List<SourceJobs> next() {
        if (parts.isEmpty()) {
            parts.addFirst(taken());
        }
        return parts.getFirst();
    }

    private List<SourceJobs> taken() {
        List<SourceJobs> chunk = new ArrayList<>();
        long bytes = 0;
        while (!rest.isEmpty() && chunk.size() < options.perBatch()) {
            bytes += rest.getFirst().commandBytes();
            if (bytes > Feeder.LONGEST_COMMAND && !chunk.isEmpty()) {
                break;
            }
            chunk.add(rest.removeFirst());
        }
        return chunk;
    }

    /** Submits the next batch, sets its sources aside, or leaves parts of it for later calls. */
    void submitNext() throws InterruptedException {
        List<SourceJobs> chunk = next();
        parts.removeFirst();
        try {
            Optional<BatchRequest> batch = options.preparation().prepared(batchOf(chunk));
            if (batch.isEmpty()) {
                run.count(FeedOutcome.SKIPPED, chunk.size());
                return;
            }
            QmasterBatch queued = options.qmaster().submit(batch.get());
            refusedInARow = 0;
            run.watch(
                    queued,
                    chunk.stream().map(SourceJobs::source).collect(Collectors.toCollection(LinkedHashSet::new)));
        } catch (QmasterException failed) {
            refused(chunk, failed);
        } catch (InterruptedException stopped) {
            run.count(FeedOutcome.UNSETTLED, chunk.size());
            throw stopped;
        }
    }

    /** The commands of all batches that are left, which are then no longer in the plan; invalid sources are set aside. */
    List<CommandPreview> preview() throws InterruptedException {
        List<CommandPreview> commands = new ArrayList<>();
        while (!isEmpty()) {
            List<SourceJobs> chunk = next();
            parts.removeFirst();
            try {
                options.preparation()
                        .prepared(batchOf(chunk))
                        .map(options.qmaster()::preview)
                        .ifPresent(commands::add);
            } catch (QmasterException why) {
                if (!Refusal.concernsSources(why)) {
                    throw why;
                }
                setAsideOrNarrow(chunk, why);
            }
        }
        return commands;
    }

    private BatchRequest batchOf(List<SourceJobs> chunk) {
        List<JobRequest> jobs =
                chunk.stream().flatMap(source -> source.jobs().stream()).toList();
        return earlier.batchOf(requireNonNull(request), jobs);
    }

    private void refused(List<SourceJobs> chunk, QmasterException why) throws InterruptedException {
        if (Refusal.isUnknown(why)) {
            chunk.forEach(source -> run.unsettled(source.source(), why));
        } else if (run.isVolumeGone(chunk)) {
            parts.addFirst(chunk);
        } else if (!Refusal.concernsSources(why)) {
            parts.addFirst(chunk);
            run.stop(why);
        } else {
            setAsideOrNarrow(chunk, why);
        }
    }

    private void setAsideOrNarrow(List<SourceJobs> chunk, QmasterException why) throws InterruptedException {
        if (chunk.size() == 1) {
            setAside(chunk.get(0), why);
        } else {
            narrow(chunk, why);
        }
    }

    private void setAside(SourceJobs source, QmasterException why) {
        run.rejected(source.source(), why);
        if (why instanceof SubmissionException) {
            refusedInARow++;
            if (refusedInARow == Refusal.MOST_IN_A_ROW) {
                run.stop(why);
            }
        }
    }

    /** Finds the sources that caused a refusal. If only the engine can find them, each half is submitted. */
    private void narrow(List<SourceJobs> chunk, QmasterException why) throws InterruptedException {
        List<SourceJobs> good = new ArrayList<>();
        if (Refusal.isFoundBefore(why)) {
            for (SourceJobs source : chunk) {
                Optional<QmasterException> fault = faultOf(source);
                if (fault.isPresent()) {
                    setAside(source, fault.get());
                } else {
                    good.add(source);
                }
            }
        } else {
            good.addAll(chunk);
        }
        if (good.size() < chunk.size()) {
            if (!good.isEmpty()) {
                parts.addFirst(good);
            }
            return;
        }
        int half = chunk.size() / 2;
        parts.addFirst(List.copyOf(chunk.subList(half, chunk.size())));
        parts.addFirst(List.copyOf(chunk.subList(0, half)));
    }

    private Optional<QmasterException> faultOf(SourceJobs source) throws InterruptedException {
        try {
            options.preparation().prepared(batchOf(List.of(source))).ifPresent(options.qmaster()::preview);
            return Optional.empty();
        } catch (QmasterException fault) {
            return Optional.of(fault);
        }
    }
}
