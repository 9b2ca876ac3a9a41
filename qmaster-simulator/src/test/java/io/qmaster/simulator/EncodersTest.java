package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.simulator.encode.TinyClips;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A simulator in a directory that encodes, with real processes. */
@Timeout(120)
class EncodersTest {
    private static final String PROXY = "<video-encode isEnabled=\"yes\"><codec-type>apco</codec-type></video-encode>";
    private static final String LARGER =
            "<video-encode isEnabled=\"yes\"><codec-type>ap4x</codec-type><automatic width=\"640\" height=\"360\"/></video-encode>";

    @TempDir
    private Path folder;

    private Path clip;
    private Qmaster qmaster;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
        qmaster = over(Scenario.builder().speed(20).build());
    }

    private Qmaster over(Scenario scenario) throws IOException, InterruptedException {
        return Qmaster.builder(Simulator.inDirectory(
                        folder.resolve("engine"), Optional.of(scenario), OutputMaker.encoding(TinyClips.ffmpeg())))
                .policy(Policy.DEFAULT
                        .pollEvery(Duration.ofMillis(100))
                        .outputStableFor(Duration.ofMillis(1))
                        .sourceStableFor(Duration.ofMillis(1)))
                .build();
    }

    @AfterEach
    void close() {
        // Without a working ffmpeg, the test was skipped before it opened one.
        if (qmaster != null) {
            qmaster.close();
        }
        // Those of a test that failed, which the next test would wait for.
        encoders().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void anOutputIsWhatItsSettingSays() throws Exception {
        BatchResult result = submitted(PROXY, "one.mov").await();
        assertThat(result.status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(TinyClips.streams(folder.resolve("one.mov"), "codec_tag_string"))
                .containsExactly("apco");
        assertThat(folder.resolve("engine/encoding")).isEmptyDirectory();
    }

    @Test
    void theHealthCheckSaysWhatTheFfmpegEncodes() throws Exception {
        assertThat(qmaster.health().findings())
                .filteredOn(finding -> finding.id().equals("outputs"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("outputs are encoded by ffmpeg", "H.264"));
    }

    @Test
    void whatCannotBeEncodedIsKnownBeforeAJobIsSubmitted() throws Exception {
        SettingCatalog settings = qmaster.settings();
        assertThat(settings.remark().orElseThrow()).startsWith("the simulator encodes with ffmpeg ");
        assertThat(settings.objection(settings.read(
                        setting("<video-encode isEnabled=\"yes\"><codec-type>icod</codec-type></video-encode>"))))
                .get()
                .asString()
                .startsWith("the codec \"icod\" cannot be encoded by ffmpeg");
        assertThat(settings.objection(settings.read(setting(PROXY)))).isEmpty();
    }

    @Test
    void eightJobsOnTwoInstancesNeverHaveMoreThanTwoEncoders() throws Exception {
        QmasterBatch batch = submitted(LARGER, "1.mov", "2.mov", "3.mov", "4.mov", "5.mov", "6.mov", "7.mov", "8.mov");
        List<Long> seen = new ArrayList<>();
        while (!batch.completion().toCompletableFuture().isDone()) {
            seen.add(encoders().count());
            pass(batch);
        }
        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(seen).contains(2L).allMatch(count -> count <= 2);
        assertThat(encoders()).isEmpty();
    }

    @Test
    void aCancelledJobLeavesNeitherAnEncoderNorAnOutput() throws Exception {
        clip = TinyClips.clip(folder.resolve("long.mov"), "-c:v", "mpeg4", "-vf", "tpad=stop=3000");
        QmasterBatch batch = submitted(LARGER, "cancelled.mov");
        while (encoders().findAny().isEmpty()) {
            pass(batch);
        }
        assertThat(folder.resolve("cancelled.mov")).isEmptyFile();
        batch.cancel();
        while (!batch.completion().toCompletableFuture().isDone()
                || encoders().findAny().isPresent()) {
            pass(batch);
        }
        assertThat(folder.resolve("cancelled.mov")).doesNotExist();
    }

    @Test
    void theEncoderOfAJobOnHoldStandsStillAndGoesOn() throws Exception {
        QmasterBatch batch = held();
        ProcessHandle encoder = encoders().findAny().orElseThrow();
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only Linux shows whether a process stands still");
        // A process stops a moment after its signal.
        while (!stateOf(encoder).equals("T")) {
            pass(batch);
        }

        batch.resume();
        while (stateOf(encoder).equals("T")) {
            pass(batch);
        }

        assertThat(encoders()).containsExactly(encoder);
        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(TinyClips.streams(folder.resolve("held.mov"), "codec_tag_string"))
                .containsExactly("ap4x");
        assertThat(encoders()).isEmpty();
    }

    @Test
    void theEncoderOfAJobThatIsCancelledOnHoldEnds() throws Exception {
        QmasterBatch batch = held();

        batch.cancel();
        while (encoders().findAny().isPresent()) {
            pass(batch);
        }

        assertThat(folder.resolve("held.mov")).doesNotExist();
    }

    @Test
    void theEncoderOfAJobOnHoldEndsWhereAPauseStartsJobsOver() throws Exception {
        qmaster.close();
        qmaster = over(Scenario.parse("{\"speed\": 20, \"faults\": [{\"fault\": \"pause-starts-over\"}]}"));
        QmasterBatch batch = held();

        while (encoders().findAny().isPresent()) {
            pass(batch);
        }
        batch.resume();

        assertThat(batch.await().status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    /** A batch whose encoder was running when it was paused. */
    private QmasterBatch held() throws Exception {
        clip = TinyClips.clip(folder.resolve("longer.mov"), "-c:v", "mpeg4", "-vf", "tpad=stop=300");
        QmasterBatch batch = submitted(LARGER, "held.mov");
        while (encoders().findAny().isEmpty()) {
            pass(batch);
        }
        batch.pause();
        return batch;
    }

    /** The state of a process on Linux: T if it is stopped. */
    private static String stateOf(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    private static Stream<ProcessHandle> encoders() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("/ffmpeg"))
                .filter(ProcessHandle::isAlive);
    }

    /** Waits a moment while the engine works. */
    private static void pass(QmasterBatch batch) throws Exception {
        try {
            batch.completion().toCompletableFuture().get(10, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // Check again.
        } catch (ExecutionException cancelled) {
            // It has ended.
        }
    }

    private Path setting(String elements) throws IOException {
        return TinyClips.setting(folder.resolve("test.setting"), "QT", "mov", elements);
    }

    private QmasterBatch submitted(String elements, String... outputs) throws IOException, InterruptedException {
        Path setting = setting(elements);
        BatchRequest.Builder request = BatchRequest.builder();
        for (String output : outputs) {
            request.job(JobRequest.builder(Files.createSymbolicLink(folder.resolve("source-of-" + output), clip))
                    .compressorSettingFile(setting)
                    .destinationFile(folder.resolve(output))
                    .build());
        }
        return qmaster.submit(request.build());
    }
}
