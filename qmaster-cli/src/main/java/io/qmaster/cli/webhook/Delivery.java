package io.qmaster.cli.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * The delivery of a notice to one webhook.
 *
 * @param signed whether it must wait if it cannot be signed
 * @param state whether it was delivered
 * @param attempts how often it was sent
 * @param firstTried when it was first sent
 * @param notBefore the earliest time of the next attempt, if the receiver gave one
 */
record Delivery(
        Webhook webhook,
        boolean signed,
        State state,
        int attempts,
        Optional<Instant> firstTried,
        Optional<Instant> notBefore) {
    /** Whether a notice was delivered. */
    enum State {
        /** It is to be sent. */
        PENDING,
        /** The webhook accepted it. */
        DELIVERED,
        /** The webhook refused it. */
        REFUSED,
        /** Too many attempts failed. */
        GIVEN_UP
    }

    static Delivery to(Receiver receiver) {
        return new Delivery(
                receiver.webhook(), receiver.signed(), State.PENDING, 0, Optional.empty(), Optional.empty());
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    /** The same, not to be tried again. */
    Delivery givenUp() {
        return new Delivery(webhook, signed, State.GIVEN_UP, attempts, firstTried, notBefore);
    }

    /** The same after one more attempt. */
    Delivery tried(State outcome, Instant at, Optional<Instant> peaceUntil) {
        return new Delivery(webhook, signed, outcome, attempts + 1, firstTried.or(() -> Optional.of(at)), peaceUntil);
    }
}
