package io.qmaster.simulator.encode;

/** An output cannot be made; the message is the reason for which its job fails. */
final class CannotEncode extends Exception {
    private static final long serialVersionUID = 1;

    CannotEncode(String reason) {
        super(reason);
    }
}
