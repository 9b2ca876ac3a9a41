package io.qmaster.it;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Processes that the launcher leaves running, which make a class-data archive. */
public final class BackgroundProcesses {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private BackgroundProcesses() {}

    /** Waits until no process runs that names a folder in its command line. */
    public static void await(Path folder) throws InterruptedException {
        WallClock clock = new WallClock();
        Deadline deadline = Deadline.after(PATIENCE, clock);
        for (Optional<ProcessHandle> next = of(folder); next.isPresent(); next = of(folder)) {
            if (!clock.await(next.get().onExit(), deadline)) {
                throw new AssertionError("a process of " + folder + " did not end within " + PATIENCE);
            }
        }
    }

    private static Optional<ProcessHandle> of(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .findFirst();
    }
}
