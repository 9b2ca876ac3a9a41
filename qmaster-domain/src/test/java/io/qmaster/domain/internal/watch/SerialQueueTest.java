package io.qmaster.domain.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.standard.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
    private final VirtualClock clock = new VirtualClock();
    private final SerialQueue queue = new SerialQueue(clock.executor(1));
    private final List<String> done = new ArrayList<>();
    private final List<Throwable> uncaught = new ArrayList<>();

    @BeforeEach
    void listenForWhatNobodyCatches() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    }

    @AfterEach
    void listenNoMore() {
        Thread.currentThread().setUncaughtExceptionHandler(null);
    }

    @Test
    void tasksRunInTheOrderInWhichTheyCame() {
        queue.post(() -> done.add("one"));
        queue.post(() -> done.add("two"));
        queue.post(() -> done.add("three"));

        clock.advance(Duration.ZERO);

        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void nothingRunsOnTheThreadThatPosts() {
        queue.post(() -> done.add("one"));

        assertThat(done).isEmpty();
    }

    @Test
    void aTaskThatPostsIsFinishedFirst() {
        queue.post(() -> {
            queue.post(() -> done.add("inner"));
            clock.advance(Duration.ofSeconds(1));
            done.add("outer");
        });

        clock.advance(Duration.ZERO);

        assertThat(done).containsExactly("outer", "inner");
    }

    @Test
    void aQueueThatHasRunEmptyRunsWhatComesLater() {
        queue.post(() -> done.add("one"));
        clock.advance(Duration.ZERO);

        queue.post(() -> done.add("two"));
        clock.advance(Duration.ZERO);

        assertThat(done).containsExactly("one", "two");
    }

    @Test
    void aTaskThatThrowsAnErrorStopsNoneBehindIt() {
        AssertionError fault = new AssertionError("of a listener");
        queue.post(() -> {
            throw fault;
        });
        queue.post(() -> done.add("two"));

        clock.advance(Duration.ZERO);
        queue.post(() -> done.add("three"));
        clock.advance(Duration.ZERO);

        assertThat(done).containsExactly("two", "three");
        assertThat(uncaught).containsExactly(fault);
    }
}
