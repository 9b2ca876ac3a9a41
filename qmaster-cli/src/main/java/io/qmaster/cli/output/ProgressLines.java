package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Prints a line for every change of state, and the outputs at the end. Problems of a whole cluster are printed once for all
 * its batches.
 */
public final class ProgressLines implements BatchListener {
    /** The same problem after a longer time is reported again. */
    private static final Duration SAME_TROUBLE = Duration.ofMinutes(5);

    private final Console console;
    private final boolean several;
    private final Map<BatchReference, BatchState> states = new ConcurrentHashMap<>();
    private final Map<BatchReference, Set<JobId>> endedJobs = new ConcurrentHashMap<>();
    private final Map<Cluster, Trouble> troubles = new HashMap<>();

    /**
     * Prints on a console.
     *
     * @param several whether there are several batches, so that each line must name its batch
     */
    public ProgressLines(Console console, boolean several) {
        this.console = console;
        this.several = several;
    }

    /** The problem of a cluster, and when it was last noticed. */
    private record Trouble(String message, Instant at) {}

    @Override
    public void changed(BatchEvent.Changed event) {
        if (event.status().state() == BatchState.UNKNOWN) {
            // An event of its own reports it.
            states.put(event.head().batch().orElseThrow(), BatchState.UNKNOWN);
        } else {
            standing(event, event.status());
        }
        endedJobs(event);
    }

    /** Of several jobs each end is printed; of one, that of the batch. */
    private void endedJobs(BatchEvent.Changed event) {
        List<JobStatus> jobs = event.status().jobs();
        if (jobs.size() < 2) {
            return;
        }
        Set<JobId> known = endedJobs.computeIfAbsent(event.status().batch(), any -> new HashSet<>());
        jobs.stream()
                .filter(job -> job.state().isFinal())
                .filter(job -> job.id().filter(known::add).isPresent())
                .forEach(job -> tell(
                        event,
                        "job " + job.id().orElseThrow()
                                + job.name().map(name -> ", " + name).orElse("")
                                + ": " + job.text().raw().strip()));
    }

    @Override
    public void statusUnread(BatchEvent.StatusUnread event) {
        ofCluster(
                event,
                (several ? "the status of the batches on " + cluster(event).displayName() : "the status")
                        + " could not be read: " + event.reason() + "; it is queried again");
    }

    @Override
    public void journalUnwritten(BatchEvent.JournalUnwritten event) {
        String message = "the journal could not be written: " + event.reason();
        if (event.head().batch().isPresent()) {
            tell(event, message);
        } else {
            console.tell(event.head().submissionId().map(id -> id + ": ").orElse("") + message);
        }
    }

    @Override
    public void unknownStatus(BatchEvent.UnknownStatus event) {
        tell(
                event,
                "the engine reports the unknown status \"" + words(event.status())
                        + "\": it is watched until a known status");
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
        tell(event, "not listed for " + Durations.words(event.unseenFor()));
    }

    @Override
    public void found(BatchEvent.Found event) {
        tell(event, "listed again: " + words(event.status()));
    }

    @Override
    public void engineReset(BatchEvent.EngineReset event) {
        ofCluster(
                event,
                (several ? "all batches on " + cluster(event).displayName() : "all batches")
                        + " are no longer listed: the engine was probably reset");
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
                .forEach(path -> tell(event, "wrote " + path));
    }

    /** Whether the engine reports success but outputs are missing or damaged. */
    static boolean isSpoilt(BatchResult result) {
        return result.state() != result.status().state();
    }

    private static String faults(BatchResult result) {
        return result.targets().stream()
                .filter(output -> !output.isGood())
                .flatMap(output ->
                        output
                                .complaint()
                                .or(() -> output.reason()
                                        .map(why -> output.target().source() + ": " + why))
                                .stream())
                .collect(Collectors.joining("; "));
    }

    /** Prints a problem of a whole cluster, unless it was just printed for this batch or another one. */
    private void ofCluster(BatchEvent event, String message) {
        Instant at = event.head().at();
        synchronized (troubles) {
            Trouble last = troubles.put(cluster(event), new Trouble(message, at));
            if (last != null
                    && last.message().equals(message)
                    && last.at().plus(SAME_TROUBLE).isAfter(at)) {
                return;
            }
        }
        console.tell(message);
    }

    private static Cluster cluster(BatchEvent event) {
        return event.head().batch().orElseThrow().cluster();
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
