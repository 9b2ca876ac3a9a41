package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Terminal;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The batches that a command acts on: by their ids, or by filters; what filters match is listed before anything is
 * done.
 */
final class BatchSelection {
    private static final int LONGEST_ANSWER = 100;

    @Mixin
    private BatchArguments ids = new BatchArguments();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    /** The confirmation before batches that were chosen by filters are acted on. */
    static final class Confirmation {
        @Option(
                names = "--yes",
                description = "With filters: act on the batches that match without asking. Needed without a terminal.")
        private boolean yes;
    }

    /** Whether batches are chosen by filters, and not by their ids. */
    boolean isFilter() {
        return ids.isEmpty();
    }

    /** The only id of a submission in the journal, if that is how one is chosen. */
    Optional<String> onlyId(Invocation invocation) throws InterruptedException {
        return ids.only(IdSearch.inJournal(invocation));
    }

    /** @throws CommandFailure unless batches are chosen either by ids or by filters */
    void check(boolean isFurtherFiltered) {
        boolean isFiltered = isFurtherFiltered || !filter.isEmpty();
        if (ids.isEmpty() && !isFiltered) {
            throw CommandFailure.usage(
                    "no batch was named", "give an ID, or choose batches with filters such as --label or --name");
        }
        // With ids, a cluster says where to look for them.
        if (!ids.isEmpty() && !filter.isEmpty()) {
            throw CommandFailure.usage("ids and filters exclude each other", "give either ids or filters");
        }
    }

    /** The ids that the arguments refer to. */
    List<String> ids(Invocation invocation) throws InterruptedException {
        return ids.resolved(IdSearch.everywhere(invocation));
    }

    /** The batches that match the filters, the oldest first, which is the order in which they are acted on. */
    List<BatchRecord> matching(Qmaster qmaster, HistoryFilter base, Invocation invocation, Predicate<BatchRecord> may)
            throws InterruptedException {
        List<BatchRecord> found = new ArrayList<>(
                qmaster.history(filter.applyTo(base, invocation.time().now())).stream()
                        .filter(may)
                        .toList());
        Collections.reverse(found);
        if (found.isEmpty()) {
            invocation.console().tell("qmaster: no batch matches");
        }
        return found;
    }

    /**
     * Lists the batches that a command is about to act on.
     *
     * @param action what is done to them, such as {@code cancel}
     */
    static void name(List<BatchRecord> batches, String action, Invocation invocation) {
        invocation.console().tell(action + " " + batches.size() + (batches.size() == 1 ? " batch:" : " batches:"));
        BatchAnswer.ofBatches(
                        invocation.console(),
                        invocation.time().now(),
                        Terminal.width(invocation.environment()),
                        List.of())
                .lines(batches)
                .forEach(invocation.console()::tell);
    }

    /**
     * Lists the batches, and asks the user for confirmation unless {@code --yes} is given.
     *
     * @throws CommandFailure if there is no terminal to ask on
     */
    static boolean confirmed(
            Confirmation confirmation, List<BatchRecord> batches, String action, Invocation invocation) {
        if (batches.isEmpty()) {
            return false;
        }
        boolean canAsk = invocation.console().isTalkative() && Terminal.canAsk(invocation.environment());
        name(batches, action, invocation);
        if (confirmation.yes) {
            return true;
        }
        if (!canAsk) {
            throw CommandFailure.usage(
                    "there is no terminal to ask whether to " + action + " " + batches.size()
                            + (batches.size() == 1 ? " batch" : " batches"),
                    "add --yes");
        }
        invocation.console().ask(action + (batches.size() == 1 ? " it" : " them") + "? [y/N] ");
        if (Set.of("y", "yes").contains(answer(invocation.in()))) {
            return true;
        }
        invocation.console().tell("nothing was done");
        return false;
    }

    private static String answer(InputStream in) {
        StringBuilder answer = new StringBuilder();
        try {
            int character = in.read();
            while (character >= 0 && character != '\n' && answer.length() < LONGEST_ANSWER) {
                answer.append((char) character);
                character = in.read();
            }
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
        return answer.toString().strip().toLowerCase(Locale.ROOT);
    }
}
