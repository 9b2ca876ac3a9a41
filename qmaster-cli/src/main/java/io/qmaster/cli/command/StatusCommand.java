package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.Qmaster;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Queries the status of batches once. */
@Command(
        name = "status",
        customSynopsis = "qmaster status ID... [options]",
        description = "Queries the status of batches once.",
        footer = {
            "",
            "Exits with 0 whatever the state, with 8 if an id is unknown. With --exit-status: 0 while it",
            "is under way or successful, 1 if it failed, 7 if it was cancelled, 11 if the state is unknown.",
            "The id of a job shows its batch with that job alone, and --exit-status is the job's. Engines need not",
            "list a job that has not begun."
        })
final class StatusCommand implements Task {
    @Mixin
    private BatchArguments arguments = new BatchArguments();

    @Option(names = "--exit-status", description = "Exit with the code of the state.")
    private boolean exitStatus;

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        if (arguments.isEmpty()) {
            throw CommandFailure.usage("no batch was named", "give an ID, or use `qmaster list`");
        }
        List<String> ids = arguments.resolved(IdSearch.everywhere(invocation));
        Outcomes outcomes = new Outcomes(invocation);
        List<BatchRecord> views = new ArrayList<>();
        References references = new References(invocation);
        List<ExitCode> states = new ArrayList<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            List<BatchOrJob> named = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.findToRead(id)).ifPresent(named::add);
            }
            NamedBatches batches = NamedBatches.of(named, invocation, qmaster, references);
            for (BatchOrJob each : batches.all()) {
                outcomes.attempt(() -> batches.view(each)).ifPresent(view -> {
                    views.add(view);
                    each.stateIn(view).map(ExitCode::of).ifPresent(states::add);
                });
            }
        }
        invocation.answerWithJobs().print(views);
        if (exitStatus) {
            states.forEach(outcomes::add);
        }
        return outcomes.worst();
    }
}
