package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal.SubmittingTurn;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions of one computer take turns, and are repeated after a temporary refusal. */
class TurnsTest {
    private final ScriptedBackend backend = new ScriptedBackend();
    private final VirtualClock clock = backend.clock();
    private final Workbench bench;
    private final FileJournal other;
    private final List<String> waits = new ArrayList<>();
    private final List<Duration> called = new ArrayList<>();
    private final Qmaster qmaster;

    TurnsTest(@TempDir Path folder) throws InterruptedException {
        bench = new Workbench(folder);
        other = FileJournal.in(folder.resolve("journal"), clock);
        qmaster = Qmaster.builder(backend)
                .journal(FileJournal.in(folder.resolve("journal"), clock))
                .listener(new BatchListener() {
                    @Override
                    public void waiting(
                            WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
                        waits.add(reason + " " + holder.orElseThrow().pid() + " for " + atMost.toSeconds() + " s");
                    }
                })
                .build();
        backend.attempt((order, deadline) -> {
            called.add(now());
            return new SubmissionOutcome.Queued(new BatchId("B-" + called.size()), List.of());
        });
        // The first submission creates the journal.
        submit("first.mov");
    }

    private Duration now() {
        return Duration.ofNanos(clock.elapsedNanos());
    }

    private QmasterBatch submit(String output) throws InterruptedException {
        return qmaster.submit(
                bench.request().destinationFile(bench.output(output)).build());
    }

    @Test
    void aSubmissionWaitsForItsTurnAndReportsWhichProcessHasIt() throws Exception {
        SubmittingTurn taken = other.takeTurn().orElseThrow();
        clock.schedule(Duration.ofSeconds(10), taken::close);

        submit("second.mov");

        assertThat(called.get(1)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(waits).containsExactly("TURN " + ProcessHandle.current().pid() + " for 57 s");
    }

    @Test
    void aShortWaitIsNotReported() throws Exception {
        SubmittingTurn taken = other.takeTurn().orElseThrow();
        clock.schedule(Duration.ofSeconds(2), taken::close);

        submit("second.mov");

        assertThat(called).hasSize(2);
        assertThat(waits).isEmpty();
    }

    @Test
    void anotherSubmissionThatHangsDelaysThisOneAndDoesNotStopIt() throws Exception {
        assertThat(other.takeTurn()).isPresent();

        QmasterBatch batch = submit("second.mov");

        assertThat(called.get(1)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(batch.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .anySatisfy(line -> assertThat(line).contains("not waiting any longer for process "));
    }

    @Test
    void halfOfAShortTimeIsLeftForTheEngine() throws Exception {
        assertThat(other.takeTurn()).isPresent();
        Qmaster hurried = Qmaster.builder(backend)
                .journal(other)
                .policy(Policy.DEFAULT.submissionTimeout(Duration.ofSeconds(10)))
                .build();

        hurried.submit(
                bench.request().destinationFile(bench.output("second.mov")).build());

        assertThat(called.get(1)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void whoIsInterruptedWhileWaitingHasSubmittedNothing() throws Exception {
        SubmittingTurn taken = other.takeTurn().orElseThrow();
        Thread waiting = Thread.currentThread();
        clock.schedule(Duration.ofSeconds(5), waiting::interrupt);

        assertThatThrownBy(() -> submit("second.mov")).isInstanceOf(InterruptedException.class);

        assertThat(called).hasSize(1);
        assertThat(other.open()).hasSize(1);
        taken.close();
        submit("second.mov");
        assertThat(called).hasSize(2);
    }

    @Test
    void theTurnIsHeldAsLongAsTheEngineIsCalled() throws Exception {
        List<Boolean> free = new ArrayList<>();
        ScriptedBackend asking = new ScriptedBackend();
        asking.attempt((order, deadline) -> {
            free.add(other.takeTurn().isPresent());
            return new SubmissionOutcome.Queued(new BatchId("B-9"), List.of());
        });
        Qmaster.builder(asking)
                .journal(other)
                .build()
                .submit(bench.request()
                        .destinationFile(bench.output("second.mov"))
                        .build());

        assertThat(free).containsExactly(false);
        assertThat(other.takeTurn()).isPresent();
    }

    @Test
    void aRefusalThatPassesIsRepeatedAfterTheLookForTheBatchThatItMayHaveQueued() {
        List<Duration> calls = new ArrayList<>();
        ScriptedBackend refusing = new ScriptedBackend();
        refusing.attempt((order, deadline) -> {
            calls.add(Duration.ofNanos(refusing.clock().elapsedNanos()));
            return new SubmissionOutcome.Refused(
                    RefusalKind.UNABLE_TO_SUBMIT, "Unable to submit to queue.", OptionalInt.of(3), true);
        });

        assertThatThrownBy(() -> Qmaster.over(refusing)
                        .submit(bench.request()
                                .destinationFile(bench.output("second.mov"))
                                .build()))
                .isInstanceOf(SubmissionException.class);

        assertThat(calls)
                .extracting(Duration::toSeconds)
                .as("pauses of 5, 5 and 10 s, since the look of 5 s is longer than the first pause of 2 s")
                .containsExactly(0L, 5L, 10L, 20L);
    }
}
