package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.intention;
import static io.qmaster.domain.journal.JournalSamples.requested;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of a journal after a power failure, or after its program died during a call. */
class PowerFailureTest {
    private static final BatchId BATCH = new BatchId("B-1");

    private final VirtualClock clock = new VirtualClock(NOON);
    private final Disk disk;

    PowerFailureTest(@TempDir Path parent) {
        disk = new Disk(parent.resolve("journal"));
    }

    /** A folder that records which of its content and names are on disk. */
    private static final class Disk extends JournalFolder {
        private final Map<Path, byte[]> contents = new HashMap<>();
        private final Set<Path> names = new HashSet<>();
        private int appendsLeft = Integer.MAX_VALUE;

        Disk(Path path) {
            super(path);
        }

        @Override
        String startOfHost() {
            return "before the power failure";
        }

        @Override
        void append(Path file, String line) throws IOException {
            if (appendsLeft-- <= 0) {
                throw new Death();
            }
            super.append(file, line);
        }

        @Override
        void force(Path file) throws IOException {
            super.force(file);
            contents.put(file, Files.readAllBytes(file));
        }

        @Override
        void forceNames(Path folder) {
            super.forceNames(folder);
            try (Stream<Path> inside = Files.list(folder)) {
                inside.forEach(names::add);
            } catch (IOException unread) {
                throw new AssertionError(unread);
            }
        }

        /** Keeps only forced names with their forced content. */
        void losePower() throws IOException {
            List<Path> all;
            try (Stream<Path> files = Files.walk(path())) {
                all = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : all) {
                if (!isOnDisk(file)) {
                    Files.delete(file);
                } else if (Files.isRegularFile(file) && !file.equals(resolve("journal"))) {
                    Files.write(file, contents.getOrDefault(file, new byte[0]));
                }
            }
        }

        private boolean isOnDisk(Path file) {
            return file.equals(path().getParent()) || (names.contains(file) && isOnDisk(file.getParent()));
        }
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private FileJournal journal() {
        return new FileJournal(disk, clock, Locking.OF_THE_SYSTEM);
    }

    @Test
    void anOutputStaysClaimedByAnOpenSubmission() throws IOException {
        journal().intend(intention(1));

        disk.losePower();

        assertThat(FileJournal.in(disk.path(), clock).intend(intention(submission(2), "clip 1")))
                .isInstanceOf(Verdict.Claimed.class);
    }

    @Test
    void aRequestIsKnown() throws IOException {
        journal().intend(requested(1, "order 4711"));

        disk.losePower();

        assertThat(FileJournal.in(disk.path(), clock).intend(requested(2, "order 4711")))
                .isInstanceOf(Verdict.Repeated.class);
    }

    @Test
    void aBatchIsFoundByItsId() throws IOException {
        FileJournal before = journal();
        before.intend(intention(1));
        before.submitted(submission(1), new Submitted(BATCH, List.of(), Optional.empty(), NOON));

        disk.losePower();

        assertThat(FileJournal.in(disk.path(), clock).find(BATCH))
                .map(JournalEntry::submissionId)
                .contains(submission(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aBatchThatIsRecordedIsFoundByItsIdWhereverTheProgramDies(int appends) {
        FileJournal before = journal();
        before.intend(intention(1));
        disk.appendsLeft = appends;
        try {
            before.submitted(submission(1), new Submitted(BATCH, List.of(), Optional.empty(), NOON));
        } catch (Death atThatMoment) {
            // It wrote nothing more.
        }

        FileJournal after = FileJournal.in(disk.path(), clock);
        Optional<BatchId> recorded = after.open().get(0).submitted().map(Submitted::batchId);
        assertThat(after.find(BATCH).flatMap(JournalEntry::submitted).map(Submitted::batchId))
                .isEqualTo(recorded);
    }
}
