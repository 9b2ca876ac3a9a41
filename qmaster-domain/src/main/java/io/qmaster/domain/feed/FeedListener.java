package io.qmaster.domain.feed;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Is called with what happens in a run, on the thread that feeds, one call after the other. It must not block, and what it throws
 * ends the run. What happens to each batch is reported to a {@link io.qmaster.domain.BatchListener}.
 */
public interface FeedListener {
    /** The engine has a batch; it may be one of an earlier run with the same request id. */
    default void queued(QmasterBatch batch) {}

    /**
     * A batch of this run has ended.
     *
     * @param failure how, if it was not successful
     */
    default void ended(QmasterBatch batch, Optional<QmasterException> failure) {}

    /** A batch of an earlier run with the same request id had ended before this one began. */
    default void endedBefore(BatchRecord batch) {}

    /** A source was set aside. */
    default void rejected(Path source, QmasterException why) {}

    /**
     * It is not known whether the engine has the batch of a source, which is not submitted again.
     *
     * @param why what is known
     */
    default void unsettled(Path source, QmasterException why) {}

    /** A volume, or a folder on it, is gone: nothing is submitted until it is back. */
    default void volumeMissing(Path place) {}

    /** It is back. */
    default void volumeBack(Path place) {}

    /**
     * Nothing further is submitted.
     *
     * @param running how many batches are still running
     * @param left how many sources were not submitted
     */
    default void draining(int running, int left) {}
}
