package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The joint records of engine and journal. */
class RecordsTest {
    private static final BatchReference OURS = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final BatchReference OTHERS = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final Qmaster qmaster = Qmaster.over(backend);

    RecordsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private QmasterBatch submitted() throws InterruptedException {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch batch = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        return batch;
    }

    private BatchRecord record(BatchReference batch) throws InterruptedException {
        return qmaster.record(batch).orElseThrow();
    }

    @Test
    void aBatchOfOursIsKnownWithStatusAndSubmission() throws Exception {
        QmasterBatch batch = submitted();
        backend.clock().advance(s(15));

        BatchRecord record = record(OURS);

        assertThat(record.state()).contains(BatchState.PROCESSING);
        assertThat(record.percentComplete()).hasValue(20);
        assertThat(record.submission()).get().satisfies(known -> {
            assertThat(known.order()).isEqualTo(batch.order().orElseThrow());
            assertThat(known.isOpen()).isTrue();
            assertThat(known.attempts())
                    .extracting(SubmissionRecord.Attempt::number)
                    .containsExactly(1);
            assertThat(known.log()).isNotEmpty();
        });
        assertThat(qmaster.record(batch.submissionId().orElseThrow())).contains(record);
    }

    @Test
    void anEndedBatchIsKnownWithoutAQuery() throws Exception {
        submitted().await();
        int queries = backend.questions().size();

        assertThat(record(OURS).submission().flatMap(SubmissionRecord::result))
                .map(BatchResult::onlyOutput)
                .contains(bench.output("clip.mov"));
        assertThat(backend.questions()).hasSize(queries);
    }

    @Test
    void aSubmissionThatWasRefusedIsKnownWithItsReason() {
        backend.attempt(new SubmissionOutcome.Refused(RefusalKind.OTHER, "no licence", OptionalInt.of(1), false));
        QmasterException refused = (QmasterException)
                catchThrowable(() -> qmaster.submit(bench.request().build()));

        assertThat(catchThrowable(() -> {
                    BatchRecord record =
                            qmaster.record(refused.submissionId().orElseThrow()).orElseThrow();
                    assertThat(record.batch()).isEmpty();
                    assertThat(record.state()).isEmpty();
                    assertThat(record.reason().orElseThrow()).contains("no licence");
                }))
                .isNull();
    }

    @Test
    void aBatchOfAnotherUserHasNoSubmission() throws Exception {
        backend.batch(OTHERS).named("theirs").shows(s(0), "Processing");

        assertThat(record(OTHERS).submission()).isEmpty();
        assertThat(record(OTHERS).name()).contains("theirs");
    }

    @Test
    void aBatchWhoseJournalWasMovedAwayIsNotTakenForThatOfAnotherUser(@TempDir Path state) throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        Path folder = state.resolve("journal");
        try (FileJournal journal = FileJournal.in(folder, backend.clock());
                Qmaster journaled = Qmaster.builder(backend).journal(journal).build()) {
            journaled.submit(bench.request().build());
            Files.move(folder, state.resolve("elsewhere"));

            JournalException vanished = catchThrowableOfType(JournalException.class, () -> journaled.record(OURS));
            assertThat(vanished.code()).isEqualTo("JOURNAL_VANISHED");

            Files.move(state.resolve("elsewhere"), folder);
            assertThat(journaled.record(OURS).orElseThrow().submission()).isPresent();
        }
    }

    @Test
    void whatTheJournalKnowsIsGivenAlsoIfTheEngineDoesNotAnswer() throws Exception {
        submitted();
        backend.deaf(s(0), s(1000)).batch(OTHERS).shows(s(0), "Processing");

        assertThat(record(OURS).unread()).map(Failure::code).contains("STATUS_UNREADABLE");
        assertThat(record(OURS).submission()).isPresent();
        assertThatThrownBy(() -> qmaster.record(OTHERS)).isInstanceOf(StatusException.class);
    }

    @Test
    void aBatchThatNeitherKnowsIsEmpty() throws Exception {
        assertThat(qmaster.record(OTHERS)).isEmpty();
        assertThat(qmaster.record(SubmissionId.random())).isEmpty();
    }

    @Test
    void theHistoryIsTheNewestFirstHoweverTheEngineListsItsBatches() throws Exception {
        backend.queues("B-3").queues("B-4");
        for (String id : new String[] {"B-3", "B-4"}) {
            qmaster.submit(
                    bench.request().destinationFile(bench.output(id + ".mov")).build());
            backend.clock().advance(s(10));
        }
        // The engine lists B-4 before B-3, and the batch of another user after B-4.
        backend.batch(OTHERS).named("theirs").shows(s(0), "Waiting");
        for (String id : new String[] {"B-4", "B-5", "B-3"}) {
            backend.batch(BatchReference.of(id, Cluster.THIS_COMPUTER_NAME))
                    .named(id)
                    .shows(s(0), "Waiting");
        }

        assertThat(qmaster.history(HistoryFilter.LISTED))
                .extracting(record -> record.batch().orElseThrow().id().value())
                .containsExactly("B-5", "B-4", "B-3", "B-2");
    }

    @Test
    void theHistoryHasWhatTheEngineShowsAndWhatTheJournalRemembers() throws Exception {
        submitted().await();
        backend.batch(OURS).vanishes(s(100));
        backend.batch(OTHERS).named("theirs").shows(s(0), "Processing");
        backend.clock().advance(s(100));

        assertThat(qmaster.history(HistoryFilter.ALL))
                .extracting(record -> record.batch().orElseThrow())
                .containsExactly(OTHERS, OURS);
        assertThat(qmaster.history(HistoryFilter.LISTED))
                .extracting(record -> record.batch().orElseThrow())
                .containsExactly(OTHERS);
        assertThat(qmaster.history(HistoryFilter.ALL.states(Set.of(BatchState.SUCCESSFUL))))
                .extracting(record -> record.batch().orElseThrow())
                .containsExactly(OURS);
        assertThat(qmaster.history(HistoryFilter.ALL.named("CLIP")))
                .extracting(record -> record.batch().orElseThrow())
                .containsExactly(OURS);
        assertThat(qmaster.history(HistoryFilter.ALL.since(backend.clock().now().minus(s(10)))))
                .isEmpty();
    }

    @Test
    void theJournalsHistoryAsksNoEngine() throws Exception {
        submitted();
        backend.without(Capability.LIST);

        assertThat(qmaster.history(HistoryFilter.REMEMBERED)).hasSize(1);
        assertThatThrownBy(() -> qmaster.history(HistoryFilter.ALL)).isInstanceOf(UnsupportedByEngineException.class);
    }

    /** Two submitted batches, B-3 and B-4, and one of another user. */
    private void aNightOfThreeBatches() throws InterruptedException {
        backend.queues("B-3").queues("B-4");
        BatchReference third = BatchReference.of("B-3", "FCS Cluster");
        backend.batch(third).shows(s(0), "Processing");
        backend.batch(BatchReference.of("B-4", Cluster.THIS_COMPUTER_NAME)).shows(s(0), "Waiting");
        backend.batch(OTHERS).named("theirs").shows(s(0), "Waiting");
        qmaster.submit(bench.request()
                .destinationFile(bench.output("twelve.mov"))
                .cluster(third.cluster())
                .batchName("reel twelve")
                .label("reel", "12")
                .label("client", "Acme")
                .requestId("night")
                .build());
        qmaster.submit(bench.request()
                .destinationFile(bench.output("thirteen.mov"))
                .priority(Priority.HIGH)
                .label("reel", "13")
                .label("client", "Acme")
                .requestId("night/2")
                .build());
    }

    private List<String> ids(HistoryFilter filter) throws InterruptedException {
        return qmaster.history(filter).stream()
                .map(record -> record.batch().orElseThrow().id().value())
                .toList();
    }

    @Test
    void theHistoryIsFilteredByWhatWasSubmitted() throws Exception {
        aNightOfThreeBatches();

        assertThat(ids(HistoryFilter.ALL.labels(Map.of("client", "Acme")))).containsExactlyInAnyOrder("B-3", "B-4");
        assertThat(ids(HistoryFilter.ALL.labels(Map.of("client", "Acme", "reel", "13"))))
                .containsExactly("B-4");
        assertThat(ids(HistoryFilter.ALL.labels(Map.of("client", "Other")))).isEmpty();
        assertThat(ids(HistoryFilter.ALL.priority(Priority.HIGH))).containsExactly("B-4");
        assertThat(ids(HistoryFilter.ALL.cluster(Cluster.named("FCS Cluster")))).containsExactly("B-3");
        assertThat(ids(HistoryFilter.ALL.cluster(Cluster.THIS_COMPUTER))).containsExactlyInAnyOrder("B-2", "B-4");
        assertThat(ids(HistoryFilter.ALL.requestId("night/2"))).containsExactly("B-4");
        assertThat(ids(HistoryFilter.REMEMBERED.labels(Map.of("reel", "12")))).containsExactly("B-3");
    }

    @Test
    void aRequestIdStandsForAllBatchesOfItsRun() throws Exception {
        aNightOfThreeBatches();

        assertThat(ids(HistoryFilter.ALL.requestId("night"))).containsExactlyInAnyOrder("B-3", "B-4");
        assertThat(ids(HistoryFilter.ALL.requestId("nigh"))).isEmpty();
    }

    @Test
    void aBatchIsMeantByTheBeginningOfAnIdByItsNameAndByItsRequestId() throws Exception {
        aNightOfThreeBatches();
        BatchRecord record = record(BatchReference.of("B-3", "FCS Cluster"));
        String submission = record.submission().orElseThrow().id().value();

        assertThat(Stream.of(
                        "B-3",
                        submission,
                        submission.substring(0, 6),
                        submission.substring(0, 8).toUpperCase(Locale.ROOT),
                        "reel twelve",
                        "night"))
                .allMatch(record::isMeantBy);
        assertThat(Stream.of("B-", submission.substring(0, 5), "reel", "nigh", submission + "0", ""))
                .noneMatch(record::isMeantBy);
    }

    @Test
    void theLoadOfAClusterCountsWhatHasNotEnded() throws Exception {
        aNightOfThreeBatches();

        List<ClusterLoad> loads =
                ClusterLoad.of(qmaster.history(HistoryFilter.LISTED), Set.of(Cluster.named("Idle Cluster")));

        assertThat(loads)
                .extracting(
                        load -> load.cluster().displayName(),
                        ClusterLoad::waiting,
                        ClusterLoad::processing,
                        ClusterLoad::held)
                .containsExactly(
                        tuple("This Computer", 2, 0, 0), tuple("FCS Cluster", 0, 1, 0), tuple("Idle Cluster", 0, 0, 0));
        assertThat(loads.get(1).lastSubmittedAt()).contains(backend.clock().now());
        assertThat(loads.get(2).lastSubmittedAt()).isEmpty();
    }
}
