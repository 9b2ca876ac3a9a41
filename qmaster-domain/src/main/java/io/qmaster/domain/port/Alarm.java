package io.qmaster.domain.port;

/** Something that will happen, or go on happening, unless it is cancelled. Safe for threads. */
@FunctionalInterface
public interface Alarm {
    /**
     * Sees to it that it does not happen any more. What is running at this moment on a thread of a timekeeper is
     * interrupted, unless it is the caller itself, and not waited for. Does nothing the second time.
     */
    void cancel();
}
