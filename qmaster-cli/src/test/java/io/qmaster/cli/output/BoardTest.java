package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.standard.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The part of the live display that remains on the terminal. */
class BoardTest {
    private static final BatchReference ONE = BatchReference.of("B-1", "This Computer");
    private static final BatchReference TWO = BatchReference.of("B-2", "This Computer");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final Console console = new Console(new ByteArrayOutputStream(), screen);

    @Test
    void ofOneBatchTheLastLineStaysAboveItsEnd() {
        Board board = board(false);
        board.on(changed(ONE, "Processing", 50));
        screen.reset();

        board.on(ended(ONE, "Successful"));

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .startsWith("\rclip  ████████████████████  100 %  Successful")
                .endsWith("\nSuccessful after 9s\n");
    }

    @Test
    void ofSeveralBatchesTheOneThatEndedLeavesTheDrawing() {
        Board board = board(true);
        board.on(changed(ONE, "Processing", 50));
        board.on(changed(TWO, "Processing", 40));
        screen.reset();

        board.on(ended(ONE, "Successful"));
        board.end();

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .startsWith("\r\u001b[2Aclip  ████████░░░░░░░░░░░░   40 %  Processing")
                .contains("B-1: Successful after 9s\n")
                .endsWith("\r\u001b[1A\u001b[J");
    }

    @Test
    void aLostBatchOfOneLeavesTheDrawingAndIsDrawnAgainWhenItIsFound() {
        Board board = board(false);
        board.on(changed(ONE, "Processing", 50));
        board.on(new BatchEvent.Lost(head(ONE), Duration.ofSeconds(90)));
        screen.reset();

        board.on(new BatchEvent.Found(head(ONE), status(ONE, "Processing", 60)));

        assertThat(screen.toString(StandardCharsets.UTF_8))
                .startsWith("\rclip  ████████████░░░░░░░░   60 %  Processing")
                .contains("listed again: Processing\n");
    }

    @Test
    void afterTheEndOfTheDrawingNothingIsDrawn() {
        Board board = board(true);
        board.on(changed(ONE, "Processing", 50));
        board.end();
        screen.reset();

        board.on(changed(ONE, "Processing", 60));

        assertThat(screen.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void batchesThatWaitAreInTheOrderInWhichTheyWerePlacedWhateverTheOrderOfTheirEvents() {
        Board board = board(true);
        board.place(ONE);
        board.place(TWO);
        board.on(changed(TWO, "Waiting", 2));
        screen.reset();

        board.on(changed(ONE, "Waiting", 1));

        assertThat(screen.toString(StandardCharsets.UTF_8)).containsSubsequence("1 %", "2 %", "2 waiting");
    }

    private Board board(boolean several) {
        return new Board(
                console,
                new Board.Look(several, false, true),
                new VirtualClock(Instant.EPOCH),
                () -> new Terminal.Size(24, 80));
    }

    private static BatchEvent.Head head(BatchReference batch) {
        return new BatchEvent.Head(Optional.empty(), Optional.of(batch), 1, Instant.EPOCH, Map.of());
    }

    private static BatchEvent changed(BatchReference batch, String status, int percent) {
        return new BatchEvent.Changed(head(batch), status(batch, status, percent));
    }

    private static BatchEvent ended(BatchReference batch, String status) {
        return new BatchEvent.Ended(
                head(batch),
                new BatchResult(status(batch, status, 100), List.of(), false, Optional.empty(), Duration.ofSeconds(9)));
    }

    private static BatchStatus status(BatchReference batch, String status, int percent) {
        return new BatchStatus(
                batch,
                Optional.of("clip"),
                StatusText.ofQmaster(status),
                new Progress(OptionalInt.of(percent), Optional.of(Duration.ofSeconds(9)), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Instant.EPOCH);
    }
}
