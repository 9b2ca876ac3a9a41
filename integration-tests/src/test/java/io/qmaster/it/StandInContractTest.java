package io.qmaster.it;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.contract.BackendContract;
import io.qmaster.domain.port.Backend;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The adapter keeps every promise of a backend with the simulator's stand-ins of every dialect, as real processes.
 */
@Execution(ExecutionMode.CONCURRENT)
class StandInContractTest {
    /** A short source takes a quarter of a second, a long one a minute. */
    private static final Scenario SCENARIO = Scenario.parse("""
            {"speed": 20, "durations": {"bytesPerSecond": 1000},
             "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1", "instances": 4}]}]}
            """);

    @Nested
    class OverFinalCutStudio extends Contract {
        OverFinalCutStudio() {
            super(StandInGeneration.FINAL_CUT_STUDIO);
        }
    }

    @Nested
    class OverCompressor4 extends Contract {
        OverCompressor4() {
            super(StandInGeneration.COMPRESSOR_4);
        }
    }

    @Nested
    class OverCompressor54 extends Contract {
        OverCompressor54() {
            super(StandInGeneration.COMPRESSOR_5_4);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    private abstract static class Contract extends BackendContract {
        private final StandInGeneration generation;
        private final List<StandInMac> macs = new ArrayList<>();

        Contract(StandInGeneration generation) {
            this.generation = generation;
        }

        @AfterEach
        void endServices() throws Exception {
            for (StandInMac mac : macs) {
                mac.endService();
            }
        }

        @Override
        protected Backend newBackend(Path emptyFolder) throws IOException {
            StandInMac mac = new StandInMac(emptyFolder, generation, SCENARIO);
            macs.add(mac);
            return new CompressorBackend(
                    mac.configuration().generation(mac.dialect()).build());
        }

        @Override
        protected Path shortSource(Path emptyFolder) throws IOException {
            return source(emptyFolder, "short.mov", 500);
        }

        @Override
        protected Path longSource(Path emptyFolder) throws IOException {
            return source(emptyFolder, "long.mov", 1_200_000);
        }

        private static Path source(Path folder, String name, int bytes) throws IOException {
            return Files.writeString(folder.resolve(name), StandInMac.MOVIE + "-".repeat(bytes));
        }

        @Override
        protected Path setting(Path emptyFolder) throws IOException {
            return Files.writeString(
                    emptyFolder.resolve("HD 720p.compressorsetting"),
                    "<setting name=\"HD 720p\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder>"
                            + "</setting>");
        }
    }
}
