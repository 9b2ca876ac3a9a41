package io.qmaster.simulator.junit;

import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBuilder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The simulation of one test. */
record Stage(VirtualSimulator simulator, Qmaster qmaster, SampleMedia media) {
    static Stage of(Scenario scenario, Consumer<QmasterBuilder> differences) {
        VirtualSimulator simulator = Simulator.onVirtualTime(scenario);
        QmasterBuilder qmaster = Qmaster.builder(simulator).submissionIds(idsFrom(scenario.seed()));
        differences.accept(qmaster);
        return new Stage(simulator, qmaster.build(), new SampleMedia());
    }

    void close() {
        qmaster.close();
        media.delete();
    }

    /** Ids that depend on the seed and a counter. */
    private static Supplier<SubmissionId> idsFrom(long seed) {
        AtomicLong number = new AtomicLong();
        return () -> SubmissionId.of(UUID.nameUUIDFromBytes(
                ("submission " + number.incrementAndGet() + " of seed " + seed).getBytes(StandardCharsets.UTF_8)));
    }
}
