package io.qmaster.simulator;

/** A thread that was interrupted before it began must not begin. */
final class Interruption {
    private Interruption() {}

    static void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the simulator was asked");
        }
    }
}
