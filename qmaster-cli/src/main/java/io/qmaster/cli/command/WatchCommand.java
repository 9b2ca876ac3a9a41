package io.qmaster.cli.command;

import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the engine is doing, until it is interrupted. */
@Command(
        name = "watch",
        description = "Shows the batches that have not ended, with their progress, and the load of each cluster:"
                + " what needs attention first. New batches appear automatically. Never cancels one.",
        footer = {
            "",
            "On a terminal it updates the display; elsewhere, and with --json, it prints a line for every event. Ctrl-C ends it and",
            "exits with 130. With IDs it shows only these, ends with them, and exits as `qmaster wait` does."
        })
final class WatchCommand implements Task {
    /** How often new batches are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    @Mixin
    private BatchArguments ids = new BatchArguments();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    private boolean isTroubleReported;

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        if (!ids.isEmpty()) {
            return WaitCommand.waited(
                    invocation, ids.resolved(IdSearch.everywhere(invocation)), Integer.MAX_VALUE, Optional.empty());
        }
        invocation.interruption().arm();
        try {
            watch(invocation);
            return ExitCode.DONE;
        } catch (InterruptedException stop) {
            // The next message begins on a new line.
            invocation.console().leave(Optional.empty());
            throw stop;
        }
    }

    private void watch(Invocation invocation) throws InterruptedException {
        try (EventOutput output = EventOutput.ofOthers(invocation, Integer.MAX_VALUE);
                Qmaster qmaster = invocation.qmaster(output.announcements())) {
            Set<BatchReference> watched = new LinkedHashSet<>();
            boolean isFirst = true;
            while (!invocation.interruption().leavesAtOnce()) {
                Set<BatchReference> open = open(qmaster, invocation, watched);
                if (isFirst && open.isEmpty()) {
                    invocation.console().tell("no batch is open; new ones appear here (Ctrl-C ends this)");
                }
                isFirst = false;
                open.forEach(output::place);
                open.stream().filter(batch -> !watched.contains(batch)).forEach(qmaster::attach);
                watched.clear();
                watched.addAll(open);
                invocation.time().pause(LOOK);
            }
        }
    }

    /** The open batches that the engine shows, in the order of submission; those that are already watched, if it does not answer. */
    private Set<BatchReference> open(Qmaster qmaster, Invocation invocation, Set<BatchReference> watched)
            throws InterruptedException {
        try {
            List<BatchRecord> oldestFirst = new ArrayList<>(qmaster.history(HistoryFilter.LISTED));
            Collections.reverse(oldestFirst);
            return oldestFirst.stream()
                    .filter(batch -> batch.state().filter(BatchState::isFinal).isEmpty())
                    .map(BatchRecord::batch)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (StatusException unread) {
            if (!isTroubleReported) {
                isTroubleReported = true;
                invocation.console().tell("new batches could not be looked for: " + unread.getMessage());
            }
            return new LinkedHashSet<>(watched);
        }
    }
}
