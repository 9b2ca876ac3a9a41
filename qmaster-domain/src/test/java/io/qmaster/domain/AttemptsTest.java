package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.SubmittingProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Disturbances between an attempt to submit and its outcome: other programs, a failing journal, an engine without a
 * message.
 */
class AttemptsTest {
    private static final BatchReference OURS = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
    private static final Cluster FARM = Cluster.named("FCS Cluster");
    private static final Refused NO_CLUSTER =
            new Refused(RefusalKind.CLUSTER_UNAVAILABLE, "Could not find cluster", OptionalInt.of(1), false);
    private static final Refused NO = new Refused(RefusalKind.PARAMETER_ERROR, "no", OptionalInt.of(255), false);
    private static final Refused NOT_NOW =
            new Refused(RefusalKind.UNABLE_TO_SUBMIT, "not now", OptionalInt.of(3), true);
    private static final Unknown NO_ID =
            new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "exit 0 without an id", OptionalInt.of(0));

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();

    AttemptsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private Qmaster over(SubmissionJournal journal) {
        return Qmaster.builder(backend).journal(journal).build();
    }

    private static JournalException full() {
        return new JournalException(Failure.withoutSubmission("JOURNAL_FULL", "disk full"));
    }

    private static List<String> story(WrappedJournal journal) {
        return journal.entries().get(0).story().stream().map(LogEntry::message).toList();
    }

    /** The engine has the batch and lists it after some time, but the submission returns no id. */
    private void queuesInSilence(Duration listedFrom) {
        backend.attempt((order, deadline) -> {
            backend.batch(OURS).named(order.name()).shows(listedFrom, "Waiting");
            return NO_ID;
        });
    }

    @Test
    void theProcessThatSubmitsIsInTheJournalWhileItRuns() throws Exception {
        SubmittingProcess process = new SubmittingProcess(4711, backend.clock().now());
        WrappedJournal journal = new WrappedJournal();
        backend.submitsBy(process).attempt((order, deadline) -> {
            assertThat(journal.find(order.submissionId()).flatMap(JournalEntry::submitter))
                    .contains(process);
            return new SubmissionOutcome.Queued(OURS.id(), List.of());
        });

        assertThat(over(journal).submit(bench.request().build()).reference()).isEqualTo(OURS);
    }

    @Test
    void aProcessThatCannotBeWrittenDownHindersNoSubmission() throws Exception {
        backend.submitsBy(new SubmittingProcess(4711, backend.clock().now())).queues("B-7");
        Qmaster qmaster = over(new WrappedJournal() {
            @Override
            public void started(SubmissionId submission, SubmittingProcess process) {
                throw full();
            }
        });

        QmasterBatch batch = qmaster.submit(bench.request().build());

        assertThat(batch.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .containsExactly("the process that submits could not be written to the journal: disk full");
    }

    @Test
    void aRequestThatAnotherProgramMadeAMomentBeforeGivesItsBatch() throws Exception {
        Qmaster qmaster = over(new WrappedJournal() {
            @Override
            public Verdict intend(Intention intention) {
                return new Verdict.Repeated(JournalEntry.begun(intention)
                        .with(new Submitted(OURS.id(), List.of(), Optional.empty(), intention.at())));
            }
        });

        QmasterBatch batch = qmaster.submit(bench.request().requestId("once").build());

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(backend.submitted()).isEmpty();
    }

    @Test
    void theFolderOfTheFirstAttemptIsGoneWhenTheSecondCannotBeWrittenDown() {
        Path old = Workbench.written(bench.output("clip.mov"), "old");
        backend.attempt(NOT_NOW).queues("B-7");
        Qmaster qmaster = over(new WrappedJournal() {
            @Override
            public Verdict intend(Intention intention) {
                if (intention.attempt() == 2) {
                    throw full();
                }
                return super.intend(intention);
            }
        });

        assertThatThrownBy(() -> qmaster.submit(
                        bench.request().existingOutput(ExistingOutput.REPLACE).build()))
                .isInstanceOf(JournalException.class);

        assertThat(old).hasContent("old");
        assertThat(old.getParent()).isDirectoryNotContaining("glob:**/.*");
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aRefusalIsToldThoughItsEndCannotBeWrittenDown() {
        backend.attempt(NO);
        WrappedJournal journal = new WrappedJournal() {
            @Override
            public void ended(SubmissionId submission, Ending ending) {
                throw full();
            }
        };

        assertThatThrownBy(() -> over(journal).submit(bench.request().build())).isInstanceOf(SubmissionException.class);

        assertThat(story(journal)).contains("the journal could not be written: disk full");
    }

    @Test
    void anInterruptWhileSubmittingIsInTheStory() {
        WrappedJournal journal = new WrappedJournal();
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });

        assertThatThrownBy(() -> over(journal).submit(bench.request().build()))
                .isInstanceOf(InterruptedException.class);

        assertThat(story(journal)).contains("interrupted while submitting: the batch may or may not be queued");
    }

    @Test
    void fallingBackIsInTheStory() throws Exception {
        backend.attempt(NO_CLUSTER).queues("B-7");

        QmasterBatch batch =
                over(new WrappedJournal()).submit(bench.request().cluster(FARM).build());

        assertThat(batch.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .containsExactly("FCS Cluster is not available: falling back to This Computer");
    }

    @Test
    void whoeverMayFallBackInVainIsToldBothRefusals() {
        backend.attempt(NO_CLUSTER).attempt(NO);

        ClusterNotFoundException missing = catchThrowableOfType(
                ClusterNotFoundException.class,
                () -> over(new WrappedJournal())
                        .submit(bench.request().cluster(FARM).build()));

        assertThat(missing).hasMessageContaining("\"FCS Cluster\" is not available, and This Computer refused");
        assertThat(missing.hint()).doesNotContain("allow");
    }

    @Test
    void whoeverMayNotFallBackIsToldThatHeCould() {
        backend.attempt(NO_CLUSTER);
        Qmaster strict = Qmaster.builder(backend)
                .policy(Policy.DEFAULT.fallback(Policy.Fallback.NEVER))
                .build();

        ClusterNotFoundException missing = catchThrowableOfType(
                ClusterNotFoundException.class,
                () -> strict.submit(bench.request().cluster(FARM).build()));

        assertThat(missing).hasMessageContaining("\"FCS Cluster\" is not available: Could not find cluster");
        assertThat(missing.hint()).contains("allow the fallback to This Computer");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 3", "6, 7", "8, 12", "13, 17"})
    void aBatchWithoutAnIdIsLookedForAfterOneThreeAndSevenSecondsAndThenEveryFive(long listedFrom, long found)
            throws Exception {
        queuesInSilence(Duration.ofSeconds(listedFrom));

        QmasterBatch batch = over(new WrappedJournal()).submit(bench.request().build());

        assertThat(batch.reference()).isEqualTo(OURS);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofSeconds(found));
    }

    @Test
    void anotherNewBatchIsNotTakenForOurs() {
        backend.attempt((order, deadline) -> {
            backend.batch(OURS).named("somebody else's").shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> over(new WrappedJournal()).submit(bench.request().build()));

        assertThat(failed.fate()).contains(QueueFate.NOT_QUEUED);
    }

    @Test
    void ofTwoNewBatchesWithOurNameTheEvidenceIsTold() {
        backend.attempt((order, deadline) -> {
            backend.batch(OURS).named(order.name()).shows(Duration.ZERO, "Waiting");
            backend.batch(BatchReference.of("B-8", Cluster.THIS_COMPUTER_NAME))
                    .named(order.name())
                    .shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        assertThatThrownBy(
                        () -> over(new WrappedJournal()).submit(bench.request().build()))
                .isInstanceOf(SubmissionTimeoutException.class)
                .hasMessageContaining("2 new batches are named");
    }

    @Test
    void anExactNameTellsNothingWhenNobodyKnowsWhatWasThereBefore() {
        backend.deaf(Duration.ZERO, Duration.ofSeconds(5));
        backend.attempt((order, deadline) -> {
            backend.batch(OURS).named("Promo").job("J-1", "clip.mov", "Waiting").shows(Duration.ZERO, "Waiting");
            return NO_ID;
        });

        assertThatThrownBy(() -> over(new WrappedJournal())
                        .submit(bench.request().batchName("Promo").exactName().build()))
                .isInstanceOf(SubmissionTimeoutException.class)
                .hasMessageContaining("the earlier batches could not be listed");
    }

    @Test
    void listsThatTheEngineWouldNotGiveAreInTheStory() throws Exception {
        backend.deaf(Duration.ZERO, Duration.ofSeconds(5));
        queuesInSilence(Duration.ZERO);

        List<LogEntry> story =
                over(new WrappedJournal()).submit(bench.request().build()).logs();

        assertThat(story)
                .extracting(LogEntry::message)
                .anyMatch(words -> words.startsWith("the batches of the engine could not be listed: "))
                .anyMatch(words -> words.startsWith("looking for \"clip.mov Transcode"));
    }
}
