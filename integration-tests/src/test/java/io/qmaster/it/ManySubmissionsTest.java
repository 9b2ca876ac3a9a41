package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** One {@code Qmaster} that many threads use concurrently. */
@Isolated("it counts the descriptors and threads of this process")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManySubmissionsTest {
    private static final int SUBMISSIONS = 200;
    private static final int THREADS = 20;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Scenario scenario = Scenario.builder()
            .speed(1000)
            .jobsTake(Duration.ofSeconds(1))
            .cluster(SimulatedCluster.of("This Computer", new ServiceNode("this-computer", 50, 1)))
            .build();

    @TempDir
    private Path folder;

    @Test
    void twoHundredFromTwentyThreadsAreAllAccountedForAndNoThreadOrDescriptorIsLeft() throws Exception {
        Set<String> threadsBefore = ownThreads();
        long descriptorsBefore = descriptors();
        Simulator simulator = Simulator.inDirectory(folder.resolve("simulator"), scenario);
        List<BatchResult> results;
        List<JournalEntry> entries;
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            try (Qmaster qmaster = Qmaster.builder(simulator).journal(journal).build()) {
                results = submittedAtOnce(qmaster);
            }
            entries = journal.ended(Instant.MIN).toList();
        }

        assertThat(results)
                .hasSize(SUBMISSIONS)
                .allSatisfy(result -> assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL));
        Set<BatchId> ids =
                results.stream().map(result -> result.status().batch().id()).collect(Collectors.toSet());
        assertThat(ids).hasSize(SUBMISSIONS);
        assertThat(entries)
                .hasSize(SUBMISSIONS)
                .allSatisfy(entry -> assertThat(entry.isOpen()).isFalse());
        assertThat(listedBy(simulator)).isEqualTo(SUBMISSIONS);
        awaitNoMoreThan(threadsBefore, descriptorsBefore);
    }

    @Test
    void closingWhileTwentyThreadsWaitReturnsAndEndsTheirWaits() throws Exception {
        Simulator simulator = Simulator.inDirectory(
                folder.resolve("simulator"),
                Scenario.builder().jobsTake(Duration.ofHours(1)).build());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Qmaster qmaster = Qmaster.over(simulator);
        List<Future<BatchResult>> waits = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            QmasterBatch batch = qmaster.submit(request(number));
            waits.add(threads.submit(() -> batch.await()));
        }

        qmaster.close();

        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withMessageContaining("Qmaster was closed"));
    }

    private List<BatchResult> submittedAtOnce(Qmaster qmaster) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<QmasterBatch>> submitting = new ArrayList<>();
            for (int number = 0; number < SUBMISSIONS; number++) {
                BatchRequest request = request(number);
                submitting.add(threads.submit(() -> qmaster.submit(request)));
            }
            List<BatchResult> results = new ArrayList<>();
            for (Future<QmasterBatch> submission : submitting) {
                results.add(submission.get().await());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private BatchRequest request(int number) throws IOException {
        Path clip = folder.resolve("clip.mov");
        Path setting = folder.resolve("movie.setting");
        if (!Files.exists(clip)) {
            Files.write(clip, new byte[3000]);
            // A recently changed file is checked twice.
            Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
            Files.writeString(setting, "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        }
        return BatchRequest.builder()
                .sourceFile(clip)
                .compressorSettingFile(setting)
                .destinationFile(folder.resolve("out " + number + ".mov"))
                .build();
    }

    private static int listedBy(Simulator simulator) throws InterruptedException {
        return simulator
                .statusSource()
                .list(Deadline.after(Duration.ofMinutes(1), simulator.timekeeper()))
                .size();
    }

    /** Waits for resources that are released automatically after a moment, such as the thread of an alarm. */
    private static void awaitNoMoreThan(Set<String> threads, long descriptors) throws Exception {
        Instant patience = Instant.now().plusSeconds(30);
        CountDownLatch pause = new CountDownLatch(1);
        while (Instant.now().isBefore(patience)
                && (!threads.containsAll(ownThreads()) || descriptors() > descriptors)) {
            pause.await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(threads).containsAll(ownThreads());
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    }

    private static Set<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("qmaster"))
                .collect(Collectors.toSet());
    }

    /** The number of open descriptors of this process; always 0 if the system does not report it. */
    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        }
    }
}
