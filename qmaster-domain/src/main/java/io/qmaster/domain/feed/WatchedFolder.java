package io.qmaster.domain.feed;

import io.qmaster.domain.DestinationException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.feed.Arrivals.Arrival;
import io.qmaster.domain.feed.ClaimedFiles.Claim;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A hot folder during a run: its arriving files, its claimed files, and its finished files that are still to be moved.
 */
final class WatchedFolder {
    private static final int MOST_DELAYS = 1000;

    final HotFolder folder;
    final Path path;

    /** Claimed files that are to be submitted. */
    final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Finished files that could not be moved yet. */
    private final Deque<Finished> finished = new ArrayDeque<>();

    private final Arrivals arrivals;
    private final ClaimedFiles claimed;
    private final FolderFeeder.Settings options;
    private final Volumes volumes;
    private Optional<Missing> missing = Optional.empty();
    /** The reasons for delays that were reported since the last success. */
    private final Set<String> delays = new HashSet<>();

    /** The {@link MediaFiles#identity} of the paths at which claimed files arrived. */
    private final Set<String> identities = new HashSet<>();

    private Optional<Closeable> lock = Optional.empty();

    WatchedFolder(HotFolder folder, FolderFeeder.Settings options) {
        MediaFiles files = options.files();
        this.folder = folder;
        this.options = options;
        this.volumes = new Volumes(files);
        this.path = files.absolute(folder.path());
        this.arrivals =
                new Arrivals(folder, path, files, options.time(), options.objection(), options.listener()::passedOver);
        this.claimed = new ClaimedFiles(path, files);
    }

    /**
     * A claimed file.
     *
     * @param isEnded whether a batch for it has ended, so that it needs another token
     * @param failures how many of its batches failed because a volume was gone
     */
    record Waiting(Claim claim, boolean isEnded, int failures) {}

    /** A file that is to be moved to its final folder. */
    private record Finished(Claim claim, FiledSource filed) {}

    /** A missing folder or volume, and how long to wait for it. */
    private record Missing(Path place, Deadline until) {}

    /**
     * Checks and locks the folder, and finds the files that an earlier process left.
     *
     * @throws SourceFileException if it cannot be used
     * @throws DestinationException if outputs would be written into one of the folders
     */
    void open(Collection<WatchedFolder> all, MediaFiles files) {
        try {
            if (!files.look(path).isFolder()) {
                throw refusal("SOURCE_MISSING", "the hot folder " + path + " is missing or is not a directory")
                        .get();
            }
            requireOutside(all, files);
            lock = claimed.open();
            if (lock.isEmpty()) {
                throw refusal("FOLDER_IN_USE", "another process uses the hot folder " + path)
                        .get();
            }
            for (Claim claim : claimed.leftBehind()) {
                waiting.add(new Waiting(claim, false, 0));
                identities.add(files.identity(claim.source()));
            }
        } catch (IOException | UncheckedIOException unusable) {
            String reason = Reason.withPath(unusable);
            throw refusal("SOURCE_FOLDER_UNREADABLE", "the hot folder " + path + " cannot be used: " + reason)
                    .get();
        } catch (VolumeNotAnsweringException silent) {
            throw refusal("VOLUME_NOT_ANSWERING", "the hot folder " + path + " cannot be used: " + silent.getMessage())
                    .get();
        }
    }

    /** Whether there is such a folder. */
    boolean exists() {
        try {
            return options.files().look(path).isFolder();
        } catch (VolumeNotAnsweringException notNow) {
            return false;
        }
    }

    /** The folder itself or a folder of its outputs, if it is gone. */
    Optional<Path> gone() {
        return volumes.gone(List.of(example()));
    }

    /** Whether they are available; if not, that is reported once. */
    boolean isThere() {
        Optional<Path> gone = gone();
        if (gone.isEmpty()) {
            missing.ifPresent(known -> options.listener().volumeBack(known.place()));
            missing = Optional.empty();
        } else if (missing.isEmpty()) {
            missing = Optional.of(new Missing(
                    gone.get(),
                    options.waitForVolume()
                            .map(atMost -> Deadline.after(atMost, options.time()))
                            .orElse(Deadline.NEVER)));
            options.listener().volumeMissing(gone.get());
        }
        return gone.isEmpty();
    }

    /** The reason to stop waiting, if they have been gone for too long. */
    Optional<QmasterException> givenUp() {
        return missing.filter(known -> known.until().hasPassed(options.time()))
                .map(known ->
                        new SourceFileException(Failure.notQueued("VOLUME_MISSING", known.place() + " is still gone")
                                .hint("mount its volume, and run it again")));
    }

    /** Reports that an action is retried, once for each reason. */
    private void delayed(String what, Exception failed) {
        String reason = Reason.withPath(failed);
        if (delays.size() < MOST_DELAYS && delays.add(reason)) {
            options.listener().delayed(what + ": " + reason);
        }
    }

    /** An example of a source, for the folders that the hot folder needs. */
    SourceJobs example() {
        Path clip = path.resolve("clip.mov");
        return new SourceJobs(clip, folder.request().apply(clip).jobs());
    }

    /** The files that have arrived; none if the folder cannot be read now. */
    List<Arrival> arrived() {
        try {
            return arrivals.ready();
        } catch (UncheckedIOException | VolumeNotAnsweringException unread) {
            delayed("the hot folder " + path + " could not be read", unread);
            return List.of();
        }
    }

    /** Claims a file; empty if it is not there any longer, or if one of its name is claimed, whose outputs have the same names. */
    Optional<Claim> claim(Arrival arrival) {
        try {
            String identity = options.files().identity(arrival.file());
            if (identities.contains(identity)) {
                return Optional.empty();
            }
            Optional<Claim> claim = claimed.claim(arrival);
            claim.ifPresentOrElse(taken -> identities.add(identity), () -> arrivals.restart(arrival.file()));
            return claim;
        } catch (IOException | UncheckedIOException | VolumeNotAnsweringException failed) {
            delayed(arrival.file() + " could not be claimed", failed);
            return Optional.empty();
        }
    }

    /** Claims a file again, under another token; empty if that is not possible now. */
    Optional<Claim> renew(Claim claim) {
        try {
            return Optional.of(claimed.renewed(claim));
        } catch (IOException | UncheckedIOException | VolumeNotAnsweringException failed) {
            delayed(claim.file() + " could not be moved", failed);
            return Optional.empty();
        }
    }

    /** Moves a claimed file back to where it arrived, as a file that still changes. */
    void release(Claim claim) {
        try {
            claimed.release(claim);
            arrivals.restart(claim.source());
            identities.remove(options.files().identity(claim.source()));
        } catch (IOException | UncheckedIOException | VolumeNotAnsweringException failed) {
            delayed(claim.file() + " could not be moved back", failed);
            waiting.addLast(new Waiting(claim, false, 0));
        }
    }

    /** Moves a finished file to its final folder, now or by a later {@link #moveFinished}. */
    void finish(Claim claim, FiledSource filed) {
        finished.add(new Finished(claim, filed));
        moveFinished();
    }

    /** Moves finished files to their final folders; a move that fails is retried. */
    void moveFinished() {
        for (int left = finished.size(); left > 0; left--) {
            Finished next = finished.remove();
            try {
                Optional<Path> now = claimed.file(next.claim(), next.filed());
                identities.remove(options.files().identity(next.claim().source()));
                options.listener().filed(next.filed().at(now));
                delays.clear();
            } catch (IOException | UncheckedIOException | InvalidPathException | VolumeNotAnsweringException failed) {
                finished.add(next);
                delayed(next.claim().file() + " could not be moved", failed);
            }
        }
    }

    private void requireOutside(Collection<WatchedFolder> all, MediaFiles files) {
        Path real = files.resolved(path);
        for (WatchedFolder other : all) {
            Path otherReal = files.resolved(other.path);
            if (other != this && real.startsWith(otherReal)) {
                throw refusal("FOLDER_NESTED", "the hot folder " + path + " is in the hot folder " + other.path)
                        .get();
            }
            outputs(files)
                    .filter(output -> files.resolved(output).startsWith(otherReal))
                    .findFirst()
                    .ifPresent(output -> {
                        throw new DestinationException(Failure.notQueued(
                                        "DESTINATION_IN_HOT_FOLDER",
                                        "the folder of outputs " + output + " is in the hot folder " + other.path)
                                .hint("choose a folder outside of it"));
                    });
        }
    }

    private Stream<Path> outputs(MediaFiles files) {
        return example().jobs().stream()
                .flatMap(job -> job.destination().stream())
                .map(destination -> Volumes.folder(destination, files))
                .flatMap(Optional::stream);
    }

    private static Supplier<SourceFileException> refusal(String code, String message) {
        return () -> new SourceFileException(Failure.notQueued(code, message).hint("choose another folder"));
    }

    void close() {
        lock.ifPresent(taken -> {
            try {
                taken.close();
            } catch (IOException released) {
                // It is released with the process.
            }
        });
    }
}
