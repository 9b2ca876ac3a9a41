package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Submits the sources of one request in several batches, so many at a time. Needs no thread of its own, and memory for the
 * batches that run, not for those that have ended. {@link #drain} and {@link #running} may be called from any thread.
 *
 * <pre>{@code
 * Feeder feeder = Feeder.over(qmaster, new LocalFiles(), backend.timekeeper()).perBatch(20).ahead(3).build();
 * FeedSummary summary = feeder.feed(request);
 * }</pre>
 *
 * <p>All jobs of a source are in one batch. A source that is invalid, or that the engine refuses, is set aside and the others
 * go on; if a batch of several sources is refused, it is halved until the source is found that is to blame. What says nothing
 * of a source, such as an engine that is not available, stops the run: what was queued is waited for, nothing further is
 * submitted.
 *
 * <p>With a {@linkplain BatchRequest#requestId() request id} a run can be repeated: what was submitted under that id is not
 * submitted again, however it ended, and its batches are watched again. A source that was set aside is tried again.
 */
public final class Feeder {
    /** How many bytes of arguments a batch may have: a fourth of what macOS allows, which counts the environment, too. */
    static final int LONGEST_COMMAND = 256 * 1024;

    private final Builder options;
    private final FeedRun run;

    private Feeder(Builder options) {
        this.options = options;
        this.run = new FeedRun(options);
    }

    /**
     * Begins a feeder over a way in, which is left open.
     *
     * @param files looks at sources and volumes
     * @param time the timekeeper of the backend
     */
    public static Builder over(Qmaster qmaster, MediaFiles files, Timekeeper time) {
        return new Builder(
                requireNonNull(qmaster, "qmaster"), requireNonNull(files, "files"), requireNonNull(time, "time"));
    }

    /**
     * Whether the jobs of a request are too many for one batch: an engine is handed them as arguments of a program, whose length
     * is limited.
     */
    public static boolean isTooLong(BatchRequest request, MediaFiles files) {
        return SourceJobs.of(request.jobs(), FeedOrder.GIVEN, files).stream()
                        .mapToLong(SourceJobs::commandBytes)
                        .sum()
                > LONGEST_COMMAND;
    }

    /**
     * Submits everything, and returns when all batches have ended; with {@link Builder#detach()} when all are queued. Can be
     * called once.
     *
     * @throws IllegalArgumentException if the request id is longer than 180 characters
     * @throws InterruptedException if the thread was interrupted; {@link #running} has the batches, which are left alone
     * @throws io.qmaster.domain.JournalException if the journal cannot be read; nothing was submitted
     */
    public FeedSummary feed(BatchRequest request) throws InterruptedException {
        if (request.requestId()
                .filter(id -> id.length() > EarlierRuns.LONGEST_ID)
                .isPresent()) {
            throw new IllegalArgumentException("the request id of a run of several batches is at most "
                    + EarlierRuns.LONGEST_ID + " characters long");
        }
        return run.feed(request, SourceJobs.of(request.jobs(), options.order, options.files));
    }

    /** Submits nothing further; {@link #feed} returns when the batches that run have ended. */
    public void drain() {
        run.drain();
    }

    /** The batches of this run that have not ended. */
    public List<QmasterBatch> running() {
        return run.running();
    }

    /** What became of the run so far. For the thread that feeds; the listener is called with what has ended since. */
    public FeedSummary summary() {
        return run.summaryNow();
    }

    /** Gathers how a run is fed. Not thread-safe. */
    public static final class Builder {
        final Qmaster qmaster;
        final MediaFiles files;
        final Timekeeper time;
        int perBatch = Integer.MAX_VALUE;
        int ahead = Integer.MAX_VALUE;
        FeedOrder order = FeedOrder.GIVEN;
        Optional<Duration> waitForVolume = Optional.empty();
        boolean detached;
        FeedListener listener = new FeedListener() {};
        Preparation preparation = Optional::of;

        private Builder(Qmaster qmaster, MediaFiles files, Timekeeper time) {
            this.qmaster = qmaster;
            this.files = files;
            this.time = time;
        }

        /**
         * How many sources a batch has at most. Default: as many as an argument list can hold.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder perBatch(int sources) {
            perBatch = positive(sources);
            return this;
        }

        /**
         * How many batches of this run the engine has at most. Default: any number.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder ahead(int batches) {
            ahead = positive(batches);
            return this;
        }

        /** In which order. Default: {@link FeedOrder#GIVEN}. */
        public Builder order(FeedOrder wanted) {
            order = requireNonNull(wanted, "order");
            return this;
        }

        /**
         * How long to wait for a volume that is gone; then the run is stopped. Default: it is not waited for, and sources on it are
         * set aside.
         */
        public Builder waitForVolume(Duration atMost) {
            waitForVolume = Optional.of(atMost);
            return this;
        }

        /** Returns when everything is queued, without waiting for the last batches. */
        public Builder detach() {
            detached = true;
            return this;
        }

        /** What is called with what happens. */
        public Builder listener(FeedListener wanted) {
            listener = requireNonNull(wanted, "listener");
            return this;
        }

        /** What changes the request of each batch before it is submitted. */
        public Builder preparation(Preparation wanted) {
            preparation = requireNonNull(wanted, "preparation");
            return this;
        }

        /** The feeder. */
        public Feeder build() {
            return new Feeder(this);
        }

        private static int positive(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("must be 1 or more, not " + number);
            }
            return number;
        }
    }
}
