package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a batch is reported in spite of any failure. */
@Timeout(30)
class EndingTest {
    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();

    EndingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
        Workbench.encodesInAMinute(backend, "B-1");
    }

    private QmasterBatch submitted(SubmissionJournal journal, MediaFiles files, BatchRequest.Builder request)
            throws InterruptedException {
        return Qmaster.builder(backend).journal(journal).files(files).build().submit(request.build());
    }

    private QmasterBatch submitted(SubmissionJournal journal) throws InterruptedException {
        return submitted(journal, new LocalFiles(), bench.request());
    }

    private QmasterBatch submitted(MediaFiles files) throws InterruptedException {
        return submitted(new MemoryJournal(), files, bench.request());
    }

    @Test
    void aJournalThatBreaksAtTheEndHidesItFromNobody() throws Exception {
        QmasterBatch batch = submitted(new WrappedJournal() {
            @Override
            public void ended(SubmissionId submission, Ending ending) {
                throw new IllegalStateException("broken journal");
            }
        });
        bench.encoded("clip.mov");

        assertThat(batch.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(batch.logs(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .contains("the end could not be written to the journal: broken journal");
    }

    @Test
    void aStoryThatCannotBeKeptIsToldAllTheSame() throws Exception {
        QmasterBatch batch = submitted(new WrappedJournal() {
            @Override
            public void note(SubmissionId submission, LogEntry line) {
                throw new IllegalStateException("broken journal");
            }
        });
        bench.encoded("clip.mov");

        assertThat(batch.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(batch.logs()).isNotEmpty();
    }

    @Test
    void anOutputThatCannotBeLookedForIsMissing() throws Exception {
        QmasterBatch batch = submitted(new WrappedFiles() {
            @Override
            public List<Path> filesIn(Path folder) {
                throw new DirectoryIteratorException(new IOException("stale handle"));
            }
        });

        assertThat(catchThrowableOfType(BatchFailedException.class, batch::await)
                        .code())
                .isEqualTo("OUTPUT_MISSING");
    }

    @Test
    void anOutputThatCannotBeLookedAtWhenItIsPublishedIsKeptWhereItIs() throws Exception {
        MediaFiles files = new WrappedFiles() {
            private boolean encoded;

            @Override
            public FileFacts look(Path path) {
                boolean hidden = path.getFileName().toString().startsWith(".clip.mov.qmaster");
                if (hidden && encoded) {
                    throw new UncheckedIOException(new IOException("stale handle"));
                }
                encoded = encoded
                        || (path.toString().contains(".qmaster-")
                                && super.look(path).isFile());
                return super.look(path);
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                throw new UncheckedIOException(new IOException("stale handle"));
            }
        };
        QmasterBatch batch =
                submitted(new MemoryJournal(), files, bench.request().publication(Publication.ATOMIC));
        BatchOrder order = batch.order().orElseThrow();
        Workbench.written(order.targets().get(0).workPath(), "an encoded movie");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::await);

        assertThat(failed.code()).isEqualTo("OUTPUT_NOT_PUBLISHED");
        assertThat(order.targets().get(0).workPath()).exists();
    }

    @Test
    void aFaultWhileOutputsAreBroughtToTheirPlaceIsToldAndTheBatchEnds() throws Exception {
        QmasterBatch batch = submitted(
                new MemoryJournal(),
                new WrappedFiles() {
                    @Override
                    public void deleteTree(Path path) {
                        throw new SecurityException("not you");
                    }
                },
                bench.request().publication(Publication.ATOMIC));
        Workbench.written(batch.order().orElseThrow().targets().get(0).workPath(), "an encoded movie");

        assertThat(batch.await(Duration.ofMinutes(5))).isPresent();
        assertThat(batch.lastError()).get().asString().contains("not you");
    }

    @Test
    void everyCompletionHasEndedWhenClosingReturns() throws Exception {
        Qmaster qmaster = Qmaster.over(backend);
        QmasterBatch batch = qmaster.submit(bench.request().build());
        List<Throwable> told = new ArrayList<>();
        batch.completion().whenComplete((result, failure) -> told.add(failure));

        qmaster.close();

        assertThat(told)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasCauseInstanceOf(QmasterClosedException.class));
        assertThatThrownBy(batch::await).isInstanceOf(QmasterClosedException.class);
        assertThat(backend.clock().elapsedNanos()).isZero();
    }

    @Test
    void whoClosesBecauseABatchEndedDoesNotWaitForItself() throws Exception {
        Qmaster qmaster = Qmaster.over(backend);
        QmasterBatch batch = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        List<Duration> closing = new ArrayList<>();
        batch.completion().thenRun(() -> {
            long before = backend.clock().elapsedNanos();
            qmaster.close();
            closing.add(Duration.ofNanos(backend.clock().elapsedNanos() - before));
        });

        batch.await();

        assertThat(closing).containsExactly(Duration.ZERO);
    }

    @Test
    void everyWaiterIsThrownAnExceptionOfItsOwn() throws Exception {
        backend.batch(BatchReference.of("B-9", Cluster.THIS_COMPUTER_NAME)).shows(Duration.ZERO, "Cancelled");
        QmasterBatch batch = Qmaster.over(backend).attach(BatchReference.of("B-9", Cluster.THIS_COMPUTER_NAME));
        List<Throwable> told = new ArrayList<>();
        batch.completion().whenComplete((result, failure) -> told.add(failure));
        batch.completion().whenComplete((result, failure) -> told.add(failure));

        Throwable first = catchThrowable(batch::await);
        Throwable second = catchThrowable(() -> awaitedElsewhere(batch));

        assertThat(told).hasSize(2).doesNotHaveDuplicates().doesNotContain(first, second);
        assertThat(first).isInstanceOf(BatchCancelledException.class).isNotSameAs(second);
        assertThat(second.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("awaitedElsewhere");
    }

    private static void awaitedElsewhere(QmasterBatch batch) throws InterruptedException {
        batch.await();
    }

    @Test
    void aBatchWhoseOutputsCannotBeCheckedEndsWithTheReason() throws Exception {
        QmasterBatch batch = submitted(
                new MemoryJournal(),
                new WrappedFiles() {
                    @Override
                    public FileFacts look(Path path) {
                        if (backend.clock().elapsedNanos() > 0) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        return super.look(path);
                    }
                },
                bench.request());
        bench.encoded("clip.mov");

        StatusException thrown = catchThrowableOfType(StatusException.class, batch::await);

        assertThat(thrown.code()).isEqualTo("OUTPUTS_UNREADABLE");
        assertThat(thrown).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(thrown.fate()).contains(QueueFate.QUEUED);
    }

    @Test
    void closingOnAnInterruptedThreadWaitsForCompletions() throws Exception {
        Qmaster qmaster = Qmaster.over(backend);
        QmasterBatch batch = qmaster.submit(bench.request().build());
        List<Throwable> told = new ArrayList<>();
        batch.completion().whenComplete((result, failure) -> told.add(failure));

        Thread.currentThread().interrupt();
        qmaster.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).singleElement().extracting(Throwable::getCause).isInstanceOf(QmasterClosedException.class);
    }

    private static Stream<RuntimeException> refusals() {
        return Stream.of(new RejectedExecutionException("shut down"), new NullPointerException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatAnExecutorOfTheCallerRefusesIsDeliveredAllTheSame(RuntimeException refusal) throws Exception {
        List<String> told = new ArrayList<>();
        Qmaster qmaster = Qmaster.builder(backend)
                .executor(task -> {
                    throw refusal;
                })
                .build();
        QmasterBatch batch = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        batch.onChange(event -> told.add(event.getClass().getSimpleName()));
        batch.completion().thenRun(() -> told.add("completed"));

        batch.await();

        assertThat(told).endsWith("Ended", "completed");
    }

    @Test
    void whatTheCallersExecutorHasBegunIsNotRunAgain() throws Exception {
        List<String> told = new ArrayList<>();
        Qmaster qmaster = Qmaster.builder(backend)
                .executor(task -> {
                    task.run();
                    throw new IllegalStateException("too late");
                })
                .build();
        QmasterBatch batch = qmaster.submit(bench.request().build());
        bench.encoded("clip.mov");
        batch.completion().thenRun(() -> told.add("completed"));

        batch.await();

        assertThat(told).containsExactly("completed");
    }
}
