/** A deterministic Qmaster, and stand-in executables for the real programs. */
@SuppressWarnings({"requires-automatic", "module"})
module io.qmaster.simulator {
    requires transitive io.qmaster.domain;
    requires java.xml;
    // Knows the memory of the machine.
    requires jdk.management;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
    // Only the package encode needs it.
    requires static com.github.kokorin.jaffree;
    // Only SimulatorModule needs it. Not transitive: otherwise every consumer would need it to compile.
    requires static com.google.guice;
    // Only the package junit needs it.
    requires static org.junit.jupiter.api;

    exports io.qmaster.simulator;
    exports io.qmaster.simulator.encode;
    exports io.qmaster.simulator.junit;
    exports io.qmaster.simulator.model;
    exports io.qmaster.simulator.page to
            io.qmaster.cli;
    exports io.qmaster.simulator.report;
    exports io.qmaster.simulator.scenario;
    exports io.qmaster.simulator.standin;
}
