package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.BackendContract;
import io.qmaster.domain.port.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The real Compressor of this machine keeps every promise of a backend. It submits to a real queue, so it runs only
 * with the profile {@code on-mac} and a named cluster. MAC.md of this module describes it.
 *
 * <p>Batches of the test that have not ended are cancelled by their ids, and no others. All answers of the programs are
 * saved below {@code target/raw-answers}.
 */
@EnabledIfSystemProperty(named = "qmaster.cluster", matches = ".+", disabledReason = "it submits to a real queue")
class OnMacIT extends BackendContract {
    private static final Path EXAMPLES =
            Path.of("../qmaster-cli/examples").toAbsolutePath().normalize();
    private static final Path ANSWERS = Path.of("target/raw-answers");
    private static final RawAnswers RECORDER = new RawAnswers(ANSWERS);

    private final OwnBatches own = new OwnBatches();
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
        return Files.copy(EXAMPLES.resolve(name), emptyFolder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    protected void submitted(BatchReference batch) {
        own.add(batch);
    }

    @AfterEach
    void cancelWhatHasNotEnded() throws Exception {
        List<BatchReference> left = own.cancelWhatHasNotEnded(compressor);
        assertThat(left)
                .as("batches that are still running: cancel them by hand")
                .isEmpty();
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty("qmaster." + name));
    }
}
