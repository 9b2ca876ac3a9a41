package io.qmaster.cli.webhook;

import java.util.Set;

/**
 * Who is notified of a submission, and of what.
 *
 * @param signed whether a notice that cannot be signed must wait
 */
public record Receiver(Webhook webhook, Set<NotifyEvent> events, boolean signed) {
    /** Copies the events. */
    public Receiver {
        events = Set.copyOf(events);
    }

    /** Whether an event of this name is to be sent. */
    boolean wants(String event) {
        return NotifyEvent.named(event).filter(events::contains).isPresent();
    }
}
