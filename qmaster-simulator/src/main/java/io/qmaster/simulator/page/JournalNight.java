package io.qmaster.simulator.page;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.port.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a journal remembers of the batches of some time. The journal knows when a batch was submitted and when its end was
 * noticed, and the engine's elapsed time tells since when it was processed. Immutable and thread-safe.
 */
public final class JournalNight {
    private static final int MOST_PERIODS = 60;

    private final Instant begin;
    private final Instant end;
    private final List<BatchHistory> batches;

    private JournalNight(Instant begin, Instant end, List<BatchHistory> batches) {
        this.begin = begin;
        this.end = end;
        this.batches = batches;
    }

    /**
     * The submissions of a journal.
     *
     * @param entries all that are open, or ended since then
     * @param since what ended before is not shown
     * @param now the end of the time
     */
    public static JournalNight of(List<JournalEntry> entries, Instant since, Instant now) {
        List<BatchHistory> batches = entries.stream()
                .map(entry -> history(entry, now))
                .sorted(Comparator.comparing(BatchHistory::submittedAt))
                .toList();
        Instant first = batches.stream()
                .map(BatchHistory::submittedAt)
                .findFirst()
                .filter(since::isBefore)
                .orElse(since);
        Instant last = batches.stream()
                .map(BatchHistory::lastSeen)
                .max(Comparator.naturalOrder())
                .filter(first::isBefore)
                .orElse(now);
        return new JournalNight(first, last, batches);
    }

    private static BatchHistory history(JournalEntry entry, Instant now) {
        BatchOrder order = entry.order();
        Instant submitted = entry.intentions().get(0).at();
        BatchHistory batch = new BatchHistory(
                order.name().replace(" [" + entry.submissionId().token() + "]", ""),
                order.cluster().displayName(),
                order.priority().word(),
                submitted);
        batch.describe(Stream.concat(
                        Stream.of(entry.batch()
                                .map(known -> known.id().value())
                                .orElse(entry.submissionId().value())),
                        order.labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()))
                .collect(Collectors.joining(" ")));
        if (entry.ending().isEmpty()) {
            batch.enter(Phase.ENGINE, submitted);
            batch.leave(now);
            return batch;
        }
        Instant at = latest(submitted, entry.ending().get().at());
        Optional<BatchResult> result = entry.result();
        switch (entry.ending().get().how()) {
            case NOT_QUEUED -> batch.end(Ending.REFUSED, entry.ending().get().words(), at);
            case LOST -> {
                batch.enter(Phase.ENGINE, submitted);
                batch.end(Ending.LOST, entry.ending().get().words(), at);
            }
            case FINAL -> {
                encoded(batch, result.flatMap(found -> found.status().progress().elapsed()), submitted, at);
                batch.end(ending(result), reason(result, entry.ending().get().words()), at);
            }
        }
        return batch;
    }

    private static void encoded(BatchHistory batch, Optional<Duration> elapsed, Instant submitted, Instant at) {
        if (elapsed.isEmpty()) {
            batch.enter(Phase.ENGINE, submitted);
        } else {
            batch.enter(Phase.PROCESSING, latest(submitted, at.minus(elapsed.get())));
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Ending ending(Optional<BatchResult> result) {
        return result.map(found -> switch (found.state()) {
                    case SUCCESSFUL -> Ending.SUCCESSFUL;
                    case CANCELLED -> Ending.CANCELLED;
                    default -> Ending.FAILED;
                })
                .orElse(Ending.FAILED);
    }

    private static String reason(Optional<BatchResult> result, String words) {
        return result.flatMap(found -> found.status()
                        .reason()
                        .or(() -> found.targets().stream()
                                .flatMap(output -> output.reason().stream())
                                .findFirst()))
                .orElse(words);
    }

    /** The beginning of the time that is shown. */
    public Instant begin() {
        return begin;
    }

    /** The end of the time that is shown. */
    public Instant end() {
        return end;
    }

    /** How many batches ended how, without what did not occur. */
    public Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Ending ending : Ending.values()) {
            long number =
                    batches.stream().filter(batch -> batch.ending() == ending).count();
            if (number > 0) {
                outcomes.put(ending == Ending.OPEN ? "open" : ending.words(), number);
            }
        }
        return outcomes;
    }

    /** How long batches waited until they were processed. */
    public Times waited() {
        return Times.waited(batches);
    }

    /** How long batches took from their submission to their end. */
    public Times turnaround() {
        return Times.turnaround(batches);
    }

    /**
     * A period of the throughput.
     *
     * @param batches how many batches ended in it
     */
    public record Period(Instant from, int batches) {}

    /** How many batches ended in each of some periods of the same length. */
    public List<Period> throughput() {
        TimeScale scale = TimeScale.sinceBegin(begin, Duration.between(begin, end));
        return Charts.bars(
                        batches.stream()
                                .filter(batch -> batch.turnaround().isPresent())
                                .toList(),
                        scale)
                .stream()
                .limit(MOST_PERIODS + 1L)
                .map(bar -> new Period(bar.span().from(), bar.all()))
                .toList();
    }

    /**
     * A batch that did not succeed.
     *
     * @param details its id and its labels
     * @param reason how it ended, and why
     */
    public record Failed(String name, String details, String reason, Instant at) {}

    /** What did not succeed, in the order of the submissions. */
    public List<Failed> failures() {
        return batches.stream()
                .filter(batch -> batch.ending().isTrouble())
                .map(batch -> new Failed(batch.name(), batch.details(), BatchTable.outcome(batch), batch.lastSeen()))
                .toList();
    }

    /** The page. */
    public String html(String title, ZoneId zone) {
        TimeScale scale = TimeScale.ofClock(begin, Duration.between(begin, end), zone);
        Section nothing = (html, any) -> {};
        return new ReportPage(
                        title,
                        scale.moment(begin) + " to " + scale.moment(end) + " (" + zone
                                + "), from the journal. The end of a batch is"
                                + " when it was noticed; the engine's elapsed time tells since when it was processed.",
                        batches,
                        scale,
                        nothing,
                        nothing)
                .html();
    }
}
