package io.qmaster.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.Target;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the contract of a backend. For authors of backends: extend it and create the backend. Tests of a missing
 * {@link Capability} are skipped, or check that its use is refused before anything starts.
 *
 * <p>It uses the backend's own time: without delay on virtual time, at the speed of the engine on the wall clock.
 * Not thread-safe.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public abstract class BackendContract {
    private static final Duration SHORT_PAUSE = Duration.ofMillis(500);
    private static final List<BatchState> ORDER_OF_WORK =
            List.of(BatchState.WAITING, BatchState.PROCESSING, BatchState.POST_PROCESSING, BatchState.SUCCESSFUL);

    private Backend backend;
    private Path folder;

    /** Creates a backend whose queue is empty or whose other batches do not matter. Called once for each test. */
    protected abstract Backend newBackend(Path emptyFolder) throws IOException;

    /** A movie that the engine encodes quickly. */
    protected abstract Path shortSource(Path emptyFolder) throws IOException;

    /** A movie whose encoding takes long enough to be paused or cancelled. */
    protected abstract Path longSource(Path emptyFolder) throws IOException;

    /** The setting file of a movie. */
    protected abstract Path setting(Path emptyFolder) throws IOException;

    /** The cluster that runs the batches. */
    protected Cluster cluster() {
        return Cluster.THIS_COMPUTER;
    }

    /** The longest time of a short batch from its submission to its end, on the backend's own time. */
    protected Duration patience() {
        return Duration.ofMinutes(5);
    }

    /** Called with every queued batch, so that a real engine can be cleaned up. */
    protected void submitted(BatchReference batch) {}

    @BeforeEach
    void prepare(@TempDir Path temporary) throws IOException {
        folder = temporary;
        backend = newBackend(made("engine"));
    }

    @AfterEach
    void release() {
        backend.close();
    }

    @Test
    void aBackendCanBeClosedTwice() {
        backend.close();

        assertThatCode(backend::close).doesNotThrowAnyException();
    }

    @Test
    void aSubmittedBatchIsSeenUnderItsIdAndEndsSuccessfulWithItsOutput() throws Exception {
        BatchOrder order = order(shortSource(made("in")));

        BatchReference batch = submit(order);
        BatchStatus end = awaitEnd(batch);

        assertThat(end.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(end.batch()).isEqualTo(batch);
        assertThat(writtenBytes(order.targets().get(0))).isPositive();
    }

    @Test
    void aBatchGoesThroughTheStatesOfWorkInTheirOrder() throws Exception {
        BatchReference batch = submit(order(shortSource(made("in"))));
        List<BatchState> states = new ArrayList<>();

        untilTrue("an end", () -> {
            Optional<BatchStatus> status = find(batch);
            status.map(BatchStatus::state).ifPresent(states::add);
            return status.map(BatchStatus::state).filter(BatchState::isFinal).isPresent();
        });

        assertThat(states)
                .isSubsetOf(ORDER_OF_WORK)
                .isSortedAccordingTo(
                        (one, other) -> Integer.compare(ORDER_OF_WORK.indexOf(one), ORDER_OF_WORK.indexOf(other)));
    }

    @Test
    void severalSourcesAreOneBatch() throws Exception {
        Path in = made("in");
        Path first = shortSource(in);
        Path second = Files.copy(first, in.resolve("second " + first.getFileName()));
        BatchOrder order = order(request().sourceFile(first).job(JobRequest.of(second)));

        BatchStatus end = awaitEnd(submit(order));

        assertThat(end.state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(order.targets())
                .allSatisfy(target -> assertThat(writtenBytes(target)).isPositive());
    }

    @Test
    void aBatchThatWasNotSubmittedIsNotSeen() throws Exception {
        BatchReference nobodys = new BatchReference(new BatchId("00000000-0000-4000-8000-00000000DEAD"), cluster());

        assertThat(backend.statusSource().find(Set.of(nobodys), soon())).isEmpty();
    }

    @Test
    void severalBatchesAreFoundByOneQuestion() throws Exception {
        Path in = made("in");
        Path first = shortSource(in);
        Path second = Files.copy(first, in.resolve("other " + first.getFileName()));
        BatchReference one = submit(order(first));
        BatchReference other = submit(order(second));

        untilTrue(
                "both are listed",
                () -> backend.statusSource()
                        .find(Set.of(one, other), soon())
                        .keySet()
                        .equals(Set.of(one, other)));

        Map<BatchReference, BatchStatus> seen = backend.statusSource().find(Set.of(one, other), soon());
        assertThat(seen).containsOnlyKeys(one, other);
        assertThat(seen.get(one).batch()).isEqualTo(one);
        awaitEnd(one);
        awaitEnd(other);
    }

    @Test
    void namesInEveryScriptComeBackAsTheyWere() throws Exception {
        requireCapability(Capability.LIST);
        String name = "Gro\u00dfer \"Saal\" <b>&amp; 'x' \u0171 \u00e9 e\u0301 \u65e5\u672c\u8a9e \uD83C\uDFAC";
        BatchOrder order = order(request().sourceFile(shortSource(made("in"))).batchName(name));

        BatchReference batch = submit(order);

        untilTrue("the batch is listed", () -> listed(batch).isPresent());
        assertThat(listed(batch).flatMap(BatchStatus::name)).contains(order.name());
        awaitEnd(batch);
    }

    @Test
    void whatCannotBeListedIsSaidBeforeAnythingStarts() {
        assumeFalse(backend.capabilities().contains(Capability.LIST), "this backend can list");

        assertThatThrownBy(() -> backend.statusSource().list(soon())).isInstanceOf(UnsupportedByEngineException.class);
    }

    @Test
    void aMissingSourceRejectsTheWholeBatch() throws Exception {
        Path in = made("in");
        Path good = shortSource(in);
        Path gone = Files.copy(good, in.resolve("gone " + good.getFileName()));
        BatchOrder order = order(request().sourceFile(good).job(JobRequest.of(gone)));
        Files.delete(gone);

        SubmissionOutcome outcome = offer(order);

        assertThat(outcome).isInstanceOf(SubmissionOutcome.Refused.class);
        assertThat(((SubmissionOutcome.Refused) outcome).passing()).isFalse();
        assertNothingIsQueuedAs(order);
    }

    @Test
    void aFolderAsOutputIsRefused() throws Exception {
        BatchOrder order = order(shortSource(made("in")));
        Files.createDirectories(order.targets().get(0).workPath());

        SubmissionOutcome outcome = offer(order);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Refused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(RefusalKind.PARAMETER_ERROR));
        assertNothingIsQueuedAs(order);
    }

    @Test
    void anUnknownClusterIsRefusedAsUnavailable() throws Exception {
        requireCapability(Capability.CLUSTER_NAME);
        BatchOrder order =
                order(request().sourceFile(shortSource(made("in"))).cluster(Cluster.named("No Such Cluster \u0171 7")));

        SubmissionOutcome outcome = offer(order);

        assertThat(outcome).isInstanceOfSatisfying(SubmissionOutcome.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.CLUSTER_UNAVAILABLE);
            assertThat(refused.words()).isNotBlank();
        });
        assertNothingIsQueuedAs(order);
    }

    @Test
    void aCancelledBatchShowsItAndLeavesNoOutput() throws Exception {
        requireCapability(Capability.CONTROL);
        BatchOrder order = order(longSource(made("in")));
        BatchReference batch = submit(order);
        untilTrue("the batch is listed", () -> find(batch).isPresent());

        backend.engine().control(batch, ControlAction.CANCEL, soon());
        BatchStatus end = awaitEnd(batch);

        assertThat(end.state()).isEqualTo(BatchState.CANCELLED);
        assertThat(end.progress().percentComplete()).isEmpty();
        untilTrue(
                "the partial output is gone", () -> writtenBytes(order.targets().get(0)) == 0);
    }

    @Test
    void aPausedBatchIsOnHoldUntilItIsResumed() throws Exception {
        requireCapability(Capability.CONTROL);
        BatchReference batch = submit(order(longSource(made("in"))));
        untilTrue("the batch is listed", () -> find(batch).isPresent());

        backend.engine().control(batch, ControlAction.PAUSE, soon());
        untilTrue("the batch is on hold", () -> stateOf(batch).equals(Optional.of(BatchState.HOLD)));
        backend.engine().control(batch, ControlAction.RESUME, soon());
        untilTrue(
                "the batch goes on",
                () -> stateOf(batch).filter(s -> s != BatchState.HOLD).isPresent());

        backend.engine().control(batch, ControlAction.CANCEL, soon());
        assertThat(awaitEnd(batch).state()).isEqualTo(BatchState.CANCELLED);
    }

    @Test
    void oneJobOfABatchIsCancelledAndTheOtherOneGoesOn() throws Exception {
        requireCapability(Capability.JOB_CONTROL);
        Path in = made("in");
        Path first = longSource(in);
        Path second = Files.copy(shortSource(in), in.resolve("second.mov"));
        BatchOrder order = order(request().sourceFile(first).job(JobRequest.of(second)));
        SubmissionOutcome.Queued queued = (SubmissionOutcome.Queued) offer(order);
        BatchReference batch = new BatchReference(queued.batchId(), order.cluster());
        JobId job = queued.jobIds().get(0);
        untilTrue("the batch is listed", () -> find(batch).isPresent());

        assertThat(backend.statusSource().batchOf(job, soon()).map(BatchReference::id))
                .contains(batch.id());
        backend.engine().control(batch, job, ControlAction.CANCEL, soon());
        awaitEnd(batch);

        untilTrue(
                "the output of the other job is there",
                () -> writtenBytes(order.targets().get(1)) > 0);
        untilTrue(
                "the partial output is gone", () -> writtenBytes(order.targets().get(0)) == 0);
    }

    @Test
    void aSingleJobThatCannotBeControlledIsSaidBeforeAnythingStarts() {
        assumeFalse(backend.capabilities().contains(Capability.JOB_CONTROL), "this backend can control a job");
        BatchReference batch = new BatchReference(new BatchId("00000000-0000-4000-8000-00000000BEEF"), cluster());

        assertThatThrownBy(() -> backend.engine().control(batch, new JobId("J-1"), ControlAction.CANCEL, soon()))
                .isInstanceOf(UnsupportedByEngineException.class);
    }

    @Test
    void whatCannotBeControlledIsSaidBeforeAnythingStarts() {
        assumeFalse(backend.capabilities().contains(Capability.CONTROL), "this backend can control");
        BatchReference batch = new BatchReference(new BatchId("00000000-0000-4000-8000-00000000BEEF"), cluster());

        assertThatThrownBy(() -> backend.engine().control(batch, ControlAction.CANCEL, soon()))
                .isInstanceOf(UnsupportedByEngineException.class);
    }

    @Test
    void aPreviewShowsSourceAndNameAndTouchesNothing() throws Exception {
        Path source = shortSource(made("in"));
        BatchOrder order = order(source);

        CommandPreview preview = backend.engine().preview(order);

        assertThat(preview.arguments()).contains(order.name());
        assertThat(preview.toString()).contains(String.valueOf(source.getFileName()));
        assertThat(writtenBytes(order.targets().get(0))).isZero();
        assertNothingIsQueuedAs(order);
    }

    @Test
    void aPreviewMasksThePasswordOfACluster() throws Exception {
        requireCapability(Capability.CLUSTER_ADDRESS);
        ClusterLogin login = ClusterLogin.parse("render:hunter2@127.0.0.1:50000");
        BatchOrder order = order(request().sourceFile(shortSource(made("in"))).cluster(login.cluster()));

        CommandPreview preview = backend.using(login).engine().preview(order);

        assertThat(preview.toString() + preview.arguments())
                .doesNotContain("hunter2")
                .contains("•••");
    }

    @Test
    void aHealthyEngineIsReady() throws Exception {
        EngineHealth health = backend.engine().health(soon());

        assertThat(health.findings()).isNotEmpty();
        assertThat(health.isReady()).as("%s", health).isTrue();
    }

    @Test
    void aSettingIsReadAndAMissingOneIsSaid() throws Exception {
        Path file = setting(made("settings"));

        assertThat(backend.settings().read(file).name()).isNotBlank();
        assertThatThrownBy(() -> backend.settings().read(file.resolveSibling("no such.compressorsetting")))
                .isInstanceOf(SettingFileException.class);
    }

    @Test
    void anInterruptedThreadAsksNothing() throws Exception {
        BatchReference batch = submit(order(shortSource(made("in"))));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> backend.statusSource().find(Set.of(batch), soon()))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted())
                .as("the flag is cleared by the exception")
                .isFalse();
        awaitEnd(batch);
    }

    @Test
    void aQuestionWhoseDeadlineHasPassedIsAnsweredOrFailsButDoesNotWait() throws Exception {
        BatchReference batch = submit(order(shortSource(made("in"))));
        Deadline passed = Deadline.after(Duration.ZERO, backend.timekeeper());

        Optional<BatchStatus> seen;
        try {
            seen = Optional.ofNullable(
                    backend.statusSource().find(Set.of(batch), passed).get(batch));
        } catch (StatusException late) {
            seen = Optional.empty();
        }

        assertThat(seen.map(BatchStatus::batch)).isIn(Optional.empty(), Optional.of(batch));
        awaitEnd(batch);
    }

    @Test
    void submissionsFromSeveralThreadsAreAllThereOnce() throws Exception {
        Path in = made("in");
        Path source = shortSource(in);
        List<Callable<BatchReference>> submissions = new ArrayList<>();
        CountDownLatch together = new CountDownLatch(4);
        for (int number = 0; number < 4; number++) {
            Path copy = Files.copy(source, in.resolve(number + " " + source.getFileName()));
            BatchOrder order = order(copy);
            submissions.add(() -> {
                together.countDown();
                together.await();
                return submit(order);
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);

        List<BatchReference> batches = new ArrayList<>();
        for (Future<BatchReference> submission : threads.invokeAll(submissions)) {
            batches.add(submission.get());
        }
        threads.shutdown();

        assertThat(batches).doesNotHaveDuplicates().hasSize(4);
        for (BatchReference batch : batches) {
            assertThat(awaitEnd(batch).state()).isEqualTo(BatchState.SUCCESSFUL);
        }
    }

    private BatchRequest.Builder request() throws IOException {
        return BatchRequest.builder()
                .cluster(cluster())
                .compressorSettingFile(setting(made("settings")))
                .destinationDirectory(folder.resolve("out"));
    }

    private BatchOrder order(Path source) throws IOException {
        return order(request().sourceFile(source).options(JobOptions.NONE));
    }

    private BatchOrder order(BatchRequest.Builder request) throws IOException {
        BatchOrder order = Orders.order(request.build(), backend);
        for (Target target : order.targets()) {
            Files.createDirectories(target.workPath().getParent());
        }
        return order;
    }

    private BatchReference submit(BatchOrder order) throws InterruptedException {
        SubmissionOutcome outcome = offer(order);
        assertThat(outcome).isInstanceOf(SubmissionOutcome.Queued.class);
        return new BatchReference(((SubmissionOutcome.Queued) outcome).batchId(), order.cluster());
    }

    private SubmissionOutcome offer(BatchOrder order) throws InterruptedException {
        SubmissionOutcome outcome = backend.engine().submit(order, soon());
        if (outcome instanceof SubmissionOutcome.Queued queued) {
            submitted(new BatchReference(queued.batchId(), order.cluster()));
        }
        return outcome;
    }

    private Optional<BatchStatus> find(BatchReference batch) throws InterruptedException {
        return Optional.ofNullable(
                backend.statusSource().find(Set.of(batch), soon()).get(batch));
    }

    private Optional<BatchState> stateOf(BatchReference batch) throws InterruptedException {
        return find(batch).map(BatchStatus::state);
    }

    private Optional<BatchStatus> listed(BatchReference batch) throws InterruptedException {
        return backend.statusSource().list(soon()).stream()
                .filter(status -> status.batch().id().equals(batch.id()))
                .findFirst();
    }

    private void assertNothingIsQueuedAs(BatchOrder order) throws InterruptedException {
        if (backend.capabilities().contains(Capability.LIST)) {
            assertThat(backend.statusSource().list(soon()))
                    .noneMatch(status -> status.name().equals(Optional.of(order.name())));
        }
    }

    private BatchStatus awaitEnd(BatchReference batch) throws Exception {
        List<BatchStatus> ends = new ArrayList<>();
        untilTrue("the end of " + batch, () -> {
            find(batch).filter(status -> status.state().isFinal()).ifPresent(ends::add);
            return !ends.isEmpty();
        });
        return ends.get(0);
    }

    private void untilTrue(String what, Callable<Boolean> condition) throws Exception {
        Timekeeper time = backend.timekeeper();
        Deadline deadline = Deadline.after(patience(), time);
        while (!condition.call()) {
            assertThat(deadline.hasPassed(time))
                    .as("waiting for %s took longer than %s", what, patience())
                    .isFalse();
            time.pause(SHORT_PAUSE);
        }
    }

    private Deadline soon() {
        return Deadline.after(Duration.ofSeconds(60), backend.timekeeper());
    }

    private void requireCapability(Capability capability) {
        assumeTrue(backend.capabilities().contains(capability), "this backend lacks " + capability);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** The engine may use another extension, so every file with the stem is checked. */
    private static long writtenBytes(Target target) {
        return target.possibleWorkPaths().stream()
                .filter(Files::isRegularFile)
                .mapToLong(path -> path.toFile().length())
                .sum();
    }
}
