package io.qmaster.domain;

/** What {@link QmasterBatch#onChange} gives, to end it. Thread-safe. */
@FunctionalInterface
public interface Subscription {
    /** Ends it: no further event is delivered, but for one that is being delivered now. Does nothing the second time. */
    void cancel();
}
