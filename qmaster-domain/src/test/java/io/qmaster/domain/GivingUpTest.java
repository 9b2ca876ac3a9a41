package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lost submission ends only on the decision of the user. */
class GivingUpTest {
    private static final BatchReference FIRST = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final BatchReference SECOND = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
    private static final String BY = "hunterbj";

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private boolean held;
    private boolean submitterAlive;
    private final WrappedJournal journal = new WrappedJournal() {
        @Override
        public Optional<JournalEntry> find(SubmissionId submission) {
            return super.find(submission)
                    .map(entry -> entry.with(
                            submitterAlive, held ? Optional.of(new Holder(4711, "mac-3")) : Optional.empty()));
        }
    };

    GivingUpTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    /** Another program of the same user. */
    private Qmaster qmaster() {
        return Qmaster.builder(backend).journal(journal).build();
    }

    private SubmissionId submitted(BatchRequest request) throws InterruptedException {
        return qmaster().submit(request).submissionId().orElseThrow();
    }

    private SubmissionId vanished() throws InterruptedException {
        backend.queues("B-1").queues("B-2");
        return submitted(bench.request().build());
    }

    private SubmissionId undecided() {
        backend.without(Capability.LIST)
                .attempt(new SubmissionOutcome.Unknown(
                        SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty()))
                .queues("B-2");
        return catchThrowableOfType(
                        SubmissionTimeoutException.class,
                        () -> qmaster().submit(bench.request().requestId("once").build()))
                .submissionId()
                .orElseThrow();
    }

    private JournalEntry entry(SubmissionId submission) {
        return journal.find(submission).orElseThrow();
    }

    private Duration now() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    @Test
    void aBatchThatTheEngineDoesNotShowEndsAsLostWithWhoAndWhy() throws Exception {
        SubmissionId submission = vanished();

        Recovered found = qmaster().giveUp(submission, BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.GIVEN_UP);
        assertThat(found.batch()).contains(FIRST);
        Ending ending = entry(submission).ending().orElseThrow();
        assertThat(ending.how()).isEqualTo(Ending.How.LOST);
        assertThat(ending.words()).startsWith("given up by hunterbj: ").contains("has not been listed for");
        assertThat(ending.at()).isEqualTo(backend.clock().now());
        assertThat(entry(submission).story())
                .filteredOn(line -> line.level() == LogLevel.ERROR)
                .extracting(LogEntry::message)
                .contains(ending.words());
    }

    @Test
    void oneAnswerWithoutTheBatchIsNotEnough() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(now().plusSeconds(60), "Processing");

        GiveUpException refused =
                catchThrowableOfType(GiveUpException.class, () -> qmaster().giveUp(submission, BY));

        assertThat(refused.code()).isEqualTo("GIVE_UP_SHOWN");
        assertThat(refused).hasMessageContaining("Processing");
        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void aBatchThatTheEngineShowsIsNotGivenUp() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(Duration.ZERO, "Waiting");

        assertThatThrownBy(() -> qmaster().giveUp(submission, BY))
                .isInstanceOf(GiveUpException.class)
                .hasMessageContaining("the engine lists it: Waiting");

        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void aBatchThatHasEndedIsSettledAndNotGivenUp() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(Duration.ZERO, "Cancelled");

        assertThat(qmaster().giveUp(submission, BY))
                .get()
                .extracting(Recovered::finding)
                .isEqualTo(Recovered.Finding.ENDED);
        assertThat(entry(submission).isGivenUp()).isFalse();
    }

    @Test
    void aBatchThatEndsWhileItIsLookedForIsSettledAndNotGivenUp() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(now().plusSeconds(60), "Cancelled");

        assertThat(qmaster().giveUp(submission, BY))
                .get()
                .extracting(Recovered::finding)
                .isEqualTo(Recovered.Finding.ENDED);
        assertThat(entry(submission).isGivenUp()).isFalse();
    }

    @Test
    void severalThatWereAttachedToAreLookedForTogether() throws Exception {
        SubmissionId first = vanished();
        SubmissionId second = submitted(
                bench.request().destinationFile(bench.output("second.mov")).build());
        Qmaster qmaster = qmaster();
        qmaster.attach(FIRST);
        qmaster.attach(SECOND);
        Duration begin = now();

        qmaster.giveUp(first, BY);
        qmaster.giveUp(second, BY);

        assertThat(journal.entries()).allMatch(JournalEntry::isGivenUp);
        assertThat(now().minus(begin)).isLessThan(Duration.ofSeconds(150));
    }

    @Test
    void anEngineThatDoesNotAnswerKeepsItOpen() throws Exception {
        SubmissionId submission = vanished();
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        assertThatThrownBy(() -> qmaster().giveUp(submission, BY))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("could not be queried");

        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void whatAWatchingProgramSawAMomentAgoIsLookedForAndNotCalledShown() throws Exception {
        backend.queues("B-1").batch(FIRST).shows(Duration.ZERO, "Processing").vanishes(Duration.ofSeconds(60));
        Qmaster watching = qmaster();
        SubmissionId submission =
                watching.submit(bench.request().build()).submissionId().orElseThrow();
        backend.clock().advance(Duration.ofSeconds(60).minus(now()).plusNanos(1));

        Recovered found = watching.giveUp(submission, BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.GIVEN_UP);
        assertThat(found.words()).contains("has not been listed for");
    }

    @Test
    void aBatchThatWasLeftOutForAWhileAndIsBackAsItWasIsNotGivenUp() throws Exception {
        backend.queues("B-1")
                .batch(FIRST)
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofSeconds(60))
                .shows(Duration.ofSeconds(150), "Processing")
                .shows(Duration.ofHours(2), "Cancelled");
        Qmaster watching = qmaster();
        SubmissionId submission =
                watching.submit(bench.request().build()).submissionId().orElseThrow();
        backend.clock().advance(Duration.ofSeconds(130).minus(now()));

        assertThatThrownBy(() -> watching.giveUp(submission, BY))
                .isInstanceOf(GiveUpException.class)
                .hasMessageContaining("the engine lists it: Processing");

        assertThat(now()).isLessThan(Duration.ofMinutes(5));
        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void aSuccessThatIsSeenWhileItIsLookedForIsCheckedAndTold() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(now().plusSeconds(60), "Successful");
        bench.encoded("clip.mov");

        Recovered found = qmaster().giveUp(submission, BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.ENDED);
        assertThat(found.words()).isEqualTo("successful");
        assertThat(entry(submission).result().orElseThrow().verified()).isTrue();
    }

    @Test
    void aFailureThatIsSeenWhileItIsLookedForIsAskedOnceMoreAndTold() throws Exception {
        SubmissionId submission = vanished();
        backend.batch(FIRST).shows(now().plusSeconds(60), "Failed: no");

        assertThat(qmaster().giveUp(submission, BY))
                .get()
                .extracting(Recovered::finding)
                .isEqualTo(Recovered.Finding.ENDED);
    }

    @Test
    void anEngineThatAnswersAgainAfterALongSilenceIsHeard() throws Exception {
        Duration again = Duration.ofHours(1);
        backend.deaf(Duration.ofSeconds(60), again)
                .queues("B-1")
                .batch(FIRST)
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofSeconds(60));
        Qmaster watching = qmaster();
        QmasterBatch batch = watching.submit(bench.request().build());
        assertThatThrownBy(batch::await).isInstanceOf(StatusException.class);
        backend.clock().advance(again.minus(now()));

        Recovered found =
                watching.giveUp(batch.submissionId().orElseThrow(), BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.GIVEN_UP);
        assertThat(found.words()).contains("has not been listed for");
    }

    @Test
    void aBatchThatComesBackAfterALongSilenceAsItWasIsNotGivenUp() throws Exception {
        Duration again = Duration.ofHours(1);
        backend.deaf(Duration.ofSeconds(60), again)
                .queues("B-1")
                .batch(FIRST)
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofSeconds(60))
                .shows(again.plusSeconds(30), "Processing")
                .shows(again.plusHours(1), "Cancelled");
        Qmaster watching = qmaster();
        QmasterBatch batch = watching.submit(bench.request().build());
        assertThatThrownBy(batch::await).isInstanceOf(StatusException.class);
        backend.clock().advance(again.minus(now()));

        assertThatThrownBy(() -> watching.giveUp(batch.submissionId().orElseThrow(), BY))
                .isInstanceOf(GiveUpException.class)
                .hasMessageContaining("the engine lists it: Processing");
    }

    @Test
    void anEngineThatFallsSilentAgainWhileABatchIsLookedForKeepsItOpen() throws Exception {
        SubmissionId submission = vanished();
        backend.deaf(now().plusSeconds(10), Duration.ofDays(1));

        assertThatThrownBy(() -> qmaster().giveUp(submission, BY)).isInstanceOf(StatusException.class);

        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void anEngineThatIsGoneForGoodNeedNotBeAsked() throws Exception {
        SubmissionId submission = vanished();
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        assertThat(qmaster().giveUpUnasked(submission, BY))
                .get()
                .extracting(Recovered::finding)
                .isEqualTo(Recovered.Finding.GIVEN_UP);

        assertThat(entry(submission).ending().orElseThrow().words()).contains("was not queried");
        assertThat(backend.questions()).isEmpty();
    }

    @Test
    void whatNobodyCanDecideIsGivenUp() throws Exception {
        SubmissionId submission = undecided();

        Recovered found = qmaster().giveUp(submission, BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.GIVEN_UP);
        assertThat(found.words()).contains("cannot list its batches");
    }

    @Test
    void severalBatchesOfThatNameAreNamedAsTheReason() throws Exception {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("the program was interrupted");
        });
        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(InterruptedException.class);
        JournalEntry open = journal.entries().get(0);
        backend.batch(FIRST).named(open.order().name()).shows(Duration.ZERO, "Waiting");
        backend.batch(SECOND).named(open.order().name()).shows(Duration.ZERO, "Waiting");

        Recovered found = qmaster().giveUp(open.submissionId(), BY).orElseThrow();

        assertThat(found.words()).contains("2 new batches are named");
    }

    @Test
    void anEngineThatDoesNotListNowKeepsOpenWhatItMayHave() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("the program was interrupted");
        });
        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(InterruptedException.class);
        SubmissionId submission = journal.entries().get(0).submissionId();
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        assertThatThrownBy(() -> qmaster().giveUp(submission, BY)).isInstanceOf(StatusException.class);

        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void whileItsProgramLivesASubmissionIsNotGivenUpNotEvenUnasked() {
        SubmissionId submission = undecided();
        submitterAlive = true;

        assertThat(catchThrowableOfType(GiveUpException.class, () -> qmaster().giveUp(submission, BY))
                        .code())
                .isEqualTo("GIVE_UP_SUBMITTING");
        assertThatThrownBy(() -> qmaster().giveUpUnasked(submission, BY)).isInstanceOf(GiveUpException.class);
        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void whatALivingProgramIsAtWorkOnIsNotGivenUp() throws Exception {
        SubmissionId submission = vanished();
        held = true;

        GiveUpException refusal =
                catchThrowableOfType(GiveUpException.class, () -> qmaster().giveUp(submission, BY));
        assertThat(refusal.code()).isEqualTo("GIVE_UP_HELD");
        assertThat(refusal).hasMessageContaining("process 4711 on host mac-3");
        assertThatThrownBy(() -> qmaster().giveUpUnasked(submission, BY)).isInstanceOf(GiveUpException.class);
        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void whatAProgramTakesUpWhileItIsLookedForIsNotGivenUp() throws Exception {
        SubmissionId submission = vanished();
        backend.clock().schedule(Duration.ofSeconds(60), () -> held = true);

        assertThatThrownBy(() -> qmaster().giveUp(submission, BY))
                .isInstanceOf(GiveUpException.class)
                .hasMessageContaining("another process");

        assertThat(entry(submission).isOpen()).isTrue();
    }

    @Test
    void anEndThatIsWrittenMeanwhileStands() throws Exception {
        SubmissionId submission = vanished();
        backend.clock()
                .schedule(
                        Duration.ofSeconds(60),
                        () -> journal.ended(
                                submission,
                                new Ending(
                                        Ending.How.FINAL,
                                        "by somebody else",
                                        Optional.empty(),
                                        backend.clock().now())));

        assertThat(qmaster().giveUp(submission, BY))
                .get()
                .extracting(Recovered::finding)
                .isEqualTo(Recovered.Finding.ENDED);
        assertThat(entry(submission).ending().orElseThrow().words()).isEqualTo("by somebody else");
    }

    @Test
    void aSuccessThatIsWrittenWhileTheEngineIsAskedIsTold() throws Exception {
        SubmissionId submission = vanished();
        backend.whileAsked(() -> journal.ended(
                submission,
                new Ending(
                        Ending.How.FINAL,
                        "",
                        Optional.of(new BatchResult(
                                BatchStatus.of(
                                        FIRST,
                                        StatusText.ofQmaster("Successful"),
                                        backend.clock().now()),
                                List.of(),
                                false,
                                Optional.empty(),
                                Duration.ofMinutes(1))),
                        backend.clock().now())));

        Recovered found = qmaster().giveUp(submission, BY).orElseThrow();

        assertThat(found.finding()).isEqualTo(Recovered.Finding.ENDED);
        assertThat(found.words()).isEqualTo("successful");
        assertThat(entry(submission).isGivenUp()).isFalse();
    }

    @Test
    void whatHasEndedIsNotGivenUpAndTheSecondTimeDoesNothing() throws Exception {
        SubmissionId submission = vanished();
        qmaster().giveUp(submission, BY);
        Ending first = entry(submission).ending().orElseThrow();
        backend.clock().advance(Duration.ofHours(1));

        assertThat(qmaster().giveUp(submission, "somebody else")).isEmpty();
        assertThat(qmaster().giveUpUnasked(submission, "somebody else")).isEmpty();

        assertThat(entry(submission).ending()).contains(first);
        assertThatThrownBy(() -> qmaster().giveUp(SubmissionId.random(), BY)).isInstanceOf(BatchLostException.class);
    }

    @Test
    void afterwardsItIsRetriedWholeAndClaimsNothing() throws Exception {
        SubmissionId submission = vanished();
        qmaster().giveUp(submission, BY);

        QmasterBatch retried = qmaster().retry(submission);

        assertThat(retried.id()).isEqualTo(SECOND.id());
        assertThat(backend.submitted().get(1).targets()).hasSize(1);
    }

    @Test
    void afterwardsItsRequestMayBeMadeAnewUnderItsRequestId() throws Exception {
        backend.queues("B-1").queues("B-2");
        BatchRequest request = bench.request().requestId("once").build();
        SubmissionId submission = submitted(request);
        qmaster().giveUp(submission, BY);

        assertThat(qmaster().submit(request).id()).isEqualTo(SECOND.id());
        assertThat(qmaster().submit(request).id()).isEqualTo(SECOND.id());
        assertThat(backend.submitted()).hasSize(2);
    }

    @Test
    void afterwardsAnUndecidedRequestMayBeMadeAnewUnderItsRequestId() throws Exception {
        SubmissionId submission = undecided();
        qmaster().giveUp(submission, BY);

        assertThat(qmaster().submit(bench.request().requestId("once").build()).id())
                .isEqualTo(SECOND.id());
    }

    @Test
    void whatItLeftIsNotTakenForComplete() throws Exception {
        SubmissionId submission = vanished();
        bench.encoded("clip.mov");
        qmaster().giveUp(submission, BY);

        assertThat(qmaster().remaining(bench.request().build()).complete()).isEmpty();
    }

    @Test
    void aGivenUpBatchThatReappearsIsShownAndItsOutputsAreLeftToOthers() throws Exception {
        Path old = Workbench.written(bench.output("clip.mov"), "the old movie");
        backend.queues("B-1").queues("B-2");
        BatchRequest request =
                bench.request().existingOutput(ExistingOutput.REPLACE).build();
        SubmissionId submission = submitted(request);
        qmaster().giveUp(submission, BY);
        qmaster().submit(request);
        bench.encoded("clip.mov");
        backend.batch(FIRST).shows(now(), "Processing").shows(now().plusSeconds(60), "Successful", 100);

        assertThat(qmaster().find(FIRST)).get().extracting(BatchStatus::state).isEqualTo(BatchState.PROCESSING);
        BatchResult result = qmaster().attach(FIRST).await();

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(result.verified()).isFalse();
        assertThat(result.targets()).isEmpty();
        assertThat(old).hasContent("an encoded movie");
        assertThat(entry(submission).isGivenUp()).isTrue();
        assertThat(entry(submission).story())
                .extracting(LogEntry::message)
                .anyMatch(line -> line.contains("the engine says Successful"));
    }

    @Test
    void ofAGivenUpBatchThatReappearsWithoutFilesToMoveTheOutputsAreLeftToOthersToo() throws Exception {
        SubmissionId submission = vanished();
        qmaster().giveUp(submission, BY);
        bench.encoded("clip.mov");
        backend.batch(FIRST).shows(now(), "Processing").shows(now().plusSeconds(60), "Successful", 100);

        BatchResult result = qmaster().attach(FIRST).await();

        assertThat(result.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(result.verified()).isFalse();
        assertThat(result.targets()).isEmpty();
        assertThat(entry(submission).isGivenUp()).isTrue();
    }

    @Test
    void aReappearedBatchCanBeCancelled() throws Exception {
        SubmissionId submission = vanished();
        qmaster().giveUp(submission, BY);
        backend.batch(FIRST).shows(now(), "Processing");

        qmaster().cancel(FIRST);

        assertThat(backend.controls()).containsExactly("cancel B-1");
    }

    @Test
    void whoWaitsForALostBatchIsToldTheWayOut() throws Exception {
        backend.queues("B-1");
        QmasterBatch batch = qmaster().submit(bench.request().build());

        BatchLostException lost = catchThrowableOfType(BatchLostException.class, batch::await);

        assertThat(lost.hint()).contains("give the submission up, then retry it");
        assertThat(lost.submissionId()).isEqualTo(batch.submissionId());
    }
}
