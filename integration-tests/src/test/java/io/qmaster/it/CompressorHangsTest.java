package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both ways in which the real programs hang, through the whole backend. The durations are printed, and compared with
 * the hour for which a program would have blocked the call, so that the test does not fail on a busy machine.
 */
@Timeout(value = 5, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class CompressorHangsTest {
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private StandInMac mac;
    private Backend backend;

    /** The result of a submission. */
    private record Submitted(SubmissionOutcome outcome, Duration took) {}

    @AfterEach
    void endService() throws Exception {
        mac.endService();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aSubmissionThatHangsAndIgnoresTermEndsAtItsDeadlineAndLeavesNoProcess(StandInGeneration generation)
            throws Exception {
        install(
                generation,
                Scenario.builder()
                        .fault(new Fault.SubmissionHangs(false, true, Trigger.ALWAYS))
                        .build());

        Duration deadline = DEADLINE;
        Submitted submitted = submit(deadline);
        while (!hasHung()) {
            // The machine is too busy for the program to have reached this point.
            deadline = deadline.multipliedBy(2);
            submitted = submit(deadline);
        }

        System.out.printf(
                "%s: a submission that ignores TERM ended %d ms behind its deadline%n",
                generation.word(), submitted.took().minus(deadline).toMillis());
        assertThat(submitted.outcome())
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Unknown.class,
                        unknown -> assertThat(unknown.cause()).isEqualTo(SubmissionOutcome.Unknown.Cause.DEADLINE));
        assertThat(submitted.took()).isBetween(deadline, deadline.plus(BOUND));
        assertThat(mac.running()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aServiceThatHoldsTheOutputOpenDelaysNothingAndLivesOn(StandInGeneration generation) throws Exception {
        install(
                generation,
                Scenario.builder()
                        .jobsTake(Duration.ofHours(1))
                        .fault(new Fault.Habit(Fault.Habit.Kind.OUTPUT_HELD_OPEN, Trigger.ALWAYS))
                        .build());

        Submitted starting = submit(BOUND);
        ProcessHandle service = mac.service().orElseThrow();
        Submitted later = submit(BOUND);

        System.out.printf(
                "%s: submitting took %d ms, and %d ms with a service that holds the output open%n",
                generation.word(), later.took().toMillis(), starting.took().toMillis());
        assertThat(service.isAlive()).isTrue();
        assertThat(starting.outcome()).isInstanceOf(SubmissionOutcome.Queued.class);
        assertThat(starting.took()).isLessThan(BOUND);
    }

    private boolean hasHung() throws InterruptedException {
        return Simulator.inDirectory(mac.standIn().state()).eventLog().stream()
                .anyMatch(line -> line.contains("not queued"));
    }

    private void install(StandInGeneration generation, Scenario scenario) throws IOException {
        mac = new StandInMac(folder, generation, scenario);
        backend = new CompressorBackend(
                mac.configuration().generation(mac.dialect()).build());
    }

    private Submitted submit(Duration limit) throws Exception {
        BatchOrder order = order();
        long start = System.nanoTime();
        SubmissionOutcome outcome = backend.engine().submit(order, Deadline.after(limit, backend.timekeeper()));
        return new Submitted(outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    private BatchOrder order() throws IOException {
        BatchRequest request = BatchRequest.builder()
                .sourceFile(StandInMac.movie(folder.resolve("a.mov")))
                .compressorSettingFile(
                        Files.writeString(
                                folder.resolve("a.compressorsetting"),
                                "<setting name=\"S\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>"))
                .destinationDirectory(Files.createTempDirectory(folder, "out"))
                .build();
        return new OrderResolver(backend, new LocalFiles(), 0).resolve(request, SubmissionId.random());
    }
}
