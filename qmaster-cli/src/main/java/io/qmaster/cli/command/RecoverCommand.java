package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Recovered;
import java.util.List;
import picocli.CommandLine.Command;

/** Settles what an interrupted run left open. */
@Command(
        name = "recover",
        description =
                "Settles what an interrupted run left open: finds out whether the engine has those batches, and how"
                        + " they ended. Never submits.",
        footer = {
            "",
            "Exits with 0 if everything is settled, 8 if the engine does not show a batch that it had, 6 if nobody",
            "can say whether it has one."
        })
final class RecoverCommand implements Task {
    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        List<Recovered> settled;
        try (Qmaster qmaster = invocation.qmaster()) {
            settled = qmaster.recover();
        }
        print(invocation.console(), settled);
        return ExitCode.worst(
                settled.stream().map(recovered -> code(recovered.finding())).toList());
    }

    private static void print(Console console, List<Recovered> settled) {
        if (console.isJson()) {
            console.answer(Json.array(settled, Documents::recovered));
        } else if (settled.isEmpty()) {
            console.tell("nothing was left open");
        } else {
            Table table = new Table("SUBMISSION", "FINDING", "BATCH", "WHY");
            settled.forEach(recovered -> table.row(
                    recovered.submissionId().value(),
                    recovered.finding().name(),
                    recovered.batch().map(BatchReference::toString).orElse("-"),
                    recovered.words()));
            table.lines().forEach(console::answer);
        }
    }

    private static ExitCode code(Recovered.Finding finding) {
        return switch (finding) {
            case ADOPTED, ENDED, NOT_QUEUED -> ExitCode.DONE;
            case NOT_SEEN -> ExitCode.LOST;
            case UNKNOWN -> ExitCode.UNSETTLED;
        };
    }
}
