package io.qmaster.simulator.encode;

/** An output cannot be encoded; the message is the reason why its job fails. */
final class CannotEncode extends Exception {
    private static final long serialVersionUID = 1;

    CannotEncode(String reason) {
        super(reason);
    }
}
