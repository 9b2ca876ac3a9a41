package io.qmaster.cli.command;

import io.qmaster.cli.output.Board;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.EventLines;
import io.qmaster.cli.output.ProgressLines;
import io.qmaster.cli.output.Terminal;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Holder;
import io.qmaster.domain.SubmissionId;
import java.time.Duration;
import java.util.Optional;

/**
 * Chooses how events are printed: JSON, a live display on a terminal, or lines elsewhere. Also sends them to webhooks.
 */
final class EventOutput implements AutoCloseable {
    private final Announcements announcements;
    private final Optional<Board> board;

    private EventOutput(Invocation invocation, BatchListener listener, Optional<Board> board) {
        BatchListener notifications = invocation.notifications();
        EventLog log = new EventLog();
        // Recorded first, so that webhooks get what the user has seen, even if this program is killed.
        BatchListener recording = new BatchListener() {
            @Override
            public void on(BatchEvent event) {
                notifications.on(event);
                log.on(event);
            }
        };
        this.announcements = new Announcements(recording, new BatchListener() {
            @Override
            public void on(BatchEvent event) {
                // The command itself reports what it recovers.
                if (!(event instanceof BatchEvent.Adopted)) {
                    listener.on(event);
                }
            }

            @Override
            public void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
                String what = switch (reason) {
                    case REQUEST -> "is submitting this request as " + submission;
                    case OUTPUTS -> "is moving the outputs of " + submission + " into place";
                    case TURN -> "is submitting another batch";
                };
                invocation.warn(EventLog.waiting(holder, what, atMost), Optional.of(submission));
            }
        });
        this.board = board;
    }

    /** For a command that submits one batch, and may watch it to its end. */
    static EventOutput ofOwn(Invocation invocation, boolean watched) {
        return of(invocation, watched ? 1 : 0, true, true);
    }

    /** For a command that submits any number of batches, and watches them. */
    static EventOutput ofOwnSeveral(Invocation invocation) {
        return of(invocation, Integer.MAX_VALUE, true, true);
    }

    /** For a command that watches a number of batches, and never cancels one. */
    static EventOutput ofOthers(Invocation invocation, int watched) {
        return of(invocation, watched, false, true);
    }

    private static EventOutput of(Invocation invocation, int watched, boolean own, boolean draws) {
        Console console = invocation.console();
        if (console.isJson()) {
            return new EventOutput(invocation, new EventLines(console, own), Optional.empty());
        }
        boolean canDraw = draws && watched > 0 && console.isTalkative() && Terminal.canDraw(invocation.environment());
        if (canDraw) {
            Board.Look look = new Board.Look(
                    watched > 1,
                    !invocation.configuration().isColourless(),
                    Terminal.rewraps(invocation.environment()));
            Board board = new Board(console, look, invocation.time());
            return new EventOutput(invocation, board, Optional.of(board));
        }
        return new EventOutput(invocation, new ProgressLines(console, watched > 1), Optional.empty());
    }

    /** For a program without a user that watches any number of batches: each line names its batch. */
    static EventOutput ofSeveral(Invocation invocation) {
        return of(invocation, Integer.MAX_VALUE, false, false);
    }

    Announcements announcements() {
        return announcements;
    }

    /** Shows a batch after those that were placed before, where a live display shows several that are equally important. */
    void place(BatchReference batch) {
        board.ifPresent(display -> display.place(batch));
    }

    /** Ends the live display, so that what follows begins on a new line. */
    void endDrawing() {
        board.ifPresent(Board::end);
    }

    @Override
    public void close() {
        endDrawing();
    }
}
