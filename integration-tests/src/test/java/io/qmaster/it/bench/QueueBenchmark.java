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

/** What a question to a simulator in a directory costs, by how many batches it has had and shows no more. */
@State(Scope.Benchmark)
public class QueueBenchmark {
    /** How many batches have ended. */
    @Param({"20", "400"})
    private int size;

    private Path folder = Path.of("");

    /** Encodes them all, and lets a day of the engine pass, after which it shows them no more. */
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

    /** Asks as a process of its own does: with nothing remembered but what is in the directory. */
    @Benchmark
    public int listed() throws InterruptedException {
        Simulator simulator = Simulator.inDirectory(folder.resolve("simulator"));
        return simulator
                .statusSource()
                .list(Deadline.after(Duration.ofMinutes(1), simulator.timekeeper()))
                .size();
    }

    /** Removes what was written. */
    @TearDown
    public void remove() throws IOException {
        Folders.remove(folder);
    }
}
