package io.qmaster.domain.internal;

import static io.qmaster.domain.internal.PatchedBackend.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.standard.WallClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitedBackendTest {
    private final ScriptedBackend script = new ScriptedBackend();
    private final Deadline second = Deadline.after(Duration.ofSeconds(1), script.clock());

    /** Status queries that block until the test releases them. */
    private static final class Blocking implements StatusSource {
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
                throws InterruptedException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            goOn.await();
            running.decrementAndGet();
            return Map.of();
        }

        @Override
        public List<BatchStatus> list(Deadline deadline) {
            return List.of();
        }
    }

    @Test
    void noMoreCallsRunAtOnceThanAllowed() throws Exception {
        Blocking source = new Blocking();
        Backend limited = new LimitedBackend(new PatchedBackend(script, source, new WallClock()), 3);
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 12; number++) {
            Thread thread = new Thread(() -> ask(limited));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }

        source.goOn.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(source.most).hasValue(3);
        assertThat(source.running).hasValue(0);
    }

    private static void ask(Backend limited) {
        try {
            limited.statusSource().find(Set.of(batch("B-1")), Deadline.NEVER);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aQueryThatDoesNotGetItsTurnFailsAndMayBeRepeated() throws Exception {
        Backend limited = new LimitedBackend(script, 1);
        List<StatusException> failures = new ArrayList<>();
        script.whileAsked(() -> failures.add(catchThrowableOfType(
                StatusException.class, () -> limited.statusSource().list(second))));

        limited.statusSource().find(Set.of(batch("B-1")), Deadline.NEVER);

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("ENGINE_BUSY");
            assertThat(failure.isRetryable()).isTrue();
        });
        assertThat(limited.statusSource().list(second)).isEmpty();
    }

    @Test
    void anActionThatDoesNotGetItsTurnIsNotCarriedOut() throws Exception {
        Backend limited = new LimitedBackend(script, 1);
        List<EngineUnavailableException> failures = new ArrayList<>();
        script.whileAsked(() -> failures.add(catchThrowableOfType(
                EngineUnavailableException.class,
                () -> limited.engine().control(batch("B-1"), ControlAction.CANCEL, second))));

        limited.statusSource().find(Set.of(batch("B-1")), Deadline.NEVER);

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.fate()).isEmpty());
        assertThat(script.controls()).isEmpty();
    }
}
