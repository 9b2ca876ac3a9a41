package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmittingTest {
    private static final Refused NO_CLUSTER = new Refused(
            RefusalKind.CLUSTER_UNAVAILABLE, "Could not find cluster \"FCS Cluster\"", OptionalInt.of(1), false);
    private static final Refused NOT_NOW =
            new Refused(RefusalKind.UNABLE_TO_SUBMIT, "Unable to submit to queue.", OptionalInt.of(3), true);
    private static final Unknown NO_ID =
            new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "exit 0 without an id", OptionalInt.of(0));

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();

    SubmittingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private Qmaster qmaster() {
        return qmaster(Policy.DEFAULT);
    }

    private Qmaster qmaster(Policy policy) {
        return Qmaster.builder(backend).journal(journal).policy(policy).build();
    }

    private JournalEntry onlyEntry() {
        assertThat(journal.entries()).hasSize(1);
        return journal.entries().get(0);
    }

    @Test
    void ourOwnIdIsTheOneThatIsGiven() throws Exception {
        SubmissionId given = SubmissionId.random();
        backend.queues("B-1");

        QmasterBatch batch = Qmaster.builder(backend)
                .submissionIds(() -> given)
                .build()
                .submit(bench.request().build());

        assertThat(batch.submissionId()).contains(given);
        assertThat(backend.submitted().get(0).submissionId()).isEqualTo(given);
    }

    @Test
    void aQueuedBatchHasTheIdsThatTheEngineTold() throws Exception {
        backend.queues("B-1", "J-1");

        QmasterBatch batch = qmaster().submit(bench.request().build());

        assertThat(batch.id()).isEqualTo(new BatchId("B-1"));
        assertThat(batch.jobIds()).containsExactly(new JobId("J-1"));
        assertThat(batch.cluster()).isEqualTo(Cluster.THIS_COMPUTER);
        assertThat(batch.fellBack()).isFalse();
        assertThat(onlyEntry().batch()).contains(batch.reference());
    }

    @Test
    void theNameOfABatchIsItsSourceAndATokenByWhichItIsFoundAgain() throws Exception {
        backend.queues("B-1");

        qmaster().submit(bench.request().build());

        BatchOrder order = backend.submitted().get(0);
        assertThat(order.name())
                .isEqualTo("clip.mov Transcode [" + order.submissionId().token() + "]");
    }

    @Test
    void anExactNameBearsNoToken() throws Exception {
        backend.queues("B-1");

        qmaster().submit(bench.request().batchName("Promo").exactName().build());

        assertThat(backend.submitted().get(0).name()).isEqualTo("Promo");
    }

    @Test
    void theIntentionIsInTheJournalBeforeTheEngineIsAsked() throws Exception {
        backend.attempt((order, deadline) -> {
            assertThat(journal.find(order.submissionId())).isPresent();
            return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
        });

        qmaster().submit(bench.request().build());

        assertThat(onlyEntry().isOpen()).isTrue();
    }

    @Test
    void nothingIsSubmittedWhenTheIntentionCannotBeWritten() {
        backend.queues("B-1");
        Qmaster qmaster =
                Qmaster.builder(backend).journal(new FullJournal(true)).build();

        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(JournalException.class);

        assertThat(backend.submitted()).isEmpty();
        assertThat(bench.output("clip.mov").getParent()).doesNotExist();
    }

    @Test
    void aQueuedBatchIsReturnedWithAWarningWhenTheJournalIsFullByThen() throws Exception {
        backend.queues("B-1");
        Qmaster qmaster =
                Qmaster.builder(backend).journal(new FullJournal(false)).build();

        QmasterBatch batch = qmaster.submit(bench.request().build());

        assertThat(batch.id()).isEqualTo(new BatchId("B-1"));
        assertThat(batch.logs(LogLevel.WARNING))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("B-1 is queued", "disk full"));
    }

    @Test
    void aTemporaryRefusalIsRetried() throws Exception {
        backend.attempt(NOT_NOW).queues("B-1");

        QmasterBatch batch = qmaster().submit(bench.request().build());

        assertThat(batch.id()).isEqualTo(new BatchId("B-1"));
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(5));
        assertThat(onlyEntry().intentions()).hasSize(2);
    }

    @Test
    void theJournalTellsOfEveryAttemptWhatWasRunAndWhatCameOfIt() throws Exception {
        backend.attempt(NOT_NOW).queues("B-1");

        qmaster().submit(bench.request().build());

        List<SubmissionRecord.Attempt> attempts = onlyEntry().attempts();
        assertThat(attempts).extracting(SubmissionRecord.Attempt::number).containsExactly(1, 2);
        assertThat(attempts.get(0).command().orElseThrow()).startsWith("scripted ");
        assertThat(attempts.get(0).outcome().orElseThrow()).contains("Unable to submit to queue.");
        assertThat(attempts.get(1).outcome().orElseThrow()).contains("B-1");
    }

    @Test
    void theOutcomeOfAnAttemptThatWasKilledIsNotKnown() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });

        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(InterruptedException.class);

        assertThat(onlyEntry().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.command()).isPresent();
            assertThat(attempt.outcome()).isEmpty();
        });
    }

    @Test
    void aRefusalThatDoesNotPassEndsTheSubmissionAfterTheFourthAttempt() {
        backend.attempt(NOT_NOW);

        SubmissionException refused = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(refused.words()).isEqualTo("Unable to submit to queue.");
        assertThat(refused.exitCode()).hasValue(3);
        assertThat(refused.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(refused.isRetryable()).isTrue();
        assertThat(backend.submitted()).hasSize(4);
        assertThat(onlyEntry().ending()).get().extracting(Ending::how).isEqualTo(Ending.How.NOT_QUEUED);
    }

    @Test
    void anUnavailableClusterIsReplacedByThisComputer() throws Exception {
        backend.attempt(NO_CLUSTER).queues("B-1");

        QmasterBatch batch = qmaster()
                .submit(bench.request().cluster(Cluster.named("FCS Cluster")).build());

        assertThat(batch.fellBack()).isTrue();
        assertThat(batch.cluster()).isEqualTo(Cluster.THIS_COMPUTER);
        assertThat(backend.submitted())
                .extracting(BatchOrder::cluster)
                .containsExactly(Cluster.named("FCS Cluster"), Cluster.THIS_COMPUTER);
        assertThat(batch.order())
                .get()
                .extracting(BatchOrder::requestedCluster)
                .isEqualTo(Cluster.named("FCS Cluster"));
    }

    @Test
    void anUnavailableClusterFailsWhenFallingBackIsNotAllowed() {
        backend.attempt(NO_CLUSTER);

        ClusterNotFoundException missing = catchThrowableOfType(
                ClusterNotFoundException.class,
                () -> qmaster(Policy.DEFAULT.fallback(Policy.Fallback.NEVER))
                        .submit(bench.request()
                                .cluster(Cluster.named("FCS Cluster"))
                                .build()));

        assertThat(missing).hasMessageContaining("FCS Cluster");
        assertThat(missing.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aClusterIsNotFoundWhenThisComputerRefusesToo() {
        backend.attempt(NO_CLUSTER)
                .attempt(new Refused(RefusalKind.PARAMETER_ERROR, "Parameter error: no", OptionalInt.of(255), false));

        assertThatThrownBy(() -> qmaster()
                        .submit(bench.request()
                                .cluster(Cluster.named("FCS Cluster"))
                                .build()))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Parameter error: no");
    }

    @Test
    void aSubmissionThatHangsAndWasQueuedIsFoundByItsNameAndNeverSubmittedAgain() throws Exception {
        BatchReference other = BatchReference.of("B-0", Cluster.THIS_COMPUTER_NAME);
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.batch(other).named("clip.mov Transcode").shows(Duration.ZERO, "Waiting");
        backend.attempt((order, deadline) -> {
            backend.clock().pause(deadline.remaining(backend.clock()));
            backend.batch(ours)
                    .named(order.name())
                    .job("J-7", "clip.mov", "Waiting")
                    .shows(Duration.ZERO, "Waiting");
            return new Unknown(Unknown.Cause.DEADLINE, "no answer in 600 s", OptionalInt.empty());
        });

        QmasterBatch batch = qmaster().submit(bench.request().build());

        assertThat(batch.reference()).isEqualTo(ours);
        assertThat(batch.jobIds()).containsExactly(new JobId("J-7"));
        assertThat(backend.submitted()).hasSize(1);
        assertThat(onlyEntry().submitted())
                .get()
                .extracting(SubmissionJournal.Submitted::settledBy)
                .isEqualTo(Optional.of("name"));
    }

    @Test
    void aSubmissionThatHangsAndIsNotFoundForNinetySecondsIsNotQueued() {
        backend.hangs();

        SubmissionTimeoutException timeout = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(timeout.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(timeout.isRetryable()).isTrue();
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(690));
        assertThat(onlyEntry().isOpen()).isFalse();
    }

    @Test
    void aHangingSubmissionToAClusterNeverFallsBack() {
        backend.hangs();

        assertThatThrownBy(() -> qmaster()
                        .submit(bench.request()
                                .cluster(Cluster.named("FCS Cluster"))
                                .build()))
                .isInstanceOf(SubmissionTimeoutException.class);

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void anEndWithoutAnIdIsASubmissionExceptionWhenTheEngineHasNoSuchBatch() {
        backend.attempt(NO_ID);

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed.code()).isEqualTo("SUBMISSION_WITHOUT_ID");
        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    void theFateIsUnknownWhenTheEngineCannotList() {
        backend.without(Capability.LIST).attempt(NO_ID);

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(open.isRetryable()).isFalse();
        assertThat(onlyEntry().isOpen()).isTrue();
    }

    @Test
    void theFateIsUnknownWhenTheMonitorIsSilentForTheWholeWindow() {
        backend.attempt(NO_ID).deaf(Duration.ZERO, Duration.ofDays(1));

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(onlyEntry().isOpen()).isTrue();
    }

    @Test
    void aMonitorThatAnswersLateInTheWindowStillSettlesIt() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.deaf(Duration.ZERO, Duration.ofSeconds(80)).attempt((order, deadline) -> {
            backend.batch(ours).named(order.name()).shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        assertThat(qmaster().submit(bench.request().build()).reference()).isEqualTo(ours);
    }

    @Test
    void ofTwoBatchesWithTheSameExactNameNoneIsAdopted() {
        backend.attempt((order, deadline) -> {
            for (String id : List.of("B-7", "B-8")) {
                backend.batch(BatchReference.of(id, Cluster.THIS_COMPUTER_NAME))
                        .named("Promo")
                        .job("J-" + id, "clip.mov", "Waiting")
                        .shows(Duration.ZERO, "Waiting");
            }
            return NO_ID;
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster()
                        .submit(bench.request().batchName("Promo").exactName().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
    }

    @Test
    void aBatchOfBeforeWithTheSameExactNameIsNotOurs() {
        backend.batch(BatchReference.of("B-0", Cluster.THIS_COMPUTER_NAME))
                .named("Promo")
                .job("J-0", "clip.mov", "Waiting")
                .shows(Duration.ZERO, "Waiting");
        backend.attempt(NO_ID);

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster()
                        .submit(bench.request().batchName("Promo").exactName().build()));

        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    void theOnlyNewBatchWithTheExactNameAndSourcesIsAdoptedAtTheEndOfTheWindow() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.attempt((order, deadline) -> {
            backend.batch(ours).named("Promo").job("J-7", "clip.mov", "Waiting").shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        QmasterBatch batch =
                qmaster().submit(bench.request().batchName("Promo").exactName().build());

        assertThat(batch.reference()).isEqualTo(ours);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void theOnlyNewBatchWithTheExactNameButOtherSourcesLeavesItOpen() {
        backend.attempt((order, deadline) -> {
            backend.batch(BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME))
                    .named("Promo")
                    .job("J-7", "other.mov", "Waiting")
                    .shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster()
                        .submit(bench.request().batchName("Promo").exactName().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
    }

    @Test
    void aBackendThatThrowsLeavesNothingUnsettled() {
        backend.attempt((order, deadline) -> {
            throw new IllegalStateException("a fault of the adapter");
        });

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed).hasMessageContaining("a fault of the adapter");
        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    void anEngineThatIsNotInstalledEndsTheSubmission() {
        backend.attempt((order, deadline) -> {
            throw new EngineUnavailableException(Failure.withoutSubmission("ENGINE_MISSING", "not installed"));
        });

        assertThatThrownBy(() -> qmaster().submit(bench.request().build()))
                .isInstanceOf(EngineUnavailableException.class);
        assertThat(onlyEntry().isOpen()).isFalse();
    }

    @Test
    void anInterruptedSubmissionStaysOpenInTheJournal() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });

        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(InterruptedException.class);
        assertThat(onlyEntry().isOpen()).isTrue();
    }

    @Test
    void whatAnInterruptedSubmissionLeftOpenIsAdoptedByRecover() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.attempt((order, deadline) -> {
            backend.batch(ours).named(order.name()).shows(Duration.ZERO, "Processing");
            throw new InterruptedException("test");
        });
        Qmaster qmaster = qmaster();
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(InterruptedException.class);

        List<Recovered> recovered = qmaster.recover();

        assertThat(recovered).singleElement().satisfies(one -> {
            assertThat(one.finding()).isEqualTo(Recovered.Finding.ADOPTED);
            assertThat(one.batch()).contains(ours);
        });
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void whatAnInterruptedSubmissionNeverQueuedIsEndedByRecover() throws Exception {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        Qmaster qmaster = qmaster();
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(InterruptedException.class);

        assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.NOT_QUEUED);
        assertThat(qmaster.recover()).isEmpty();
    }

    @Test
    void recoveringOneSubmissionLeavesTheOthersAlone() throws Exception {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        Qmaster qmaster = qmaster();
        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> qmaster.submit(bench.request()
                        .destinationFile(bench.output("other.mov"))
                        .build()))
                .isInstanceOf(InterruptedException.class);
        SubmissionId second = journal.entries().get(1).submissionId();

        assertThat(qmaster.recover(second).orElseThrow().finding()).isEqualTo(Recovered.Finding.NOT_QUEUED);
        assertThat(journal.entries()).extracting(JournalEntry::isOpen).containsExactly(true, false);
        assertThat(qmaster.recover(second)).isEmpty();
        assertThat(qmaster.recover(SubmissionId.random())).isEmpty();
    }

    @Test
    void anOutputOfAnOpenBatchIsNotGivenToAnother() throws Exception {
        backend.queues("B-1").queues("B-2");
        Qmaster qmaster = qmaster();
        qmaster.submit(bench.request().build());

        assertThatThrownBy(() -> qmaster.submit(bench.request().build()))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("open batch");
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void theSameRequestIdAndRequestGivesTheOriginalBatch() throws Exception {
        backend.queues("B-1").queues("B-2");
        Qmaster qmaster = qmaster();
        BatchRequest request = bench.request().requestId("night-1").build();
        QmasterBatch first = qmaster.submit(request);

        QmasterBatch again = qmaster.submit(request);

        assertThat(again.reference()).isEqualTo(first.reference());
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void theSameRequestIdAndRequestGivesTheOriginalBatchAlsoWhenItsOutputIsThere() throws Exception {
        backend.queues("B-1").queues("B-2");
        Qmaster qmaster = qmaster();
        BatchRequest request = bench.request().requestId("night-1").build();
        QmasterBatch first = qmaster.submit(request);
        bench.encoded("clip.mov");

        QmasterBatch again = qmaster.submit(request);

        assertThat(again.reference()).isEqualTo(first.reference());
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aRequestWhoseSubmissionEndsJustAfterItWasReadIsAnsweredWithItsBatch() throws Exception {
        BatchRequest request = bench.request().requestId("night-1").build();
        List<JournalEntry> beforeItWasQueued = new ArrayList<>();
        WrappedJournal slow = new WrappedJournal() {
            @Override
            public Optional<JournalEntry> findRequest(String requestId) {
                return beforeItWasQueued.isEmpty()
                        ? super.findRequest(requestId)
                        : Optional.of(beforeItWasQueued.get(0));
            }
        };
        backend.attempt((order, deadline) -> {
            beforeItWasQueued.addAll(slow.open());
            return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
        });
        Qmaster qmaster = Qmaster.builder(backend).journal(slow).build();
        QmasterBatch first = qmaster.submit(request);

        QmasterBatch again = qmaster.submit(request);

        assertThat(again.reference()).isEqualTo(first.reference());
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aRequestIdOfAnotherRequestIsRefusedAsSuchAlsoWhenTheOutputIsThere() throws Exception {
        backend.queues("B-1");
        qmaster().submit(bench.request().requestId("once").build());
        bench.encoded("clip.mov");

        assertThatThrownBy(() -> qmaster()
                        .submit(bench.request()
                                .requestId("once")
                                .label("reel", "12")
                                .build()))
                .isInstanceOf(RequestIdTakenException.class);
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void theSameRequestIdWithAnotherRequestIsRefused() throws Exception {
        backend.queues("B-1").queues("B-2");
        Qmaster qmaster = qmaster();
        qmaster.submit(bench.request().requestId("night-1").build());

        assertThatThrownBy(() -> qmaster.submit(bench.request()
                        .requestId("night-1")
                        .priority(Priority.HIGH)
                        .build()))
                .isInstanceOf(RequestIdTakenException.class)
                .hasMessageContaining("night-1");
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void theFolderOfTheOutputIsMade() throws Exception {
        backend.queues("B-1");

        qmaster().submit(bench.request().build());

        assertThat(bench.output("clip.mov").getParent()).isDirectory();
    }

    @Test
    void aPreviewWritesNothingAndAsksNothing() {
        backend.queues("B-1");

        assertThat(qmaster().preview(bench.request().build()).toString()).startsWith("scripted 'clip.mov Transcode [");

        assertThat(Files.exists(bench.output("clip.mov").getParent())).isFalse();
        assertThat(backend.submitted()).isEmpty();
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void aClosedQmasterSubmitsNothing() {
        backend.queues("B-1");
        Qmaster qmaster = qmaster();
        qmaster.close();

        assertThatThrownBy(() -> qmaster.submit(bench.request().build())).isInstanceOf(QmasterClosedException.class);
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void thePasswordOfAClusterIsInNoTextOfAnything() throws Exception {
        backend.queues("B-1");
        ClusterLogin render = ClusterLogin.parse("render:hunter2@10.0.0.7:50000");
        BatchRequest request = bench.request().cluster(render.cluster()).build();
        Qmaster qmaster =
                Qmaster.builder(backend).journal(journal).credentials(render).build();

        QmasterBatch batch = qmaster.submit(request);

        assertThat(request.toString() + batch + batch.logs() + batch.order() + journal.entries())
                .doesNotContain("hunter2")
                .contains("render:•••@10.0.0.7:50000");
    }

    /** A journal on a full disk, from the first or the second record on. */
    private static final class FullJournal extends WrappedJournal {
        private final boolean fromTheStart;

        FullJournal(boolean fromTheStart) {
            this.fromTheStart = fromTheStart;
        }

        @Override
        public Verdict intend(Intention intention) {
            if (fromTheStart) {
                throw full();
            }
            return new Verdict.Recorded();
        }

        @Override
        public void submitted(SubmissionId submission, Submitted submitted) {
            throw full();
        }

        @Override
        public Finisher concluding(SubmissionId submission, BatchResult found) {
            throw full();
        }

        @Override
        public void ended(SubmissionId submission, Ending ending) {
            throw full();
        }

        @Override
        public void started(SubmissionId submission, SubmittingProcess process) {
            throw full();
        }

        @Override
        public void attempting(SubmissionId submission, int attempt, String command) {
            throw full();
        }

        @Override
        public void attempted(SubmissionId submission, int attempt, String outcome) {
            throw full();
        }

        @Override
        public void jobCancelAsked(SubmissionId submission, JobId job, boolean granted) {
            throw full();
        }

        @Override
        public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
            throw full();
        }

        private static JournalException full() {
            return new JournalException(Failure.withoutSubmission("JOURNAL_FULL", "disk full"));
        }
    }
}
