package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outcome of waits and the log in unusual cases of polling. */
class LookingTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final Qmaster qmaster = Qmaster.over(backend);

    LookingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static List<String> words(QmasterBatch batch) {
        return batch.logs().stream().map(LogEntry::message).toList();
    }

    @Test
    void whoeverWaitsForABatchThatWasFoundAgainIsNotToldOfItsLoss() throws Exception {
        backend.batch(BATCH)
                .shows(s(0), "Processing")
                .vanishes(s(60))
                .shows(s(1000), "Processing")
                .shows(s(5000), "Successful");
        QmasterBatch batch = qmaster.attach(BATCH);
        assertThatThrownBy(batch::await).isInstanceOf(BatchLostException.class);

        backend.clock().advance(s(1100));

        assertThat(batch.await(s(10))).isEmpty();
    }

    @Test
    void aBatchThatIsNoLongerAskedForSaysSoAndCanBeWatchedAnew() throws Exception {
        backend.batch(BATCH).shows(s(0), "Processing").vanishes(s(60)).shows(Duration.ofDays(3), "Waiting");
        QmasterBatch given = qmaster.attach(BATCH);
        backend.clock().advance(Duration.ofDays(3).plusSeconds(1));
        assertThat(words(given)).contains("not listed for a day: no longer queried");

        QmasterBatch anew = qmaster.attach(BATCH);
        backend.clock().advance(s(60));

        assertThat(anew.lastStatus()).map(BatchStatus::state).contains(BatchState.WAITING);
    }

    @Test
    void aBatchWithoutProgressSaysSo() {
        backend.batch(BATCH).shows(s(0), "Processing", 10);
        QmasterBatch batch = qmaster.attach(BATCH);

        backend.clock().advance(Duration.ofDays(1));

        assertThat(words(batch)).anyMatch(words -> words.matches("no progress for \\d+ minutes"));
    }

    @Test
    void aStatusThatCannotBeReadForHalfAnHourIsInTheStory() {
        backend.deaf(s(10), Duration.ofDays(1)).batch(BATCH).shows(s(0), "Processing");
        QmasterBatch batch = qmaster.attach(BATCH);

        backend.clock().advance(Duration.ofHours(1));

        assertThat(words(batch)).anyMatch(words -> words.matches("the status could not be read for 18\\d\\d s"));
    }

    @Test
    void aLimitThatRanOutIsInTheStoryWithWhatIsDoneAboutIt() {
        backend.batch(BATCH).shows(s(0), "Processing");
        QmasterBatch batch = qmaster.attach(BATCH);

        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.run(s(60)).leaveOnTimeout()))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(batch.lastError()).get().asString().matches("the time limit for .* expired");

        assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.run(s(90))))
                .isInstanceOf(WaitTimeoutException.class);
        assertThat(batch.lastError()).get().asString().matches("the time limit for .* expired: cancelling");
    }

    @Test
    void aLimitOfWaitingEndsNoWaitOnceTheBatchRuns() throws Exception {
        backend.batch(BATCH).shows(s(0), "Waiting").shows(s(30), "Processing").shows(s(100), "Successful");
        Qmaster regular =
                Qmaster.builder(backend).policy(Policy.DEFAULT.pollEvery(s(20))).build();

        assertThat(regular.attach(BATCH)
                        .awaitOrCancel(WaitLimits.NONE.queue(s(50)).leaveOnTimeout())
                        .state())
                .isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void whatIsWrongWithAnOutputIsTheLastErrorOfItsBatch() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(s(0), "Successful");
        QmasterBatch batch = qmaster.submit(bench.request().build());

        assertThatThrownBy(batch::await).isInstanceOf(BatchFailedException.class);

        assertThat(words(batch))
                .contains("the engine calls it successful, but the output " + bench.output("clip.mov") + " is missing");
    }

    @Test
    void aLineThatTheJournalCouldNotKeepIsOwnedUpTo() throws Exception {
        backend.queues("B-1");
        Qmaster forgetful = Qmaster.builder(backend)
                .journal(new WrappedJournal() {
                    @Override
                    public void note(SubmissionId submission, LogEntry line) {
                        throw new IllegalStateException("broken journal");
                    }
                })
                .build();

        assertThat(words(forgetful.submit(bench.request().build())))
                .contains("the last line could not be stored: broken journal");
    }

    @Test
    void closingWhileAnOutputIsLookedForEndsTheWaitAndTheLooking() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(s(0), "Successful");
        QmasterBatch batch = qmaster.submit(bench.request().build());
        backend.clock().schedule(s(3), qmaster::close);

        assertThatThrownBy(batch::await).isInstanceOf(QmasterClosedException.class);
        backend.clock().advance(Duration.ofHours(1));

        assertThat(batch.logs(LogLevel.ERROR)).isEmpty();
    }

    @Test
    void afterClosingNoOutputIsBroughtToItsPlace() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(s(0), "Successful");
        QmasterBatch batch =
                qmaster.submit(bench.request().publication(Publication.ATOMIC).build());
        Path work = batch.order().orElseThrow().targets().get(0).workPath();
        backend.clock().schedule(Duration.ofMillis(2500), () -> Workbench.written(work, "new"));
        backend.clock().schedule(Duration.ofMillis(3500), qmaster::close);

        backend.clock().advance(Duration.ofHours(1));

        assertThat(work).hasContent("new");
        assertThat(bench.output("clip.mov")).doesNotExist();
    }

    @Test
    void aBatchThatComesLaterIsAskedForSoon() throws Exception {
        BatchReference later = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        backend.batch(BATCH).shows(s(0), "Waiting");
        qmaster.attach(BATCH);
        backend.clock().advance(Duration.ofMinutes(10));

        qmaster.attach(later);
        backend.clock().advance(s(1));

        assertThat(backend.questions().get(backend.questions().size() - 1)).contains(later);
    }
}
