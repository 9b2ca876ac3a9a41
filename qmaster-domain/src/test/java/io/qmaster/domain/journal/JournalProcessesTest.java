package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.all;
import static io.qmaster.domain.journal.JournalSamples.ending;
import static io.qmaster.domain.journal.JournalSamples.intention;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.Ending;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalProcessesTest {
    private final Path folder;
    private final VirtualClock clock = new VirtualClock(NOON);

    JournalProcessesTest(@TempDir Path temporary) {
        folder = temporary.resolve("journal");
    }

    private FileJournal journal() {
        return FileJournal.in(folder, clock);
    }

    @Test
    void ofSeveralProcessesWithOneRequestIdOneIsRecorded() throws Exception {
        List<JournalingProcess> processes = new ArrayList<>();
        Map<String, Integer> verdicts = new HashMap<>();
        try {
            for (int i = 0; i < 4; i++) {
                processes.add(JournalingProcess.in(folder));
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < processes.size(); i++) {
                    processes.get(i).tell("request " + (round * 10 + i) + " R-" + round);
                }
                processes.forEach(process -> verdicts.merge(process.answer(), 1, Integer::sum));
            }
        } finally {
            processes.forEach(JournalingProcess::close);
        }

        assertThat(verdicts).containsOnly(Map.entry("Recorded", 5), Map.entry("Repeated", 15));
        assertThat(all(journal())).hasSize(5);
    }

    @Test
    void processesThatWriteWhileAnotherForgetsLoseNothing() throws Exception {
        FileJournal journal = journal();
        for (int i = 0; i < 8; i++) {
            journal.intend(intention(i));
            journal.ended(submission(i), ending(Ending.How.LOST, NOON));
        }
        try (JournalingProcess one = JournalingProcess.in(folder);
                JournalingProcess other = JournalingProcess.in(folder)) {
            one.tell("intend 1000 1020");
            other.tell("intend 2000 2020");
            for (int day = 40; day < 44; day++) {
                clock.advance(Duration.ofDays(day == 40 ? 40 : 1));
                journal.intend(intention(day));
            }
            assertThat(one.answer()).isEqualTo("intended");
            assertThat(other.answer()).isEqualTo("intended");
        }

        assertThat(journal().open())
                .hasSize(44)
                .filteredOn(entry -> entry.batch().isPresent())
                .hasSize(40);
    }

    @Test
    void aProcessHoldsItsOpenSubmissionsUntilItDies() throws Exception {
        JournalingProcess owner = JournalingProcess.in(folder);
        try {
            owner.ask("intend 1 3");
            owner.ask("end 2");
            FileJournal journal = journal();

            assertThat(all(journal)).extracting(JournalEntry::heldElsewhere).containsExactly(true, false);

            owner.kill();

            assertThat(all(journal)).extracting(JournalEntry::heldElsewhere).containsExactly(false, false);
        } finally {
            owner.kill();
        }
    }

    @Test
    void whatADeadProcessLeftIsSweptAway() throws Exception {
        try (JournalingProcess owner = JournalingProcess.in(folder)) {
            owner.ask("intend 1 2");
            owner.kill();
        }
        FileJournal journal = journal();

        journal.intend(intention(2));

        try (Stream<Path> owners = Files.list(folder.resolve("owners"))) {
            assertThat(owners).hasSize(1);
        }
        assertThat(journal().find(submission(2)).orElseThrow().heldElsewhere()).isTrue();
    }

    @Test
    void aSubmittingProcessThatDiedIsNotAlive() throws IOException {
        FileJournal journal = journal();
        journal.intend(intention(1));
        try (JournalingProcess submitter = JournalingProcess.in(folder)) {
            ProcessHandle handle = submitter.handle();
            journal.started(
                    submission(1),
                    new SubmittingProcess(
                            handle.pid(), handle.info().startInstant().orElseThrow()));
            assertThat(all(journal).get(0).submitterAlive()).isTrue();

            submitter.kill();

            assertThat(all(journal).get(0).submitterAlive()).isFalse();
        }
    }
}
