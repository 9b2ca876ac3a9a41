package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.port.Timekeeper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Draws a line for each watched batch at the bottom of a terminal. Events and results are printed above it. */
public final class Board implements BatchListener {
    private final Console console;
    private final ProgressLines lines;
    private final Resizing resizing;
    private final boolean rewraps;
    private final Map<BatchReference, BoardRow> rows = new LinkedHashMap<>();
    private Terminal.Size size = Terminal.size();
    private boolean isOver;

    /**
     * Draws on standard error.
     *
     * @param rewraps whether the terminal wraps its lines again when it is resized
     * @param time tells when a series of resizes has ended
     */
    public Board(Console console, boolean rewraps, Timekeeper time) {
        this.console = console;
        this.rewraps = rewraps;
        this.lines = new ProgressLines(console, true);
        this.resizing = new Resizing(time, this::resized);
        console.onTerminal();
        resizing.listen();
    }

    @Override
    public synchronized void submitted(BatchEvent.Submitted event) {
        show(event, Optional.of(event.order()), Optional.empty());
    }

    @Override
    public synchronized void adopted(BatchEvent.Adopted event) {
        show(event, Optional.of(event.order()), Optional.empty());
    }

    @Override
    public synchronized void changed(BatchEvent.Changed event) {
        show(event, Optional.empty(), Optional.of(event.status()));
    }

    @Override
    public synchronized void unknownStatus(BatchEvent.UnknownStatus event) {
        lines.unknownStatus(event);
    }

    @Override
    public synchronized void statusUnread(BatchEvent.StatusUnread event) {
        lines.statusUnread(event);
    }

    @Override
    public synchronized void journalUnwritten(BatchEvent.JournalUnwritten event) {
        lines.journalUnwritten(event);
    }

    @Override
    public synchronized void held(BatchEvent.Held event) {
        show(event, Optional.empty(), Optional.of(event.status()));
    }

    @Override
    public synchronized void stalled(BatchEvent.Stalled event) {
        lines.stalled(event);
    }

    @Override
    public synchronized void found(BatchEvent.Found event) {
        lines.found(event);
        show(event, Optional.empty(), Optional.of(event.status()));
    }

    @Override
    public synchronized void lost(BatchEvent.Lost event) {
        lines.lost(event);
        remove(event);
    }

    @Override
    public synchronized void engineReset(BatchEvent.EngineReset event) {
        lines.engineReset(event);
    }

    @Override
    public synchronized void ended(BatchEvent.Ended event) {
        // Out of the drawing first, so that it is not drawn again below the lines.
        remove(event);
        lines.ended(event);
    }

    /** Erases the drawing: what is printed next begins where it was. */
    public synchronized void end() {
        isOver = true;
        console.erase();
    }

    private void show(BatchEvent event, Optional<BatchOrder> order, Optional<BatchStatus> status) {
        BatchReference batch = event.head().batch().orElseThrow();
        BoardRow before = rows.get(batch);
        String name = order.map(BatchOrder::name)
                .or(() -> status.flatMap(BatchStatus::name))
                .map(shown -> withoutToken(shown, event))
                .or(() -> Optional.ofNullable(before).map(BoardRow::name))
                .orElse(batch.id().value());
        rows.put(
                batch,
                new BoardRow(
                        batch, name, status.or(() -> Optional.ofNullable(before).flatMap(BoardRow::status))));
        draw();
    }

    private static String withoutToken(String name, BatchEvent event) {
        return event.head()
                .submissionId()
                .map(id -> name.replace(" [" + id.token() + "]", ""))
                .orElse(name);
    }

    private void remove(BatchEvent event) {
        event.head().batch().ifPresent(rows::remove);
        draw();
    }

    private synchronized void resized() {
        size = Terminal.size();
        if (rewraps) {
            console.resized(size.columns());
        }
        draw();
    }

    private void draw() {
        if (isOver || !resizing.isSettled()) {
            return;
        }
        if (rows.isEmpty()) {
            console.erase();
        } else {
            console.draw(new BoardLines(size).of(rows.values()));
        }
    }
}
