package io.qmaster.it.bench;

import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of a query to a simulator in a directory, by the number of batches that it no longer shows. */
@State(Scope.Benchmark)
public class QueueBenchmark {
    /** The number of batches that have ended. */
    @Param({"20", "400"})
    private int size;

    private Path folder = Path.of("");

    /** Encodes all of them, and advances a day of the engine, after which it no longer shows them. */
    @Setup
    public void encode() throws IOException, InterruptedException {
        folder = Folders.make();
        try (Qmaster qmaster = Qmaster.over(
                Simulator.inDirectory(folder.resolve("simulator"), Folders.whereADayTakes(Duration.ofSeconds(1))))) {
            for (int batch = 0; batch < size; batch++) {
                qmaster.submit(Folders.request(folder));
            }
        }
        while (listed() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Queries like a new process, which has only the content of the directory. */
    @Benchmark
    public int listed() throws InterruptedException {
        Simulator simulator = Simulator.inDirectory(folder.resolve("simulator"));
        return simulator
                .statusSource()
                .list(Deadline.after(Duration.ofMinutes(1), simulator.timekeeper()))
                .size();
    }

    /** Removes the written files. */
    @TearDown
    public void remove() throws IOException {
        Folders.remove(folder);
    }
}
