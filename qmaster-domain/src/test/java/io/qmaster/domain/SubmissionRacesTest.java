package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.journal.UnforcedJournal;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two programs, each with its own engine and its own instance of one journal, submit at the same time. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SubmissionRacesTest {
    private static final int ROUNDS = 200;
    private static final String QUEUED = "QUEUED";
    private static final Step NOTHING = () -> {};
    private static final String THEIRS = "made by a third program";

    private final Path folder;
    private final Workbench bench;
    private final Program one;
    private final Program other;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private int queued;

    SubmissionRacesTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        bench = new Workbench(this.folder);
        one = new Program("one");
        other = new Program("other");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        one.journal.close();
        other.journal.close();
    }

    private interface Step {
        void run() throws IOException;
    }

    private final class Program {
        private final String name;
        private final Path source;
        private final FileJournal journal = UnforcedJournal.in(folder.resolve("journal"));
        private final ScriptedBackend engine = new ScriptedBackend();
        private boolean writes;
        private boolean refuses;
        private int batches;

        Program(String name) {
            this.name = name;
            this.source = bench.source(name + " clip.mov");
            // Like an engine: it follows links and overwrites existing files.
            engine.attempt((order, deadline) -> {
                if (refuses) {
                    return new SubmissionOutcome.Refused(
                            RefusalKind.UNABLE_TO_SUBMIT, "not a movie", OptionalInt.of(1), false);
                }
                if (writes) {
                    write(order.targets().get(0).workPath());
                }
                return new SubmissionOutcome.Queued(new BatchId(name + "-" + ++batches), List.of());
            });
        }

        private void write(Path output) {
            try {
                Files.writeString(output, name);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** A request whose source was changed so recently that it is observed for 2 s of this program's time. */
        BatchRequest.Builder to(Path destination) throws IOException {
            Files.setLastModifiedTime(source, FileTime.from(engine.clock().now()));
            return BatchRequest.builder()
                    .sourceFile(source)
                    .compressorSettingFile(bench.setting())
                    .destinationFile(destination);
        }

        BatchRequest retryOf(SubmissionId submission) {
            try (Qmaster qmaster = Qmaster.builder(engine).journal(journal).build()) {
                return qmaster.retryOf(submission);
            }
        }

        SubmissionId latest() {
            try (Stream<JournalEntry> ended = journal.ended(Instant.MIN)) {
                return ended.findFirst().orElseThrow().submissionId();
            }
        }

        /** The code of the refusal, or "queued". */
        String submit(BatchRequest request, Step whileWatched) throws Exception {
            engine.clock().schedule(Duration.ofSeconds(1), () -> run(whileWatched));
            try (Qmaster qmaster = Qmaster.builder(engine).journal(journal).build()) {
                qmaster.submit(request);
                return QUEUED;
            } catch (QmasterException refused) {
                return refused.code();
            }
        }
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Both submit at the same moment. */
    private List<String> race(BatchRequest ofOne, Step whileOneWatches, BatchRequest ofOther, Step whileOtherWatches)
            throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<String> first = threads.submit(() -> {
            start.await();
            return one.submit(ofOne, whileOneWatches);
        });
        Future<String> second = threads.submit(() -> {
            start.await();
            return other.submit(ofOther, whileOtherWatches);
        });
        List<String> outcomes = List.of(first.get(), second.get());
        queued += (int) outcomes.stream().filter(QUEUED::equals).count();
        return outcomes;
    }

    private void engineWrites(boolean writes) {
        one.writes = writes;
        other.writes = writes;
    }

    /** Nothing is lost or doubled: exactly the batches of the engines are open in the journal. */
    private void assertJournalHoldsWhatIsQueued() {
        List<JournalEntry> open = one.journal.open();
        assertThat(open).hasSize(queued);
        assertThat(open.stream().map(entry -> entry.batch().orElseThrow()).distinct())
                .hasSize(queued);
        assertThat(one.batches + other.batches).isEqualTo(queued);
    }

    @Test
    void oneDestinationIsWrittenByOneProgramAndNeverOverAFileThatCame() throws Exception {
        Files.createDirectories(bench.output(""));
        for (int round = 0; round < ROUNDS; round++) {
            Path destination = bench.output("clip " + round + ".mov");
            BatchRequest.Builder ofOne = one.to(destination);
            BatchRequest ofOther = other.to(destination).build();
            engineWrites(round % 4 != 0);
            switch (round % 4) {
                case 0 -> onlyOneIsQueued(ofOne.build(), ofOther);
                case 1 -> theSecondMayMeetTheOutputOfTheFirst(destination, ofOne.build(), ofOther);
                case 2 -> aFileComes(destination, ofOne.build(), ofOther);
                default -> anotherFileIsInPlaceOfTheOld(destination, ofOne, ofOther);
            }
        }
        assertJournalHoldsWhatIsQueued();
    }

    private void onlyOneIsQueued(BatchRequest ofOne, BatchRequest ofOther) throws Exception {
        assertThat(race(ofOne, NOTHING, ofOther, NOTHING)).containsExactlyInAnyOrder(QUEUED, "DESTINATION_CLAIMED");
    }

    private void theSecondMayMeetTheOutputOfTheFirst(Path destination, BatchRequest ofOne, BatchRequest ofOther)
            throws Exception {
        List<String> outcomes = race(ofOne, NOTHING, ofOther, NOTHING);

        assertThat(outcomes).containsOnlyOnce(QUEUED).containsAnyOf("DESTINATION_CLAIMED", "DESTINATION_EXISTS");
        assertThat(destination).hasContent(outcomes.get(0).equals(QUEUED) ? "one" : "other");
    }

    private void aFileComes(Path destination, BatchRequest ofOne, BatchRequest ofOther) throws Exception {
        Step comes = () -> Files.writeString(destination, THEIRS);

        assertThat(race(ofOne, comes, ofOther, comes))
                .contains("DESTINATION_EXISTS")
                .isSubsetOf("DESTINATION_EXISTS", "DESTINATION_CLAIMED");
        assertThat(destination).hasContent(THEIRS);
    }

    private void anotherFileIsInPlaceOfTheOld(Path destination, BatchRequest.Builder ofOne, BatchRequest ofOther)
            throws Exception {
        Workbench.written(destination, "old");
        Path made = Workbench.written(folder.resolve("made"), THEIRS);
        BatchRequest replacing = ofOne.existingOutput(ExistingOutput.REPLACE).build();

        assertThat(race(
                        replacing,
                        () -> Files.move(made, destination, StandardCopyOption.ATOMIC_MOVE),
                        ofOther,
                        NOTHING))
                .containsExactly("DESTINATION_CHANGED", "DESTINATION_EXISTS");
        assertThat(destination).hasContent(THEIRS);
    }

    @Test
    void ofTwoRetriesAtOnceOneIsQueued() throws Exception {
        Files.createDirectories(bench.output(""));
        for (int round = 0; round < ROUNDS; round++) {
            one.refuses = true;
            assertThat(one.submit(one.to(bench.output("clip " + round + ".mov")).build(), NOTHING))
                    .isEqualTo("SUBMISSION_REFUSED");
            one.refuses = false;
            SubmissionId refused = one.latest();

            assertThat(race(one.retryOf(refused), NOTHING, other.retryOf(refused), NOTHING))
                    .containsExactlyInAnyOrder(QUEUED, "RETRY_CLAIMED");
        }
        assertJournalHoldsWhatIsQueued();
    }

    @Test
    void noLinkLeadsAnOutputElsewhereOrTwoOutputsToOneFile() throws Exception {
        Path real = Files.createDirectories(bench.output(""));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        for (int round = 0; round < ROUNDS; round++) {
            engineWrites(round % 4 != 0);
            switch (round % 4) {
                case 0 ->
                    onlyOneIsQueued(
                            one.to(link.resolve("new " + round + "/ΣΊΣΥΦΟΣ.mov"))
                                    .build(),
                            other.to(real.resolve("New " + round + "/σίσυφος.mov"))
                                    .build());
                case 1 -> aDanglingLinkLeadsToTheOutputOfTheOther(real.resolve("dangling " + round + ".mov"), round);
                case 2 -> aFolderIsSwapped(Files.createDirectory(real.resolve("folder " + round)), elsewhere, round);
                default -> aLinkComes(real.resolve("clip " + round + ".mov"), elsewhere, round);
            }
        }
        assertThat(elsewhere).isEmptyDirectory();
        assertJournalHoldsWhatIsQueued();
    }

    private void aDanglingLinkLeadsToTheOutputOfTheOther(Path dangling, int round) throws Exception {
        Path goal = bench.output("goal " + round + ".mov");
        Files.createSymbolicLink(dangling, goal);

        List<String> outcomes =
                race(one.to(dangling).build(), NOTHING, other.to(goal).build(), NOTHING);

        assertThat(outcomes.get(0)).isIn("DESTINATION_LINK", "DESTINATION_EXISTS", "DESTINATION_CLAIMED");
        assertThat(outcomes.get(1)).isEqualTo(QUEUED);
        assertThat(goal).hasContent("other");
    }

    private void aFolderIsSwapped(Path swapped, Path elsewhere, int round) throws Exception {
        Step swap = () -> {
            Files.delete(swapped);
            Files.createSymbolicLink(swapped, elsewhere);
        };

        assertThat(race(
                        one.to(swapped.resolve("new/clip.mov")).build(),
                        swap,
                        other.to(bench.output("unrelated " + round + ".mov")).build(),
                        NOTHING))
                .containsExactly("DESTINATION_CHANGED", QUEUED);
    }

    private void aLinkComes(Path destination, Path elsewhere, int round) throws Exception {
        Step comes = () -> {
            if (!Files.isSymbolicLink(destination)) {
                Files.createSymbolicLink(destination, elsewhere.resolve("nobody named " + round + ".mov"));
            }
        };

        assertThat(race(
                        one.to(destination).build(),
                        comes,
                        other.to(destination).build(),
                        comes))
                .contains("DESTINATION_CHANGED")
                .isSubsetOf("DESTINATION_CHANGED", "DESTINATION_CLAIMED", "DESTINATION_LINK");
    }
}
