package io.qmaster.domain.feed;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.FileNames;
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

/** An engine that encodes every batch in a minute, and refuses a batch with a source whose name holds "poison". */
final class EncodingEngine {
    static final Duration MINUTE = Duration.ofMinutes(1);

    final ScriptedBackend backend = new ScriptedBackend();
    private final List<List<String>> batches = new ArrayList<>();
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
        Duration now = Duration.ofNanos(backend.clock().elapsedNanos());
        backend.batch(batch).shows(now, "Processing").shows(now.plus(MINUTE), "Successful");
        backend.clock().schedule(MINUTE, () -> {
            running--;
            order.targets().forEach(EncodingEngine::encode);
        });
        return new SubmissionOutcome.Queued(batch.id(), List.of());
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
