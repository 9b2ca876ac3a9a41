package io.qmaster.domain.feed;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Receives the events of a run, on the thread that feeds, one at a time. It must not block, and an exception ends the
 * run. A {@link io.qmaster.domain.BatchListener} receives the events of each batch. Implemented by library consumers;
 * need not be thread-safe.
 */
public interface FeedListener {
    /** The engine has a batch, possibly of an earlier run with the same request id. */
    default void queued(QmasterBatch batch) {}

    /**
     * A batch of this run has ended.
     *
     * @param failure its failure; empty if it was successful
     */
    default void ended(QmasterBatch batch, Optional<QmasterException> failure) {}

    /** A batch of an earlier run with the same request id ended before this run started. */
    default void endedBefore(BatchRecord batch) {}

    /** A source was set aside because it is invalid or was refused. */
    default void rejected(Path source, QmasterException why) {}

    /**
     * It is unknown whether the engine has the batch of a source, which is not submitted again.
     *
     * @param why the failure
     */
    default void unsettled(Path source, QmasterException why) {}

    /** A volume, or a folder on it, is missing: nothing is submitted until it is available again. */
    default void volumeMissing(Path place) {}

    /** A missing volume or folder is available again. */
    default void volumeBack(Path place) {}

    /**
     * The run is draining: nothing more is submitted.
     *
     * @param running the number of batches that are still running
     * @param left the number of sources that were not submitted
     */
    default void draining(int running, int left) {}

    /**
     * Something takes longer: an action failed and will be retried, or batches of an earlier run are looked for. The
     * same reason is reported once until an action succeeds.
     *
     * @param what what takes longer and why, in one line
     */
    default void delayed(String what) {}
}
