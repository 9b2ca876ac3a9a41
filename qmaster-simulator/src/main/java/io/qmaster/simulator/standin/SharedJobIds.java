package io.qmaster.simulator.standin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs of one source can have one job id with several targets (field report on Compressor 5, June 2026, assumed to be
 * 5.2); with 5.4 each job has its own (field report, 2026).
 */
final class SharedJobIds {
    private SharedJobIds() {}

    static boolean areUsualIn(StandInGeneration generation) {
        return generation == StandInGeneration.COMPRESSOR_5_2;
    }

    /** The ids to print for jobs with some sources. */
    static List<String> of(StandInGeneration generation, List<Path> sources, List<String> ids) {
        if (!areUsualIn(generation)) {
            return ids;
        }
        List<String> printed = new ArrayList<>();
        for (int at = 0; at < ids.size(); at++) {
            if (sources.indexOf(sources.get(at)) == at) {
                printed.add(ids.get(at));
            }
        }
        return printed;
    }
}
