package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.BackendContract;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.ControlAction;
import io.qmaster.domain.port.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The real Compressor of this machine keeps every promise of a backend. It submits to a real queue, so it runs only with
 * the profile {@code on-mac} and a cluster that is named; the README tells the rest.
 *
 * <p>What was submitted and has not ended is cancelled by its id, and nothing else is touched. Whatever the programs
 * answered is saved below {@code target/raw-answers}.
 */
@EnabledIfSystemProperty(named = "qmaster.cluster", matches = ".+", disabledReason = "it submits to a real queue")
class OnMacIT extends BackendContract {
    private static final Path EXAMPLES =
            Path.of("../qmaster-cli/examples").toAbsolutePath().normalize();
    private static final Path ANSWERS = Path.of("target/raw-answers");
    private static final RawAnswers RECORDER = new RawAnswers(ANSWERS);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final List<BatchReference> submitted = new CopyOnWriteArrayList<>();
    private Backend compressor;

    @BeforeAll
    static void forgetEarlierAnswers() throws IOException {
        if (Files.exists(ANSWERS)) {
            try (Stream<Path> earlier = Files.list(ANSWERS)) {
                for (Path answer : earlier.toList()) {
                    Files.delete(answer);
                }
            }
        }
    }

    @Override
    protected Backend newBackend(Path emptyFolder) {
        CompressorConfiguration.Builder configuration = CompressorConfiguration.builder();
        property("compressor").map(Path::of).ifPresent(configuration::compressor);
        property("batch-monitor").map(Path::of).ifPresent(configuration::batchMonitor);
        compressor = new CompressorBackend(configuration.build(), RECORDER);
        return compressor;
    }

    @Override
    protected Cluster cluster() {
        return Cluster.named(property("cluster").orElseThrow());
    }

    @Override
    protected Path shortSource(Path emptyFolder) throws IOException {
        return Files.copy(EXAMPLES.resolve("clip.mov"), emptyFolder.resolve("short.mov"));
    }

    @Override
    protected Path longSource(Path emptyFolder) throws IOException {
        Path source = property("long-source").map(Path::of).orElseGet(() -> EXAMPLES.resolve("clip.mov"));
        return Files.copy(source, emptyFolder.resolve("long.mov"));
    }

    @Override
    protected Path setting(Path emptyFolder) throws IOException {
        String name = "HD 720p.compressorsetting";
        return Files.copy(EXAMPLES.resolve(name), emptyFolder.resolve(name));
    }

    @Override
    protected void submitted(BatchReference batch) {
        submitted.add(batch);
    }

    @AfterEach
    void cancelWhatHasNotEnded() throws Exception {
        for (BatchReference batch : submitted) {
            if (!hasEnded(batch)) {
                cancel(batch);
            }
        }
    }

    private void cancel(BatchReference batch) throws InterruptedException {
        if (!compressor.capabilities().contains(Capability.CONTROL)) {
            System.err.println("cancel the batch " + batch + " by hand, in Batch Monitor: nothing else can");
            return;
        }
        compressor.engine().control(batch, ControlAction.CANCEL, inAMinute());
        Deadline deadline = inAMinute();
        while (!hasEnded(batch) && !deadline.hasPassed(compressor.timekeeper())) {
            compressor.timekeeper().pause(Duration.ofSeconds(1));
        }
        assertThat(hasEnded(batch)).as("%s was cancelled and has ended", batch).isTrue();
    }

    private boolean hasEnded(BatchReference batch) throws InterruptedException {
        BatchStatus status =
                compressor.statusSource().find(Set.of(batch), inAMinute()).get(batch);
        return status != null && status.state().isFinal();
    }

    private Deadline inAMinute() {
        return Deadline.after(A_MINUTE, compressor.timekeeper());
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty("qmaster." + name));
    }
}
