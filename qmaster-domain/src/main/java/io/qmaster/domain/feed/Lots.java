package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources that are still to be submitted, and how a batch of them is submitted or narrowed down. */
final class Lots {
    /** So many sources one after the other that the engine refuses mean that it refuses everything. */
    private static final int MOST_REFUSED = 10;

    /** Says nothing of a source, although it is found at its destination. */
    private static final String VOLUME_FULL = "VOLUME_FULL";

    private final Feeder.Builder options;
    private final EarlierRuns earlier;
    private final FeedRun run;
    /** Parts of refused lots, which come first. */
    private final Deque<List<SourceJobs>> parts = new ArrayDeque<>();

    private final Deque<SourceJobs> rest = new ArrayDeque<>();
    private @Nullable BatchRequest request;
    private int refusedInARow;

    Lots(Feeder.Builder options, EarlierRuns earlier, FeedRun run) {
        this.options = options;
        this.earlier = earlier;
        this.run = run;
    }

    void begin(BatchRequest whole, List<SourceJobs> sources) {
        request = whole;
        rest.addAll(sources);
    }

    boolean isEmpty() {
        return parts.isEmpty() && rest.isEmpty();
    }

    int sourcesLeft() {
        return rest.size() + parts.stream().mapToInt(List::size).sum();
    }

    /** The sources of the next batch, which stay where they are. */
    List<SourceJobs> next() {
        if (parts.isEmpty()) {
            parts.addFirst(taken());
        }
        return parts.getFirst();
    }

    private List<SourceJobs> taken() {
        List<SourceJobs> lot = new ArrayList<>();
        long bytes = 0;
        while (!rest.isEmpty() && lot.size() < options.perBatch) {
            bytes += rest.getFirst().commandBytes();
            if (bytes > Feeder.LONGEST_COMMAND && !lot.isEmpty()) {
                break;
            }
            lot.add(rest.removeFirst());
        }
        return lot;
    }

    /** Submits the next batch, or sets its sources aside, or leaves parts of it for the next calls. */
    void submitNext() throws InterruptedException {
        List<SourceJobs> lot = next();
        parts.removeFirst();
        try {
            Optional<BatchRequest> batch = options.preparation.prepared(batchOf(lot));
            if (batch.isEmpty()) {
                run.count(FeedOutcome.SKIPPED, lot.size());
                return;
            }
            QmasterBatch queued = options.qmaster.submit(batch.get());
            refusedInARow = 0;
            run.watch(queued, lot.stream().map(SourceJobs::source).collect(Collectors.toSet()));
        } catch (QmasterException failed) {
            refused(lot, failed);
        }
    }

    private BatchRequest batchOf(List<SourceJobs> lot) {
        List<JobRequest> jobs =
                lot.stream().flatMap(source -> source.jobs().stream()).toList();
        return earlier.batchOf(requireNonNull(request), jobs);
    }

    private void refused(List<SourceJobs> lot, QmasterException why) throws InterruptedException {
        if (isUnknown(why)) {
            lot.forEach(source -> run.unsettled(source.source(), why));
        } else if (run.isVolumeGone(lot)) {
            parts.addFirst(lot);
        } else if (!concernsSources(why)) {
            parts.addFirst(lot);
            run.stop(why);
        } else if (lot.size() == 1) {
            setAside(lot.get(0), why);
        } else {
            narrow(lot, why);
        }
    }

    private static boolean isUnknown(QmasterException why) {
        return why.fate().filter(fate -> fate != QueueFate.NOT_QUEUED).isPresent();
    }

    private static boolean concernsSources(QmasterException why) {
        return isFoundBefore(why) || why instanceof SubmissionException || why instanceof RequestIdTakenException;
    }

    /** Whether it is found before the engine is called, by looking at files. */
    private static boolean isFoundBefore(QmasterException why) {
        return (why instanceof SourceFileException
                        || why instanceof DestinationException
                        || why instanceof SettingFileException)
                && !why.code().equals(VOLUME_FULL);
    }

    private void setAside(SourceJobs source, QmasterException why) {
        run.rejected(source.source(), why);
        if (why instanceof SubmissionException) {
            refusedInARow++;
            if (refusedInARow == MOST_REFUSED) {
                run.stop(why);
            }
        }
    }

    /** Looks which sources are to blame; where that cannot be seen without the engine, it is asked for each half. */
    private void narrow(List<SourceJobs> lot, QmasterException why) throws InterruptedException {
        List<SourceJobs> good = new ArrayList<>();
        if (isFoundBefore(why)) {
            for (SourceJobs source : lot) {
                Optional<QmasterException> fault = faultOf(source);
                if (fault.isPresent()) {
                    setAside(source, fault.get());
                } else {
                    good.add(source);
                }
            }
        } else {
            good.addAll(lot);
        }
        if (good.size() < lot.size()) {
            if (!good.isEmpty()) {
                parts.addFirst(good);
            }
            return;
        }
        int half = lot.size() / 2;
        parts.addFirst(List.copyOf(lot.subList(half, lot.size())));
        parts.addFirst(List.copyOf(lot.subList(0, half)));
    }

    private Optional<QmasterException> faultOf(SourceJobs source) throws InterruptedException {
        try {
            options.preparation.prepared(batchOf(List.of(source))).ifPresent(options.qmaster::preview);
            return Optional.empty();
        } catch (QmasterException fault) {
            return Optional.of(fault);
        }
    }
}
