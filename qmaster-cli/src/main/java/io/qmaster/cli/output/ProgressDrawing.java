package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.port.Timekeeper;
import java.text.DecimalFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Draws the progress of one batch on a terminal; what is no progress is told in lines. */
public final class ProgressDrawing implements BatchListener {
    private static final int WHOLE = 100;
    private static final int HOURLY_MILLIS = 3_600_000;
    /** Room for the cursor, and for the "^C" that a terminal writes before it. */
    private static final int MARGIN = 3;

    private final Console console;
    private final ProgressLines lines;
    private final ProgressBarStyle style;
    private final boolean rewraps;
    private final Resizing resizing;
    private volatile int columns = Terminal.USUAL_COLUMNS;
    private @Nullable ProgressBar bar;
    /** Read while the library draws, on a thread of its own that {@link #end} waits for. */
    private volatile Optional<Duration> remaining = Optional.empty();

    /**
     * Draws on standard error.
     *
     * @param colours whether in colours
     * @param rewraps whether the terminal wraps its lines again when it is resized
     * @param time tells when a row of resizes is over
     */
    public ProgressDrawing(Console console, boolean colours, boolean rewraps, Timekeeper time) {
        this.console = console;
        this.rewraps = rewraps;
        this.resizing = new Resizing(time, this::redraw);
        this.lines = new ProgressLines(console, false);
        this.style = colours ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK;
        console.onTerminal();
        resizing.listen();
    }

    @Override
    public synchronized void changed(BatchEvent.Changed event) {
        draw(event.status());
    }

    @Override
    public synchronized void unknownStatus(BatchEvent.UnknownStatus event) {
        end();
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
        draw(event.status());
    }

    @Override
    public synchronized void stalled(BatchEvent.Stalled event) {
        end();
        lines.stalled(event);
    }

    @Override
    public synchronized void found(BatchEvent.Found event) {
        lines.found(event);
        draw(event.status());
    }

    @Override
    public synchronized void lost(BatchEvent.Lost event) {
        end();
        lines.lost(event);
    }

    @Override
    public synchronized void engineReset(BatchEvent.EngineReset event) {
        end();
        lines.engineReset(event);
    }

    @Override
    public synchronized void ended(BatchEvent.Ended event) {
        if (bar != null && !ProgressLines.isSpoilt(event.result())) {
            draw(event.result().status());
        }
        end();
        lines.ended(event);
    }

    /** Ends the drawing, so that what follows begins on a line of its own. */
    public synchronized void end() {
        if (bar != null) {
            // The library waits for its thread, and takes an interruption that is meant for somebody else.
            boolean interrupted = Thread.interrupted();
            bar.close();
            bar = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        console.endDrawing();
    }

    private synchronized void redraw() {
        refresh();
    }

    private void refresh() {
        if (bar != null && resizing.isSettled()) {
            measure();
            bar.refresh();
        }
    }

    private void measure() {
        columns = Terminal.columns().orElse(columns);
        if (rewraps) {
            console.resized(columns);
        }
    }

    private void draw(BatchStatus status) {
        Progress progress = status.progress();
        remaining = progress.remaining();
        if (bar == null) {
            measure();
            bar = begun();
        }
        bar.setExtraMessage(Printable.oneLine(status.text().raw()));
        if (progress.percentComplete().isPresent()) {
            bar.stepTo(progress.percentComplete().getAsInt());
        }
        refresh();
    }

    private ProgressBar begun() {
        return new ProgressBarBuilder()
                .setInitialMax(WHOLE)
                // Drawn whenever something happens, not every so often: that would disturb a shell behind which it
                // runs.
                .continuousUpdate()
                .setUpdateIntervalMillis(HOURLY_MILLIS)
                .setConsumer(new LastLine())
                .setRenderer(new Renderer())
                .build();
    }

    /**
     * Where the library draws. Its own consumers open a terminal of JLine's to learn how wide it is, and that takes the
     * handlers of all signals away from the program.
     */
    private final class LastLine implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return Math.max(1, columns - MARGIN);
        }

        @Override
        public void accept(String drawn) {
            console.draw(drawn);
        }

        @Override
        public void close() {
            console.endDrawing();
        }
    }

    /** The library's drawing without "42/100", and with the time that the engine guesses instead of one of its own. */
    private final class Renderer extends DefaultProgressBarRenderer {
        Renderer() {
            super(style, "", 1, false, new DecimalFormat(), ChronoUnit.SECONDS, true, state -> remaining);
        }

        @Override
        protected String ratio(ProgressState state) {
            return "";
        }
    }
}
