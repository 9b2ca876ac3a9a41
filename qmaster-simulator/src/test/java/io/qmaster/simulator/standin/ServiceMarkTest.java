package io.qmaster.simulator.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.qmaster.domain.standard.VirtualClock;
import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ServiceMarkTest {
    @TempDir
    private Path folder;

    @Test
    void aProcessThatRunsIsAlive() throws Exception {
        assertThat(isAlive(ProcessHandle.current())).isTrue();
    }

    /** As in a container whose first process does not wait for its children, until it ends. */
    @Test
    void aZombieProcessCountsAsEnded() throws Exception {
        Process careless = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader told = careless.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(told.readLine())).orElseThrow();
            ServiceMark mark = new ServiceMark(folder, new VirtualClock());
            mark.with(marked -> marked.set(child));
            child.destroyForcibly();

            while (isAlive(mark)) {
                assertThat(careless.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
            }
        } finally {
            careless.destroyForcibly();
        }
    }

    @Test
    void aMarkThatAStoppedProcessKeepsLockedIsWaitedForWithinBounds() throws Exception {
        VirtualClock clock = new VirtualClock();
        new ServiceMark(folder, clock).with(marked -> {});
        Process stopped = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockKeeper.class.getName(),
                        folder.resolve("service").toString())
                .start();
        try (BufferedReader told = stopped.inputReader()) {
            assertThat(told.readLine()).isEqualTo("locked");

            assertThatIOException()
                    .isThrownBy(() -> new ServiceMark(folder, clock).with(marked -> {}))
                    .withMessageContaining("another process has kept")
                    .withMessageContaining("locked for 30 s");
        } finally {
            stopped.destroyForcibly();
        }
    }

    /** Keeps a file locked until it is killed. */
    static final class LockKeeper {
        private LockKeeper() {}

        public static void main(String[] arguments) throws Exception {
            try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw")) {
                file.getChannel().lock();
                System.out.println("locked");
                Thread.currentThread().join();
            }
        }
    }

    private boolean isAlive(ProcessHandle process) throws Exception {
        ServiceMark mark = new ServiceMark(folder, new VirtualClock());
        mark.with(marked -> marked.set(process));
        return isAlive(mark);
    }

    private static boolean isAlive(ServiceMark mark) throws Exception {
        AtomicBoolean alive = new AtomicBoolean();
        mark.with(marked -> alive.set(marked.isAlive()));
        return alive.get();
    }
}
