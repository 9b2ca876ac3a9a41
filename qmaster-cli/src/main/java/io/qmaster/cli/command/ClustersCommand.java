package io.qmaster.cli.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLoad;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists the clusters on which batches can run, and how many wait there. */
@Command(
        name = "clusters",
        description = "Lists the clusters that the engine, the journal or the configuration knows, and how many batches"
                + " are waiting, processing and on hold on each.",
        footer = {
            "",
            "The cluster that is used by default is marked with an asterisk. Compressor does not report where",
            "a batch of another user runs: such a batch counts for This Computer."
        })
final class ClustersCommand implements Task {
    /** An element of the answer in JSON. */
    private record Load(
            String cluster,
            @JsonProperty("default") boolean usual,
            int waiting,
            int processing,
            int held,
            Optional<Instant> lastSubmittedAt) {
        static Load of(ClusterLoad load, Cluster usual) {
            return new Load(
                    load.cluster().displayName(),
                    load.cluster().equals(usual),
                    load.waiting(),
                    load.processing(),
                    load.held(),
                    load.lastSubmittedAt());
        }
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        Cluster usual = invocation.configuration().cluster();
        Set<Cluster> known = new ClusterNames(invocation)
                .known().stream().map(Cluster::named).collect(Collectors.toSet());
        known.add(usual);
        List<BatchRecord> batches = new ArrayList<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            batches.addAll(qmaster.history(HistoryFilter.LISTED));
        }
        List<ClusterLoad> loads = ClusterLoad.of(batches, known);
        if (invocation.console().isJson()) {
            invocation
                    .console()
                    .answerDocument(
                            loads.stream().map(load -> Load.of(load, usual)).toList());
            return ExitCode.DONE;
        }
        Table table = new Table("", "CLUSTER", "WAITING", "PROCESSING", "HELD", "LAST SUBMISSION");
        loads.forEach(load -> table.row(
                load.cluster().equals(usual) ? "*" : "",
                load.cluster().displayName(),
                String.valueOf(load.waiting()),
                String.valueOf(load.processing()),
                String.valueOf(load.held()),
                load.lastSubmittedAt().map(Json::time).orElse("-")));
        table.lines().forEach(invocation.console()::answer);
        return ExitCode.DONE;
    }
}
