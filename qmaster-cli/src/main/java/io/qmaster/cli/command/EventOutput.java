package io.qmaster.cli.command;

import io.qmaster.cli.config.Key;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.EventLines;
import io.qmaster.cli.output.ProgressDrawing;
import io.qmaster.cli.output.ProgressLines;
import io.qmaster.cli.output.Terminal;
import io.qmaster.domain.port.BatchListener;

/** Chooses how events are told: JSON for programs, a drawing for people at a terminal, lines for others. */
final class EventOutput implements AutoCloseable {
    private final Announcements announcements;
    private final Runnable endDrawing;

    private EventOutput(BatchListener listener, Runnable endDrawing) {
        this.announcements = new Announcements(listener);
        this.endDrawing = endDrawing;
    }

    /** For a command that watches so many batches, or none to the end. */
    static EventOutput of(Invocation invocation, int watched) {
        Console console = invocation.console();
        if (console.isJson()) {
            return new EventOutput(new EventLines(console), () -> {});
        }
        if (watched == 1 && console.isTalkative() && Terminal.canDraw(invocation.environment())) {
            ProgressDrawing drawing =
                    new ProgressDrawing(console, !invocation.configuration().is(Key.NO_COLOR));
            return new EventOutput(drawing, drawing::end);
        }
        return new EventOutput(new ProgressLines(console, watched > 1), () -> {});
    }

    /** For a command that watches any number of batches: each line says which one is meant. */
    static EventOutput ofSeveral(Invocation invocation) {
        return of(invocation, Integer.MAX_VALUE);
    }

    Announcements announcements() {
        return announcements;
    }

    /** Ends a drawing, so that what follows begins on a line of its own. */
    void endDrawing() {
        endDrawing.run();
    }

    @Override
    public void close() {
        endDrawing();
    }
}
