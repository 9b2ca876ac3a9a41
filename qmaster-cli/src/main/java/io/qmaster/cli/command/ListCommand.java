package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what the engine shows. */
@Command(
        name = "list",
        description = "Lists the batches that the engine shows, whichever user submitted them.",
        footer = {"", "States: WAITING, PROCESSING, POST_PROCESSING, HOLD, CANCELLED, SUCCESSFUL, FAILED, UNKNOWN."})
final class ListCommand implements Task {
    @Option(names = "--all", description = "Also what the journal remembers and the engine does not show.")
    private boolean all;

    @Option(names = "--state", paramLabel = "S", description = "Only batches in this state. Repeatable.")
    private List<BatchState> states = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "D",
            description = "Only batches that were submitted from here within this time, such as 2h.")
    private Optional<Duration> since = Optional.empty();

    @Option(names = "--name", paramLabel = "TEXT", description = "Only batches with this text in their name.")
    private Optional<String> name = Optional.empty();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        try (Qmaster qmaster = invocation.qmaster()) {
            BatchAnswer.ofBatches(invocation.console())
                    .print(qmaster.history(filter(invocation.time().now())));
            new UnreadableSubmissions(invocation).warn();
        }
        return ExitCode.DONE;
    }

    private HistoryFilter filter(Instant now) {
        return new HistoryFilter(true, all, Set.copyOf(states), since.map(now::minus), name);
    }
}
