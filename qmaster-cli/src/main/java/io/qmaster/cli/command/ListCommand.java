package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.BatchColumn;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Terminal;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what the engine shows. */
@Command(
        name = "list",
        description = "Lists the batches that the engine shows, whichever user submitted them, the newest first.",
        footer = {
            "",
            "--cluster NAME lists only the batches on that cluster. A table fits the terminal: ids are shortened, and",
            "columns are left out; --columns or --json show the rest.",
            "",
            "States: WAITING, PROCESSING, POST_PROCESSING, HOLD, CANCELLED, SUCCESSFUL, FAILED, UNKNOWN.",
            "Columns: name, id, state, done, left, elapsed, age, submitted, priority, cluster, labels, request, failed.",
            "",
            "Examples:",
            "  qmaster list --state FAILED --since 1d --all",
            "  qmaster list --label reel=12 --sort left --columns name,state,left"
        })
final class ListCommand implements Task {
    @Option(names = "--all", description = "Also list batches in the journal that the engine does not show.")
    private boolean all;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Mixin
    private PlaceFilter place = new PlaceFilter();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description = "Sort by this column: texts from A to Z, numbers and times the largest first. Default: the"
                    + " newest first.")
    private Optional<BatchColumn> sort = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N of them.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--columns", paramLabel = "COLUMN", split = ",", description = "Show these columns, in this order.")
    private List<BatchColumn> columns = new ArrayList<>();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        if (limit.filter(number -> number < 1).isPresent()) {
            throw CommandFailure.usage("--limit must be 1 or more, not " + limit.get(), "see `qmaster list --help`");
        }
        HistoryFilter wanted = filter.applyTo(
                place.applyTo(all ? HistoryFilter.ALL : HistoryFilter.LISTED, invocation.configuration()),
                invocation.time().now());
        try (Qmaster qmaster = invocation.qmaster()) {
            List<BatchRecord> found = new ArrayList<>(qmaster.history(wanted));
            sort.map(BatchColumn::order).ifPresent(found::sort);
            List<BatchRecord> shown = found.subList(0, Math.min(found.size(), limit.orElse(Integer.MAX_VALUE)));
            if (shown.isEmpty()) {
                sayThatThereIsNone(invocation);
            }
            BatchAnswer.ofBatches(
                            invocation.console(),
                            invocation.time().now(),
                            Terminal.width(invocation.environment()),
                            columns)
                    .print(shown);
            new UnreadableSubmissions(invocation).warn();
        }
        return ExitCode.DONE;
    }

    private void sayThatThereIsNone(Invocation invocation) {
        boolean isWhole = filter.isEmpty() && place.isEmpty(invocation.configuration());
        String message = isWhole ? "there are no batches" : "no batch matches";
        invocation.console().tell("qmaster: " + message + (all ? "" : "; --all also lists batches in the journal"));
    }
}
