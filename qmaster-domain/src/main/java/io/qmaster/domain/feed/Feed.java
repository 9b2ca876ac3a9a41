package io.qmaster.domain.feed;

import io.qmaster.domain.QmasterBatch;
import java.util.List;

/**
 * A run that submits many batches, a limited number at a time. For library consumers. {@link #drain} and {@link #running} are
 * thread-safe; {@link #summary} is not.
 */
public sealed interface Feed permits Feeder, FolderFeeder {
    /** Stops submitting; the run ends when the running batches have ended. */
    void drain();

    /** The batches of this run that have not ended. */
    List<QmasterBatch> running();

    /** The result of the run so far. Call it only on the thread that feeds; it may call the listener. */
    FeedSummary summary();
}
