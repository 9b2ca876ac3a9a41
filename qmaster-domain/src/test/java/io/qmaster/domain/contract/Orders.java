package io.qmaster.domain.contract;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.standard.LocalFiles;

/** Creates orders for tests that call an engine directly. For authors of backends. Thread-safe. */
public final class Orders {
    private Orders() {}

    /**
     * Resolves a request as {@code Qmaster} does when it is submitted, under a random id.
     *
     * @param request its files are checked, and must exist
     * @param backend reads the settings; nothing is submitted to it
     * @throws io.qmaster.domain.QmasterException if the request is invalid, as {@code Qmaster.submit}
     */
    public static BatchOrder order(BatchRequest request, Backend backend) {
        return new OrderResolver(backend, new LocalFiles(), 0).resolve(request, SubmissionId.random());
    }
}
