package io.qmaster.it;

import io.qmaster.it.StandInCompressor.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The built program driving stand-ins of one version, which its options name. */
final class DrivenCompressor {
    private final StandInCompressor standIn;
    private final QmasterProgram qmaster;
    private final List<String> options;

    private DrivenCompressor(StandInCompressor standIn, QmasterProgram qmaster, List<String> options) {
        this.standIn = standIn;
        this.qmaster = qmaster;
        this.options = options;
    }

    static DrivenCompressor of(Version version, Path folder) throws IOException {
        StandInCompressor standIn = StandInCompressor.install(version, folder.resolve("Applications of 'x'"));
        List<String> options = new ArrayList<>(List.of(
                "--backend", "compressor", "--compressor", standIn.compressor().toString()));
        if (version.dialect().hasBatchMonitor()) {
            options.addAll(List.of("--batch-monitor", standIn.batchMonitor().toString()));
        }
        return new DrivenCompressor(standIn, new QmasterProgram(folder), options);
    }

    /** The same with more options in front of every command. */
    DrivenCompressor with(String... more) {
        return new DrivenCompressor(standIn, qmaster, joined(options, more));
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

    StandInCompressor standIn() {
        return standIn;
    }

    QmasterProgram qmaster() {
        return qmaster;
    }

    /** The folder for outputs; not there at first. */
    Path out() {
        return qmaster.out();
    }

    private static List<String> joined(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
