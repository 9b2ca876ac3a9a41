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
 * Submits the files that arrive in hot folders, each once and in a batch of its own, and moves them out of the way when they are
 * finished. Looks at the folders every few seconds, since network volumes report no changes. Needs no thread of its own.
 * {@link #drain} and {@link #running} may be called from any thread.
 *
 * <pre>{@code
 * FolderFeeder feeder = FolderFeeder.over(qmaster, new LocalFiles(), backend.timekeeper()).ahead(3).build();
 * feeder.feed(List.of(new HotFolder(incoming, Duration.ofSeconds(30), file -> request(file))));
 * }</pre>
 *
 * <p>A file that has arrived is claimed by one rename into {@value HotFolder#WORKING}, and submitted from there under a request
 * id of its own. When its batch has ended it is moved to {@value HotFolder#DONE} or {@value HotFolder#FAILED}, with a JSON
 * document beside it that says what became of it. A process that is killed at any moment leaves no file lost, and the next one
 * submits none again. A file that comes again under the same name is another file; it is left alone until the first is finished.
 *
 * <p>Hidden files, symbolic links, folders and files that are not media files are left alone. What says nothing about a file is
 * waited for: a volume that is gone, or an engine or a cluster that is not available. A batch that failed while the volume of
 * its source was gone is submitted again.
 */
public final class FolderFeeder {
    private final FolderRun run;

    private FolderFeeder(FolderRun run) {
        this.run = run;
    }

    /**
     * Begins a feeder over a way in, which is left open.
     *
     * @param files looks at folders and moves files
     * @param time the timekeeper of the backend
     */
    public static Builder over(Qmaster qmaster, MediaFiles files, Timekeeper time) {
        return new Builder(
                requireNonNull(qmaster, "qmaster"), requireNonNull(files, "files"), requireNonNull(time, "time"));
    }

    /**
     * Submits what arrives, until it is drained or stopped and all its batches have ended. Can be called once.
     *
     * @throws io.qmaster.domain.SourceFileException if a folder is missing, is in another one, is in use by another process, or
     *     its folder for claimed files cannot be made
     * @throws io.qmaster.domain.DestinationException if outputs would be written into one of the folders
     * @throws InterruptedException if the thread was interrupted; {@link #running} has the batches, which are left alone
     */
    public FeedSummary feed(List<HotFolder> folders) throws InterruptedException {
        return run.feed(folders);
    }

    /** Claims nothing further; {@link #feed} returns when the batches that run have ended. */
    public void drain() {
        run.drain();
    }

    /** The batches of this run that have not ended. */
    public List<QmasterBatch> running() {
        return run.running();
    }

    /** What became of the run so far. For the thread that feeds. */
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
         * How many batches of this run the engine has at most. Default: any number.
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

        /** How long to wait for a volume that is gone; then the run is stopped. Default: indefinitely. */
        public Builder waitForVolume(Duration atMost) {
            waitForVolume = Optional.of(requireNonNull(atMost, "atMost"));
            return this;
        }

        /**
         * What the request ids of the files begin with. Default: {@code folder}.
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

        /** Why a file is not to be submitted, as a clause; empty if it is. Asked once while a file stays the same. */
        public Builder objection(Function<Path, Optional<String>> wanted) {
            objection = requireNonNull(wanted, "objection");
            return this;
        }

        /** What is called with what happens. */
        public Builder listener(FolderListener wanted) {
            listener = requireNonNull(wanted, "listener");
            return this;
        }

        /** What changes the request of each file before it is submitted. */
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
