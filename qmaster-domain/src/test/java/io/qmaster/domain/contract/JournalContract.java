package io.qmaster.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionJournal.Finisher;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the contract of {@link SubmissionJournal}. For authors of journals: extend it and create the journal. Not thread-safe. */
public abstract class JournalContract {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");
    private static final SubmissionId FIRST = id(1);
    private static final SubmissionId SECOND = id(2);

    private SubmissionJournal journal = new MemoryJournal();

    /** For subclasses. */
    protected JournalContract() {}

    /** Creates an empty journal. Called once for each test. */
    protected abstract SubmissionJournal journal() throws Exception;

    @BeforeEach
    void make() throws Exception {
        journal = journal();
    }

    private static SubmissionId id(int number) {
        return SubmissionId.of(new UUID(9, number));
    }

    private static BatchOrder order(SubmissionId submission, Optional<String> requestId) {
        Path output = Path.of("/out", submission + ".mov");
        SettingFacts setting = new SettingFacts(
                Path.of("/settings/web.setting"),
                "Web",
                SettingFacts.Origin.USER,
                "QT",
                Optional.of("mov"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                SettingDetails.NONE);
        Target target = new Target(
                0,
                Path.of("/clip.mov"),
                setting,
                output,
                output,
                new FileMark(1, NOON),
                new FileMark(2, NOON),
                JobOptions.NONE);
        return new BatchOrder(
                submission,
                Cluster.THIS_COMPUTER,
                Cluster.THIS_COMPUTER,
                Priority.LOW,
                "clip",
                false,
                List.of(target),
                Map.of(),
                requestId,
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    private static Intention intention(SubmissionId submission, int attempt, String claim, Optional<String> requestId) {
        return new Intention(
                order(submission, requestId),
                attempt,
                "fingerprint",
                Set.of(claim),
                Optional.empty(),
                NOON.plusSeconds(attempt));
    }

    private static Intention plain(SubmissionId submission) {
        return intention(submission, 1, "/out/" + submission, Optional.empty());
    }

    private static Intention requested(SubmissionId submission) {
        return intention(submission, 1, "/out/" + submission, Optional.of("R"));
    }

    private static Submitted queued(String id, String... jobs) {
        List<JobId> jobIds = Stream.of(jobs).map(JobId::new).toList();
        return new Submitted(new BatchId(id), jobIds, Optional.empty(), NOON);
    }

    private static Ending ending(Ending.How how) {
        return new Ending(how, "words", Optional.empty(), NOON);
    }

    private static BatchResult successful() {
        StatusText text = new StatusText(BatchState.SUCCESSFUL, "Successful");
        return new BatchResult(
                BatchStatus.of(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME), text, NOON),
                List.of(),
                true,
                Optional.empty(),
                Duration.ofMinutes(1));
    }

    private JournalEntry first() {
        return journal.find(FIRST).orElseThrow();
    }

    @Test
    void whatWasIntendedIsOpenUntilItEnds() {
        journal.intend(plain(FIRST));
        assertThat(journal.open()).extracting(JournalEntry::submissionId).containsExactly(FIRST);

        journal.ended(FIRST, ending(Ending.How.FINAL));

        assertThat(journal.open()).isEmpty();
        assertThat(first().ending()).contains(ending(Ending.How.FINAL));
        try (Stream<JournalEntry> ended = journal.ended(NOON)) {
            assertThat(ended).containsExactly(first());
        }
        try (Stream<JournalEntry> ended = journal.ended(NOON.plusNanos(1))) {
            assertThat(ended).isEmpty();
        }
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        assertThat(journal.find(FIRST)).isEmpty();
        assertThat(journal.find(new BatchId("B-1"))).isEmpty();
        assertThat(journal.find(new JobId("J-1"))).isEmpty();
        assertThat(journal.findRequest("R")).isEmpty();
        assertThat(journal.claimants("/out")).isEmpty();
        journal.note(FIRST, new LogEntry(NOON, LogLevel.INFO, "of nothing"));
        assertThat(journal.open()).isEmpty();
    }

    @Test
    void theOldestOpenOneIsTheFirst() {
        journal.intend(intention(SECOND, 1, "/out/b", Optional.empty()));
        journal.intend(intention(FIRST, 2, "/out/a", Optional.empty()));

        assertThat(journal.open()).extracting(JournalEntry::submissionId).containsExactly(SECOND, FIRST);
    }

    @Test
    void everyAttemptIsKnownWithItsCommandAndOutcomeWhateverIsLogged() {
        journal.intend(plain(FIRST));
        journal.attempting(FIRST, 1, "Compressor -one");
        journal.attempted(FIRST, 1, "refused");
        journal.intend(intention(FIRST, 2, "/out/" + FIRST, Optional.empty()));
        journal.attempting(FIRST, 2, "Compressor -two");
        for (int line = 0; line < 2 * JournalEntry.LONGEST_STORY; line++) {
            journal.note(FIRST, new LogEntry(NOON, LogLevel.INFO, "line " + line));
        }

        assertThat(first().attempts())
                .extracting(SubmissionRecord.Attempt::command)
                .containsExactly(Optional.of("Compressor -one"), Optional.of("Compressor -two"));
        assertThat(first().attempts())
                .extracting(SubmissionRecord.Attempt::outcome)
                .containsExactly(Optional.of("refused"), Optional.empty());
        assertThat(first().story()).hasSize(JournalEntry.LONGEST_STORY);
        assertThat(first().story().get(JournalEntry.LONGEST_STORY - 1).message())
                .isEqualTo("line " + (2 * JournalEntry.LONGEST_STORY - 1));
    }

    @Test
    void anIntentionThatIsWrittenAgainReplacesTheOneOfItsAttempt() {
        journal.intend(plain(FIRST));
        Intention again = new Intention(
                plain(FIRST).order(), 1, "fingerprint", Set.of("/out/" + FIRST), Optional.empty(), NOON.plusSeconds(9));

        assertThat(journal.intend(again)).isInstanceOf(Verdict.Recorded.class);

        assertThat(first().intentions()).containsExactly(again);
    }

    @Test
    void theJobsThatWereAskedToBeCancelledAreRemembered() {
        journal.intend(plain(FIRST));
        JobId job = new JobId("J-1");

        journal.jobCancelAsked(FIRST, job, true);
        assertThat(first().cancelledJobs()).containsExactly(job);

        journal.jobCancelAsked(FIRST, job, false);
        assertThat(first().cancelledJobs()).isEmpty();
    }

    @Test
    void whoAskedToCancelIsKnownUnlessTheEngineRefused() {
        journal.intend(plain(FIRST));
        assertThat(first().cancelAsked()).isEmpty();

        journal.cancelAsked(FIRST, Optional.of(CancelCause.TIMEOUT));
        assertThat(first().cancelAsked()).contains(CancelCause.TIMEOUT);

        journal.cancelAsked(FIRST, Optional.empty());
        assertThat(first().cancelAsked()).isEmpty();
    }

    @Test
    void theSubmittingProcessOfALaterAttemptReplacesTheEarlierOne() {
        journal.intend(plain(FIRST));
        journal.started(FIRST, new SubmittingProcess(4711, NOON));
        assertThat(first().submitter()).contains(new SubmittingProcess(4711, NOON));

        journal.intend(intention(FIRST, 2, "/out/" + FIRST, Optional.empty()));

        assertThat(first().submitter()).isEmpty();
    }

    @Test
    void aBatchIsFoundByItsIdInAnyLetterCaseAndTheLatestOfTwo() {
        journal.intend(plain(FIRST));
        journal.submitted(FIRST, queued("B-1"));
        assertThat(journal.find(new BatchId("b-1")).map(JournalEntry::submissionId))
                .contains(FIRST);

        journal.intend(plain(SECOND));
        journal.submitted(SECOND, queued("B-1"));

        assertThat(journal.find(new BatchId("B-1")).map(JournalEntry::submissionId))
                .contains(SECOND);
    }

    @Test
    void aBatchIsFoundByAnyOfItsJobsAlsoAfterItHasEnded() {
        journal.intend(plain(FIRST));
        journal.submitted(FIRST, queued("B-1", "J-1", "J-2"));
        assertThat(journal.find(new JobId("j-2"))).contains(first());

        journal.intend(plain(SECOND));
        journal.submitted(SECOND, queued("B-2", "J-2"));
        journal.ended(FIRST, ending(Ending.How.FINAL));

        assertThat(journal.find(new JobId("J-1"))).contains(first());
        assertThat(journal.find(new JobId("J-2")).map(JournalEntry::submissionId))
                .contains(SECOND);
    }

    @Test
    void aPathIsClaimedByOneOpenSubmissionAtATime() {
        journal.intend(intention(FIRST, 1, "/out/a", Optional.empty()));

        Verdict verdict = journal.intend(intention(SECOND, 1, "/out/a", Optional.empty()));

        assertThat(verdict).isInstanceOf(Verdict.Claimed.class);
        assertThat(((Verdict.Claimed) verdict).other().submissionId()).isEqualTo(FIRST);
        assertThat(journal.find(SECOND)).isEmpty();

        journal.ended(FIRST, ending(Ending.How.FINAL));
        assertThat(journal.intend(intention(SECOND, 1, "/out/a", Optional.empty())))
                .isInstanceOf(Verdict.Recorded.class);
        assertThat(journal.claimants("/out/a"))
                .extracting(JournalEntry::submissionId)
                .containsExactly(SECOND, FIRST);
    }

    @Test
    void aRequestIdGivesTheOriginalAnswerToTheSameRequestAndToNoOther() {
        journal.intend(requested(FIRST));
        journal.submitted(FIRST, queued("B-1"));
        Intention other = new Intention(requested(SECOND).order(), 1, "another", Set.of(), Optional.empty(), NOON);

        assertThat(journal.intend(requested(SECOND))).isInstanceOf(Verdict.Repeated.class);
        assertThat(journal.intend(other)).isInstanceOf(Verdict.RequestIdTaken.class);
        assertThat(journal.findRequest("R").map(JournalEntry::submissionId)).contains(FIRST);
        journal.ended(FIRST, ending(Ending.How.FINAL));
        assertThat(journal.intend(requested(SECOND))).isInstanceOf(Verdict.Repeated.class);
    }

    @Test
    void aRequestThatWasNotQueuedOrWasGivenUpMayBeMadeAgain() {
        journal.intend(requested(FIRST));
        journal.ended(FIRST, ending(Ending.How.NOT_QUEUED));
        assertThat(journal.findRequest("R")).isEmpty();
        assertThat(journal.intend(requested(SECOND))).isInstanceOf(Verdict.Recorded.class);

        journal.submitted(SECOND, queued("B-2"));
        journal.ended(SECOND, ending(Ending.How.LOST));

        assertThat(journal.intend(requested(id(3)))).isInstanceOf(Verdict.Recorded.class);
        assertThat(journal.findRequest("R").map(JournalEntry::submissionId)).contains(id(3));
    }

    @Test
    void whatEndedIsNotGivenUpButWhatWasGivenUpMayEnd() {
        journal.intend(plain(FIRST));
        journal.ended(FIRST, ending(Ending.How.LOST));
        assertThat(first().isGivenUp()).isTrue();

        journal.ended(FIRST, ending(Ending.How.FINAL));
        journal.ended(FIRST, ending(Ending.How.LOST));

        assertThat(first().ending()).contains(ending(Ending.How.FINAL));
    }

    @Test
    void whatWasFoundAtTheEndStandsUntilTheSubmissionHasEnded() {
        BatchResult later =
                new BatchResult(successful().status(), List.of(), false, Optional.empty(), Duration.ofMinutes(2));
        journal.intend(plain(FIRST));
        journal.submitted(FIRST, queued("B-1"));

        assertThat(journal.concluding(FIRST, successful())).isEqualTo(new Finisher.Ours(successful()));
        assertThat(journal.concluding(FIRST, later)).isEqualTo(new Finisher.Ours(successful()));
        assertThat(first().conclusion()).contains(successful());

        journal.ended(FIRST, new Ending(Ending.How.FINAL, "", Optional.of(successful()), NOON));
        assertThat(first().conclusion()).isEmpty();
        assertThat(first().result()).contains(successful());
        assertThat(journal.concluding(FIRST, later)).isEqualTo(new Finisher.Over(first()));
    }

    @Test
    void whatWasGivenUpIsNotBroughtToItsPlace() {
        journal.intend(plain(FIRST));
        journal.ended(FIRST, ending(Ending.How.LOST));

        assertThat(journal.concluding(FIRST, successful())).isInstanceOf(Finisher.Over.class);
    }

    @Test
    void ofManyThreadsWithOneRequestIdOneIsRecorded() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int number = 0; number < 16; number++) {
                Intention intention = requested(id(number));
                Callable<Verdict> intending = () -> {
                    start.await();
                    return journal.intend(intention);
                };
                verdicts.add(threads.submit(intending));
            }
            start.countDown();
            int recorded = 0;
            for (Future<Verdict> verdict : verdicts) {
                recorded += verdict.get() instanceof Verdict.Recorded ? 1 : 0;
            }
            assertThat(recorded).isEqualTo(1);
            assertThat(journal.open()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
