package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many batches through one {@code Qmaster} and a journal on disk, from real threads. {@code
 * -Dqmaster.load.batches=10000} sets their number. The growth of the time for a batch is printed and not asserted.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class JournalLoadTest {
    private static final int BATCHES = Integer.getInteger("qmaster.load.batches", 200);
    private static final int THREADS = 20;
    private static final int TENTH = BATCHES / 10;

    @TempDir
    private Path folder;

    @Test
    void everyBatchEndsAndTakesAsMuchRoomInTheJournalAsAnyOther() throws Exception {
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[3000]);
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Path setting = Files.writeString(
                folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        MemoryEngine engine = new MemoryEngine();
        engine.cancelAll();
        AtomicLongArray took = new AtomicLongArray(BATCHES);
        Path state = folder.resolve("journal");
        ExecutorService submitters = Executors.newFixedThreadPool(THREADS);
        long began = System.nanoTime();
        try (FileJournal journal = FileJournal.in(state);
                Qmaster qmaster = Qmaster.builder(engine)
                        .journal(journal)
                        .policy(Policy.DEFAULT.pollEvery(Duration.ofSeconds(1)))
                        .build()) {
            List<Future<QmasterBatch>> submitting = new ArrayList<>();
            for (int number = 0; number < BATCHES; number++) {
                int index = number;
                BatchRequest request = BatchRequest.builder()
                        .sourceFile(clip)
                        .compressorSettingFile(setting)
                        .destinationFile(folder.resolve(String.format("out %06d.mov", number)))
                        .build();
                submitting.add(submitters.submit(() -> {
                    long start = System.nanoTime();
                    QmasterBatch batch = qmaster.submit(request);
                    took.set(index, System.nanoTime() - start);
                    return batch;
                }));
            }
            List<CompletableFuture<BatchResult>> completions = new ArrayList<>();
            for (Future<QmasterBatch> submission : submitting) {
                completions.add(submission.get().completion().toCompletableFuture());
            }
            CompletableFuture.allOf(completions.toArray(CompletableFuture[]::new))
                    .exceptionally(cancelled -> null)
                    .get(10, TimeUnit.MINUTES);
            long ended = System.nanoTime();

            assertThat(completions).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(journal.open()).isEmpty();
            try (Stream<JournalEntry> all = journal.ended(Instant.MIN)) {
                assertThat(all).hasSize(BATCHES);
            }
            System.out.printf(
                    "%d batches from %d threads: ended after %d ms; a submission took %.1f ms in the first tenth, %.1f ms in the"
                            + " last%n",
                    BATCHES,
                    THREADS,
                    TimeUnit.NANOSECONDS.toMillis(ended - began),
                    millis(took, 0),
                    millis(took, BATCHES - TENTH));
        } finally {
            submitters.shutdownNow();
        }
        List<Long> sizes = sizes(state);
        assertThat(sizes.get(sizes.size() - 1) - sizes.get(0)).as("bytes").isLessThan(sizes.get(0) / 10);
    }

    private static double millis(AtomicLongArray took, int from) {
        long sum = 0;
        for (int index = from; index < from + TENTH; index++) {
            sum += took.get(index);
        }
        return sum / 1e6 / TENTH;
    }

    private static List<Long> sizes(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal.resolve("ended"))) {
            List<Long> sizes = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.add(Files.size(file));
            }
            return sizes.stream().sorted().toList();
        }
    }
}
