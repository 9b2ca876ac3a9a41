package io.qmaster.domain;

/** Ends the delivery of events to a consumer or listener. For library consumers. Thread-safe. */
@FunctionalInterface
public interface Subscription {
    /** Ends the delivery; an event that is being delivered is completed. A second call has no effect. */
    void cancel();
}
