package io.qmaster.simulator.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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

    /** As in a container whose first process waits for nobody, until it ends. */
    @Test
    void aProcessThatWasKilledAndThatNobodyHasWaitedForIsDead() throws Exception {
        Process careless = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader told = careless.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(told.readLine())).orElseThrow();
            ServiceMark mark = new ServiceMark(folder);
            mark.with(marked -> marked.set(child));
            child.destroyForcibly();

            while (isAlive(mark)) {
                assertThat(careless.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
            }
        } finally {
            careless.destroyForcibly();
        }
    }

    private boolean isAlive(ProcessHandle process) throws Exception {
        ServiceMark mark = new ServiceMark(folder);
        mark.with(marked -> marked.set(process));
        return isAlive(mark);
    }

    private static boolean isAlive(ServiceMark mark) throws Exception {
        AtomicBoolean alive = new AtomicBoolean();
        mark.with(marked -> alive.set(marked.isAlive()));
        return alive.get();
    }
}
