package io.qmaster.simulator.standin;

import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Stand-ins that encode jobs in segments, for tests of what is visible from outside. */
abstract class SegmentedJobs {
    @TempDir
    Path folder;

    /** A batch begins after a second, is encoded in two segments for a minute, and is joined after another second. */
    Mac mac(StandInGeneration generation, Fault... faults) {
        return mac(generation, 2, faults);
    }

    Mac mac(StandInGeneration generation, int instances, Fault... faults) {
        Scenario.Builder scenario = Scenario.builder()
                .durations(Durations.DEFAULT.exactly().job(Duration.ofMinutes(2)))
                .cluster(SimulatedCluster.of("This Computer", new ServiceNode("mac", instances, 1)));
        for (Fault fault : faults) {
            scenario.fault(fault);
        }
        return new Mac(folder, generation, scenario.build());
    }

    Path segmentable(Mac mac) throws IOException {
        return Files.writeString(mac.movie(), """
                <setting name="movie"><encoder name="QT"><file-extension>mov</file-extension>
                <job-can-be-segmented>yes</job-can-be-segmented></encoder></setting>""");
    }

    String submit(Mac mac, String name) throws Exception {
        return mac.compressor(mac.job(mac.source(name), segmentable(mac), mac.output(name)))
                .id("batchID");
    }

    static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
