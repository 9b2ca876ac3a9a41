package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.simulator.encode.TinyClips;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of a scenario also happen when outputs are encoded, and leave neither an encoder nor its files. */
class EncodedFaultsTest {
    @TempDir
    private Path folder;

    private Path clip;
    private Path setting;

    @BeforeEach
    void makeClip() throws IOException, InterruptedException {
        clip = TinyClips.clip(folder.resolve("clip.mov"));
        setting = TinyClips.setting(
                folder.resolve("test.setting"),
                "QT",
                "mov",
                "<video-encode isEnabled=\"yes\"><codec-type>ap4x</codec-type></video-encode>");
        Files.createDirectory(folder.resolve("out"));
    }

    @Test
    void aJobThatFailsOnceIsEncodedByItsSecondAttempt() throws Exception {
        try (Qmaster qmaster = with(new Fault.JobFails("the disk burns", 1, 1, Trigger.ALWAYS))) {
            submitted(qmaster).await();
        }
        assertThat(TinyClips.streams(output(), "nb_frames")).containsExactly("10");
        nothingStays();
    }

    @Test
    void aJobThatAlwaysFailsHasNoOutput() throws Exception {
        try (Qmaster qmaster = with(new Fault.JobFails("the disk burns", 1, 3, Trigger.ALWAYS))) {
            assertThatThrownBy(() -> submitted(qmaster).await()).hasMessageContaining("the disk burns");
        }
        assertThat(output()).doesNotExist();
        nothingStays();
    }

    @Test
    void aFullDiskFailsTheJob() throws Exception {
        try (Qmaster qmaster = with(new Fault.DiskFull(Duration.ZERO, Optional.empty()))) {
            assertThatThrownBy(() -> submitted(qmaster).await())
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessageContaining("No space left on device");
        }
        assertThat(output()).doesNotExist();
        nothingStays();
    }

    @Test
    void anEmptyOutputIsNotTakenForASuccess() throws Exception {
        try (Qmaster qmaster = with(new Fault.OutputSpoiled(Fault.OutputSpoiled.How.EMPTY, Trigger.ALWAYS))) {
            assertThatThrownBy(() -> submitted(qmaster).await()).isInstanceOf(BatchFailedException.class);
        }
        assertThat(output()).isEmptyFile();
        nothingStays();
    }

    @Test
    void aPausedJobHasNoEncoderAndIsEncodedWhenItIsResumed() throws Exception {
        clip = longer();
        try (Qmaster qmaster = with(new Fault.Habit(Fault.Habit.Kind.PAUSE_STARTS_OVER, Trigger.ALWAYS))) {
            QmasterBatch batch = submitted(qmaster);
            until(batch, () -> encoders() == 1);
            batch.pause();
            until(batch, () -> encoders() == 0);
            assertThat(batch.status().state()).isEqualTo(BatchState.HOLD);
            assertThat(output()).isEmptyFile();
            batch.resume();
            batch.await();
        }
        assertThat(TinyClips.streams(output(), "nb_frames")).containsExactly("310");
        nothingStays();
    }

    @Test
    void anEncoderThatIsKilledIsFollowedByAnotherAttempt() throws Exception {
        clip = longer();
        try (Qmaster qmaster = with()) {
            QmasterBatch batch = submitted(qmaster);
            until(batch, () -> encoders() == 1);
            running().forEach(ProcessHandle::destroyForcibly);
            batch.await();
        }
        assertThat(TinyClips.streams(output(), "nb_frames")).containsExactly("310");
        nothingStays();
    }

    @Test
    void theErrorOutputOfAnEncoderIsKeptForTheBatch() throws Exception {
        byte[] movie = Files.readAllBytes(
                TinyClips.clip(folder.resolve("good.mov"), "-c:v", "mjpeg", "-movflags", "faststart"));
        for (int at = movie.length / 2; at < movie.length; at += 7) {
            movie[at] = 0;
        }
        clip = Files.write(folder.resolve("damaged.mov"), movie);
        try (Qmaster qmaster = with()) {
            QmasterBatch batch = submitted(qmaster);
            // Some versions of ffmpeg continue without the damaged frames.
            assertThat(catchThrowable(batch::await))
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            failed -> assertThat(failed).hasMessageMatching("(?s).{1,600}"));
            assertThat(qmaster.rawAnswer(batch.reference()))
                    .get()
                    .satisfies(answer -> assertThat(answer.error().lines())
                            .isNotEmpty()
                            .hasSizeLessThanOrEqualTo(120)
                            .allMatch(line -> line.startsWith("job 1, attempt ")));
        }
    }

    private Path longer() throws Exception {
        return TinyClips.clip(folder.resolve("long.mov"), "-c:v", "mpeg4", "-vf", "tpad=stop=300:stop_mode=clone");
    }

    private Qmaster with(Fault... faults) throws IOException, InterruptedException {
        Scenario.Builder scenario = Scenario.builder().speed(20).jobsTake(Duration.ofSeconds(2));
        Stream.of(faults).forEach(scenario::fault);
        return Qmaster.builder(Simulator.inDirectory(
                        folder.resolve("engine"),
                        Optional.of(scenario.build()),
                        OutputMaker.encoding(TinyClips.ffmpeg())))
                .policy(Policy.DEFAULT
                        .pollEvery(Duration.ofMillis(100))
                        .outputGrace(Duration.ofMillis(100))
                        .outputStableFor(Duration.ofMillis(1))
                        .sourceStableFor(Duration.ofMillis(1)))
                .build();
    }

    private QmasterBatch submitted(Qmaster qmaster) throws InterruptedException {
        return qmaster.submit(BatchRequest.builder()
                .sourceFile(clip)
                .compressorSettingFile(setting)
                .destinationFile(output())
                .build());
    }

    private Path output() {
        return folder.resolve("out/made.mov");
    }

    private void nothingStays() throws IOException {
        assertThat(encoders()).isZero();
        assertThat(folder.resolve("engine/encoding"))
                .satisfiesAnyOf(
                        place -> assertThat(place).doesNotExist(),
                        place -> assertThat(place).isEmptyDirectory());
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files.filter(file -> !file.equals(output()))).isEmpty();
        }
    }

    private long encoders() {
        return running().count();
    }

    /** The encoders of this test. */
    private Stream<ProcessHandle> running() {
        return ProcessHandle.current()
                .children()
                .filter(child -> Stream.of(child.info().arguments().orElse(new String[0]))
                        .anyMatch(word ->
                                word.startsWith("file:" + folder + "/engine/encoding/") && word.contains("/out/")));
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    /** Waits, while the engine works, until a condition holds. */
    private static void until(QmasterBatch batch, Condition condition) throws Exception {
        while (!condition.holds()) {
            try {
                batch.completion().toCompletableFuture().get(5, TimeUnit.MILLISECONDS);
                throw new AssertionError("it has ended before: " + batch.status());
            } catch (TimeoutException notYet) {
                // Check again.
            }
        }
    }
}
