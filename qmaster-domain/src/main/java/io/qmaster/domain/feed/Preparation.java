package io.qmaster.domain.feed;

import io.qmaster.domain.BatchRequest;
import java.util.Optional;

/**
 * Changes the request of a batch before it is submitted. Called by the thread that feeds, one request at a time.
 * Implemented by library consumers; need not be thread-safe.
 */
@FunctionalInterface
public interface Preparation {
    /**
     * Returns the request to submit.
     *
     * @return the changed request; empty to skip its sources
     * @throws io.qmaster.domain.QmasterException if it is invalid; then its sources are set aside
     * @throws InterruptedException if the thread was interrupted
     */
    Optional<BatchRequest> prepared(BatchRequest request) throws InterruptedException;
}
