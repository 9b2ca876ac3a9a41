package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Recovered;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Settles what an interrupted run left open. */
@Command(
        name = "recover",
        description =
                "Settles what an interrupted run left open, all of it or only these batches: finds out whether the engine"
                        + " has them, and how they ended. Never submits.",
        footer = {
            "",
            "Exits with 0 if everything is settled, 8 if the engine does not show a batch that it had, 6 if nobody",
            "can say whether it has one. A batch that has ended or that a living program is at work on is left",
            "alone. An id that the journal does not know is exit code 8."
        })
final class RecoverCommand implements Task {
    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "Only these: batch ids as submit printed them, or our own submission ids.")
    private List<String> ids = new ArrayList<>();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        References.check(ids);
        Outcomes outcomes = new Outcomes(invocation.console());
        List<Recovered> settled = new ArrayList<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            if (ids.isEmpty()) {
                settled.addAll(qmaster.recover());
            }
            References references = new References(invocation);
            for (String id : ids.stream().distinct().toList()) {
                outcomes.attempt(() -> qmaster.recover(references.submission(id)))
                        .flatMap(found -> found)
                        .ifPresent(settled::add);
            }
        }
        print(invocation.console(), settled);
        settled.forEach(recovered -> outcomes.add(code(recovered.finding())));
        return outcomes.worst();
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

    /** What a finding makes of a program that should settle it. */
    static ExitCode code(Recovered.Finding finding) {
        return switch (finding) {
            case ADOPTED, ENDED, NOT_QUEUED -> ExitCode.DONE;
            case NOT_SEEN -> ExitCode.LOST;
            case UNKNOWN -> ExitCode.UNSETTLED;
        };
    }
}
