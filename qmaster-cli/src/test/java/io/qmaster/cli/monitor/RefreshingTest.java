package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often the engine is queried while no page is open. */
@Timeout(60)
class RefreshingTest {
    private WatchedFarm farm;
    private Refreshing refreshing;
    private final List<CompletableFuture<Void>> requests = new ArrayList<>();
    private final List<Long> refreshedAt = new ArrayList<>();

    @BeforeEach
    void makeFarm(@TempDir Path folder) {
        farm = new WatchedFarm(folder);
        refreshing = new Refreshing(farm.live, farm.simulator.clock(), Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void aRequestForAnUnknownBatchIsRefreshedForAtOnce() {
        requestAt(10_000);

        runFor(Duration.ofSeconds(25));

        assertThat(refreshedAt).containsExactly(10_000L);
    }

    @Test
    void allSuchRequestsTogetherCauseOneRefreshInASecond() {
        for (int at = 10_000; at < 12_000; at += 100) {
            requestAt(at);
        }

        runFor(Duration.ofSeconds(25));

        assertThat(refreshedAt).hasSize(20).containsOnly(10_000L, 11_000L, 12_000L);
    }

    @Test
    void aRequestBeforeTheFirstRefreshWaitsForIt() {
        request();

        runFor(Duration.ofSeconds(25));

        assertThat(refreshedAt).containsExactly(0L);
    }

    private void requestAt(long millis) {
        farm.simulator.clock().schedule(Duration.ofMillis(millis), this::request);
    }

    private void request() {
        requests.add(refreshing.awaited().thenRun(() -> refreshedAt.add(now())));
    }

    private long now() {
        return Duration.ofNanos(farm.simulator.clock().elapsedNanos()).toMillis();
    }

    private void runFor(Duration time) {
        Thread refresher = Thread.currentThread();
        farm.simulator.clock().schedule(time, refresher::interrupt);
        assertThatThrownBy(() -> refreshing.run(() -> 0)).isInstanceOf(InterruptedException.class);
    }
}
