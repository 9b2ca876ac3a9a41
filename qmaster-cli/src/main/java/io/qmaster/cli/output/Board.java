package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.port.Timekeeper;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws a line for each watched batch at the bottom of a terminal. Events and results are printed above it. Thread-safe. */
public final class Board implements BatchListener {
    private final Console console;
    private final Look look;
    private final ProgressLines lines;
    private final Resizing resizing;
    private final Supplier<Terminal.Size> terminal;
    private final Map<BatchReference, BoardRow> rows = new LinkedHashMap<>();
    private final Map<BatchReference, Integer> places = new HashMap<>();
    private int nextPlace;
    private Terminal.Size size;
    private boolean isOver;

    /**
     * How it is drawn.
     *
     * @param several whether there may be several batches: then each message names its batch, and there is a line for each
     *     cluster
     * @param colours whether in colours
     * @param rewraps whether the terminal wraps its lines again when it is resized
     */
    public record Look(boolean several, boolean colours, boolean rewraps) {}

    /**
     * Draws on standard error.
     *
     * @param time detects when a series of resizes has ended
     */
    public Board(Console console, Look look, Timekeeper time) {
        this(console, look, time, Terminal::size);
        resizing.listen();
    }

    Board(Console console, Look look, Timekeeper time, Supplier<Terminal.Size> terminal) {
        this.console = console;
        this.look = look;
        this.terminal = terminal;
        this.size = terminal.get();
        this.lines = new ProgressLines(console, look.several());
        this.resizing = new Resizing(time, this::resized, console::abandonDrawing);
        console.onTerminal();
    }

    /**
     * Places a batch after those that were placed before, among batches that are equally important. Events of different batches
     * arrive in any order.
     */
    public synchronized void place(BatchReference batch) {
        if (places.putIfAbsent(batch, nextPlace) == null) {
            nextPlace++;
        }
    }

    @Override
    public synchronized void on(BatchEvent event) {
        if (event instanceof BatchEvent.Submitted submitted) {
            show(event, Optional.of(submitted.order()), Optional.empty());
        } else if (event instanceof BatchEvent.Adopted adopted) {
            show(event, Optional.of(adopted.order()), Optional.empty());
        } else if (event instanceof BatchEvent.Changed changed) {
            show(event, Optional.empty(), Optional.of(changed.status()));
        } else if (event instanceof BatchEvent.Held held) {
            show(event, Optional.empty(), Optional.of(held.status()));
        } else {
            print(event);
        }
    }

    /** What is not progress: in lines, and the drawing follows. */
    private void print(BatchEvent event) {
        if (event instanceof BatchEvent.Found found) {
            show(event, Optional.empty(), Optional.of(found.status()));
        } else if (event instanceof BatchEvent.Lost) {
            remove(event);
        } else if (event instanceof BatchEvent.Ended ended) {
            if (!look.several() && !rows.isEmpty() && !ProgressLines.isSpoilt(ended.result())) {
                show(event, Optional.empty(), Optional.of(ended.result().status()));
            }
            event.head().batch().ifPresent(places::remove);
            // Out of the drawing first, so that it is not drawn again below the lines.
            remove(event);
        }
        lines.on(event);
    }

    /** Ends the drawing. That of one batch stays, of several it is erased. */
    public synchronized void end() {
        isOver = true;
        if (look.several()) {
            console.erase();
        } else {
            console.endDrawing();
        }
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
        if (!look.several()) {
            console.endDrawing();
        }
        draw();
    }

    private synchronized void resized() {
        size = terminal.get();
        console.resized(look.rewraps() ? size.columns() : Integer.MAX_VALUE);
        draw();
    }

    private void draw() {
        if (isOver || !resizing.isSettled()) {
            return;
        }
        if (rows.isEmpty()) {
            console.erase();
        } else {
            console.draw(new BoardLines(size, look)
                    .of(rows.values().stream()
                            .sorted(Comparator.comparing(row -> places.getOrDefault(row.batch(), Integer.MAX_VALUE)))
                            .toList()));
        }
    }
}
