package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leftover hidden folders beside outputs: only those that provably belong to a submission and are not needed are
 * deleted.
 */
class LeftoversTest {
    private static final BatchReference FIRST = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final BatchReference SECOND = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend).journal(journal).build();
    private ScriptedBackend.Attempt next = (order, deadline) -> {
        throw new IllegalStateException("nothing is to be submitted");
    };

    LeftoversTest(@TempDir Path folder) {
        bench = new Workbench(folder);
        backend.attempt((order, deadline) -> next.answer(order, deadline));
    }

    private BatchRequest request() {
        return bench.request().publication(Publication.ATOMIC).build();
    }

    private BatchRequest replacing() {
        return bench.request().existingOutput(ExistingOutput.REPLACE).build();
    }

    /** The next attempt writes this and is queued. */
    private ScriptedBackend encodes(BatchReference batch, String content) {
        next = (order, deadline) -> {
            order.targets().forEach(target -> Workbench.written(target.workPath(), content));
            return new SubmissionOutcome.Queued(batch.id(), List.of());
        };
        return backend;
    }

    private Duration now() {
        return Duration.ofNanos(backend.clock().elapsedNanos());
    }

    private List<Path> hidden() throws IOException {
        try (Stream<Path> all = Files.list(bench.output(""))) {
            return all.filter(path -> path.getFileName().toString().startsWith(".qmaster-"))
                    .toList();
        }
    }

    /** A batch that wrote this into its hidden folder, then vanished and was given up. */
    private SubmissionId givenUp(String content) throws InterruptedException {
        encodes(FIRST, content);
        SubmissionId submission = qmaster.submit(request()).submissionId().orElseThrow();
        qmaster.giveUp(submission, "test");
        return submission;
    }

    private void retried(SubmissionId submission) throws InterruptedException {
        encodes(SECOND, "the new movie").batch(SECOND).shows(now(), "Successful");
        assertThat(qmaster.retry(submission).await().verified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void whatAGivenUpBatchWroteGoesAfterARetryMadeItsOutput(long daysBetween) throws Exception {
        SubmissionId submission = givenUp("half a movie");
        backend.clock().advance(Duration.ofDays(daysBetween));
        retried(submission);

        qmaster.recover();

        assertThat(hidden()).isEmpty();
        assertThat(bench.output("clip.mov")).hasContent("the new movie");
    }

    @Test
    void whatAGivenUpBatchWroteStaysIfNothingReplacesIt() throws Exception {
        givenUp("perhaps a whole movie");

        qmaster.recover();

        assertThat(hidden()).hasSize(1);
    }

    @Test
    void anEmptyFolderOfAGivenUpBatchGoes() throws Exception {
        givenUp("");

        qmaster.recover();

        assertThat(hidden()).isEmpty();
    }

    @Test
    void whileTheEngineShowsAGivenUpBatchAtWorkItsFolderStays() throws Exception {
        SubmissionId submission = givenUp("half a movie");
        retried(submission);
        backend.batch(FIRST)
                .shows(now(), "Processing")
                .shows(now().plusSeconds(60), "Successful")
                .vanishes(now().plusSeconds(120));

        qmaster.recover();
        assertThat(hidden()).hasSize(1);

        backend.clock().advance(Duration.ofSeconds(60));
        qmaster.recover();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void whileTheEngineDoesNotAnswerTheFolderOfAGivenUpBatchStays() throws Exception {
        SubmissionId submission = givenUp("half a movie");
        retried(submission);
        backend.deaf(now(), now().plusSeconds(60));

        qmaster.recover();
        assertThat(hidden()).hasSize(1);

        backend.clock().advance(Duration.ofSeconds(60));
        qmaster.recover();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void theFolderOfABatchThatWasNeverSettledStaysAsLongAsItIsListedAtWork() throws Exception {
        next = (order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "half a movie");
            for (BatchReference twin : List.of(FIRST, BatchReference.of("B-3", Cluster.THIS_COMPUTER_NAME))) {
                backend.batch(twin)
                        .named(order.name())
                        .shows(Duration.ZERO, "Processing")
                        .shows(Duration.ofHours(1), "Cancelled");
            }
            return new SubmissionOutcome.Unknown(
                    SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty());
        };
        assertThat(catchThrowable(() -> qmaster.submit(request()))).isInstanceOf(SubmissionTimeoutException.class);
        SubmissionId submission = journal.entries().get(0).submissionId();
        qmaster.giveUp(submission, "test");
        retried(submission);

        qmaster.recover();
        assertThat(hidden()).hasSize(1);

        backend.clock().advance(Duration.ofHours(1));
        qmaster.recover();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void whereTheEngineCannotListTheFolderOfABatchThatWasNeverSettledStays() throws Exception {
        backend.without(Capability.LIST);
        next = (order, deadline) -> {
            Workbench.written(order.targets().get(0).workPath(), "half a movie");
            return new SubmissionOutcome.Unknown(
                    SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty());
        };
        assertThat(catchThrowable(() -> qmaster.submit(request()))).isInstanceOf(SubmissionTimeoutException.class);
        SubmissionId submission = journal.entries().get(0).submissionId();
        qmaster.giveUp(submission, "test");
        retried(submission);

        qmaster.recover();

        assertThat(hidden()).hasSize(1);
    }

    @Test
    void aFolderThatIsReplacedByALinkIsNotFollowed() throws Exception {
        SubmissionId submission = givenUp("half a movie");
        retried(submission);
        Path folder = hidden().get(0);
        Path elsewhere = Files.move(folder, bench.output("../elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);

        qmaster.recover();

        assertThat(elsewhere.resolve("clip.mov")).hasContent("half a movie");
    }

    @Test
    void whoAdoptsAgainAndAgainLooksForLeftFoldersOnceAnHour() throws Exception {
        qmaster.adopt();
        SubmissionId submission = givenUp("half a movie");
        retried(submission);
        backend.clock().advance(Duration.ofMinutes(50));
        qmaster.adopt();
        assertThat(hidden()).hasSize(1);

        backend.clock().advance(Duration.ofMinutes(10));
        qmaster.adopt();

        assertThat(hidden()).isEmpty();
    }

    /** A program that cannot delete files. */
    private Qmaster failing() {
        return Qmaster.builder(backend)
                .journal(journal)
                .files(new WrappedFiles() {
                    @Override
                    public void deleteTree(Path path) throws IOException {
                        throw new FileSystemException(path.toString(), null, "Input/output error");
                    }
                })
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cancelled", "Failed"})
    void whatCouldNotBeDeletedOfABatchThatEndedOtherwiseGoesWithTheNextLook(String state) throws Exception {
        encodes(FIRST, "half a movie").batch(FIRST).shows(Duration.ZERO, state);
        Qmaster failing = failing();
        assertThatThrownBy(() -> failing.submitAndWait(request())).isInstanceOf(QmasterException.class);
        assertThat(hidden()).hasSize(1);

        qmaster.recover();

        assertThat(hidden()).isEmpty();
    }

    @Test
    void whatCouldNotBeDeletedOfABatchThatWasRefusedGoesWithTheNextLook() throws Exception {
        backend.attempt(new SubmissionOutcome.Refused(RefusalKind.PARAMETER_ERROR, "no", OptionalInt.of(1), false));
        Qmaster failing = failing();
        assertThatThrownBy(() -> failing.submit(request())).isInstanceOf(SubmissionException.class);
        assertThat(hidden()).hasSize(1);

        qmaster.recover();

        assertThat(hidden()).isEmpty();
    }

    @Test
    void whatWasKeptOnPurposeStays() throws Exception {
        Workbench.written(bench.output("clip.mov"), "old");
        encodes(FIRST, "the new movie").batch(FIRST).shows(Duration.ZERO, "Successful");
        QmasterBatch batch = qmaster.submit(replacing());
        Workbench.written(bench.output("clip.mov"), "theirs");
        assertThatThrownBy(batch::await).isInstanceOf(BatchFailedException.class);
        qmaster.giveUp(batch.submissionId().orElseThrow(), "test");

        qmaster.recover();

        assertThat(hidden())
                .singleElement()
                .satisfies(folder -> assertThat(folder.resolve("clip.mov")).hasContent("the new movie"));
    }
}
