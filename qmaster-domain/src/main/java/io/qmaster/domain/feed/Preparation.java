package io.qmaster.domain.feed;

import io.qmaster.domain.BatchRequest;
import java.util.Optional;

/** Changes the request of a batch before it is submitted. Called by the thread that feeds, one request after another. */
@FunctionalInterface
public interface Preparation {
    /**
     * What is to be submitted of a request.
     *
     * @return empty if nothing is
     * @throws io.qmaster.domain.QmasterException if something of it is invalid: its sources are set aside
     * @throws InterruptedException if the thread was interrupted
     */
    Optional<BatchRequest> prepared(BatchRequest request) throws InterruptedException;
}
