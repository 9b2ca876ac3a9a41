package io.qmaster.simulator.standin;

/** The monitor of the first generation. */
final class BatchMonitor extends Program {
    BatchMonitor(Engine engine, ProgramEnvironment environment) {
        super("Batch Monitor", Flags.ofBatchMonitor(), engine, environment);
    }

    @Override
    void begin() {}

    @Override
    int run(CommandLine line) throws Complaint, InterruptedException {
        return new Monitor(engine(), environment()).watch(MonitorArguments.ofBatchMonitor(line));
    }
}
