package io.qmaster.simulator;

/** Rejects calls of interrupted threads. */
final class Interruption {
    private Interruption() {}

    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the simulator was called");
        }
    }
}
