package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import tools.jackson.databind.node.ObjectNode;

/** Prints every event as a line of JSON, as soon as it happens. */
public final class EventLines implements BatchListener {
    private final Console console;
    private final boolean ownBatches;

    /**
     * Prints on a console.
     *
     * @param ownBatches whether this program cancels the batches when it is interrupted or its time runs out; if not, a batch
     *     that ended so was cancelled by another program, and its end makes something else of this one
     */
    public EventLines(Console console, boolean ownBatches) {
        this.console = console;
        this.ownBatches = ownBatches;
    }

    @Override
    public void on(BatchEvent event) {
        ObjectNode document = EventDocuments.of(event);
        if (event instanceof BatchEvent.Ended ended && !ownBatches) {
            document.put("exitCode", ExitCode.of(ended.result().state()).number());
        }
        console.answerDocument(document);
    }
}
