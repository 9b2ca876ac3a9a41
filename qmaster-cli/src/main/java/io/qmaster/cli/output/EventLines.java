package io.qmaster.cli.output;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints every event as a line of JSON, as soon as it happens. */
public final class EventLines implements BatchListener {
    private final Console console;
    private final boolean ownBatches;
    private final Map<BatchReference, List<JobStatus>> shown = new ConcurrentHashMap<>();

    /**
     * Prints on a console.
     *
     * @param ownBatches whether this program cancels the batches when it is interrupted or its time limit is reached; if
     *     not, another program cancelled a batch that ends so, which gives another exit code
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
        if (event instanceof BatchEvent.Changed changed) {
            ArrayNode jobs = document.putArray("jobs");
            changedJobs(changed).map(Documents.Job::of).map(Json::tree).forEach(jobs::add);
        }
        console.answerDocument(document);
    }

    /** A batch can have thousands of jobs: an event has those whose status is new, as far as the engine lists them. */
    private Stream<JobStatus> changedJobs(BatchEvent.Changed event) {
        List<JobStatus> jobs = event.status().jobs();
        Set<JobStatus> before =
                Set.copyOf(Objects.requireNonNullElse(shown.put(event.status().batch(), jobs), List.of()));
        return jobs.stream().filter(job -> !before.contains(job));
    }
}
