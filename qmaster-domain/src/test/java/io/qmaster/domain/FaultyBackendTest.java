package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that throws unexpected exceptions does no harm to batches. */
class FaultyBackendTest {
    private final Workbench bench;
    private final ScriptedBackend script = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();

    FaultyBackendTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    /** A scripted backend with one method replaced by a test. */
    private class Faulty implements Backend, TranscodeEngine, StatusSource {
        @Override
        public void control(BatchReference batch, ControlAction action, Deadline deadline) {
            script.control(batch, action, deadline);
        }

        @Override
        public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
            return script.submit(order, deadline);
        }

        @Override
        public EngineHealth health(Deadline deadline) {
            return script.health(deadline);
        }

        @Override
        public CommandPreview preview(BatchOrder order) {
            return script.preview(order);
        }

        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
            return script.find(batches, deadline);
        }

        @Override
        public List<BatchStatus> list(Deadline deadline) {
            return script.list(deadline);
        }

        @Override
        public String name() {
            return script.name();
        }

        @Override
        public TranscodeEngine engine() {
            return this;
        }

        @Override
        public StatusSource statusSource() {
            return this;
        }

        @Override
        public SettingCatalog settings() {
            return script;
        }

        @Override
        public Timekeeper timekeeper() {
            return script.clock();
        }

        @Override
        public Set<Capability> capabilities() {
            return script.capabilities();
        }
    }

    private Qmaster over(Backend backend) {
        return Qmaster.builder(backend).journal(journal).build();
    }

    @Test
    void aPreviewThatFailsKeepsNoBatchFromBeingSubmitted() throws Exception {
        script.queues("B-1");
        Qmaster qmaster = over(new Faulty() {
            @Override
            public CommandPreview preview(BatchOrder order) {
                throw new IllegalStateException("no preview");
            }
        });

        QmasterBatch batch = qmaster.submit(bench.request().build());

        assertThat(batch.id()).isEqualTo(new BatchId("B-1"));
        assertThat(batch.logs()).extracting(LogEntry::message).anyMatch(line -> line.contains("no preview"));
    }

    @Test
    void anEngineThatIsMissingEndsTheSubmissionAlsoWhenItsPreviewSaysSo() {
        EngineUnavailableException missing =
                new EngineUnavailableException(Failure.withoutSubmission("ENGINE_MISSING", "not installed"));
        Qmaster qmaster = over(new Faulty() {
            @Override
            public CommandPreview preview(BatchOrder order) {
                throw missing;
            }

            @Override
            public SubmissionOutcome submit(BatchOrder order, Deadline deadline) {
                throw missing;
            }
        });

        assertThatThrownBy(() -> qmaster.submit(bench.request().build()))
                .isInstanceOf(EngineUnavailableException.class)
                .hasCause(missing)
                .extracting(thrown -> ((QmasterException) thrown).fate())
                .isEqualTo(Optional.of(QueueFate.NOT_QUEUED));

        assertThat(journal.entries()).hasSize(1).noneMatch(JournalEntry::isOpen);
    }

    @Test
    void aListThatFailsOddlyBeforeSubmittingIsDoneWithout() throws Exception {
        script.queues("B-1");
        Qmaster qmaster = over(new Faulty() {
            @Override
            public List<BatchStatus> list(Deadline deadline) {
                throw new IllegalStateException("odd answer");
            }
        });

        assertThat(qmaster.submit(bench.request().build()).id()).isEqualTo(new BatchId("B-1"));
    }

    @Test
    void aListThatFailsOddlyWhileSettlingLeavesItOpen() {
        script.attempt(new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "exit 0 without an id", OptionalInt.of(0)));
        Qmaster qmaster = over(new Faulty() {
            @Override
            public List<BatchStatus> list(Deadline deadline) {
                throw new IllegalStateException("odd answer");
            }
        });

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> qmaster.submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(journal.entries()).hasSize(1).allMatch(JournalEntry::isOpen);
    }

    @Test
    void aStatusThatFailsOddlyWhileRecoveringIsReported() throws Exception {
        script.queues("B-1").batch(BatchReference.of("B-1", "This Computer")).shows(Duration.ZERO, "Waiting");
        Qmaster.builder(script).journal(journal).build().submit(bench.request().build());
        Qmaster qmaster = over(new Faulty() {
            @Override
            public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
                throw new IllegalStateException("odd answer");
            }
        });

        assertThat(qmaster.recover())
                .singleElement()
                .satisfies(recovered -> assertThat(recovered.finding()).isEqualTo(Recovered.Finding.UNKNOWN));
    }

    /** An engine that can be uninstalled, so that not even its capabilities are known. */
    private class Removable extends Faulty {
        boolean isRemoved;

        private StatusException notAsked() {
            return new StatusException(Failure.withoutSubmission("STATUS_NOT_ASKED", "not installed"));
        }

        @Override
        public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
            if (isRemoved) {
                throw notAsked();
            }
            return super.find(batches, deadline);
        }

        @Override
        public List<BatchStatus> list(Deadline deadline) {
            if (isRemoved) {
                throw notAsked();
            }
            return super.list(deadline);
        }

        @Override
        public Set<Capability> capabilities() {
            if (isRemoved) {
                throw new EngineUnavailableException(Failure.withoutSubmission("ENGINE_MISSING", "not installed"));
            }
            return super.capabilities();
        }
    }

    @Test
    void aWaitForABatchOfAnEngineThatWasRemovedEnds() throws Exception {
        script.queues("B-1").batch(BatchReference.of("B-1", "This Computer")).shows(Duration.ZERO, "Processing");
        Removable engine = new Removable();
        List<BatchEvent> events = new ArrayList<>();
        QmasterBatch batch = Qmaster.builder(engine)
                .journal(journal)
                .onEvent(events::add)
                .build()
                .submit(bench.request().build());
        engine.isRemoved = true;

        StatusException unread = catchThrowableOfType(StatusException.class, batch::await);

        assertThat(unread.code()).isEqualTo("STATUS_UNREADABLE");
        assertThat(unread).hasMessageContaining("not installed");
        assertThat(events).hasAtLeastOneElementOfType(BatchEvent.StatusUnread.class);
    }

    @Test
    void aBatchIsFollowedAgainWhenItsEngineIsBack() throws Exception {
        script.queues("B-1").batch(BatchReference.of("B-1", "This Computer")).shows(Duration.ZERO, "Cancelled");
        Removable engine = new Removable();
        engine.isRemoved = true;
        Qmaster qmaster = over(engine);
        script.clock().schedule(Duration.ofMinutes(1), () -> engine.isRemoved = false);

        QmasterBatch batch = qmaster.attach(BatchReference.of("B-1", "This Computer"));

        assertThatThrownBy(batch::await).isInstanceOf(BatchCancelledException.class);
    }

    @Test
    void anEngineThatWasRemovedIsReportedWhileRecovering() throws Exception {
        script.queues("B-1").batch(BatchReference.of("B-1", "This Computer")).shows(Duration.ZERO, "Waiting");
        Qmaster.builder(script).journal(journal).build().submit(bench.request().build());
        Removable engine = new Removable();
        engine.isRemoved = true;

        assertThat(over(engine).recover())
                .singleElement()
                .satisfies(recovered -> assertThat(recovered.finding()).isEqualTo(Recovered.Finding.UNKNOWN));
    }

    /** Then it is not known whether the engine has the batch. */
    @Test
    void anEngineThatIsRemovedWhileItIsSubmittingLeavesTheSubmissionOpen() {
        Removable engine = new Removable() {
            @Override
            public SubmissionOutcome submit(BatchOrder order, Deadline deadline) {
                isRemoved = true;
                return new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "exit 0 without an id", OptionalInt.of(0));
            }
        };

        SubmissionTimeoutException open = catchThrowableOfType(
                SubmissionTimeoutException.class,
                () -> over(engine).submit(bench.request().build()));

        assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        assertThat(journal.entries()).hasSize(1).allMatch(JournalEntry::isOpen);
    }
}
