package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.PatchedBackend.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterClosedException;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.PatchedBackend;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatcherTest {
    private final ScriptedBackend script = new ScriptedBackend();
    private final PatchedBackend backend = new PatchedBackend(script, script);
    private final Watcher watcher = new Watcher(backend, Policy.DEFAULT);

    @Test
    void aBatchIsWatchedOnceHoweverOftenItIsAskedFor() {
        WatchedBatch first = watcher.watch(backend.foreign(batch("B-1")));

        WatchedBatch second = watcher.watch(backend.foreign(batch("b-1")));

        assertThat(second).isSameAs(first);
        assertThat(watcher.find(batch("B-1"))).containsSame(first);
    }

    @Test
    void aBatchThatHasEndedIsForgottenBeforeItsEndIsReported() throws Exception {
        script.batch(batch("B-1")).shows(Duration.ZERO, "Successful");
        WatchedBatch ended = watcher.watch(backend.foreign(batch("B-1")));
        List<Optional<WatchedBatch>> seen = new ArrayList<>();
        ended.completion().whenComplete((result, failure) -> seen.add(watcher.find(batch("B-1"))));

        ended.await();

        assertThat(seen).containsExactly(Optional.empty());
    }

    @Test
    void aWatcherThatWasClosedEndsWhatComesLater() {
        watcher.close();

        WatchedBatch late = watcher.watch(backend.foreign(batch("B-1")));

        assertThatThrownBy(late::await).isInstanceOf(QmasterClosedException.class);
        assertThat(watcher.find(batch("B-1"))).isEmpty();
    }

    @Test
    void aClusterThatHangsDelaysNoOther() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        BatchReference dead = BatchReference.of("B-1", "Dead Cluster");
        BatchReference well = BatchReference.of("B-2", "Well Cluster");
        PatchedBackend two = new PatchedBackend(
                script,
                new Answers() {
                    @Override
                    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                            throws InterruptedException {
                        if (batches.contains(dead)) {
                            asked.countDown();
                            hanging.await();
                        }
                        return batches.contains(well)
                                ? Map.of(well, BatchStatus.of(well, StatusText.ofQmaster("Cancelled"), Instant.EPOCH))
                                : Map.of();
                    }
                },
                new WallClock());
        Watcher both = new Watcher(two, Policy.DEFAULT.pollEvery(Duration.ofMillis(1)));
        both.watch(two.foreign(dead));
        asked.await();

        WatchedBatch answered = both.watch(two.foreign(well));
        answered.completion()
                .toCompletableFuture()
                .exceptionally(cancelled -> null)
                .join();

        assertThat(answered.lastStatus()).get().extracting(BatchStatus::state).isEqualTo(BatchState.CANCELLED);
        both.close();
    }

    @Test
    void closingInterruptsAQuestionThatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PatchedBackend slow = new PatchedBackend(
                script,
                new Answers() {
                    @Override
                    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                            throws InterruptedException {
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            interrupted.countDown();
                        }
                        return Map.of();
                    }
                },
                new WallClock());
        Watcher closing = new Watcher(slow, Policy.DEFAULT.pollEvery(Duration.ofMillis(1)));
        WatchedBatch batch = closing.watch(slow.foreign(batch("B-1")));
        asked.await();

        closing.close();

        interrupted.await();
        assertThatThrownBy(batch::await).isInstanceOf(QmasterClosedException.class);
    }

    @Test
    void closingRunsNothingOfTheWaitersOnTheThreadThatCloses() {
        Qmaster qmaster = Qmaster.over(new PatchedBackend(script, script, new WallClock()));
        List<Thread> ending = new CopyOnWriteArrayList<>();
        List<CompletableFuture<?>> stages = IntStream.range(0, 100)
                .<CompletableFuture<?>>mapToObj(number -> qmaster.attach(batch("B-" + number))
                        .completion()
                        .whenComplete((result, failure) -> ending.add(Thread.currentThread()))
                        .toCompletableFuture())
                .toList();

        qmaster.close();

        assertThat(stages).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(ending).hasSize(100).doesNotContain(Thread.currentThread());
        assertThat(Set.copyOf(ending)).hasSizeLessThanOrEqualTo(4);
    }

    /** Three threads, each of which has a lock that the next one needs. */
    @Test
    void aBatchThatEndsWhileItsLaneLooksRoundAndAnotherComesLocksNobodyOut() throws Exception {
        Crossroads crossroads = new Crossroads();
        Thread asking = crossroads.started(crossroads.second());
        crossroads.isBlocked(asking);
        Thread attaching = crossroads.started(() -> crossroads.watcher.watch(crossroads.batch("B-3", line -> {})));
        crossroads.isBlocked(attaching);

        crossroads.goOn.countDown();

        for (Thread thread : List.copyOf(crossroads.threads)) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private abstract static class Answers implements StatusSource {
        @Override
        public List<BatchStatus> list(Deadline deadline) {
            return List.of();
        }
    }

    /** Batch B-1 fails; its lane waits for its lock while its end is reported. */
    private final class Crossroads {
        final CountDownLatch ending = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final List<Runnable> rounds = new ArrayList<>();
        final Watcher watcher;
        private final PatchedBackend crossed;
        private int round;

        Crossroads() {
            Timekeeper time = new Timekeeper() {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }

                @Override
                public long elapsedNanos() {
                    return 0;
                }

                @Override
                public Alarm schedule(Duration delay, Runnable task) {
                    if (delay.isZero()) {
                        started(task);
                    } else {
                        rounds.add(task);
                    }
                    return () -> {};
                }

                @Override
                public boolean await(CompletionStage<?> done, Deadline deadline) {
                    return done.toCompletableFuture().isDone();
                }
            };
            crossed = new PatchedBackend(
                    script,
                    new Answers() {
                        @Override
                        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
                            round++;
                            Map<BatchReference, BatchStatus> answer = new LinkedHashMap<>();
                            answer.put(
                                    batch("B-1"),
                                    BatchStatus.of(
                                            batch("B-1"), StatusText.ofQmaster("Failed: crossroads"), Instant.EPOCH));
                            answer.put(
                                    batch("B-2"),
                                    BatchStatus.of(
                                            batch("B-2"), StatusText.ofQmaster("Round " + round), Instant.EPOCH));
                            return answer;
                        }
                    },
                    time);
            watcher = new Watcher(crossed, Policy.DEFAULT);
            watcher.watch(batch("B-1", line -> {
                if (line.startsWith("failed: ")) {
                    ending.countDown();
                    await(goOn);
                }
            }));
            watcher.watch(batch("B-2", line -> {
                if (line.equals("Round 2")) {
                    await(ending);
                }
            }));
            latest().run();
        }

        Runnable second() {
            return latest();
        }

        private Runnable latest() {
            return rounds.get(rounds.size() - 1);
        }

        WatchedBatch batch(String id, Consumer<String> told) {
            QmasterContext context = PatchedBackend.context(crossed);
            BatchLog log = new BatchLog(crossed.timekeeper(), "B-1", line -> told.accept(line.message()));
            return new WatchedBatch(context, PatchedBackend.batch(id), Optional.empty(), List.of(), Instant.EPOCH, log);
        }

        private BatchReference batch(String id) {
            return PatchedBackend.batch(id);
        }

        Thread started(Runnable task) {
            Thread thread = new Thread(task, "crossroads-" + threads.size());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
            return thread;
        }

        void isBlocked(Thread thread) {
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }

        private void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }
    }
}
