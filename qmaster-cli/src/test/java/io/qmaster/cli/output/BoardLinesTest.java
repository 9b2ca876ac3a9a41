package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of the live display. */
class BoardLinesTest {
    private static final Board.Look SEVERAL = new Board.Look(true, false, true);
    private static final Board.Look ONE = new Board.Look(false, false, true);

    private static BoardRow row(String name, String cluster, String status, int percent, int left) {
        Progress progress = new Progress(
                OptionalInt.of(percent), Optional.of(Duration.ofSeconds(90)), Optional.of(Duration.ofSeconds(left)));
        BatchReference batch = BatchReference.of("B-" + name.hashCode(), cluster);
        return new BoardRow(
                batch,
                name,
                Optional.of(BatchStatus.of(batch, StatusText.ofQmaster(status), Instant.EPOCH)
                        .with(progress)));
    }

    private static List<String> lines(int rows, int columns, BoardRow... batches) {
        return new BoardLines(new Terminal.Size(rows, columns), SEVERAL).of(List.of(batches));
    }

    @Test
    void aLineHasNameBarPercentStateElapsedAndWhatIsLeft() {
        assertThat(lines(24, 80, row("clip", "This Computer", "Processing", 50, 75)))
                .containsExactly(
                        "clip  ██████████░░░░░░░░░░   50 %  Processing  1m30s  about 1m15s left",
                        "This Computer: 1 processing");
    }

    @Test
    void whatIsLeftIsRoundedToMinutesFromAnHourOn() {
        assertThat(lines(24, 80, row("clip", "This Computer", "Processing", 50, 20_858))
                        .get(0))
                .endsWith("about 5h47m left");
    }

    @Test
    void whatNeedsAttentionComesFirstAndWhatWaitsLast() {
        List<String> lines = lines(
                24,
                80,
                row("waits", "FCS Cluster", "Waiting", 0, 0),
                row("long", "FCS Cluster", "Processing", 10, 900),
                row("soon", "FCS Cluster", "Processing", 90, 9),
                row("held", "This Computer", "Hold", 10, 0));

        assertThat(lines.stream().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactly("held", "soon", "long", "waits", "FCS", "This");
        assertThat(lines).contains("FCS Cluster: 1 waiting, 2 processing", "This Computer: 1 hold");
    }

    @Test
    void aBatchAloneNeedsNoLineForItsCluster() {
        BoardRow alone = row("clip", "This Computer", "Processing", 50, 75);

        assertThat(new BoardLines(new Terminal.Size(24, 80), ONE).of(List.of(alone)))
                .containsExactly("clip  ██████████░░░░░░░░░░   50 %  Processing  1m30s  about 1m15s left");
    }

    @ParameterizedTest
    @CsvSource({
        "70, a name that…tch  █▌░░░░   25 %  Processing  1m30s  about 1m15s left",
        "58, a name t…ch   25 %  Processing  1m30s  about 1m15s left",
        "52, a name t…tch   25 %  Processing  about 1m15s left",
        "40, a name that i…atch   25 %  Processing",
        "25, a …   25 %  Processing"
    })
    void whereThereIsLittleRoomTheBarIsLeftOutFirstThenTimes(int columns, String line) {
        BoardRow row = row("a name that is rather long for a batch", "This Computer", "Processing", 25, 75);

        assertThat(lines(24, columns, row).get(0)).isEqualTo(line);
    }

    @Test
    void wideLettersTakeTwoColumns() {
        List<String> lines = lines(
                24,
                80,
                row("映画", "This Computer", "Processing", 50, 75),
                row("clip", "This Computer", "Processing", 50, 75));

        assertThat(lines.get(0)).startsWith("映画  █");
        assertThat(lines.get(1)).startsWith("clip  █");
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 80, 60, 40, 25})
    void wideLettersFitTheTerminal(int columns) {
        assertThat(lines(24, columns, row("映画のとても長い名前".repeat(9), "映画".repeat(40), "Processing", 50, 75)))
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThan(columns));
    }

    @Test
    void onlyTheBarIsColoured() {
        List<String> lines = new BoardLines(new Terminal.Size(24, 80), new Board.Look(false, true, true))
                .of(List.of(row("clip", "This Computer", "Hold", 0, 0)));

        assertThat(lines.get(0)).startsWith("clip  \u001b[33m░").contains("░\u001b[0m    0 %  Hold");
    }

    @ParameterizedTest
    @CsvSource({"24,80", "24,40", "5,60", "3,30", "2,20", "50,200"})
    void theDrawingFitsTheTerminal(int rows, int columns) {
        List<BoardRow> batches = new ArrayList<>();
        for (int batch = 0; batch < 30; batch++) {
            batches.add(row("a rather long name of a batch " + batch, "This Computer", "Processing", batch, batch));
        }

        List<String> lines = new BoardLines(new Terminal.Size(rows, columns), SEVERAL).of(batches);

        assertThat(lines).isNotEmpty().hasSizeLessThan(Math.max(2, rows));
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(columns));
    }

    @Test
    void whatDoesNotFitIsCounted() {
        BoardRow[] batches = new BoardRow[30];
        for (int batch = 0; batch < 30; batch++) {
            batches[batch] = row("clip" + batch, "This Computer", "Waiting", 0, 0);
        }

        assertThat(lines(10, 80, batches)).hasSize(9).contains("… and 23 more");
    }

    @Test
    void jobsThatAreAtWorkAreBelowTheirBatch() {
        BoardRow batch = row("reel", "This Computer", "Processing", 40, 60);
        List<JobStatus> jobs = List.of(
                job("one.mov", "Successful", 100), job("two.mov", "Processing", 30), job("three.mov", "Waiting", 0));
        BatchStatus seen = batch.status().orElseThrow();
        BatchStatus status = new BatchStatus(
                seen.batch(),
                seen.name(),
                seen.text(),
                seen.progress(),
                Optional.empty(),
                Optional.empty(),
                jobs,
                seen.seenAt());

        List<String> lines = lines(24, 80, new BoardRow(batch.batch(), "reel", Optional.of(status)));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("  two.mov").contains(" 30 %");
    }

    @Test
    void namesFromOutsideAreCleaned() {
        assertThat(lines(24, 80, row("evil\u001b[2J\nqmaster: ok", "This Computer", "Processing", 1, 1)))
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b", "\n"));
    }

    private static JobStatus job(String name, String status, int percent) {
        return new JobStatus(
                Optional.of(new JobId("J-" + name)),
                Optional.of(name),
                StatusText.ofQmaster(status),
                new Progress(OptionalInt.of(percent), Optional.empty(), Optional.empty()));
    }
}
