package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Output;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells people of every change of state in a line, and at the end where the outputs are. */
public final class ProgressLines implements BatchListener {
    private final Console console;
    private final boolean several;
    private final Map<BatchReference, BatchState> states = new ConcurrentHashMap<>();

    /**
     * Tells on a console.
     *
     * @param several whether there are several batches, so that each line must say which one is meant
     */
    public ProgressLines(Console console, boolean several) {
        this.console = console;
        this.several = several;
    }

    @Override
    public void changed(BatchEvent.Changed event) {
        standing(event, event.status());
    }

    @Override
    public void unknownStatus(BatchEvent.UnknownStatus event) {
        tell(
                event,
                "the engine reports the unknown status \"" + words(event.status())
                        + "\": watching goes on until a known one");
    }

    @Override
    public void held(BatchEvent.Held event) {
        standing(event, event.status());
    }

    @Override
    public void stalled(BatchEvent.Stalled event) {
        tell(event, "no progress for " + Durations.words(event.withoutProgress()));
    }

    @Override
    public void lost(BatchEvent.Lost event) {
        tell(event, "out of sight for " + Durations.words(event.unseenFor()));
    }

    @Override
    public void found(BatchEvent.Found event) {
        tell(event, "seen again: " + words(event.status()));
    }

    @Override
    public void engineReset(BatchEvent.EngineReset event) {
        tell(event, "all batches went out of sight at once: the engine was probably reset");
    }

    @Override
    public void ended(BatchEvent.Ended event) {
        BatchResult result = event.result();
        Duration took = result.status().progress().elapsed().orElse(result.took());
        String end = isSpoilt(result) ? "Failed" : words(result.status());
        tell(event, end + " after " + Durations.words(took) + (isSpoilt(result) ? ": " + faults(result) : ""));
        result.targets().stream()
                .filter(Output::isGood)
                .map(Output::path)
                .flatMap(Optional::stream)
                .forEach(path -> console.tell("wrote " + path));
    }

    /** Whether the engine calls it successful, and its outputs say otherwise. */
    static boolean isSpoilt(BatchResult result) {
        return result.state() != result.status().state();
    }

    private static String faults(BatchResult result) {
        return result.targets().stream()
                .filter(output -> output.fault().isPresent())
                .map(output -> output.reason().orElse(output.fault().get().name()) + ": "
                        + output.path().orElse(output.target().plannedPath()))
                .collect(Collectors.joining("; "));
    }

    private void standing(BatchEvent event, BatchStatus status) {
        if (states.put(event.head().batch().orElseThrow(), status.state()) != status.state()) {
            tell(event, words(status));
        }
    }

    private void tell(BatchEvent event, String words) {
        console.tell(several ? event.head().batch().orElseThrow().id() + ": " + words : words);
    }

    private static String words(BatchStatus status) {
        return status.text().raw().strip();
    }
}
