package io.qmaster.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterNotFoundException;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterClosedException;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Execution;
import org.junit.platform.testkit.engine.TerminationInfo;

class QmasterSimulationTest {
    private static final List<Qmaster> QMASTERS = new ArrayList<>();
    private static final List<List<String>> LOGS = new ArrayList<>();
    private static final List<Path> FOLDERS = new ArrayList<>();

    @BeforeEach
    void forget() {
        QMASTERS.clear();
        LOGS.clear();
        FOLDERS.clear();
    }

    private static EngineExecutionResults run(Class<?> example) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(example))
                .execute();
    }

    private static String failure(Class<?> example) {
        return run(example).allEvents().executions().stream()
                .map(Execution::getTerminationInfo)
                .filter(TerminationInfo::executed)
                .flatMap(end -> end.getExecutionResult().getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElse("no failure");
    }

    @SimulatedQmaster
    static class TwoTests {
        @RepeatedTest(2)
        void submits(Qmaster qmaster, SampleMedia media, VirtualSimulator simulator) throws Exception {
            qmaster.submitAndWait(media.request("reel.mov").build());
            QMASTERS.add(qmaster);
            FOLDERS.add(media.folder());
            LOGS.add(simulator.eventLog());
        }
    }

    @Test
    void everyTestGetsAFreshOneThatIsClosedAfterwards() {
        run(TwoTests.class).testEvents().assertStatistics(tests -> tests.succeeded(2));

        assertThat(QMASTERS).hasSize(2).doesNotHaveDuplicates();
        assertThat(QMASTERS)
                .allSatisfy(qmaster -> assertThatThrownBy(qmaster::list).isInstanceOf(QmasterClosedException.class));
        assertThat(FOLDERS)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(folder -> assertThat(folder).doesNotExist());
    }

    @Test
    void theSameTestGivesTheSameEventLog() {
        run(TwoTests.class);
        run(TwoTests.class);

        assertThat(LOGS).hasSize(4).containsOnly(LOGS.get(0));
    }

    static class Registered {
        @RegisterExtension
        static final QmasterSimulation SIMULATION = QmasterSimulation.of(Scenario.named("cluster-down"))
                .policy(Policy.DEFAULT.fallback(Policy.Fallback.NEVER));

        @Test
        void isRefused(Qmaster qmaster, SampleMedia media) {
            assertThatThrownBy(() -> qmaster.submit(media.request("reel.mov")
                            .cluster(Cluster.named("FCS Cluster"))
                            .build()))
                    .isInstanceOf(ClusterNotFoundException.class);
        }

        @Nested
        class Within {
            @Test
            void itIsThereToo(Qmaster qmaster) throws Exception {
                assertThat(qmaster.list()).isEmpty();
            }
        }
    }

    static class WithListenerAndJournal {
        private static final List<BatchEvent> EVENTS = new ArrayList<>();
        private static final MemoryJournal JOURNAL = new MemoryJournal();

        @RegisterExtension
        static final QmasterSimulation SIMULATION = QmasterSimulation.of(Scenario.named("calm"))
                .journal(() -> JOURNAL)
                .onEvent(EVENTS::add);

        @Test
        void areUsed(Qmaster qmaster, SampleMedia media) throws Exception {
            qmaster.submitAndWait(media.request("reel.mov").build());

            assertThat(JOURNAL.entries()).hasSize(1);
            assertThat(EVENTS).first().isInstanceOf(BatchEvent.Submitted.class);
            assertThat(EVENTS).last().isInstanceOf(BatchEvent.Ended.class);
        }
    }

    @Test
    void itCanBeRegisteredWithListenersAndAJournal() {
        run(WithListenerAndJournal.class).testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    static class RegisteredByInstance {
        @RegisterExtension
        final QmasterSimulation simulation = QmasterSimulation.of(Scenario.named("calm"));

        @Test
        void works(Qmaster qmaster) throws Exception {
            assertThat(qmaster.list()).isEmpty();
        }
    }

    @Test
    void itCanBeRegisteredWithAScenarioAndAPolicy() {
        run(Registered.class).testEvents().assertStatistics(tests -> tests.succeeded(2));
        run(RegisteredByInstance.class).testEvents().assertStatistics(tests -> tests.succeeded(1));
    }

    @SimulatedQmaster
    static class OfConstructor {
        OfConstructor(Qmaster qmaster) {
            QMASTERS.add(qmaster);
        }

        @Test
        void isNotReached() {}
    }

    @SimulatedQmaster
    static class BeforeAllTests {
        @BeforeAll
        static void take(VirtualSimulator simulator) {}

        @Test
        void isNotReached() {}
    }

    @Test
    void aQmasterThatWouldOutliveATestIsRefused() {
        assertThat(failure(OfConstructor.class))
                .contains("a simulated Qmaster exists for one test: take the Qmaster as a parameter of a test method");
        assertThat(failure(BeforeAllTests.class)).contains("take the VirtualSimulator as a parameter of a test method");
    }

    @SimulatedQmaster(scenario = "no-such")
    static class UnknownScenario {
        @Test
        void isNotReached(Qmaster qmaster) {}
    }

    @SimulatedQmaster(scenario = "broken.json")
    static class BrokenScenario {
        @Test
        void isNotReached(Qmaster qmaster) {}
    }

    @Test
    void anInvalidScenarioIsReported() {
        assertThat(failure(UnknownScenario.class))
                .contains("@SimulatedQmaster(scenario = \"no-such\")", "expected the name of a scenario: calm");
        assertThat(failure(BrokenScenario.class)).contains("broken.json", "at /clusters expected an array");
    }

    @SimulatedQmaster
    static class ForeignParameter {
        @Test
        void isNotReached(StringBuilder other) {}
    }

    @Test
    void otherParametersAreLeftToOthers() {
        assertThat(failure(ForeignParameter.class)).contains("No ParameterResolver registered");
    }
}
