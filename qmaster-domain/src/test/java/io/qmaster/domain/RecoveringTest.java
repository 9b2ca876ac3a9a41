package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveringTest {
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<Runnable> meanwhile = new ArrayList<>();
    private final WrappedJournal journal = new WrappedJournal() {
        @Override
        public List<JournalEntry> open() {
            List<JournalEntry> now = super.open();
            List.copyOf(meanwhile).forEach(Runnable::run);
            return now;
        }

        @Override
        public void ended(SubmissionId submission, Ending ending) {
            if (isFull) {
                throw new JournalException(Failure.withoutSubmission("JOURNAL_UNWRITABLE", "no space left"));
            }
            super.ended(submission, ending);
        }
    };

    /** Whether the disk of the journal is full. */
    private boolean isFull;

    RecoveringTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private Qmaster qmaster() {
        return Qmaster.builder(backend).journal(journal).build();
    }

    private SubmissionId leftOpen() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("the program was interrupted");
        });
        assertThat(catchThrowable(() -> qmaster().submit(bench.request().build())))
                .isInstanceOf(InterruptedException.class);
        return journal.entries().get(0).submissionId();
    }

    @Test
    void aSubmissionThatNeverReachedTheEngineIsEnded() throws Exception {
        SubmissionId submission = leftOpen();

        assertThat(qmaster().recover()).singleElement().satisfies(recovered -> {
            assertThat(recovered.submissionId()).isEqualTo(submission);
            assertThat(recovered.finding()).isEqualTo(Recovered.Finding.NOT_QUEUED);
        });
        assertThat(journal.entries()).noneMatch(JournalEntry::isOpen);
        assertThat(qmaster().recover()).isEmpty();
    }

    @Test
    void aSubmissionThatTheEngineHasIsAdopted() throws Exception {
        leftOpen();
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.batch(ours).named(journal.entries().get(0).order().name()).shows(Duration.ZERO, "Processing");

        assertThat(qmaster().recover()).singleElement().satisfies(recovered -> {
            assertThat(recovered.batch()).contains(ours);
            assertThat(recovered.finding()).isEqualTo(Recovered.Finding.ADOPTED);
        });
        assertThat(journal.entries().get(0).batch()).contains(ours);
        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void anEndThatCannotBeWrittenIsNotReportedAsSettled() throws Exception {
        leftOpen();
        backend.batch(BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME))
                .named(journal.entries().get(0).order().name())
                .shows(Duration.ZERO, "Cancelled");
        isFull = true;

        JournalException unwritten =
                catchThrowableOfType(JournalException.class, () -> qmaster().recover());

        assertThat(unwritten).hasMessageContaining("no space left");
        assertThat(journal.entries()).singleElement().matches(JournalEntry::isOpen);
        isFull = false;
        assertThat(qmaster().recover())
                .singleElement()
                .satisfies(recovered -> assertThat(recovered.finding()).isEqualTo(Recovered.Finding.ENDED));
        assertThat(journal.entries()).noneMatch(JournalEntry::isOpen);
    }

    @Test
    void whoMakesTheSameRequestWhileItsOutputComesToBeIsAnsweredWithItsBatch() throws Exception {
        backend.queues("B-1");
        BatchRequest request = bench.request().requestId("once").build();
        meanwhile.add(() -> {
            meanwhile.clear();
            assertThat(catchThrowable(() -> qmaster().submit(request))).isNull();
            bench.encoded("clip.mov");
        });

        assertThat(qmaster().submit(request).id()).isEqualTo(new BatchId("B-1"));

        assertThat(backend.submitted()).hasSize(1);
    }

    @Test
    void aRequestThatNobodyMadeIsRefusedIfItsOutputIsThere() {
        bench.encoded("clip.mov");

        assertThat(catchThrowable(
                        () -> qmaster().submit(bench.request().requestId("once").build())))
                .isInstanceOf(DestinationException.class);
    }

    @Test
    void aBatchThatWasAttachedToAsSomebodyElsesTurnsOutToBeOurs() throws Exception {
        SubmissionId submission = leftOpen();
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.batch(ours)
                .named(journal.entries().get(0).order().name())
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(10), "Successful", 100);
        Qmaster qmaster = qmaster();
        QmasterBatch attached = qmaster.attach(ours);
        backend.clock().advance(Duration.ofSeconds(30));
        assertThat(attached.submissionId()).isEmpty();

        qmaster.recover();
        bench.encoded("clip.mov");
        BatchResult result = attached.await();

        assertThat(attached.submissionId()).contains(submission);
        assertThat(result.verified()).isTrue();
        assertThat(result.targets()).hasSize(1);
        assertThat(journal.find(submission).flatMap(JournalEntry::ending))
                .get()
                .extracting(Ending::how)
                .isEqualTo(Ending.How.FINAL);
        assertThat(journal.find(submission).orElseThrow().story())
                .extracting(LogEntry::message)
                .anyMatch(line -> line.contains("the engine says Successful"));
    }

    @Test
    void aBatchThatWasAttachedToBeforeItsSubmissionWasAnsweredIsOurs() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.batch(ours).shows(Duration.ZERO, "Processing").shows(Duration.ofMinutes(10), "Successful", 100);
        Qmaster qmaster = qmaster();
        backend.attempt((order, deadline) -> {
            assertThat(qmaster.attach(ours).submissionId()).isEmpty();
            backend.clock().pause(Duration.ofSeconds(20));
            return new SubmissionOutcome.Queued(ours.id(), List.of(new JobId("J-1")));
        });

        QmasterBatch submitted =
                qmaster.submit(bench.request().label("reel", "12").build());
        bench.encoded("clip.mov");
        BatchResult result = submitted.await();

        assertThat(submitted.jobIds()).containsExactly(new JobId("J-1"));
        assertThat(result.targets()).extracting(Output::isGood).containsExactly(true);
        JournalEntry entry = journal.entries().get(0);
        assertThat(submitted.submissionId()).contains(entry.submissionId());
        assertThat(entry.result()).contains(result);
        assertThat(entry.story())
                .extracting(LogEntry::message)
                .anyMatch(line -> line.contains("the engine says Successful"));
    }

    @Test
    void whoTakesABatchOverKnowsWhichOfItsJobsFailed() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-7", "J-1", "J-2")
                .batch(ours)
                .job("J-2", "other.mov", "Failed: no such codec")
                .job("J-1", "clip.mov", "Successful")
                .shows(Duration.ZERO, "Failed: a job failed");
        try (Qmaster earlier = qmaster()) {
            earlier.submit(bench.request()
                    .job(JobRequest.of(bench.source("other.mov")))
                    .build());
        }

        bench.encoded("clip.mov");

        QmasterBatch batch = qmaster().attach(ours);

        assertThat(batch.jobIds()).containsExactly(new JobId("J-1"), new JobId("J-2"));
        BatchResult result =
                catchThrowableOfType(BatchFailedException.class, batch::await).result();
        assertThat(result.targets())
                .extracting(Output::state)
                .containsExactly(BatchState.SUCCESSFUL, BatchState.FAILED);
    }

    @Test
    void whoAskedToCancelIsKnownToWhoeverSeesTheEndFirst() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-7", "J-1")
                .batch(ours)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(1), "Cancelled");
        QmasterBatch waiting = qmaster().submit(bench.request().build());
        try (Qmaster another = qmaster()) {
            another.attach(ours).cancel(CancelCause.INTERRUPT);
        }

        BatchCancelledException told = catchThrowableOfType(BatchCancelledException.class, waiting::await);

        assertThat(told.result().cause()).contains(CancelCause.INTERRUPT);
    }

    @Test
    void whoAskedInVainToCancelIsNotTheCauseInAnotherProgramEither() throws Exception {
        BatchReference ours = BatchReference.of("B-7", Cluster.THIS_COMPUTER_NAME);
        backend.queues("B-7", "J-1")
                .batch(ours)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(1), "Cancelled");
        QmasterBatch waiting = qmaster().submit(bench.request().build());
        try (Qmaster another = qmaster()) {
            backend.refusesControl(new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", "not now")));
            assertThatThrownBy(() -> another.cancel(ours)).isInstanceOf(StatusException.class);
        }

        BatchCancelledException told = catchThrowableOfType(BatchCancelledException.class, waiting::await);

        assertThat(told.result().cause()).contains(CancelCause.EXTERNAL);
    }

    @Test
    void aSubmissionThatEndsWhileTheJournalIsReadIsLeftAsItIs() throws Exception {
        SubmissionId submission = leftOpen();
        meanwhile.add(() -> journal.ended(
                submission,
                new Ending(
                        Ending.How.NOT_QUEUED,
                        "by itself",
                        Optional.empty(),
                        backend.clock().now())));

        assertThat(qmaster().recover()).isEmpty();

        assertThat(journal.find(submission).orElseThrow().ending())
                .get()
                .extracting(Ending::words)
                .isEqualTo("by itself");
    }

    @Test
    void openBatchesAreAskedForTogether() throws Exception {
        for (int number = 1; number <= 50; number++) {
            backend.batch(BatchReference.of("B-" + number, Cluster.THIS_COMPUTER_NAME))
                    .shows(Duration.ZERO, number % 2 == 0 ? "Cancelled" : "Processing");
            backend.queues("B-" + number);
        }
        try (Qmaster before = qmaster()) {
            for (int number = 1; number <= 50; number++) {
                before.submit(bench.request()
                        .destinationFile(bench.output(number + ".mov"))
                        .build());
            }
        }
        int asked = backend.questions().size();

        List<Recovered> recovered = qmaster().recover();

        assertThat(recovered).hasSize(50);
        assertThat(recovered.stream().map(Recovered::finding))
                .containsOnly(Recovered.Finding.ADOPTED, Recovered.Finding.ENDED);
        assertThat(backend.questions()).hasSize(asked + 1);
    }

    @Test
    void submissionsThatNeverReachedTheEngineShareOneSettlingWindow() throws Exception {
        for (int number = 1; number <= 20; number++) {
            BatchRequest request = bench.request()
                    .destinationFile(bench.output(number + ".mov"))
                    .build();
            backend.attempt((order, deadline) -> {
                throw new InterruptedException("the program was interrupted");
            });
            assertThat(catchThrowable(() -> qmaster().submit(request))).isInstanceOf(InterruptedException.class);
        }
        long before = backend.clock().elapsedNanos();

        List<Recovered> recovered = qmaster().recover();

        assertThat(recovered)
                .hasSize(20)
                .allSatisfy(one -> assertThat(one.finding()).isEqualTo(Recovered.Finding.NOT_QUEUED));
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos() - before))
                .isLessThanOrEqualTo(Policy.DEFAULT.settleWindow());
    }
}
