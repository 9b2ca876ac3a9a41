package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Queued;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing runs twice if an engine queues a batch and reports something else, or answers with the id of another batch.
 */
class AtMostOnceTest {
    private static final Cluster FARM = Cluster.named("FCS Cluster");
    private static final BatchReference OURS = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
    private static final BatchReference THEIRS = BatchReference.of("B-0", Cluster.THIS_COMPUTER_NAME);
    private static final Refused NO = refused(RefusalKind.PARAMETER_ERROR);
    private static final Refused NOT_NOW = refused(RefusalKind.UNABLE_TO_SUBMIT);
    private static final Unknown NO_ID =
            new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "exit 0 without an id", OptionalInt.of(0));

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();

    AtMostOnceTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static Refused refused(RefusalKind kind) {
        return new Refused(kind, "refused: " + kind, OptionalInt.of(3), kind == RefusalKind.UNABLE_TO_SUBMIT);
    }

    private Qmaster qmaster() {
        return qmaster(Policy.DEFAULT);
    }

    private Qmaster qmaster(Policy policy) {
        return Qmaster.builder(backend).journal(journal).policy(policy).build();
    }

    /** The engine queues the submitted batch, lists it after some time, and gives another answer. */
    private ScriptedBackend queues(Duration listedFrom, SubmissionOutcome answer) {
        return backend.attempt((order, deadline) -> {
            backend.batch(OURS)
                    .named(order.name())
                    .job("J-7", "clip.mov", "Waiting")
                    .shows(listedFrom, "Waiting");
            return answer;
        });
    }

    private JournalEntry latest() {
        List<JournalEntry> entries = journal.entries();
        return entries.get(entries.size() - 1);
    }

    private Duration elapsed() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    private static Queued answer(BatchReference first, BatchReference... others) {
        return new Queued(
                first.id(),
                List.of(),
                List.of(others).stream().map(BatchReference::id).toList());
    }

    // a refusal although the batch is queued

    @ParameterizedTest
    @EnumSource
    void aBatchThatTheEngineHasAlthoughItRefusedItIsAdoptedAndSubmittedOnce(RefusalKind kind) throws Exception {
        queues(Duration.ZERO, refused(kind)).queues("B-8");

        QmasterBatch batch = qmaster().submit(bench.request().cluster(FARM).build());

        assertThat(batch.id()).isEqualTo(OURS.id());
        assertThat(batch.fellBack()).isFalse();
        assertThat(backend.submitted()).hasSize(1);
        assertThat(latest().submitted().flatMap(Submitted::settledBy)).contains("name");
    }

    @Test
    void aBatchThatIsListedOnlyAfterThePauseBeforeTheNextAttemptIsSubmittedOnce() throws Exception {
        queues(Duration.ofSeconds(4), NOT_NOW).queues("B-8");

        assertThat(qmaster().submit(bench.request().build()).id()).isEqualTo(OURS.id());

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aBatchThatIsListedLateIsNotSubmittedToAnotherCluster() throws Exception {
        queues(Duration.ofSeconds(4), refused(RefusalKind.CLUSTER_UNAVAILABLE)).queues("B-8");

        assertThat(qmaster().submit(bench.request().cluster(FARM).build()).id()).isEqualTo(OURS.id());

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aShortTimeoutOfQueriesDoesNotPreventTheFallback() throws Exception {
        backend.attempt(refused(RefusalKind.CLUSTER_UNAVAILABLE)).queues("B-8");

        QmasterBatch batch = qmaster(Policy.DEFAULT.statusTimeout(Duration.ofSeconds(2)))
                .submit(bench.request().cluster(FARM).build());

        assertThat(batch.fellBack()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CLUSTER_UNAVAILABLE", "UNABLE_TO_SUBMIT", "OTHER"})
    void aBatchThatIsListedLateIsFoundAfterTheLastRefusalThatCanFollowQueueing(RefusalKind kind) throws Exception {
        queues(Duration.ofSeconds(4), refused(kind));

        assertThat(qmaster(Policy.DEFAULT.retryDelays(List.of()))
                        .submit(bench.request().build())
                        .id())
                .isEqualTo(OURS.id());
    }

    @Test
    void aRefusalInWordsThatComeBeforeQueueingCostsNoTime() {
        backend.attempt(NO);

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(elapsed()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsNotBelievedWhileTheEngineDoesNotSayWhichBatchesItHas(RefusalKind kind) {
        backend.deaf(Duration.ZERO, Duration.ofDays(1)).attempt(refused(kind)).queues("B-8");

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().cluster(FARM).build()));

        assertThat(open).hasMessageContaining("refused: " + kind);
        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(backend.submitted()).hasSize(1);
        assertThat(latest().isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theSearchAfterARefusalTakesNoLongerThanTheSettlingWindowAndASecond(RefusalKind kind) {
        isOpenWithinSixSeconds(refused(kind));
    }

    @Test
    void theSearchAfterAnAnswerWithoutAnIdTakesNoLongerThanTheSettlingWindowAndASecond() {
        isOpenWithinSixSeconds(NO_ID);
    }

    /** The programs of some engines take seconds to start: an answer to a query that began within the window counts. */
    @Test
    void aSlowListAtTheEndOfTheSettlingWindowIsWaitedFor() {
        backend.listsAfter(Duration.ofSeconds(4)).attempt(NO_ID);
        Policy policy = Policy.DEFAULT.settleWindow(Duration.ofSeconds(5)).retryDelays(List.of());

        SubmissionException none = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster(policy).submit(bench.request().build()));

        assertThat(none.fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    void aListThatHangsAtTheEndOfTheSettlingWindowIsNotWaitedForLonger() {
        backend.listsAfter(Duration.ofDays(1)).attempt(NO_ID);
        Policy policy = Policy.DEFAULT.settleWindow(Duration.ofSeconds(5)).retryDelays(List.of());
        Duration before = Policy.DEFAULT.statusTimeout();

        assertThatThrownBy(() -> qmaster(policy).submit(bench.request().build()))
                .isInstanceOf(SubmissionTimeoutException.class);

        assertThat(elapsed()).isBetween(Duration.ofSeconds(5), before.plusSeconds(25));
    }

    private void isOpenWithinSixSeconds(SubmissionOutcome answer) {
        backend.deaf(Duration.ZERO, Duration.ofDays(1)).attempt(answer);
        Policy policy = Policy.DEFAULT.settleWindow(Duration.ofSeconds(5)).retryDelays(List.of());

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster(policy).submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void aRefusalIsBelievedAsSoonAsTheEngineAnswers() {
        backend.deaf(Duration.ZERO, Duration.ofSeconds(5)).attempt(NO);

        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(SubmissionException.class);

        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aRefusalIsBelievedWhereTheEngineCannotList() throws Exception {
        backend.without(Capability.LIST)
                .attempt(refused(RefusalKind.CLUSTER_UNAVAILABLE))
                .queues("B-8");

        assertThat(qmaster().submit(bench.request().cluster(FARM).build()).fellBack())
                .isTrue();
    }

    @Test
    void anExactNameThatIsListedIsNotTakenForARefusedBatchIfItMayBeOlder() {
        backend.deaf(Duration.ZERO, Duration.ofSeconds(1)).attempt((order, deadline) -> {
            backend.batch(THEIRS)
                    .named("Promo")
                    .job("J-0", "clip.mov", "Waiting")
                    .shows(Duration.ZERO, "Waiting");
            return NO;
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster()
                        .submit(bench.request().batchName("Promo").exactName().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
    }

    @Test
    void aNewBatchWithoutANameMayBeOurs() {
        backend.attempt((order, deadline) -> {
            backend.batch(OURS).named(" ").shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open).hasMessageContaining("a new batch without its name");
        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
    }

    @Test
    void aBatchWithoutANameThatWasThereBeforeIsNotOurs() {
        backend.batch(THEIRS).named("").shows(Duration.ZERO, "Waiting");
        backend.attempt(NO_ID);

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
    }

    // further attempts

    @Test
    void passingRefusalsAreTriedAgainAfterFiveFiveAndTenSecondsSinceABatchCouldBeListedLate() {
        List<Duration> attempts = new ArrayList<>();
        backend.attempt((order, deadline) -> {
            attempts.add(elapsed());
            return NOT_NOW;
        });

        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(SubmissionException.class);

        assertThat(attempts).extracting(Duration::toSeconds).containsExactly(0L, 5L, 10L, 20L);
    }

    @Test
    void noAttemptIsMadeForWhichTheDeadlineLeavesNoTime() {
        backend.attempt(NOT_NOW);

        assertThatThrownBy(() -> qmaster(Policy.DEFAULT.submissionTimeout(Duration.ofSeconds(7)))
                        .submit(bench.request().build()))
                .isInstanceOf(SubmissionException.class);

        assertThat(backend.submitted()).hasSize(2);
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aPolicyCanAllowNoSecondAttempt() {
        backend.attempt(NOT_NOW);

        assertThatThrownBy(() -> qmaster(Policy.DEFAULT.retryDelays(List.of()))
                        .submit(bench.request().build()))
                .isInstanceOf(SubmissionException.class);

        assertThat(backend.submitted()).hasSize(1);
    }

    // an id that is not new

    @Test
    void anIdThatWasListedBeforeIsThatOfAnotherBatchAndIsNotCancelledAtOurTimeout() throws Exception {
        backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
        queues(Duration.ZERO, answer(THEIRS));

        QmasterBatch batch = qmaster().submit(bench.request().build());
        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.whole(Duration.ofMinutes(1))))
                .isInstanceOf(WaitTimeoutException.class);

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(backend.controls()).containsExactly("cancel B-7");
    }

    @Test
    void anIdThatWasListedBeforeAndNoBatchOfOursMeansNotQueued() {
        backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
        backend.attempt(answer(THEIRS));

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed).hasMessageContaining("the id B-0, which belongs to another batch");
        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
        assertThat(latest().submitted()).isEmpty();
    }

    @Test
    void anIdThatTheJournalKnowsIsThatOfTheEarlierBatch() throws Exception {
        backend.queues("B-0");
        queues(Duration.ZERO, answer(THEIRS));
        QmasterBatch earlier = qmaster().submit(bench.request().build());

        QmasterBatch batch = qmaster().submit(another());

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(journal.find(THEIRS.id()).map(JournalEntry::submissionId)).isEqualTo(earlier.submissionId());
    }

    @Test
    void anIdThatTheEngineGivesASecondTimeIsThatOfTheBatchWithOurToken() throws Exception {
        backend.queues("B-7");
        queues(Duration.ZERO, answer(OURS));
        qmaster().submit(bench.request().build());

        QmasterBatch batch = qmaster().submit(another());

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(journal.find(OURS.id()).map(JournalEntry::submissionId)).isEqualTo(batch.submissionId());
    }

    @Test
    void anIdThatIsNotNewLeavesItOpenWhereTheEngineCannotList() throws Exception {
        backend.without(Capability.LIST).queues("B-0");
        qmaster().submit(bench.request().build());

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class, () -> qmaster().submit(another()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(latest().isOpen()).isTrue();
    }

    @Test
    void theNameTellsWhoseIdItIsIfNothingCouldBeListedBefore() throws Exception {
        backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
        backend.deaf(Duration.ZERO, Duration.ofSeconds(1));
        backend.attempt((order, deadline) -> {
            backend.clock().pause(Duration.ofSeconds(2));
            backend.batch(OURS).named(order.name()).shows(Duration.ZERO, "Waiting");
            return answer(THEIRS);
        });

        assertThat(qmaster().submit(bench.request().build()).reference()).isEqualTo(OURS);
    }

    @Test
    void aNewIdIsBelievedIfTheEngineNeverSaysWhichBatchesItHas() throws Exception {
        backend.deaf(Duration.ZERO, Duration.ofDays(1)).queues("B-7");

        assertThat(qmaster().submit(bench.request().build()).id()).isEqualTo(OURS.id());
    }

    @Test
    void aBatchThatIsShownUnderAnotherNameIsNotCancelledAtOurTimeout() throws Exception {
        QmasterBatch batch = batchOfAnotherProcess();

        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.whole(Duration.ofMinutes(1))))
                .isInstanceOf(WaitTimeoutException.class)
                .hasMessageContaining("it was left running");

        assertThat(backend.controls()).isEmpty();
        assertThat(batch.lastError()).isPresent();
        assertThat(batch.logs(LogLevel.ERROR))
                .extracting(LogEntry::message)
                .anyMatch(line -> line.contains("lists the batch B-0 on This Computer as \"dailies\""));
    }

    @ParameterizedTest
    @EnumSource(
            value = CancelCause.class,
            names = {"INTERRUPT", "TIMEOUT"})
    void noInterruptAndNoTimeoutCancelsABatchOfAnotherName(CancelCause cause) throws Exception {
        QmasterBatch batch = batchOfAnotherProcess();

        StatusException refused = catchThrowableOfType(StatusException.class, () -> batch.cancel(cause));

        assertThat(refused).hasMessageContaining("lists the batch B-0 on This Computer as \"dailies\"");
        assertThat(backend.controls()).isEmpty();
        assertThat(latest().cancelAsked()).isEmpty();
    }

    @Test
    void theNameIsLookedAtEvenIfTheTimeRunsOutBeforeTheFirstPoll() throws Exception {
        QmasterBatch batch = batchOfAnotherProcess();

        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.whole(Duration.ofMillis(1))))
                .isInstanceOf(WaitTimeoutException.class)
                .hasMessageContaining("it was left running");

        assertThat(backend.controls()).isEmpty();
    }

    @Test
    void aBatchOfAnotherNameIsCancelledForAUserWhoNamesIt() throws Exception {
        batchOfAnotherProcess().cancel();

        assertThat(backend.controls()).containsExactly("cancel B-0");
    }

    @Test
    void anInterruptCancelsTheBatchIfTheEngineDoesNotSayItsName() throws Exception {
        backend.queues("B-7");
        QmasterBatch batch = qmaster().submit(bench.request().build());
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        batch.cancel(CancelCause.INTERRUPT);

        assertThat(backend.controls()).containsExactly("cancel B-7");
    }

    /**
     * The engine answers a submission with the id of a batch that another process submitted at the same time, and lists
     * it only after a query for it.
     */
    private QmasterBatch batchOfAnotherProcess() throws InterruptedException {
        backend.attempt((order, deadline) -> {
            backend.batch(THEIRS).named("dailies").shows(Duration.ofNanos(1), "Waiting");
            return answer(THEIRS);
        });
        QmasterBatch batch = qmaster().submit(bench.request().build());
        backend.clock().advance(Duration.ofNanos(1));
        return batch;
    }

    /** Another process submits a batch at the same time, and the engine returns its id. */
    private ScriptedBackend queuesAnothersMeanwhile(Duration oursListedFrom) {
        return backend.attempt((order, deadline) -> {
            backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
            backend.batch(OURS).named(order.name()).shows(oursListedFrom, "Waiting");
            return answer(THEIRS);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void anIdThatTheEngineShowsUnderAnotherNameAfterItsAnswerIsThatOfAnotherBatch(int secondsUntilOursIsListed)
            throws Exception {
        queuesAnothersMeanwhile(Duration.ofSeconds(secondsUntilOursIsListed));

        QmasterBatch batch = qmaster().submit(bench.request().build());

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(journal.find(THEIRS.id())).isEmpty();
        assertThat(latest().submitted().flatMap(Submitted::settledBy)).contains("name");
    }

    @Test
    void anIdThatTheEngineDoesNotShowWhileItShowsOurTokenElsewhereIsNotOurs() throws Exception {
        queues(Duration.ZERO, answer(THEIRS));

        assertThat(qmaster().submit(bench.request().build()).reference()).isEqualTo(OURS);
    }

    @Test
    void anIdOfAnotherNameLeavesItOpenIfNoBatchBearsOurToken() {
        backend.attempt((order, deadline) -> {
            backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
            return answer(THEIRS);
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open).hasMessageContaining("the id B-0, which belongs to another batch");
        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(latest().submitted()).isEmpty();
        assertThat(latest().isOpen()).isTrue();
    }

    @Test
    void anIdThatTheEngineShowsUnderAnotherNameIsNotTakenAlsoIfItFallsSilentThen() {
        backend.deaf(Duration.ofSeconds(1), Duration.ofDays(1));
        queuesAnothersMeanwhile(Duration.ofSeconds(5));

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(latest().submitted()).isEmpty();
    }

    @Test
    void anIdThatTheEngineListsOnlyLaterCostsNoTime() throws Exception {
        backend.attempt(answer(OURS));

        assertThat(qmaster().submit(bench.request().build()).reference()).isEqualTo(OURS);

        assertThat(elapsed()).isZero();
    }

    // several ids

    @Test
    void ofSeveralIdsThatOfTheBatchWithOurTokenCounts() throws Exception {
        backend.batch(THEIRS).named("dailies").shows(Duration.ZERO, "Waiting");
        BatchReference alsoNew = BatchReference.of("B-9", Cluster.THIS_COMPUTER_NAME);
        backend.batch(alsoNew).named("another's").shows(Duration.ofNanos(1), "Waiting");
        backend.attempt((order, deadline) -> {
            backend.clock().pause(Duration.ofSeconds(1));
            backend.batch(OURS).named(order.name()).shows(Duration.ZERO, "Waiting");
            return answer(THEIRS, alsoNew, OURS);
        });

        assertThat(qmaster().submit(bench.request().build()).reference()).isEqualTo(OURS);
    }

    @Test
    void ofSeveralIdsTheOnlyNewOneCountsWhereTheEngineCannotList() throws Exception {
        backend.without(Capability.LIST).queues("B-0").attempt(answer(THEIRS, OURS));
        qmaster().submit(bench.request().build());

        assertThat(qmaster().submit(another()).reference()).isEqualTo(OURS);
    }

    @Test
    void severalNewIdsOfWhichNoneIsShownUnderOurNameLeaveItOpen() {
        backend.attempt(answer(THEIRS, OURS));

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(open).hasMessageContaining("several ids: B-0, B-7");
        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(latest().isOpen()).isTrue();
    }

    private BatchRequest another() {
        return bench.request().sourceFile(bench.source("another.mov")).build();
    }
}
