package io.qmaster.it.bench;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All benchmarks: {@code mvn verify -Pbenchmarks -pl integration-tests -am} writes {@code target/benchmarks.md} and
 * {@code target/benchmarks.json}. With {@code -Dqmaster.bench.before=FILE.json} it prints the values that are worse
 * than in that table. Nothing is asserted, since that would test the machine.
 */
class Benchmarks {
    @TempDir
    private Path folder;

    @Test
    void tableIsTold() throws Exception {
        BenchmarkTable table = measured(folder, Extent.full());
        table.write(Path.of("target"));
        System.out.println(table.markdown());
        String before = System.getProperty("qmaster.bench.before", "");
        if (!before.isBlank()) {
            table.worseThan(Path.of(before)).forEach(line -> System.out.println("worse: " + line));
        }
    }

    static BenchmarkTable measured(Path folder, Extent extent) throws Exception {
        BenchmarkTable table = new BenchmarkTable();
        new ProgramRows(folder, extent, table).measure();
        new InsideRows(folder, extent, table).measure();
        new EngineRows(folder, extent, table).measure();
        new EncodeRows(folder, extent, table).measure();
        return table;
    }
}
