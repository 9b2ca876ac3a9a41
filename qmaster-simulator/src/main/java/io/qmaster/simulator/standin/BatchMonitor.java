package io.qmaster.simulator.standin;

/** The monitor of the first generation. */
final class BatchMonitor extends Program {
    BatchMonitor(Engine engine, Surroundings around) {
        super("Batch Monitor", Flags.ofBatchMonitor(), engine, around);
    }

    @Override
    void begin() {}

    @Override
    int run(CommandLine line) throws Complaint, InterruptedException {
        return new Monitor(engine(), around()).watch(MonitorArguments.ofBatchMonitor(line));
    }
}
