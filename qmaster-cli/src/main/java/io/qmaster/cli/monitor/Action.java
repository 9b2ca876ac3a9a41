package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.ControlAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a user can do with a batch on the page. */
enum Action {
    CANCEL,
    PAUSE,
    RESUME,
    RETRY;

    /** The word in paths and documents. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of a word; empty if there is none. */
    static Optional<Action> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** What is asked of the engine; empty for {@link #RETRY}. */
    Optional<ControlAction> control() {
        return this == RETRY ? Optional.empty() : Optional.of(ControlAction.valueOf(name()));
    }

    /**
     * Those that are possible in the state of a batch.
     *
     * @param canControl whether the engine can cancel, pause and resume
     */
    static List<Action> possible(BatchRecord batch, boolean canControl) {
        return Arrays.stream(values())
                .filter(action -> action == RETRY ? canBeRetried(batch) : canControl && action.isPossible(batch))
                .toList();
    }

    private boolean isPossible(BatchRecord batch) {
        Optional<BatchState> state =
                batch.status().isPresent() && batch.batch().isPresent() ? batch.state() : Optional.empty();
        return state.filter(known -> !known.isFinal())
                .filter(known -> switch (this) {
                    case PAUSE -> known == BatchState.WAITING || known == BatchState.PROCESSING;
                    case RESUME -> known == BatchState.HOLD;
                    default -> true;
                })
                .isPresent();
    }

    /** One that no process has watched to its end is settled first. */
    private static boolean canBeRetried(BatchRecord batch) {
        Optional<BatchState> state = batch.state();
        return batch.submission()
                        .filter(known -> known.holder().isEmpty())
                        .filter(known -> !known.isOpen()
                                || state.filter(BatchState::isFinal).isPresent())
                        .isPresent()
                && !state.equals(Optional.of(BatchState.SUCCESSFUL));
    }
}
