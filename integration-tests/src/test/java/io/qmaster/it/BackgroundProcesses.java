package io.qmaster.it;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Processes that the launcher leaves running, which make a class-data archive. */
public final class BackgroundProcesses {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private BackgroundProcesses() {}

    /** Waits until no process runs that names a folder in its command line. */
    public static void await(Path folder) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(command -> command.contains(folder.toString()))) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("a process of " + folder + " did not end within " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }
}
