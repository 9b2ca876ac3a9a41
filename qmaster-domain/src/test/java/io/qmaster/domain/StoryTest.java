package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a batch. */
class StoryTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();

    StoryTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Qmaster qmaster() {
        return Qmaster.builder(backend).journal(journal).build();
    }

    private static List<String> story(QmasterBatch batch) {
        return batch.logs().stream().map(LogEntry::message).toList();
    }

    private List<String> journaledStory() {
        JournalEntry only = journal.entries().get(0);
        return only.story().stream()
                .map(LogEntry::message)
                .map(line -> line.replace(only.order().name(), "NAME"))
                .toList();
    }

    @Test
    void aBatchThatGoesWell() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        QmasterBatch batch = qmaster().submit(bench.request().exactName().build());
        bench.encoded("clip.mov");

        batch.await();

        assertThat(story(batch))
                .containsExactly(
                        "attempt 1: scripted 'clip.mov Transcode'",
                        "outcome of attempt 1: queued as B-1",
                        "queued as B-1 on This Computer",
                        "Waiting",
                        "Processing, 20 %",
                        "PostProcessing, 90 %",
                        "the engine says Successful, 100 %");
        assertThat(batch).hasToString("batch B-1 on This Computer");
    }

    @Test
    void aBatchThatIsLostAndFound() throws Exception {
        backend.queues("B-1")
                .batch(BATCH)
                .shows(s(0), "Processing", 10)
                .vanishes(s(60))
                .shows(s(1000), "Processing", 80);
        QmasterBatch batch = qmaster().submit(bench.request().build());

        backend.clock().advance(s(1100));

        assertThat(story(batch)).endsWith("Processing, 10 %", "not listed for 90 s", "listed again: Processing, 80 %");
    }

    @Test
    void aBatchThatCouldNotBeAskedFor() throws Exception {
        backend.queues("B-1").deaf(s(0), s(2)).batch(BATCH).shows(s(0), "Processing", 10);
        QmasterBatch batch = qmaster().submit(bench.request().build());

        backend.clock().advance(s(10));

        assertThat(story(batch)).endsWith("the status could not be read: the script keeps silent", "Processing, 10 %");
    }

    @Test
    void anEngineThatWasReset() {
        for (String id : List.of("B-1", "B-2")) {
            backend.batch(BatchReference.of(id, "This Computer"))
                    .shows(s(0), "Waiting")
                    .vanishes(s(60));
        }
        Qmaster qmaster = qmaster();
        qmaster.attach(BatchReference.of("B-2", "This Computer"));
        QmasterBatch batch = qmaster.attach(BATCH);

        backend.clock().advance(s(120));

        assertThat(story(batch))
                .containsExactly("Waiting", "all 2 batches are no longer listed: the engine was probably reset");
    }

    @Test
    void anActionAndItsEffect() throws Exception {
        backend.batch(BATCH).shows(s(0), "Failed: a").shows(s(2), "Hold").shows(s(20), "Cancelled");
        QmasterBatch batch = qmaster().attach(BATCH);
        batch.pause();

        backend.clock().advance(s(60));

        assertThat(story(batch))
                .containsExactly(
                        "asked to pause",
                        "the engine reports a failure; querying again: Failed: a",
                        "Hold",
                        "the engine says Cancelled");
    }

    @Test
    void aRefusalAfterASecondAttempt() {
        backend.attempt(new Refused(RefusalKind.UNABLE_TO_SUBMIT, "Not now.", OptionalInt.of(3), true));

        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(SubmissionException.class);

        assertThat(journaledStory())
                .contains("temporarily refused (Not now.): trying again", "refused: Not now.")
                .anyMatch(line ->
                        line.startsWith("outcome of attempt 2: refused (unable to submit, for the moment): Not now."));
    }

    @Test
    void aRefusalWithoutWordsSaysSo() {
        backend.attempt(new Refused(RefusalKind.OTHER, " ", OptionalInt.of(1), false));

        SubmissionException refused = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(refused).hasMessageEndingWith("no text");
        assertThat(refused.hint()).isEqualTo("fix the reported error");
        assertThat(refused.isRetryable()).isFalse();
    }

    @Test
    void aRefusalOfASourceSaysWhatToCheck() {
        backend.attempt(new Refused(
                RefusalKind.SUBMISSION_ERROR, "Submission Error: NULL REFERENCE", OptionalInt.of(3), false));

        SubmissionException refused = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(refused.hint()).startsWith("check that each source is a complete media file");
    }

    @Test
    void aSearchInVain() {
        backend.attempt(new Unknown(Unknown.Cause.KILLED, "killed", OptionalInt.empty()));

        SubmissionException failed = catchThrowableOfType(
                SubmissionException.class,
                () -> qmaster().submit(bench.request().build()));

        assertThat(failed.hint()).isEqualTo("it is safe to submit it again");
        assertThat(journaledStory())
                .endsWith(
                        "the submission returned no id of its own (killed): looking for \"NAME\"",
                        "no id of its own was returned, and it is not queued: killed; the engine lists no batch named \"NAME\"");
    }

    @Test
    void theStatusOfARunningBatchIsAskedForNow() throws Exception {
        backend.batch(BATCH).shows(s(0), "Waiting").shows(s(5), "Processing", 3);
        QmasterBatch batch = qmaster().attach(BATCH);

        assertThat(batch.status().text().raw()).isEqualTo("Waiting");
        backend.clock().advance(s(5));
        assertThat(batch.status().text().raw()).isEqualTo("Processing");
    }

    @Test
    void theStatusOfABatchThatIsNotShownIsNone() {
        BatchLostException unseen = catchThrowableOfType(
                BatchLostException.class, () -> qmaster().attach(BATCH).status());

        assertThat(unseen.code()).isEqualTo("BATCH_NOT_SEEN");
        assertThat(unseen.batch()).contains(BATCH);
    }

    @Test
    void aFailedBatchTellsOfEachOutputWhatItsJobTold() throws Exception {
        backend.queues("B-1", "J-1", "J-2")
                .batch(BATCH)
                .job("J-2", "other.mov", "Failed: no codec")
                .shows(s(0), "Failed: one of two");
        QmasterBatch batch = qmaster()
                .submit(bench.request()
                        .job(JobRequest.of(bench.source("other.mov")))
                        .build());

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.result().targets())
                .extracting(output -> output.reason().orElseThrow())
                .containsExactly("one of two", "no codec");
        assertThat(failed.reason()).isEqualTo("one of two");
    }

    @Test
    void aBatchTookFromItsSubmissionOnWhoeverWatchedIt() throws Exception {
        backend.queues("B-1").batch(BATCH).shows(s(0), "Processing").shows(Duration.ofHours(2), "Cancelled");
        try (Qmaster first = qmaster()) {
            first.submit(bench.request().build());
        }
        backend.clock().advance(Duration.ofHours(1));
        QmasterBatch batch = qmaster().attach(BATCH);

        BatchCancelledException cancelled = catchThrowableOfType(BatchCancelledException.class, batch::await);

        assertThat(cancelled.result().took())
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusSeconds(30));
        assertThat(cancelled.result().verified()).isFalse();
    }
}
