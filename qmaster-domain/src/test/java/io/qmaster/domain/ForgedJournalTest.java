package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.domain.standard.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A forged or damaged journal: only files that provably belong to a submission are moved or deleted. */
class ForgedJournalTest {
    private static final SubmissionId SUBMISSION = SubmissionId.of(new UUID(1, 2));
    private static final String HIDDEN = ".qmaster-" + SUBMISSION.token();
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private Workbench bench;
    private Path precious;
    private Qmaster qmaster;

    /** The program that reads the journal. */
    enum Reader {
        RECOVER {
            @Override
            void read(Qmaster qmaster) throws InterruptedException {
                qmaster.recover();
            }
        },
        AGENT {
            @Override
            void read(Qmaster qmaster) throws InterruptedException {
                qmaster.adopt();
            }
        };

        abstract void read(Qmaster qmaster) throws InterruptedException;
    }

    @BeforeEach
    void precious() {
        bench = new Workbench(folder);
        precious = Workbench.written(folder.resolve("documents/clip.mov"), "precious");
        qmaster = Qmaster.builder(backend).journal(journal).build();
    }

    private Target target(Path planned, Path work) {
        FileMark mark = new LocalFiles().look(bench.source("clip.mov")).mark();
        return new Target(
                0,
                folder.resolve("clip.mov"),
                backend.read(bench.setting()),
                planned,
                work,
                mark,
                mark,
                JobOptions.NONE);
    }

    private BatchOrder order(Target target, Map<Path, FileIdentity> standing) {
        return new BatchOrder(
                SUBMISSION,
                Cluster.THIS_COMPUTER,
                Cluster.THIS_COMPUTER,
                Priority.LOW,
                "forged",
                false,
                List.of(target),
                Map.of(),
                Optional.empty(),
                ExistingOutput.REPLACE,
                Publication.ATOMIC,
                standing);
    }

    /** Records an intention in the journal. */
    private BatchOrder intended(Target target, Map<Path, FileIdentity> standing) {
        BatchOrder order = order(target, standing);
        journal.intend(new Intention(order, 1, "f", Set.of("/claim"), Optional.of(Set.of()), VirtualClock.START));
        return order;
    }

    /** Records a conclusion in the journal. */
    private void concluded(BatchOrder order, Output found) {
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        journal.submitted(
                order.submissionId(), new Submitted(BATCH.id(), List.of(), Optional.empty(), VirtualClock.START));
        BatchStatus status =
                BatchStatus.of(BATCH, new StatusText(BatchState.SUCCESSFUL, "Successful"), VirtualClock.START);
        journal.concluding(
                order.submissionId(),
                new BatchResult(status, List.of(found), true, Optional.empty(), Duration.ofMinutes(1)));
    }

    private static Output good(Target target, Path path) {
        return Output.good(target, path, identity(path));
    }

    private static FileIdentity identity(Path path) {
        var facts = new LocalFiles().look(path);
        return new FileIdentity(facts.key(), facts.bytes(), facts.modified());
    }

    private void read(Reader reader) throws InterruptedException {
        reader.read(qmaster);
        backend.clock().advance(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aFileThatIsSaidToBeAnOutputButLiesElsewhereIsNotMoved(Reader reader) throws Exception {
        Path planned = bench.output("clip.mov");
        Target target = target(planned, planned.resolveSibling(HIDDEN).resolve("clip.mov"));
        concluded(intended(target, Map.of()), good(target, precious));

        read(reader);

        assertThat(precious).hasContent("precious");
        assertThat(planned).doesNotExist();
        assertThat(journal.entries().get(0).result().orElseThrow().verified()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aFileOfAnotherNameInTheHiddenFolderIsNotMoved(Reader reader) throws Exception {
        Path planned = bench.output("clip.mov");
        Target target = target(planned, planned.resolveSibling(HIDDEN).resolve("clip.mov"));
        Path other = Workbench.written(planned.resolveSibling(HIDDEN).resolve("other.mov"), "other");
        concluded(intended(target, Map.of()), good(target, other));

        read(reader);

        assertThat(bench.output("other.mov")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aFolderThatIsSaidToBeHiddenButIsNotIsNeitherEmptiedNorDeleted(Reader reader) throws Exception {
        Target target = target(bench.output("clip.mov"), precious);
        concluded(intended(target, Map.of()), good(target, precious));

        read(reader);

        assertThat(precious).hasContent("precious");
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aFolderThatWasNeverOursIsNotDeletedForABatchThatWasNotQueued(Reader reader) throws Exception {
        intended(target(bench.output("clip.mov"), precious), Map.of());

        read(reader);

        assertThat(journal.entries().get(0).isOpen()).isFalse();
        assertThat(precious).hasContent("precious");
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aLinkInPlaceOfTheHiddenFolderLeadsNowhere(Reader reader) throws Exception {
        Path planned = bench.output("clip.mov");
        Files.createDirectories(planned.getParent());
        Path link = Files.createSymbolicLink(planned.resolveSibling(HIDDEN), precious.getParent());
        Target target = target(planned, link.resolve("clip.mov"));
        concluded(intended(target, Map.of()), good(target, link.resolve("clip.mov")));

        read(reader);

        assertThat(precious).hasContent("precious");
        assertThat(planned).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void aTargetThatNoOrderHasMovesNothing(Reader reader) throws Exception {
        Path planned = bench.output("clip.mov");
        Target ordered = target(planned, planned.resolveSibling(HIDDEN).resolve("clip.mov"));
        Path hidden = Workbench.written(precious.resolveSibling(HIDDEN).resolve("clip.mov"), "forged");
        concluded(intended(ordered, Map.of()), good(target(precious, hidden), hidden));

        read(reader);

        assertThat(precious).hasContent("precious");
        assertThat(hidden).hasContent("forged");
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void anOldOutputDoesNotGoForOneThatIsNotThere(Reader reader) throws Exception {
        Path hidden = precious.resolveSibling(HIDDEN).resolve("clip.mov");
        Target target = target(precious, hidden);
        BatchOrder order = intended(target, Map.of(precious, identity(precious)));
        concluded(order, Output.good(target, hidden, new FileIdentity(Optional.empty(), 3, VirtualClock.START)));

        read(reader);

        assertThat(precious).hasContent("precious");
        assertThat(journal.entries().get(0).result().orElseThrow().verified()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void anOldOutputDoesNotGoForOneThatIsNotTheFileThatWasChecked(Reader reader) throws Exception {
        Path hidden = Workbench.written(precious.resolveSibling(HIDDEN).resolve("clip.mov"), "new");
        Target target = target(precious, hidden);
        BatchOrder order = intended(target, Map.of(precious, identity(precious)));
        concluded(order, good(target, hidden));
        Workbench.written(hidden, "half of another");

        read(reader);

        assertThat(precious).hasContent("precious");
        assertThat(hidden).hasContent("half of another");
        assertThat(journal.entries().get(0).result().orElseThrow().targets())
                .extracting(Output::fault)
                .containsExactly(Optional.of(OutputFault.OUTPUT_INCOMPLETE));
    }

    @Test
    void whatIsOursIsMovedAllTheSame() throws Exception {
        Path hidden = Workbench.written(precious.resolveSibling(HIDDEN).resolve("clip.mov"), "new");
        Target target = target(precious, hidden);
        concluded(intended(target, Map.of(precious, identity(precious))), good(target, hidden));

        read(Reader.RECOVER);

        assertThat(precious).hasContent("new");
        assertThat(hidden.getParent()).doesNotExist();
    }
}
