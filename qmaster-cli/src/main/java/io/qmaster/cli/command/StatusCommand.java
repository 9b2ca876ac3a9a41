package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Qmaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks once how batches are. */
@Command(
        name = "status",
        description = "Queries the status of batches once.",
        footer = {
            "",
            "Exits with 0 whatever the state, with 8 if an id is unknown. With --exit-status: 0 while it",
            "is under way or successful, 1 if it failed, 7 if it was cancelled, 11 if the state is unknown."
        })
final class StatusCommand implements Task {
    @Mixin
    private BatchArguments batches = new BatchArguments();

    @Option(names = "--exit-status", description = "Exit with the code of the state.")
    private boolean exitStatus;

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        List<String> ids = batches.checked();
        Outcomes outcomes = new Outcomes(invocation);
        List<BatchRecord> views = new ArrayList<>();
        References references = new References(invocation);
        try (Qmaster qmaster = invocation.qmaster()) {
            List<BatchReference> asked = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.toLookAt(id)).ifPresent(asked::add);
            }
            StatusAnswers answers = StatusAnswers.to(invocation, qmaster, asked);
            for (BatchReference batch : asked) {
                outcomes.attempt(() -> references.view(answers, batch)).ifPresent(views::add);
            }
        }
        new BatchAnswer(invocation.console()).print(views);
        if (exitStatus) {
            views.stream()
                    .map(BatchRecord::state)
                    .flatMap(Optional::stream)
                    .map(ExitCode::of)
                    .forEach(outcomes::add);
        }
        return outcomes.worst();
    }
}
