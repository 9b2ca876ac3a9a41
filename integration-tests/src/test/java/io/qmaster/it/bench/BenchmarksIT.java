package io.qmaster.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.it.bench.BenchmarkTable.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The benchmarks run, with as little work as possible; the measured values are meaningless. */
@Execution(ExecutionMode.CONCURRENT)
class BenchmarksIT {
    @TempDir
    private Path folder;

    @Test
    void theSuiteRunsAndWritesItsTable() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
                "there is no Python to measure against");

        BenchmarkTable table = Benchmarks.measured(folder, Extent.smallest());
        table.write(folder.resolve("tables"));

        assertThat(folder.resolve("tables/benchmarks.md")).content().contains("python3 with four imports");
        assertThat(table.worseThan(folder.resolve("tables/benchmarks.json"))).isEmpty();
    }

    @Test
    void whatIsWorseByMoreThanTheNoiseOfBothTablesIsTold() throws Exception {
        table(1, 2).write(folder);

        List<String> worse = table(1.4, 1).worseThan(folder.resolve("benchmarks.json"));

        assertThat(worse).containsExactly("time: 1.40 × instead of 1.00", "speed: 1.00 × instead of 2.00");
        assertThat(table(1.1, 1.9).worseThan(folder.resolve("benchmarks.json"))).isEmpty();
    }

    @Test
    void theSameIsNotWorseEvenBelowZero() throws Exception {
        BenchmarkTable table = table(-0.09, 0);
        table.write(folder);

        assertThat(table.worseThan(folder.resolve("benchmarks.json"))).isEmpty();
    }

    private static BenchmarkTable table(double time, double speed) {
        BenchmarkTable table = new BenchmarkTable();
        table.add(new Row("time", time, "×", true, 1, 0.1, ""));
        table.add(new Row("speed", speed, "×", false, 2, 0.1, ""));
        return table;
    }
}
