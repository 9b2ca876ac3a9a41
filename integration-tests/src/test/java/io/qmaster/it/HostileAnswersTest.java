package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.WaitTimeoutException;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The library with a Compressor that queues every batch and then prints something else, or lists it under another name.
 * The program is a shell script, which starts quickly, so every case is tested; {@link HostileCompressorIT} tests some
 * of them with the built program. For any answer, each batch of the engine is in the journal, and nothing is queued
 * twice.
 */
@Timeout(value = 3, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class HostileAnswersTest {
    private static final String LONG_NAME =
            "Episode 1: the very long title of a pilot that nobody can remember, reel 7 of 9";
    private static final Policy QUICK = Policy.DEFAULT
            .settleWindow(Duration.ofSeconds(2))
            .retryDelays(List.of(Duration.ofMillis(200)))
            .pollEvery(Duration.ofMillis(100));

    private final MemoryJournal journal = new MemoryJournal();
    private final Path folder;

    HostileAnswersTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.createFile(queue());
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[3000]);
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Files.writeString(folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
    }

    /** The program's answer to a submission after it has queued the batch, as shell lines. */
    private enum Saying {
        UNKNOWN_WORDS("echo 'the licence server is busy' >&2; exit 1"),
        NOTHING("exit 1"),
        NOTHING_AND_EXIT_3("exit 3"),
        NOTHING_AND_EXIT_0("exit 0"),
        A_CRASH("echo '*** Terminating app due to uncaught exception NSRangeException' >&2\n"
                + "echo '0   CoreFoundation   0x00007fff2040b4b2 __exceptionPreprocess + 242' >&2; exit 70"),
        A_SIGNAL("kill -9 $$"),
        UNABLE_TO_SUBMIT(
                "echo 'Submission Error: Error Domain=com.apple.compressor.ErrorDomain Code=1 \"Unable to submit to"
                        + " queue. Please restart your computer.\"' >&2; exit 3"),
        NO_SUCH_CLUSTER("echo 'Could not find cluster \"FCS Cluster\"' >&2; exit 3"),
        A_PARAMETER_ERROR("echo 'Parameter error: path does not exist' >&2; exit 255"),
        AN_INVALID_PARAMETER("echo 'Invalid parameter: -outputformat' >&2; exit 255"),
        THE_ID_OF_AN_EARLIER_BATCH("echo '<batchID B-2 />' >&2"),
        THE_ID_OF_ANOTHER_USERS_BATCH("echo '<batchID B-1 />' >&2"),
        SEVERAL_IDS("echo '<batchID B-1 /><batchID B-2 />'; echo \"<batchID $ID />\"");

        private final String lines;

        Saying(String lines) {
            this.lines = lines;
        }
    }

    /** How the monitor prints the names of batches, as a sed expression. */
    private enum Writing {
        SHORTENED("s/(name=\"[^\"]{64})[^\"]*\"/\\1\"/"),
        IN_OTHER_BRACKETS("s/\\[([0-9a-z]{10})\\]\"/\\&#40;\\1\\&#41;\"/"),
        IN_CAPITALS_WITHOUT_BRACKETS("s/ \\[([0-9a-z]{10})\\]\"/_\\U\\1\"/");

        private final String expression;

        Writing(String expression) {
            this.expression = expression;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverItSaysABatchIsQueuedOnceAndKnown(Saying saying) throws Exception {
        Files.writeString(queue(), "<batchStatus name=\"stranger\" status=\"Waiting\" batchid=\"B-1\" /batchStatus>\n");
        try (Qmaster qmaster = overCompressor()) {
            compressor("Failed", "echo \"<batchID $ID />\"", "cat");
            QmasterBatch earlier = qmaster.submit(request("earlier").build());
            assertThatThrownBy(earlier::await).isInstanceOf(BatchFailedException.class);
            compressor("Waiting", saying.lines, "cat");

            qmaster.submit(
                    request(LONG_NAME).cluster(Cluster.named("FCS Cluster")).build());
            qmaster.retry(earlier.submissionId().orElseThrow());
        }

        everyBatchIsInTheJournalOnce("B-2", "B-3", "B-4");
        assertThat(journal.entries().stream().skip(1))
                .extracting(entry -> entry.submitted().flatMap(Submitted::settledBy))
                .containsOnly(Optional.of("name"));
        assertThat(journal.entries()).noneMatch(entry -> entry.order().fellBack());
    }

    @ParameterizedTest
    @EnumSource
    void howeverItWritesNamesABatchIsFoundByItsToken(Writing writing) throws Exception {
        compressor("Waiting", "exit 1", "sed -E '" + writing.expression + "'");

        try (Qmaster qmaster = overCompressor()) {
            qmaster.submit(request(LONG_NAME).build());
        }

        everyBatchIsInTheJournalOnce("B-1");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLeftOpenIsRecoveredHoweverNamesAreWritten(Writing writing) throws Exception {
        compressor("Waiting", "exit 1", "exit 1; cat");
        try (Qmaster qmaster = overCompressor(QUICK.statusTimeout(Duration.ofSeconds(1)))) {
            SubmissionTimeoutException open = catchThrowableOfType(
                    SubmissionTimeoutException.class,
                    () -> qmaster.submit(request(LONG_NAME).build()));
            assertThat(open.fate()).contains(QueueFate.UNKNOWN);
        }
        compressor("Waiting", "exit 1", "sed -E '" + writing.expression + "'");

        try (Qmaster qmaster = overCompressor()) {
            assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
        }

        everyBatchIsInTheJournalOnce("B-1");
    }

    @Test
    void anIdOfABatchThatAnotherProcessSubmitsMeanwhileIsNotTakenForOurs() throws Exception {
        compressor(
                "Waiting",
                "echo '<batchStatus name=\"dailies\" status=\"Waiting\" batchid=\"B-9\" /batchStatus>' >>\"$QUEUE\"\n"
                        + "echo '<batchID B-9 />'",
                "cat");

        try (Qmaster qmaster = overCompressor()) {
            QmasterBatch batch = qmaster.submit(request("ours").build());
            assertThat(batch.reference().id().value()).isEqualTo("B-1");
        }

        everyBatchIsInTheJournalOnce("B-1");
    }

    @Test
    void aBatchThatTheEngineLaterShowsUnderAnotherNameIsNotCancelledAtATimeout() throws Exception {
        compressor("Waiting", "echo \"<batchID $ID />\"", "cat");

        try (Qmaster qmaster = overCompressor()) {
            QmasterBatch batch = qmaster.submit(request("ours").build());
            Files.writeString(
                    queue(), "<batchStatus name=\"dailies\" status=\"Waiting\" batchid=\"B-1\" /batchStatus>\n");
            assertThatThrownBy(() -> batch.awaitOrCancel(WaitLimits.NONE.whole(Duration.ofSeconds(1))))
                    .isInstanceOf(WaitTimeoutException.class)
                    .hasMessageContaining("it was left running");
        }

        assertThat(Files.readAllLines(folder.resolve("calls"))).noneMatch(call -> call.contains("-kill"));
    }

    private void everyBatchIsInTheJournalOnce(String... ids) throws IOException {
        try (Stream<String> queued = Files.lines(folder.resolve("calls"))) {
            assertThat(queued.filter(call -> call.contains("-jobpath"))).hasSize(ids.length);
        }
        assertThat(journal.entries())
                .extracting(JournalEntry::batch)
                .extracting(batch -> batch.map(BatchReference::id).orElseThrow().value())
                .containsExactlyInAnyOrder(ids);
    }

    private BatchRequest.Builder request(String name) {
        return BatchRequest.builder()
                .sourceFile(folder.resolve("clip.mov"))
                .compressorSettingFile(folder.resolve("movie.setting"))
                .destinationFile(folder.resolve(name.substring(0, 4) + ".mov"))
                .batchName(name);
    }

    private Qmaster overCompressor() {
        return overCompressor(QUICK);
    }

    private Qmaster overCompressor(Policy policy) {
        return Qmaster.builder(new CompressorBackend(CompressorConfiguration.builder()
                        .compressor(folder.resolve("Compressor"))
                        .home(folder.resolve("home"))
                        .library(folder.resolve("library"))
                        .build()))
                .journal(journal)
                .policy(policy)
                .build();
    }

    private Path queue() {
        return folder.resolve("queue");
    }

    /** Makes Compressor queue batches with a status, then run some lines, and print its queue in some way. */
    private void compressor(String status, String answering, String writing) throws IOException {
        Path program =
                Files.writeString(folder.resolve("Compressor"), """
                #!/bin/sh
                QUEUE='%1$s/queue'
                [ -f "$QUEUE" ] || exit 0
                echo "$*" >> '%1$s/calls'
                case " $* " in
                  *" -help "*)
                    echo 'usage: -computergroup -monitor'
                    ;;
                  *" -jobpath "*)
                    while [ "$1" != -batchname ]; do shift; done
                    ID=B-$(($(wc -l < "$QUEUE") + 1))
                    echo "<batchStatus name=\\"$2\\" status=\\"%2$s\\" batchid=\\"$ID\\" /batchStatus>" >> "$QUEUE"
                    %3$s
                    ;;
                  *)
                    %4$s < "$QUEUE"
                    ;;
                esac
                """.formatted(folder, status, answering, writing));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
