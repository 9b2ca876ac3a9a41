package io.qmaster.cli.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a notice has come on its way to one webhook.
 *
 * @param webhook which one
 * @param state whether it is there
 * @param attempts how often it was sent
 * @param firstTried when it was first sent
 * @param notBefore when the other side wants to be asked again at the earliest, if it said so
 */
record Delivery(Webhook webhook, State state, int attempts, Optional<Instant> firstTried, Optional<Instant> notBefore) {
    /** Whether a notice is there. */
    enum State {
        /** It is to be sent. */
        PENDING,
        /** The webhook has it. */
        DELIVERED,
        /** The webhook does not want it. */
        REFUSED,
        /** It was tried for long enough. */
        GIVEN_UP
    }

    static Delivery to(Webhook webhook) {
        return new Delivery(webhook, State.PENDING, 0, Optional.empty(), Optional.empty());
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    /** The same, not to be tried again. */
    Delivery givenUp() {
        return new Delivery(webhook, State.GIVEN_UP, attempts, firstTried, notBefore);
    }

    /** The same after one more attempt. */
    Delivery tried(State outcome, Instant at, Optional<Instant> peaceUntil) {
        return new Delivery(webhook, outcome, attempts + 1, firstTried.or(() -> Optional.of(at)), peaceUntil);
    }
}
