package io.qmaster.cli.webhook;

import io.qmaster.domain.BatchEvent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The events that webhooks can be notified of. */
public enum NotifyEvent {
    HELD("held"),
    STALLED("stalled"),
    LOST("lost"),
    FOUND("found"),
    ENGINE_RESET("engineReset"),
    /** Also {@code recovered}, of a submission that did not become a batch or was given up. */
    ENDED("ended");

    /** The events that may need a person. */
    public static final Set<NotifyEvent> DEFAULT = Set.copyOf(EnumSet.of(ENDED, LOST, FOUND, STALLED, ENGINE_RESET));

    /** The event of a submission that did not become a batch, or was given up. */
    static final String RECOVERED = "recovered";

    private final String word;

    NotifyEvent(String word) {
        this.word = word;
    }

    /** The name of the event in JSON. */
    public String word() {
        return word;
    }

    /**
     * Parses the name of an event; case is ignored, as are dashes and underscores.
     *
     * @throws IllegalArgumentException if there is no such event; the message can follow the name of an option
     */
    public static NotifyEvent parse(String text) {
        String letters = text.replaceAll("[-_\\s]", "");
        return Arrays.stream(values())
                .filter(event -> event.word.equalsIgnoreCase(letters))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values()).map(NotifyEvent::word).collect(Collectors.joining(" or "))
                        + ", not \""
                        + text + "\""));
    }

    /** The event that its JSON calls so. */
    static Optional<NotifyEvent> named(String word) {
        String name = word.equals(RECOVERED) ? ENDED.word : word;
        return Arrays.stream(values()).filter(event -> event.word.equals(name)).findFirst();
    }

    /** The event, if webhooks can be notified of it. */
    static Optional<NotifyEvent> of(BatchEvent event) {
        if (event instanceof BatchEvent.Held) {
            return Optional.of(HELD);
        } else if (event instanceof BatchEvent.Stalled) {
            return Optional.of(STALLED);
        } else if (event instanceof BatchEvent.Lost) {
            return Optional.of(LOST);
        } else if (event instanceof BatchEvent.Found) {
            return Optional.of(FOUND);
        } else if (event instanceof BatchEvent.EngineReset) {
            return Optional.of(ENGINE_RESET);
        }
        return event instanceof BatchEvent.Ended ? Optional.of(ENDED) : Optional.empty();
    }
}
