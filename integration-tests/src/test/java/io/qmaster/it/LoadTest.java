package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Very many batches through one {@code Qmaster}, with real threads and a listener that blocks. {@code
 * -Dqmaster.load.batches=10000} sets their number.
 */
@Isolated("it counts the threads and the heap of this process")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoadTest {
    private static final int BATCHES = Integer.getInteger("qmaster.load.batches", 2000);
    private static final int THREADS = 20;
    private static final Duration POLL = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void everyCompletionEndsOnFewThreadsAndInLittleMemory() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[3000]);
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Path setting = Files.writeString(
                folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        CountDownLatch allSubmitted = new CountDownLatch(1);
        AtomicLong ended = new AtomicLong();
        MemoryEngine engine = new MemoryEngine();
        long heapBefore = usedHeap();
        int threadsBefore = threads.getThreadCount();
        threads.resetPeakThreadCount();
        ExecutorService submitters = Executors.newFixedThreadPool(THREADS);
        long began = System.nanoTime();
        try (Qmaster qmaster = Qmaster.builder(engine)
                .policy(Policy.DEFAULT.pollEvery(POLL))
                .listener(new Blocked(allSubmitted, ended))
                .build()) {
            List<Future<QmasterBatch>> submitting = new ArrayList<>();
            for (int number = 0; number < BATCHES; number++) {
                BatchRequest request = BatchRequest.builder()
                        .sourceFile(clip)
                        .compressorSettingFile(setting)
                        .destinationFile(folder.resolve("out " + number + ".mov"))
                        .build();
                submitting.add(submitters.submit(() -> qmaster.submit(request)));
            }
            List<CompletableFuture<BatchResult>> completions = new ArrayList<>();
            for (Future<QmasterBatch> submission : submitting) {
                completions.add(submission.get().completion().toCompletableFuture());
            }
            long submitted = System.nanoTime();
            submitting.clear();
            long heapPerBatch = (usedHeap() - heapBefore) / BATCHES;

            engine.cancelAll();
            CompletableFuture.allOf(completions.toArray(CompletableFuture[]::new))
                    .exceptionally(cancelled -> null)
                    .get(2, TimeUnit.MINUTES);
            long completed = System.nanoTime();
            // Only now: no completion waits for a listener.
            allSubmitted.countDown();

            System.out.printf(
                    "%d batches from %d threads: submitted in %d ms, completed %d ms later, peak of %d threads, %d bytes of"
                            + " heap a batch, status at most %d ms old%n",
                    BATCHES,
                    THREADS,
                    TimeUnit.NANOSECONDS.toMillis(submitted - began),
                    TimeUnit.NANOSECONDS.toMillis(completed - submitted),
                    threads.getPeakThreadCount(),
                    heapPerBatch,
                    TimeUnit.NANOSECONDS.toMillis(engine.oldest.get()));
            assertThat(completions).allMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(threads.getPeakThreadCount() - threadsBefore).isLessThanOrEqualTo(64);
            assertThat(heapPerBatch).isLessThanOrEqualTo(8192);
        } finally {
            submitters.shutdownNow();
        }
    }

    private static long usedHeap() {
        for (int collection = 0; collection < 3; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A listener that blocks at its first event of each batch. */
    private record Blocked(CountDownLatch goOn, AtomicLong ended) implements BatchListener {
        @Override
        public void on(BatchEvent event) {
            try {
                goOn.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            if (event instanceof BatchEvent.Ended) {
                ended.incrementAndGet();
            }
        }
    }
}
