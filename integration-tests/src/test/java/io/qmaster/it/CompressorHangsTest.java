package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.OrderResolver;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.it.StandInCompressor.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both ways in which the real programs hang, through the whole backend. What took how long is printed, and compared with
 * the minute for which a program would have held the call, so that a busy machine fails nothing.
 */
@Timeout(value = 5, unit = MINUTES)
class CompressorHangsTest {
    private static final Duration HELD = Duration.ofSeconds(60);
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private StandInCompressor standIn;
    private Backend backend;

    /** How a submission went. */
    private record Submitted(SubmissionOutcome outcome, Duration took) {}

    @ParameterizedTest(name = "{0}")
    @EnumSource(Version.class)
    void aSubmissionThatHangsAndIgnoresTermEndsAtItsDeadlineAndLeavesNoProcess(Version version) throws Exception {
        install(version);
        standIn.onSubmit("trap '' TERM; echo $$ >\"$state/hanging\"; exec sleep " + HELD.toSeconds());

        Submitted submitted = submit(DEADLINE);

        System.out.printf(
                "%s: a submission that ignores TERM ended %d ms behind its deadline%n",
                version, submitted.took().minus(DEADLINE).toMillis());
        assertThat(submitted.outcome())
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Unknown.class,
                        unknown -> assertThat(unknown.cause()).isEqualTo(SubmissionOutcome.Unknown.Cause.DEADLINE));
        assertThat(submitted.took()).isBetween(DEADLINE, BOUND);
        assertThat(noted("hanging").filter(ProcessHandle::isAlive)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Version.class)
    void aServiceThatHoldsTheOutputOpenDelaysNothingAndLivesOn(Version version) throws Exception {
        install(version);
        Duration alone = submit(BOUND).took();
        standIn.onSubmit("sleep " + HELD.toSeconds() + " & echo $! >\"$state/service\"");

        Submitted submitted = submit(BOUND);

        System.out.printf(
                "%s: submitting took %d ms, and %d ms with a service that holds the output open%n",
                version, alone.toMillis(), submitted.took().toMillis());
        ProcessHandle service = noted("service").orElseThrow();
        boolean livesOn = service.isAlive();
        service.destroy();
        assertThat(livesOn).isTrue();
        assertThat(submitted.outcome()).isInstanceOf(SubmissionOutcome.Queued.class);
        assertThat(submitted.took()).isLessThan(BOUND);
    }

    private void install(Version version) throws IOException {
        standIn = StandInCompressor.install(version, folder.resolve("Applications"));
        backend = new CompressorBackend(
                standIn.configuration().generation(version.dialect()).build());
    }

    private Submitted submit(Duration limit) throws Exception {
        BatchOrder order = order();
        long start = System.nanoTime();
        SubmissionOutcome outcome = backend.engine().submit(order, Deadline.after(limit, backend.timekeeper()));
        return new Submitted(outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    private BatchOrder order() throws IOException {
        BatchRequest request = BatchRequest.builder()
                .sourceFile(Files.writeString(folder.resolve("a.mov"), "a movie"))
                .compressorSettingFile(
                        Files.writeString(
                                folder.resolve("a.compressorsetting"),
                                "<setting name=\"S\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>"))
                .destinationDirectory(Files.createDirectories(folder.resolve("out")))
                .build();
        return new OrderResolver(backend, new LocalFiles()).resolve(request, SubmissionId.random());
    }

    private Optional<ProcessHandle> noted(String name) throws IOException {
        long pid =
                Long.parseLong(Files.readString(standIn.state().resolve(name)).strip());
        return ProcessHandle.of(pid);
    }
}
