package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults of a scenario that start, and may end, at a given time. */
final class TimedFaults {
    private final QmasterModel model;
    private final Timeline timeline;
    private final Outputs outputs;

    TimedFaults(QmasterModel model, Timeline timeline, Outputs outputs) {
        this.model = model;
        this.timeline = timeline;
        this.outputs = outputs;
    }

    /** Schedules all timed faults. */
    void expect(List<Fault> all) {
        Map<List<String>, List<Outage>> outages = new HashMap<>();
        for (Fault fault : all) {
            Outage.of(fault)
                    .ifPresent(outage -> outages.computeIfAbsent(outage.what(), what -> new ArrayList<>())
                            .add(outage));
        }
        for (Fault fault : all) {
            Outage.of(fault)
                    .map(outage -> outages.remove(outage.what()))
                    .ifPresent(ofOneThing -> Outage.joined(ofOneThing).forEach(outage -> expect(fault, outage)));
            expect(fault);
        }
    }

    private void expect(Fault fault, Outage outage) {
        timeline.after(outage.from(), () -> set(fault, false));
        outage.until().ifPresent(end -> timeline.after(end, () -> set(fault, true)));
    }

    private void set(Fault fault, boolean up) {
        if (fault instanceof Fault.ClusterDown down) {
            model.controller(down.cluster()).ifPresent(controller -> controller.setUp(up));
        } else if (fault instanceof Fault.NodeDown down) {
            model.controller(down.cluster()).ifPresent(controller -> controller.setNodeUp(down.node(), up));
        } else if (fault instanceof Fault.DiskFull) {
            timeline.log(up ? "diskHasRoom" : "diskFull", line -> {});
            outputs.setDiskFull(!up);
        }
    }

    private void expect(Fault fault) {
        if (fault instanceof Fault.ServiceCrash crash) {
            timeline.after(
                    crash.at(),
                    () -> model.controller(crash.cluster()).ifPresent(controller -> controller.crash(crash.node())));
        } else if (fault instanceof Fault.ServiceReset reset) {
            timeline.after(reset.at(), () -> model.reset(reset.forgets()));
        }
    }
}
