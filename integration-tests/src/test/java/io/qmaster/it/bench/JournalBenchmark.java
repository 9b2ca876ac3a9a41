package io.qmaster.it.bench;

import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The cost of the journal for a call of the program: opening it, and reading all of it. */
@State(Scope.Benchmark)
public class JournalBenchmark {
    /** The number of submissions that ended within the last 30 days. */
    @Param({"500", "5000"})
    private int size;

    private Path folder = Path.of("");
    private SubmissionId ended = SubmissionId.random();

    /** Journals one batch, and copies its lines with other ids. */
    @Setup
    public void write() throws IOException, InterruptedException {
        folder = Folders.make();
        Path journal = folder.resolve("journal");
        String submission;
        String batchId;
        Simulator simulator =
                Simulator.inDirectory(folder.resolve("simulator"), Folders.whereADayTakes(Duration.ofMinutes(10)));
        try (FileJournal writing = FileJournal.in(journal);
                Qmaster qmaster = Qmaster.builder(simulator).journal(writing).build()) {
            QmasterBatch batch = qmaster.submit(Folders.request(folder));
            batch.await();
            submission = batch.submissionId().orElseThrow().value();
            batchId = batch.id().value();
        }
        Path day;
        try (Stream<Path> days = Files.list(journal.resolve("ended"))) {
            day = days.findFirst().orElseThrow();
        }
        String records = Files.readString(day.resolve(submission));
        for (int copy = 1; copy < size; copy++) {
            Files.writeString(
                    day.resolve(SubmissionId.random().value()),
                    records.replace(batchId, UUID.randomUUID().toString()));
        }
        ended = new SubmissionId(submission);
        if (opened() != size) {
            throw new IllegalStateException("the journal does not hold " + size + " submissions");
        }
    }

    /** Opens it, and reads one submission that has ended. */
    @Benchmark
    public boolean found() {
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            return journal.find(ended).isPresent();
        }
    }

    /** Opens it, and reads every entry. */
    @Benchmark
    public int opened() {
        try (FileJournal journal = FileJournal.in(folder.resolve("journal"))) {
            return (int) journal.ended(Instant.MIN).count();
        }
    }

    /** Removes the written files. */
    @TearDown
    public void remove() throws IOException {
        Folders.remove(folder);
    }
}
