package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A period in which something is down.
 *
 * @param what what is down; equal for the same thing
 * @param until its end; empty if it does not end
 */
record Outage(List<String> what, Duration from, Optional<Duration> until) {
    /** The outage that a fault causes, if it does. */
    static Optional<Outage> of(Fault fault) {
        if (fault instanceof Fault.ClusterDown down) {
            return Optional.of(of(List.of("cluster", down.cluster()), down.at(), down.lasting()));
        }
        if (fault instanceof Fault.NodeDown down) {
            return Optional.of(of(List.of("node", down.cluster(), down.node()), down.at(), down.lasting()));
        }
        if (fault instanceof Fault.DiskFull full) {
            return Optional.of(of(List.of("disk"), full.at(), full.lasting()));
        }
        return Optional.empty();
    }

    private static Outage of(List<String> what, Duration at, Optional<Duration> lasting) {
        return new Outage(what, at, lasting.map(at::plus));
    }

    /** Sorts the outages of one thing, and merges those that overlap. */
    static List<Outage> joined(List<Outage> ofOneThing) {
        List<Outage> joined = new ArrayList<>();
        for (Outage next :
                ofOneThing.stream().sorted(Comparator.comparing(Outage::from)).toList()) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).reaches(next)) {
                joined.set(last, joined.get(last).with(next));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private boolean reaches(Outage later) {
        return until.filter(end -> end.compareTo(later.from) < 0).isEmpty();
    }

    private Outage with(Outage later) {
        boolean endless = until.isEmpty() || later.until.isEmpty();
        return new Outage(
                what,
                from,
                endless
                        ? Optional.empty()
                        : Optional.of(until.get().compareTo(later.until.get()) > 0 ? until.get() : later.until.get()));
    }
}
