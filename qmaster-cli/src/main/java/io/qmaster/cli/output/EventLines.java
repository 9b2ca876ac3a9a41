package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.port.BatchListener;

/** Prints every event as a line of JSON, as soon as it happens. */
public final class EventLines implements BatchListener {
    private final Console console;

    /** Prints on a console. */
    public EventLines(Console console) {
        this.console = console;
    }

    @Override
    public void on(BatchEvent event) {
        console.answer(EventDocuments.of(event));
    }
}
