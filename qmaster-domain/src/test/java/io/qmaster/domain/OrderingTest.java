package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order that a request is resolved into. */
class OrderingTest {
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend().queues("B-1");

    OrderingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private BatchOrder order(BatchRequest.Builder request) throws InterruptedException {
        Qmaster.over(backend).submit(request.build());
        return backend.submitted().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "clip.mov, clip.mov Transcode",
        "-clip.mov, clip.mov Transcode",
        "'- - clip.mov', clip.mov Transcode",
        "'a\nb\tc.mov', a b c.mov Transcode",
        "---, Transcode",
        "Überfahrt 🚢.mov, Überfahrt 🚢.mov Transcode",
    })
    void aBatchIsNamedAfterItsSourceWithoutWhatANameMustNotHold(String file, String name) throws Exception {
        assertThat(order(bench.request().sourceFile(bench.source(file)).exactName())
                        .name())
                .isEqualTo(name);
    }

    @Test
    void theNameOfALongSourceIsCutInItsMiddle() throws Exception {
        Path source = bench.source("n".repeat(250));

        String name = order(bench.request().sourceFile(source).exactName()).name();

        assertThat(name).hasSize(200).matches("n+\\.\\.\\.n+ Transcode");
    }

    @Test
    void aSuffixStandsBetweenTheStemAndTheExtensionOfTheSetting() throws Exception {
        Path out = bench.output("x").getParent();
        BatchRequest.Builder request = BatchRequest.builder()
                .compressorSettingFile(bench.setting())
                .job(JobRequest.builder(bench.source("clip.final.mxf"))
                        .destination(Destination.directory(out, "-proxy"))
                        .build());

        assertThat(order(request).targets().get(0).plannedPath()).isEqualTo(out.resolve("clip.final-proxy.mov"));
    }

    @Test
    void everyPathOfAnOrderIsAbsolute() throws Exception {
        Path here = Path.of("").toAbsolutePath();
        Path chapters = here.relativize(bench.source("chapters.txt"));
        JobOptions options = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(chapters),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        Target target = order(bench.request()
                        .sourceFile(here.relativize(bench.source("clip.mov")))
                        .destinationDirectory(here.relativize(bench.output("x").getParent()))
                        .options(options))
                .targets()
                .get(0);

        assertThat(target.source()).isEqualTo(bench.source("clip.mov"));
        assertThat(target.plannedPath()).isEqualTo(bench.output("clip.mov"));
        assertThat(target.options().chapters()).contains(bench.source("chapters.txt"));
    }

    @Test
    void anOrderRemembersItsSourceAsItWas() throws Exception {
        Path source = bench.source("clip.mov");

        FileMark mark = order(bench.request()).targets().get(0).sourceMark();

        assertThat(mark.bytes()).isEqualTo(Files.size(source));
    }
}
