package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Submits the sources of one request in several batches, a limited number at a time. Needs no thread of its own, and
 * memory only for running batches. For library consumers. {@link #drain} and {@link #running} are thread-safe; the
 * other methods are not.
 *
 * <pre>{@code
 * Feeder feeder = Feeder.over(qmaster, new LocalFiles(), backend.timekeeper()).perBatch(20).ahead(3).build();
 * FeedSummary summary = feeder.feed(request);
 * }</pre>
 *
 * <p>All jobs of a source are in one batch. A source that is invalid, or that the engine refuses, is set aside and the
 * others continue; a refused batch of several sources is halved until the refused source is found. A failure that does
 * not concern a source, such as an unavailable engine, stops the run: nothing more is submitted, and queued batches are
 * waited for.
 *
 * <p>With a {@linkplain BatchRequest#requestId() request id} a run can be repeated: sources that were submitted under
 * that id are not submitted again, with any outcome, and their batches are watched again. A source that was set aside
 * is tried again.
 */
public final class Feeder implements Feed {
    /**
     * The limit on the arguments of a batch, in bytes: a quarter of the limit of macOS, which includes the environment.
     */
    static final int LONGEST_COMMAND = 256 * 1024;

    private final FeedSettings options;
    private final FeedRun run;

    private Feeder(FeedSettings options) {
        this.options = options;
        this.run = new FeedRun(options);
    }

    /**
     * Creates a builder for a feeder over a {@link Qmaster}, which is not closed.
     *
     * @param files accesses sources and volumes
     * @param time the timekeeper of the backend
     */
    public static Builder over(Qmaster qmaster, MediaFiles files, Timekeeper time) {
        return new Builder(
                requireNonNull(qmaster, "qmaster"), requireNonNull(files, "files"), requireNonNull(time, "time"));
    }

    /** Whether a request has too many jobs for one batch: they are arguments of a program, whose length is limited. */
    public static boolean isTooLong(BatchRequest request, MediaFiles files) {
        return SourceJobs.of(request.jobs(), FeedOrder.GIVEN, files).stream()
                        .mapToLong(SourceJobs::commandBytes)
                        .sum()
                > LONGEST_COMMAND;
    }

    /**
     * Submits everything, and returns when all batches have ended; with {@link Builder#detach()} when all are queued.
     * May be called only once.
     *
     * @throws IllegalArgumentException if the request id is longer than 180 characters
     * @throws InterruptedException if the thread was interrupted; {@link #running} returns the batches, which keep
     *     running
     * @throws io.qmaster.domain.JournalException if the journal cannot be read; nothing was submitted
     */
    public FeedSummary feed(BatchRequest request) throws InterruptedException {
        if (request.requestId()
                .filter(id -> id.length() > EarlierRuns.LONGEST_ID)
                .isPresent()) {
            throw new IllegalArgumentException("the request id of a run of several batches is at most "
                    + EarlierRuns.LONGEST_ID + " characters long");
        }
        return run.feed(request, SourceJobs.of(request.jobs(), options.order(), options.files()));
    }

    /**
     * The commands that would submit everything, a batch each, in the order of submission. Submits nothing, and does not look
     * for earlier runs under the same request id. Invalid sources are set aside, as by {@link #feed}; {@link #summary} counts
     * them. May be called only once, and not with {@link #feed}.
     *
     * @throws io.qmaster.domain.QmasterException if the request is invalid for a reason that does not concern a source
     * @throws InterruptedException if the thread was interrupted
     */
    public List<CommandPreview> preview(BatchRequest request) throws InterruptedException {
        return run.preview(request, SourceJobs.of(request.jobs(), options.order(), options.files()));
    }

    @Override
    public void drain() {
        run.drain();
    }

    @Override
    public List<QmasterBatch> running() {
        return run.running();
    }

    @Override
    public FeedSummary summary() {
        return run.summaryNow();
    }

    /** Gathers how a run is fed. Not thread-safe. */
    public static final class Builder {
        private final Qmaster qmaster;
        private final MediaFiles files;
        private final Timekeeper time;
        private int perBatch = Integer.MAX_VALUE;
        private int ahead = Integer.MAX_VALUE;
        private FeedOrder order = FeedOrder.GIVEN;
        private Optional<Duration> waitForVolume = Optional.empty();
        private boolean detached;
        private FeedListener listener = new FeedListener() {};
        private Preparation preparation = Optional::of;

        private Builder(Qmaster qmaster, MediaFiles files, Timekeeper time) {
            this.qmaster = qmaster;
            this.files = files;
            this.time = time;
        }

        /**
         * The maximum number of sources of a batch, at least 1. Default: as many as fit into an argument list.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder perBatch(int sources) {
            perBatch = positive(sources);
            return this;
        }

        /**
         * The maximum number of batches of this run in the engine, at least 1. Default: unlimited.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder ahead(int batches) {
            ahead = positive(batches);
            return this;
        }

        /** The order of submission. Default: {@link FeedOrder#GIVEN}. */
        public Builder order(FeedOrder wanted) {
            order = requireNonNull(wanted, "order");
            return this;
        }

        /**
         * How long to wait for a missing volume before the run is stopped. Default: no wait, and sources on it are set
         * aside.
         */
        public Builder waitForVolume(Duration atMost) {
            waitForVolume = Optional.of(requireNonNull(atMost, "atMost"));
            return this;
        }

        /** Makes {@link Feeder#feed} return when everything is queued, without waiting for the last batches. */
        public Builder detach() {
            detached = true;
            return this;
        }

        /** The listener of the run. */
        public Builder listener(FeedListener wanted) {
            listener = requireNonNull(wanted, "listener");
            return this;
        }

        /** Changes the request of each batch before it is submitted. */
        public Builder preparation(Preparation wanted) {
            preparation = requireNonNull(wanted, "preparation");
            return this;
        }

        /** A feeder with these options, which later calls of this builder do not change. */
        public Feeder build() {
            return new Feeder(new FeedSettings(
                    qmaster, files, time, perBatch, ahead, order, waitForVolume, detached, listener, preparation));
        }

        private static int positive(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("must be 1 or more, not " + number);
            }
            return number;
        }
    }
}
