package io.qmaster.it;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built program with stand-ins of one generation, which its options name. It runs in the process of the tests
 * unless it is started.
 */
final class DrivenCompressor {
    private final StandInMac mac;
    private final QmasterProgram qmaster;
    private final List<String> options;

    private DrivenCompressor(StandInMac mac, QmasterProgram qmaster, List<String> options) {
        this.mac = mac;
        this.qmaster = qmaster;
        this.options = options;
    }

    /** Installs the stand-ins below a folder of the test. */
    static DrivenCompressor of(StandInGeneration generation, Path folder, Scenario scenario) throws IOException {
        return of(new StandInMac(place(folder), generation, scenario), folder);
    }

    /** Creates it for installed stand-ins. */
    static DrivenCompressor of(StandInMac mac, Path folder) {
        List<String> options = new ArrayList<>(List.of(
                "--backend",
                "compressor",
                "--compressor",
                mac.standIn().compressor().toString()));
        mac.standIn()
                .batchMonitor()
                .ifPresent(monitor -> options.addAll(List.of("--batch-monitor", monitor.toString())));
        return new DrivenCompressor(mac, new QmasterProgram(folder).inThisProcess(), options);
    }

    /** A new folder for stand-ins, with a name that a shell could misread. */
    static Path place(Path folder) throws IOException {
        return Files.createTempDirectory(folder, "the Mac of 'x' ");
    }

    /** Creates the same with more options before every command. */
    DrivenCompressor with(String... more) {
        return new DrivenCompressor(mac, qmaster, joined(options, more));
    }

    QmasterProgram.Result run(String... arguments) throws Exception {
        return qmaster.run(joined(options, arguments).toArray(String[]::new));
    }

    /** Submits the example clip. */
    QmasterProgram.Result submit(String... more) throws Exception {
        return run(qmaster.submission(more));
    }

    QmasterProgram.Running start(String... arguments) throws IOException {
        return qmaster.start(joined(options, arguments).toArray(String[]::new));
    }

    StandInMac mac() {
        return mac;
    }

    QmasterProgram qmaster() {
        return qmaster;
    }

    /** The folder for outputs; it does not exist at first. */
    Path out() {
        return qmaster.out();
    }

    private static List<String> joined(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
