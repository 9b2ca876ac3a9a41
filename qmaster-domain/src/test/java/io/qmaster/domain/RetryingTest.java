package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A retry submits the missing outputs of a batch and nothing else. */
class RetryingTest {
    private static final BatchReference FIRST = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final BatchReference SECOND = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();

    RetryingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    /** Two targets: the engine writes these outputs and reports this at the end. */
    private SubmissionId ended(BatchRequest.Builder request, String end, String... written) {
        backend.attempt((order, deadline) -> {
            for (String name : written) {
                bench.encoded(name);
            }
            return new SubmissionOutcome.Queued(FIRST.id(), List.of());
        });
        backend.queues("B-2");
        backend.batch(FIRST).shows(Duration.ZERO, "Processing").shows(Duration.ofMinutes(1), end);
        assertThatThrownBy(() -> qmaster.submitAndWait(
                        request.job(JobRequest.of(bench.source("other.mov"))).build()))
                .isInstanceOf(QmasterException.class);
        return journal.entries().get(0).submissionId();
    }

    @Test
    void onlyTheTargetsThatFailedAreRetried() {
        SubmissionId original = ended(bench.request(), "Successful", "clip.mov");

        BatchRequest retry = qmaster.retryOf(original);

        assertThat(retry.jobs()).extracting(JobRequest::source).containsExactly(bench.source("other.mov"));
        assertThat(retry.existingOutput()).isEqualTo(ExistingOutput.REFUSE);
        assertThat(retry.jobs().get(0).destination())
                .contains(Destination.file(bench.output("other.mov").toAbsolutePath()));
    }

    @Test
    void aCancelledBatchIsRetriedWhole() {
        SubmissionId original = ended(bench.request(), "Cancelled");

        assertThat(qmaster.retryOf(original).jobs()).hasSize(2);
    }

    @Test
    void aSubmissionThatWasNeverQueuedIsRetriedWhole() {
        backend.attempt(
                new SubmissionOutcome.Refused(RefusalKind.UNABLE_TO_SUBMIT, "Not a movie.", OptionalInt.of(1), false));
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(SubmissionException.class);

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(retry.jobs()).hasSize(1);
    }

    @Test
    void aJobThatTheEngineCallsSuccessfulInAFailedBatchIsLeftOutIfItsOutputIsThere() {
        backend.batch(FIRST).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of(new JobId("J-1"), new JobId("J-2")));
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build()))
                .isInstanceOf(BatchFailedException.class);

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(retry.jobs()).extracting(JobRequest::source).containsExactly(bench.source("other.mov"));
    }

    @ParameterizedTest
    @EnumSource(Publication.class)
    void whatAFailedBatchReplacedAllTheSameIsNotMadeOnceMore(Publication publication) {
        Workbench.written(bench.output("clip.mov"), "old");
        backend.batch(FIRST).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "new");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of(new JobId("J-1"), new JobId("J-2")));
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .existingOutput(ExistingOutput.REPLACE)
                        .publication(publication)
                        .build()))
                .isInstanceOf(BatchFailedException.class);

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(retry.jobs()).extracting(JobRequest::source).containsExactly(bench.source("other.mov"));
        assertThat(bench.output("clip.mov")).hasContent("new");
    }

    @Test
    void anOldOutputThatIsBackDoesNotPassForTheNewOne() {
        Workbench.written(bench.output("clip.mov"), "old");
        backend.batch(FIRST).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt(new SubmissionOutcome.Queued(FIRST.id(), List.of(new JobId("J-1"), new JobId("J-2"))));
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .existingOutput(ExistingOutput.REPLACE)
                        .build()))
                .isInstanceOf(BatchFailedException.class);

        BatchRequest retry = qmaster.retryOf(journal.entries().get(0).submissionId());

        assertThat(bench.output("clip.mov")).hasContent("old");
        assertThat(retry.jobs()).hasSize(2);
        assertThat(retry.existingOutput()).isEqualTo(ExistingOutput.REPLACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "an empty file"})
    void aJobThatTheEngineCallsSuccessfulInAFailedBatchIsRetriedIfItsOutputIsNotThere(String there) {
        backend.batch(FIRST).job("J-1", "clip.mov", "Successful").job("J-2", "other.mov", "Failed");
        backend.attempt(new SubmissionOutcome.Queued(FIRST.id(), List.of(new JobId("J-1"), new JobId("J-2"))));
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        if (there.equals("an empty file")) {
            backend.clock().schedule(Duration.ofMillis(1), () -> Workbench.written(bench.output("clip.mov"), ""));
        }
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build()))
                .isInstanceOf(BatchFailedException.class);

        assertThat(qmaster.retryOf(journal.entries().get(0).submissionId()).jobs())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mended by hand", "of the same size"})
    void anOutputThatIsKnownToBeSpoiltIsReplacedUnlessItChangedSince(String since) throws Exception {
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            Workbench.written(order.targets().get(0).source(), "another movie");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of());
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Successful");
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request().build()))
                .isInstanceOf(BatchFailedException.class);
        SubmissionId original = journal.entries().get(0).submissionId();
        assertThat(qmaster.retryOf(original).existingOutput()).isEqualTo(ExistingOutput.REPLACE);

        Path output = bench.output("clip.mov");
        boolean sameSize = since.equals("of the same size");
        Workbench.written(output, sameSize ? Files.readString(output) : since);
        Files.setLastModifiedTime(output, FileTime.fromMillis(1));

        assertThat(qmaster.retryOf(original).existingOutput()).isEqualTo(ExistingOutput.REFUSE);
    }

    @Test
    void whatHasTheSizeOfASpoiltOutputAndStandsBesideItIsNotReplaced() throws Exception {
        Path wanted = bench.output("clip.mp4");
        backend.attempt((order, deadline) -> {
            Workbench.written(wanted, "an encoded movie");
            Workbench.written(order.targets().get(0).source(), "another movie");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of());
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Successful");
        assertThatThrownBy(() -> qmaster.submitAndWait(BatchRequest.builder()
                        .sourceFile(bench.source("clip.mov"))
                        .compressorSettingFile(bench.setting())
                        .destinationFile(wanted)
                        .build()))
                .isInstanceOf(BatchFailedException.class);
        SubmissionId original = journal.entries().get(0).submissionId();
        assertThat(qmaster.retryOf(original).existingOutput()).isEqualTo(ExistingOutput.REPLACE);

        bench.encoded("clip.mov");

        assertThat(qmaster.retryOf(original).existingOutput()).isEqualTo(ExistingOutput.REFUSE);
    }

    @Test
    void everythingElseIsAsItWasButTheRequestId() {
        BatchRequest.Builder first = bench.request()
                .cluster(Cluster.named("FCS Cluster"))
                .priority(Priority.HIGH)
                .batchName("Dailies")
                .label("reel", "12")
                .publication(Publication.ATOMIC)
                .requestId("once");
        backend.attempt(new SubmissionOutcome.Refused(
                RefusalKind.CLUSTER_UNAVAILABLE, "no controller", OptionalInt.of(1), false));
        SubmissionId original = ended(first, "Cancelled");

        BatchRequest retry = qmaster.retryOf(original);

        assertThat(retry.cluster()).isEqualTo(Cluster.named("FCS Cluster"));
        assertThat(retry.priority()).isEqualTo(Priority.HIGH);
        assertThat(retry.batchName()).contains("Dailies");
        assertThat(retry.labels()).containsEntry("reel", "12");
        assertThat(retry.publication()).isEqualTo(Publication.ATOMIC);
        assertThat(retry.requestId()).isEmpty();
    }

    @Test
    void anEmptyFileThatTheFailedBatchLeftIsNoObstacle() throws Exception {
        SubmissionId original = ended(bench.request(), "Failed: no");
        Workbench.written(bench.output("clip.mov"), "");

        QmasterBatch retried = qmaster.retry(original);

        assertThat(retried.submissionId()).get().isNotEqualTo(original);
        assertThat(backend.submitted()).hasSize(2);
        assertThat(backend.submitted().get(1).targets()).hasSize(2);
    }

    @Test
    void whatSomebodyElsePutThereMeanwhileIsNotReplaced() {
        SubmissionId original = ended(bench.request(), "Failed: no");
        Path theirs = Workbench.written(bench.output("clip.mov"), "made by hand");

        assertThatThrownBy(() -> qmaster.retry(original)).isInstanceOf(DestinationException.class);

        assertThat(theirs).hasContent("made by hand");
    }

    @Test
    void whatIsStillOpenIsNotRetried() throws Exception {
        backend.queues("B-1").batch(FIRST).shows(Duration.ZERO, "Processing");
        SubmissionId open =
                qmaster.submit(bench.request().build()).submissionId().orElseThrow();

        RetryException refused = catchThrowableOfType(RetryException.class, () -> qmaster.retry(open));

        assertThat(refused.code()).isEqualTo("RETRY_OPEN");
        assertThat(refused).hasMessageContaining("its batch B-1").hasMessageContaining("may still be running");
        assertThat(backend.submitted()).hasSize(1);
    }

    /** A failed replacement of two outputs, and the engine's reaction to the next submission. */
    private SubmissionId failedBefore(ScriptedBackend.Attempt next) {
        backend.queues("B-1").attempt(next);
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        assertThatThrownBy(() -> qmaster.submitAndWait(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .existingOutput(ExistingOutput.REPLACE)
                        .build()))
                .isInstanceOf(BatchFailedException.class);
        return journal.entries().get(0).submissionId();
    }

    /** The next submission is queued, writes some of its outputs, and ends with this status. */
    private ScriptedBackend.Attempt second(String end, int written) {
        backend.batch(SECOND).shows(Duration.ZERO, end);
        return (order, deadline) -> {
            order.targets().stream().limit(written).forEach(target -> Workbench.written(target.workPath(), "new"));
            return new SubmissionOutcome.Queued(SECOND.id(), List.of());
        };
    }

    private RetryException refused(BatchRequest retry) {
        RetryException refused = catchThrowableOfType(RetryException.class, () -> qmaster.submit(retry));
        assertThat(refused).isNotNull();
        assertThat(backend.submitted()).hasSize(2);
        return refused;
    }

    @Test
    void ofTwoRetriesAtOnceOneIsSubmittedAndTheOtherNamesIt() throws Exception {
        SubmissionId original = failedBefore(second("Processing", 0));
        BatchRequest late = qmaster.retryOf(original);
        QmasterBatch retried = qmaster.retry(original);

        RetryException refused = refused(late);

        assertThat(refused.code()).isEqualTo("RETRY_CLAIMED");
        assertThat(refused)
                .hasMessageContaining(original.value())
                .hasMessageContaining(retried.submissionId().orElseThrow().value())
                .hasMessageContaining("B-2");
    }

    @Test
    void aRetryThatFailedTooIsFollowedByAnother() throws Exception {
        SubmissionId original = failedBefore(second("Failed: no", 0));
        backend.queues("B-3");
        BatchRequest late = qmaster.retryOf(original);
        QmasterBatch retried = qmaster.retry(original);
        assertThatThrownBy(retried::await).isInstanceOf(BatchFailedException.class);

        qmaster.submit(late);

        assertThat(backend.submitted()).hasSize(3);
    }

    @Test
    void aRetryIsNotSubmittedAfterAnotherOneMadeEverythingMeanwhile() throws Exception {
        SubmissionId original = failedBefore(second("Successful", 2));
        BatchRequest late = qmaster.retryOf(original);
        qmaster.retry(original).await();

        RetryException refused = refused(late);

        assertThat(refused.code()).isEqualTo("RETRY_COMPLETE");
        assertThat(journal.entries()).noneMatch(entry -> entry.isOpen());
    }

    @Test
    void aRetryIsNotSubmittedAfterAnotherOneMadeAPartOfIt() throws Exception {
        SubmissionId original = failedBefore(second("Successful", 1));
        BatchRequest late = qmaster.retryOf(original);
        QmasterBatch retried = qmaster.retry(original);
        assertThatThrownBy(retried::await).isInstanceOf(BatchFailedException.class);

        RetryException refused = refused(late);

        assertThat(refused.code()).isEqualTo("RETRY_OVERTAKEN");
        assertThat(refused).hasMessageContaining("clip.mov");
        assertThat(journal.entries()).noneMatch(entry -> entry.isOpen());
    }

    @Test
    void whatNobodyCanSayOfIsNotRetried() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(InterruptedException.class);
        SubmissionId unknown = journal.entries().get(0).submissionId();

        assertThatThrownBy(() -> qmaster.retry(unknown))
                .isInstanceOf(RetryException.class)
                .hasMessageContaining("it is unknown whether the engine has it");
    }

    @Test
    void whatSucceededIsNotRetried() throws Exception {
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of());
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Successful");
        BatchResult made = qmaster.submitAndWait(bench.request().build());
        assertThat(made.verified()).isTrue();

        RetryException refused = catchThrowableOfType(
                RetryException.class,
                () -> qmaster.retry(journal.entries().get(0).submissionId()));

        assertThat(refused.code()).isEqualTo("RETRY_COMPLETE");
    }

    /** A failed replacement that was then retried successfully. */
    private SubmissionId retriedWithSuccess() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        BatchReference second = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-1").attempt((order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "an encoded movie");
            return new SubmissionOutcome.Queued(second.id(), List.of());
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Failed: no");
        backend.batch(second).shows(Duration.ZERO, "Successful");
        assertThatThrownBy(() -> qmaster.submitAndWait(
                        bench.request().existingOutput(ExistingOutput.REPLACE).build()))
                .isInstanceOf(BatchFailedException.class);
        SubmissionId original = journal.entries().get(0).submissionId();
        qmaster.retry(original).await();
        return original;
    }

    @Test
    void whatARetryMadeIsNotMadeByTheNextOne() throws Exception {
        SubmissionId original = retriedWithSuccess();

        RetryException refused = catchThrowableOfType(RetryException.class, () -> qmaster.retry(original));

        assertThat(refused.code()).isEqualTo("RETRY_COMPLETE");
        assertThat(backend.submitted()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mov", "plain.compressorsetting", "out/clip.mov"})
    void whatARetryMadeIsMadeOnceMoreIfItIsNotThatAnyMore(String changed) throws Exception {
        SubmissionId original = retriedWithSuccess();

        Files.writeString(bench.output("").resolveSibling(changed), " ", StandardOpenOption.APPEND);

        assertThat(qmaster.retryOf(original).jobs()).hasSize(1);
    }

    @Test
    void whatWasMadeBeforeABatchThatWasToReplaceItIsRetried() throws Exception {
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(FIRST.id(), List.of());
        });
        backend.batch(FIRST).shows(Duration.ZERO, "Successful");
        BatchReference second = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-2").batch(second).shows(Duration.ZERO, "Failed: no");
        BatchRequest.Builder request = bench.request();
        qmaster.submitAndWait(request.build());
        BatchRequest again = request.existingOutput(ExistingOutput.REPLACE).build();
        assertThatThrownBy(() -> qmaster.submitAndWait(again)).isInstanceOf(BatchFailedException.class);

        BatchRequest retry = qmaster.retryOf(journal.entries().get(1).submissionId());

        assertThat(retry.jobs()).hasSize(1);
    }

    @Test
    void aSubmissionThatNobodyKnowsIsNotRetried() {
        assertThatThrownBy(() -> qmaster.retry(SubmissionId.random())).isInstanceOf(BatchLostException.class);
    }
}
