package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches from request to checked output, through the real adapter and real processes. */
@Timeout(value = 5, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class CompressorRunTest {
    private static final List<String> HARD_NAMES = List.of(
            "two  words.mov",
            "\"double\" and 'single'.mov",
            "$(touch oops) `id` ; & |.mov",
            "a%20b.mov",
            Normalizer.normalize("Überführung é.mov", Normalizer.Form.NFC),
            Normalizer.normalize("Überführung é.mov", Normalizer.Form.NFD),
            "ű 日本語 🎬.mov",
            "-resetBackgroundProcessing",
            "a line\nand another.mov",
            "<batchStatus name=\"x\" status=\"Failed\" >.mov",
            "<batchID x >.mov",
            "x".repeat(196) + ".mov");

    private static final Scenario QUICK = Scenario.builder().speed(200).build();

    private final List<StandInMac> macs = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endServices() throws Exception {
        for (StandInMac mac : macs) {
            mac.endService();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void sourcesAndFoldersWithHardNamesAreEncodedInOneBatch(StandInGeneration generation) throws Exception {
        BatchRequest.Builder request = request();
        Path in = made("in %20 (1) é");
        Path out = made("out \"$HOME\" 'x' ű\n");
        for (String name : HARD_NAMES) {
            request.job(JobRequest.builder(source(in, name))
                    .destinationFile(out.resolve("to " + HARD_NAMES.indexOf(name) + ".mov"))
                    .build());
        }

        BatchResult result = run(generation, request.build());

        assertThat(result.status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(result.targets()).hasSize(HARD_NAMES.size());
        assertThat(result.targets())
                .allSatisfy(
                        output -> assertThat(Files.readString(output.target().plannedPath()))
                                .isEqualTo(Files.readString(output.target().source())));
        assertThat(folder.resolve("oops")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("names")
    void aBatchIsFoundUnderItsIdWhateverItsName(StandInGeneration generation, String name) throws Exception {
        BatchRequest request = request()
                .batchName(name)
                .sourceFile(source(made("in"), "a.mov"))
                .destinationFile(made("out").resolve("a.mov"))
                .build();

        assertThat(run(generation, request).status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void anUnavailableClusterIsReplacedByThisComputer(StandInGeneration generation) throws Exception {
        BatchRequest request = request()
                .cluster(Cluster.named("Cluster That Is Down"))
                .sourceFile(source(made("in"), "a.mov"))
                .destinationFile(made("out").resolve("a.mov"))
                .build();

        try (Qmaster qmaster = qmaster(generation)) {
            QmasterBatch batch = qmaster.submit(request);
            assertThat(batch.fellBack()).isTrue();
            assertThat(batch.cluster()).isEqualTo(Cluster.THIS_COMPUTER);
            assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        }
    }

    static Stream<Arguments> names() {
        return Stream.of(StandInGeneration.COMPRESSOR_4, StandInGeneration.COMPRESSOR_5_4)
                .flatMap(generation -> Stream.of(
                                "#4711: \"Hallo\" – Großer Saal",
                                "x\" status=\"Failed\" batchid=\"y",
                                "\\ and & and </batchStatus> and é 日本 🎬")
                        .map(name -> Arguments.of(generation, name)));
    }

    private BatchResult run(StandInGeneration generation, BatchRequest request) throws Exception {
        try (Qmaster qmaster = qmaster(generation)) {
            return qmaster.submitAndWait(request);
        }
    }

    private Qmaster qmaster(StandInGeneration generation) throws IOException {
        StandInMac mac = new StandInMac(DrivenCompressor.place(folder), generation, QUICK);
        macs.add(mac);
        return Qmaster.builder(new CompressorBackend(mac.configuration().build()))
                .policy(Policy.DEFAULT.pollEvery(Duration.ofMillis(200)))
                .build();
    }

    private BatchRequest.Builder request() throws IOException {
        return BatchRequest.builder()
                .compressorSettingFile(
                        Files.writeString(
                                made("settings 'x'").resolve("a setting.compressorsetting"),
                                "<setting name=\"S\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>"));
    }

    private static Path source(Path in, String name) throws IOException {
        return StandInMac.movie(in.resolve(name));
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
