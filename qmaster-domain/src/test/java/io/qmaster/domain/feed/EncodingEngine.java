package io.qmaster.domain.feed;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Target;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An engine that encodes every batch in a minute, fails it if a source is missing then, and refuses a batch with a source whose name holds "poison". */
final class EncodingEngine {
    static final Duration MINUTE = Duration.ofMinutes(1);

    final ScriptedBackend backend = new ScriptedBackend();
    private final List<List<String>> batches = new ArrayList<>();
    private Function<List<String>, String> ends = names -> "Successful";
    private boolean finishesFirst;
    private int running;
    private int mostRunning;
    private int refusals;

    EncodingEngine() {
        backend.attempt((order, deadline) -> answer(order));
    }

    private SubmissionOutcome answer(BatchOrder order) {
        if (names(order).stream().anyMatch(name -> name.contains("poison"))) {
            refusals++;
            return new SubmissionOutcome.Refused(
                    RefusalKind.OTHER, "Unable to submit to queue.", OptionalInt.of(1), false);
        }
        batches.add(names(order));
        running++;
        mostRunning = Math.max(mostRunning, running);
        BatchReference batch = new BatchReference(new BatchId("B-" + batches.size()), order.cluster());
        backend.batch(batch).named(order.name()).shows(now(), "Processing");
        List<JobId> jobs = IntStream.range(0, order.targets().size())
                .mapToObj(index -> new JobId(batch.id() + "-" + index))
                .toList();
        backend.clock().schedule(MINUTE, () -> end(order, batch, jobs));
        return new SubmissionOutcome.Queued(batch.id(), jobs);
    }

    private void end(BatchOrder order, BatchReference batch, List<JobId> jobs) {
        running--;
        boolean isReadable = order.sources().stream().allMatch(Files::exists);
        String end = isReadable ? ends.apply(names(order)) : "Failed";
        for (int index = 0; index < jobs.size(); index++) {
            Target target = order.targets().get(index);
            boolean isFinished = end.equals("Successful") || (finishesFirst && index == 0);
            if (isFinished) {
                encode(target);
            }
            backend.batch(batch)
                    .job(jobs.get(index).value(), FileNames.of(target.source()), isFinished ? "Successful" : "Failed");
        }
        backend.batch(batch).shows(now(), end);
    }

    private Duration now() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    private static void encode(Target target) {
        try {
            Files.createDirectories(target.workPath().getParent());
            Files.writeString(target.workPath(), "an encoded movie");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> names(BatchOrder order) {
        return order.sources().stream().map(FileNames::of).toList();
    }

    /** How batches end, by the names of their sources. */
    void ends(Function<List<String>, String> wanted) {
        ends = wanted;
    }

    /** The first job of a batch is finished although the batch fails. */
    void finishesFirst() {
        finishesFirst = true;
    }

    /** The names of the sources of every batch that was queued. */
    List<List<String>> batches() {
        return batches;
    }

    /** The names of all sources that were queued, as often as they were. */
    List<String> sources() {
        return batches.stream().flatMap(List::stream).toList();
    }

    int mostRunning() {
        return mostRunning;
    }

    int refusals() {
        return refusals;
    }
}
