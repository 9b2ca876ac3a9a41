package io.qmaster.domain.feed;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Submits the files that arrive in hot folders, each once and in its own batch, and moves them to another folder when
 * they are finished. Reads the folders every few seconds, since network volumes report no changes. Needs no thread of
 * its own. For library consumers. {@link #drain} and {@link #running} are thread-safe; the other methods are not.
 *
 * <pre>{@code
 * FolderFeeder feeder = FolderFeeder.over(qmaster, new LocalFiles(), backend.timekeeper()).ahead(3).build();
 * feeder.feed(List.of(new HotFolder(incoming, Duration.ofSeconds(30), file -> request(file))));
 * }</pre>
 *
 * <p>A file that has arrived is claimed by one rename into {@value HotFolder#WORKING}, and submitted from there with
 * its own request id. When its batch has ended it is moved to {@value HotFolder#DONE} or {@value HotFolder#FAILED},
 * with a JSON document next to it that describes the outcome. If the process is killed at any moment, no file is lost,
 * and the next process submits no file twice. A file that arrives again with the same name is a new file; it waits
 * until the first one is finished.
 *
 * <p>Hidden files, symbolic links, folders and files that are not media files are left alone. A missing volume, and an
 * unavailable engine or cluster, do not concern a file and are waited for. A batch that failed while the volume of its
 * source was gone is submitted again.
 */
public final class FolderFeeder implements Feed {
    private final FolderRun run;

    private FolderFeeder(FolderRun run) {
        this.run = run;
    }

    /**
     * Creates a builder for a feeder over a {@link Qmaster}, which is not closed.
     *
     * @param files reads folders and moves files
     * @param time the timekeeper of the backend
     */
    public static Builder over(Qmaster qmaster, MediaFiles files, Timekeeper time) {
        return new Builder(
                requireNonNull(qmaster, "qmaster"), requireNonNull(files, "files"), requireNonNull(time, "time"));
    }

    /**
     * Submits the files that arrive, until the run is drained or stopped and all its batches have ended. May be called
     * only once.
     *
     * @throws io.qmaster.domain.SourceFileException if a folder is missing, is in another one, is in use by another
     *     process, or its folder for claimed files cannot be created
     * @throws io.qmaster.domain.DestinationException if outputs would be written into one of the folders
     * @throws InterruptedException if the thread was interrupted; {@link #running} returns the batches, which keep
     *     running
     */
    public FeedSummary feed(List<HotFolder> folders) throws InterruptedException {
        return run.feed(folders);
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
        return run.summary();
    }

    /** How hot folders are fed. */
    record Settings(
            Qmaster qmaster,
            MediaFiles files,
            Timekeeper time,
            int ahead,
            Optional<Duration> waitForVolume,
            String requestId,
            Function<Path, Optional<String>> objection,
            FolderListener listener,
            Preparation preparation) {}

    /** Gathers how hot folders are fed. Not thread-safe. */
    public static final class Builder {
        private final Qmaster qmaster;
        private final MediaFiles files;
        private final Timekeeper time;
        private int ahead = Integer.MAX_VALUE;
        private Optional<Duration> waitForVolume = Optional.empty();
        private String requestId = "folder";
        private Function<Path, Optional<String>> objection = file -> Optional.empty();
        private FolderListener listener = new FolderListener() {};
        private Preparation preparation = Optional::of;

        private Builder(Qmaster qmaster, MediaFiles files, Timekeeper time) {
            this.qmaster = qmaster;
            this.files = files;
            this.time = time;
        }

        /**
         * The maximum number of batches of this run in the engine, at least 1. Default: unlimited.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder ahead(int batches) {
            if (batches < 1) {
                throw new IllegalArgumentException("must be 1 or more, not " + batches);
            }
            ahead = batches;
            return this;
        }

        /** How long to wait for a missing volume before the run is stopped. Default: indefinitely. */
        public Builder waitForVolume(Duration atMost) {
            waitForVolume = Optional.of(requireNonNull(atMost, "atMost"));
            return this;
        }

        /**
         * The prefix of the request ids of the files. Default: {@code folder}.
         *
         * @throws IllegalArgumentException if it has more than 160 characters
         */
        public Builder requestId(String prefix) {
            if (prefix.length() > FolderRun.LONGEST_PREFIX) {
                throw new IllegalArgumentException(
                        "the request id of hot folders is at most " + FolderRun.LONGEST_PREFIX + " characters long");
            }
            requestId = prefix;
            return this;
        }

        /** Returns the reason not to submit a file, as a clause, or empty. Called once while a file is unchanged. */
        public Builder objection(Function<Path, Optional<String>> wanted) {
            objection = requireNonNull(wanted, "objection");
            return this;
        }

        /** The listener of the run. */
        public Builder listener(FolderListener wanted) {
            listener = requireNonNull(wanted, "listener");
            return this;
        }

        /** Changes the request of each file before it is submitted. */
        public Builder preparation(Preparation wanted) {
            preparation = requireNonNull(wanted, "preparation");
            return this;
        }

        /** A feeder with these options, which later calls of this builder do not change. */
        public FolderFeeder build() {
            return new FolderFeeder(new FolderRun(new Settings(
                    qmaster, files, time, ahead, waitForVolume, requestId, objection, listener, preparation)));
        }
    }
}
