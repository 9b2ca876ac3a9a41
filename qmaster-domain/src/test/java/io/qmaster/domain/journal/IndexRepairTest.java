package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.ending;
import static io.qmaster.domain.journal.JournalSamples.intention;
import static io.qmaster.domain.journal.JournalSamples.queued;
import static io.qmaster.domain.journal.JournalSamples.requested;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index has only data of the files of submissions: without it nothing is submitted twice. */
class IndexRepairTest {
    private final Path folder;
    private final FileJournal journal;

    IndexRepairTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
        journal = journal();
    }

    private FileJournal journal() {
        return FileJournal.in(folder, new VirtualClock(NOON));
    }

    private void delete(String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(name))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"index", "index/path", "index/request", "index/batch", "index/job"})
    void aDeletedIndexIsMadeAgainUnderARunningProgramAndByTheNext(String part) throws IOException {
        journal.intend(requested(1, "ended"));
        journal.submitted(submission(1), queued("B-1", "J-1"));
        journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
        journal.intend(requested(2, "open"));
        journal.submitted(submission(2), queued("B-2"));

        for (FileJournal reader : List.of(journal, journal())) {
            for (int number = 1; number <= 2; number++) {
                delete(part);
                assertThat(reader.find(new BatchId("b-" + number)).map(JournalEntry::submissionId))
                        .contains(submission(number));
            }
            delete(part);
            assertThat(reader.find(new JobId("J-1"))).isEqualTo(reader.find(submission(1)));
            delete(part);
            assertThat(reader.findRequest("ended").map(JournalEntry::submissionId))
                    .contains(submission(1));
            delete(part);
            assertThat(reader.claimants("/outputs/clip 1.mov")).hasSize(1);
            delete(part);
            assertThat(reader.intend(requested(3, "ended"))).isInstanceOf(Verdict.Repeated.class);
            delete(part);
            assertThat(reader.intend(requested(3, "open"))).isInstanceOf(Verdict.Repeated.class);
            delete(part);
            assertThat(reader.intend(intention(submission(3), "clip 2"))).isInstanceOf(Verdict.Claimed.class);
        }
    }

    @Test
    void whatWasWrittenLastBeforeTheHostWasStartedAgainIsAddedAgain() throws IOException {
        journal.intend(requested(1, "ended"));
        journal.submitted(submission(1), queued("B-1"));
        journal.ended(submission(1), ending(Ending.How.FINAL, NOON));
        journal.intend(intention(2));
        try (Stream<Path> all = Files.walk(folder.resolve("index"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().startsWith("complete-")) {
                    Files.writeString(file, "an earlier start");
                } else {
                    Files.delete(file);
                }
            }
        }

        FileJournal after = journal();

        assertThat(after.find(new BatchId("B-1")).map(JournalEntry::submissionId))
                .contains(submission(1));
        assertThat(after.intend(requested(3, "ended"))).isInstanceOf(Verdict.Repeated.class);
        assertThat(after.intend(intention(submission(3), "clip 2"))).isInstanceOf(Verdict.Claimed.class);
    }

    @Test
    void oneThatWasMadeAgainListsTheOldestFirstAndEachOnce() throws IOException {
        for (int number = 1; number <= 2; number++) {
            journal.intend(intention(submission(number), "clip"));
            journal.ended(submission(number), ending(Ending.How.FINAL, NOON.plusSeconds(86_400L * number)));
        }
        journal.intend(intention(submission(3), "clip"));
        delete("index");

        assertThat(journal.claimants("/outputs/clip.mov"))
                .extracting(JournalEntry::submissionId)
                .containsExactly(submission(3), submission(2), submission(1));
    }

    @Test
    void whatCannotBeReadDoesNotHideTheOthers() throws IOException {
        journal.intend(intention(1));
        Files.writeString(folder.resolve("open").resolve(submission(2).value()), "\0\0\n");
        delete("index");

        assertThat(journal.claimants("/outputs/clip 1.mov")).hasSize(1);
    }

    @Test
    void aHundredOutputsAreForcedToDiskByAsManyCallsAsOne() throws IOException {
        journal.intend(intention(1));

        assertThat(forcedByAnIntention(3, 100)).hasSameSizeAs(forcedByAnIntention(2, 1));
    }

    private List<String> forcedByAnIntention(int number, int outputs) throws IOException {
        Intention one = intention(number);
        Set<String> claims = IntStream.range(0, outputs)
                .mapToObj(output -> "/outputs/" + number + "/" + output + ".mov")
                .collect(Collectors.toSet());
        try (ForcedFiles forced = new ForcedFiles(folder.resolveSibling("recorded"))) {
            journal.intend(
                    new Intention(one.order(), one.attempt(), one.fingerprint(), claims, Optional.empty(), one.at()));
            return forced.in(folder);
        }
    }
}
