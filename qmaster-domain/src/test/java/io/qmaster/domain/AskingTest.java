package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of a {@link Qmaster}, which a closed one refuses. */
class AskingTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<BatchEvent.Submitted> submitted = new ArrayList<>();
    private final Qmaster qmaster = Qmaster.builder(backend)
            .listener(new BatchListener() {
                @Override
                public void submitted(BatchEvent.Submitted event) {
                    submitted.add(event);
                }
            })
            .build();

    AskingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    @Test
    void everyBatchThatTheEngineShowsIsListed() throws Exception {
        backend.batch(BATCH).shows(Duration.ZERO, "Processing", 10);

        assertThat(qmaster.list()).extracting(BatchStatus::batch).containsExactly(BATCH);
    }

    @Test
    void aListedBatchIsWhereItWasSubmittedToAlsoIfTheListDoesNotSaySo() throws Exception {
        BatchReference other = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-1").queues("B-2");
        qmaster.submit(bench.request().cluster(Cluster.named("FCS Cluster")).build());
        qmaster.submit(bench.request()
                .cluster(Cluster.named("FCS Cluster"))
                .destinationFile(bench.output("other.mov"))
                .build());
        backend.batch(BATCH).named(backend.submitted().get(0).name()).shows(Duration.ZERO, "Processing");
        backend.batch(other).named("the same id of another engine").shows(Duration.ZERO, "Processing");

        assertThat(qmaster.list())
                .extracting(BatchStatus::batch)
                .containsExactly(BatchReference.of("B-1", "FCS Cluster"), other);
    }

    @Test
    void aListedBatchIsWhereTheListSays() throws Exception {
        BatchReference elsewhere = BatchReference.of("B-1", "Another Cluster");
        backend.queues("B-1").batch(elsewhere).shows(Duration.ZERO, "Processing");
        qmaster.submit(bench.request().cluster(Cluster.named("FCS Cluster")).build());

        assertThat(qmaster.list()).extracting(BatchStatus::batch).containsExactly(elsewhere);
    }

    @Test
    void anEngineThatCannotListSaysSo() {
        backend.without(Capability.LIST);

        assertThatThrownBy(qmaster::list).isInstanceOf(UnsupportedByEngineException.class);
    }

    @Test
    void aBatchIsFoundByItsReferenceAsItIsNow() throws Exception {
        backend.batch(BATCH).shows(Duration.ZERO, "Processing", 10);

        assertThat(qmaster.find(BATCH)).map(BatchStatus::state).contains(BatchState.PROCESSING);
    }

    @Test
    void theSameIdOnAnotherClusterIsAnotherBatch() throws Exception {
        backend.queues("B-1");
        qmaster.submit(bench.request().build());

        assertThat(qmaster.attach(BATCH).submissionId()).isPresent();
        assertThat(qmaster.attach(BatchReference.of("B-1", "FCS Cluster")).submissionId())
                .isEmpty();
    }

    @Test
    void aBatchIsSubmittedAndWaitedForWithinLimits() {
        backend.queues("B-1").batch(BATCH).shows(Duration.ZERO, "Processing");
        WaitLimits limits = WaitLimits.NONE.run(Duration.ofMinutes(1)).leaveOnTimeout();

        assertThatThrownBy(() -> qmaster.submitAndWaitOrCancel(bench.request().build(), limits))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void whatIsWaitedForWithinLimitsIsReturned() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        backend.clock().schedule(Duration.ofSeconds(1), () -> bench.encoded("clip.mov"));

        assertThat(qmaster.submitAndWaitOrCancel(bench.request().build(), WaitLimits.NONE.run(Duration.ofMinutes(5)))
                        .state())
                .isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void aRequestThatWasMadeBeforeIsAnnouncedAsARepetition() throws Exception {
        backend.queues("B-1");
        BatchRequest request = bench.request().requestId("once").build();
        qmaster.submit(request);

        qmaster.submit(request);
        backend.clock().advance(Duration.ofSeconds(1));

        assertThat(submitted).extracting(BatchEvent.Submitted::replayed).containsExactly(false, true);
    }

    @Test
    void sameRequestsUnderTwoRequestIdsAreTwoBatches() throws Exception {
        backend.queues("B-1").queues("B-2");
        qmaster.submit(bench.request().requestId("one").build());

        QmasterBatch other = qmaster.submit(bench.request()
                .destinationFile(bench.output("other.mov"))
                .requestId("two")
                .build());

        assertThat(other.id()).isEqualTo(new BatchId("B-2"));
    }

    @Test
    void settingsAndHealthAreThoseOfTheBackend() throws Exception {
        assertThat(qmaster.settings()).isSameAs(backend);
        assertThat(qmaster.setting(bench.setting().toString()).name()).isEqualTo("Plain");
        assertThat(qmaster.health()).isEqualTo(backend.health(null));
    }

    @Test
    void theRawAnswerIsThatOfTheBackend() throws Exception {
        assertThat(qmaster.rawAnswer(BATCH)).isEmpty();
        RawAnswer answer = new RawAnswer("monitor", "ended with 0", "<batchStatus", "");

        backend.says(answer);

        assertThat(qmaster.rawAnswer(BATCH)).contains(answer);
    }

    @Test
    void aClosedQmasterAnswersNothing() {
        qmaster.close();

        List<ThrowingCallable> questions = List.of(
                () -> qmaster.submit(bench.request().build()),
                () -> qmaster.submitAndWaitOrCancel(bench.request().build(), WaitLimits.NONE),
                () -> qmaster.attach(BATCH),
                () -> qmaster.find(BATCH),
                () -> qmaster.find(Set.of(BATCH)),
                () -> qmaster.record(BATCH),
                () -> qmaster.record(SubmissionId.random()),
                () -> qmaster.history(HistoryFilter.ALL),
                () -> qmaster.rawAnswer(BATCH),
                () -> qmaster.giveUp(SubmissionId.random(), "somebody"),
                qmaster::list,
                qmaster::recover,
                () -> qmaster.recover(SubmissionId.random()),
                qmaster::adopt,
                () -> qmaster.retryOf(SubmissionId.random()),
                () -> qmaster.retry(SubmissionId.random()),
                qmaster::health,
                () -> qmaster.remaining(bench.request().build()),
                () -> qmaster.preview(bench.request().build()),
                () -> qmaster.giveUpUnasked(SubmissionId.random(), "somebody"),
                () -> qmaster.recover(List.of()),
                qmaster::settings,
                () -> qmaster.setting("Plain"),
                () -> qmaster.onEvent(event -> {}),
                () -> qmaster.cancel(BATCH),
                () -> qmaster.pause(BATCH),
                () -> qmaster.resume(BATCH));

        assertThat(questions)
                .allSatisfy(question -> assertThatThrownBy(question).isInstanceOf(QmasterClosedException.class));
        assertThat(backend.questions()).isEmpty();
        assertThat(backend.controls()).isEmpty();
    }

    @Test
    void aBatchOfAClosedQmasterAsksTheEngineNothing() {
        QmasterBatch batch = qmaster.attach(BATCH);
        qmaster.close();

        List<ThrowingCallable> questions = List.of(
                batch::await,
                () -> batch.await(Duration.ofSeconds(1)),
                () -> batch.awaitOrCancel(WaitLimits.NONE),
                () -> batch.awaitStatus(status -> true, Duration.ofSeconds(1)),
                batch::status,
                batch::cancel,
                batch::pause,
                batch::resume);

        assertThat(questions)
                .allSatisfy(question -> assertThatThrownBy(question).isInstanceOf(QmasterClosedException.class));
        assertThat(backend.questions()).isEmpty();
        assertThat(backend.controls()).isEmpty();
    }

    @Test
    void aBatchThatEndedIsStillKnownAfterClosing() throws Exception {
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        QmasterBatch batch = qmaster.attach(BATCH);
        BatchResult result = batch.await();
        qmaster.close();

        assertThat(batch.await()).isEqualTo(result);
        assertThat(batch.status()).isEqualTo(result.status());
        assertThatThrownBy(batch::cancel).isInstanceOf(QmasterClosedException.class);
    }

    @Test
    void theEndThatTheJournalKnowsIsFoundWithoutAQuery() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch batch = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        batch.await();
        int queries = backend.questions().size();

        assertThat(qmaster.find(BATCH)).map(BatchStatus::state).contains(BatchState.SUCCESSFUL);
        assertThat(backend.questions()).hasSize(queries);
    }
}
