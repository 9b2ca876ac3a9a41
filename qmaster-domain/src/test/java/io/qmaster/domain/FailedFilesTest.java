package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed batch is reported with the files that failed. */
class FailedFilesTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();

    FailedFilesTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    @Test
    void theSourceOfAFailedBatchIsInItsMessageAndItsLogButNotInTheEnginesReason() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Failed: no disk");
        QmasterBatch submitted = Qmaster.over(backend).submit(bench.request().build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, submitted::await);

        String told = "failed: no disk (source " + bench.source("clip.mov") + ")";
        assertThat(failed).hasMessageEndingWith(told);
        assertThat(submitted.lastError()).contains(told);
        assertThat(failed.reason()).isEqualTo("no disk");
    }

    @Test
    void onlyTheSourceWhoseJobFailedIsNamedWithItsOwnReason() throws Exception {
        backend.queues("B-1", "J-1", "J-2")
                .batch(BATCH)
                .job("J-1", "clip.mov", "Successful")
                .job("J-2", "other.mov", "Failed: not a movie")
                .shows(Duration.ZERO, "Failed");
        QmasterBatch submitted = Qmaster.over(backend)
                .submit(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build());
        bench.encoded("clip.mov");

        assertThat(catchThrowableOfType(BatchFailedException.class, submitted::await))
                .hasMessageEndingWith("(source " + bench.source("other.mov") + ": not a movie)")
                .hasMessageNotContainingAny("clip.mov");
    }

    @Test
    void jobsThatAFailedBatchDoesNotListAreJudgedByTheirOutputs() throws Exception {
        backend.queues("B-1", "J-1", "J-2", "J-3")
                .batch(BATCH)
                .job("J-2", "other.mov", "Failed: not a movie")
                .shows(Duration.ZERO, "Failed: not a movie");
        Qmaster qmaster = Qmaster.over(backend);
        QmasterBatch submitted = qmaster.submit(bench.request()
                .job(JobRequest.of(bench.source("other.mov")))
                .job(JobRequest.of(bench.source("third.mov")))
                .build());
        bench.encoded("clip.mov");

        assertThat(catchThrowableOfType(BatchFailedException.class, submitted::await))
                .hasMessageNotContainingAny("clip.mov");
        assertThat(outputs(qmaster))
                .extracting(
                        Output::isGood,
                        output -> output.state(),
                        output -> output.reason().orElse(""))
                .containsExactly(
                        tuple(true, BatchState.SUCCESSFUL, ""),
                        tuple(false, BatchState.FAILED, "not a movie"),
                        tuple(false, BatchState.FAILED, "not a movie"));
    }

    @Test
    void anUnlistedJobWhoseSourceIsOnAMissingVolumeFailedBecauseOfThat() throws Exception {
        backend.queues("B-1", "J-1", "J-2")
                .batch(BATCH)
                .job("J-2", "other.mov", "Failed: no file")
                .shows(Duration.ZERO, "Failed: no file");
        Qmaster qmaster = Qmaster.over(backend);
        Path volume = Files.createDirectories(bench.source("clip.mov").resolveSibling("volume"));
        Path lost = Files.writeString(volume.resolve("lost.mov"), "a movie");
        Files.setLastModifiedTime(lost, FileTime.from(Instant.EPOCH));
        QmasterBatch submitted = qmaster.submit(BatchRequest.builder()
                .compressorSettingFile(bench.setting())
                .destinationDirectory(bench.output("clip.mov").getParent())
                .job(JobRequest.of(lost))
                .job(JobRequest.of(bench.source("other.mov")))
                .build());
        Files.delete(lost);
        Files.delete(volume);

        assertThatThrownBy(submitted::await).isInstanceOf(BatchFailedException.class);
        assertThat(outputs(qmaster)).extracting(Output::isWithoutVolume).containsExactly(true, false);
    }

    @Test
    void targetsOfAFailedBatchThatShareAnIdAreJudgedByTheirOutputs() throws Exception {
        backend.queues("B-1", "J-1")
                .batch(BATCH)
                .job("J-1", "clip.mov", "Failed: no encoder")
                .shows(Duration.ZERO, "Failed: no encoder");
        Qmaster qmaster = Qmaster.over(backend);
        QmasterBatch submitted = qmaster.submit(bench.request()
                .job(JobRequest.builder(bench.source("clip.mov"))
                        .destination(Destination.file(bench.output("second.mov")))
                        .build())
                .build());
        bench.encoded("clip.mov");

        assertThatThrownBy(submitted::await).isInstanceOf(BatchFailedException.class);
        assertThat(outputs(qmaster)).extracting(Output::isGood).containsExactly(true, false);
    }

    private static List<Output> outputs(Qmaster qmaster) throws InterruptedException {
        SubmissionRecord submission =
                qmaster.record(BATCH).orElseThrow().submission().orElseThrow();
        return submission.result().orElseThrow().targets();
    }

    @Test
    void ofManyFailedSourcesThreeAreNamedAndTheOthersAreCounted() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Failed: no disk");
        BatchRequest.Builder request = bench.request();
        IntStream.range(0, 9).forEach(n -> request.job(JobRequest.of(bench.source("more" + n + ".mov"))));
        QmasterBatch submitted = Qmaster.over(backend).submit(request.build());

        assertThat(catchThrowableOfType(BatchFailedException.class, submitted::await))
                .hasMessageContaining("(sources " + bench.source("clip.mov"))
                .hasMessageEndingWith("more1.mov and 7 more)");
    }

    @Test
    void aFailedBatchOfAnotherSubmitterNamesTheJobsThatFailed() throws Exception {
        backend.batch(BATCH)
                .job("J-1", "clip.mov", "Successful")
                .job("J-2", "other.mov", "Failed: not a movie")
                .shows(Duration.ZERO, "Failed: not a movie");
        QmasterBatch attached = Qmaster.over(backend).attach(BATCH);

        assertThat(catchThrowableOfType(BatchFailedException.class, attached::await))
                .hasMessageEndingWith("failed: not a movie (source other.mov)");
    }
}
