package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.BatchView;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what the engine shows. */
@Command(
        name = "list",
        description = "Lists the batches that the engine shows, whoever submitted them.",
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
        References references = new References(invocation);
        List<BatchView> views = new ArrayList<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            for (BatchStatus status : qmaster.list()) {
                views.add(references.view(status));
            }
        }
        if (all) {
            addForgotten(views, invocation);
        }
        List<BatchView> wanted =
                views.stream().filter(wanted(invocation.time().now())).toList();
        new BatchAnswer(invocation.console()).print(wanted);
        return ExitCode.DONE;
    }

    /** What was submitted within some time has ended within it, too, or is open. */
    private void addForgotten(List<BatchView> views, Invocation invocation) {
        Set<SubmissionId> shown = new HashSet<>();
        views.forEach(view -> view.entry().map(JournalEntry::submissionId).ifPresent(shown::add));
        List<JournalEntry> open = new ArrayList<>(invocation.journal().open());
        Collections.reverse(open);
        Instant earliest = since.map(invocation.time().now()::minus).orElse(Instant.MIN);
        try (Stream<JournalEntry> ended = invocation.journal().ended(earliest)) {
            Stream.concat(open.stream(), ended)
                    .filter(entry -> shown.add(entry.submissionId()))
                    .map(BatchView::of)
                    .forEach(views::add);
        }
    }

    private Predicate<BatchView> wanted(Instant now) {
        return view -> isInState(view) && isYoung(view, now) && isNamed(view);
    }

    private boolean isInState(BatchView view) {
        return states.isEmpty() || view.state().filter(states::contains).isPresent();
    }

    private boolean isYoung(BatchView view, Instant now) {
        return since.isEmpty()
                || view.entry()
                        .map(entry -> entry.intentions().get(0).at())
                        .filter(begin -> !begin.isBefore(now.minus(since.get())))
                        .isPresent();
    }

    private boolean isNamed(BatchView view) {
        return name.isEmpty()
                || view.name()
                        .filter(text -> folded(text).contains(folded(name.get())))
                        .isPresent();
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
