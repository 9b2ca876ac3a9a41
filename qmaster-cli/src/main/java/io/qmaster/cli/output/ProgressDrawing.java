package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.port.BatchListener;
import java.text.DecimalFormat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** Draws the progress of one batch on a terminal; what is no progress is told in lines. */
public final class ProgressDrawing implements BatchListener {
    private static final int WHOLE = 100;
    private static final int REFRESH_MILLIS = 500;

    private final Console console;
    private final ProgressLines lines;
    private final ProgressBarStyle style;
    private @Nullable ProgressBar bar;
    /** Read while the library draws, on a thread of its own that {@link #end} waits for. */
    private volatile Optional<Duration> remaining = Optional.empty();

    /** Draws on standard error. */
    public ProgressDrawing(Console console, boolean colours) {
        this.console = console;
        this.lines = new ProgressLines(console, false);
        this.style = colours ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK;
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
        if (bar != null) {
            draw(event.result().status());
        }
        end();
        lines.ended(event);
    }

    /** Ends the drawing, so that what follows begins on a line of its own. */
    public synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private void draw(BatchStatus status) {
        Progress progress = status.progress();
        remaining = progress.remaining();
        if (bar == null) {
            bar = begun();
        }
        bar.setExtraMessage(Printable.oneLine(status.text().raw()));
        if (progress.percentComplete().isPresent()) {
            bar.stepTo(progress.percentComplete().getAsInt());
        }
        bar.refresh();
    }

    private ProgressBar begun() {
        return new ProgressBarBuilder()
                .setInitialMax(WHOLE)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                .setRenderer(new Renderer())
                .build();
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
