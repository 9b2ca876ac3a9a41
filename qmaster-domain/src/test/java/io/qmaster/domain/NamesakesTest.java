package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The journal's record of the earlier batches of an engine, for a batch whose name has no token. */
class NamesakesTest {
    private static final int MOST = 16;
    /** A comma, two quotation marks and an id. */
    private static final int BYTES_OF_AN_ID = 10;

    private final Path folder;
    private final ScriptedBackend backend = new ScriptedBackend();

    NamesakesTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    private FileJournal journal(String name) {
        return FileJournal.in(folder.resolve(name), backend.clock());
    }

    /** The record of a submission whose program dies while it submits. */
    private String interrupted(String journalName, BatchRequest.Builder request) throws IOException {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("the program was interrupted");
        });
        try (FileJournal journal = journal(journalName);
                Qmaster qmaster = Qmaster.builder(backend).journal(journal).build()) {
            assertThat(catchThrowable(() -> qmaster.submit(request.build()))).isInstanceOf(InterruptedException.class);
            String submission = journal.open().get(0).submissionId().value();
            return Files.readString(folder.resolve(journalName).resolve("open").resolve(submission));
        }
    }

    private BatchRequest.Builder exact() {
        return new Workbench(folder).request().batchName("Promo").exactName();
    }

    private void engineHas(int batches) {
        for (int number = 0; number < batches; number++) {
            backend.batch(BatchReference.of("B-" + number, Cluster.THIS_COMPUTER_NAME))
                    .named("Promo")
                    .shows(Duration.ZERO, "Waiting");
        }
    }

    @Test
    void ofAThousandNoneIsRecorded() throws Exception {
        int alone = interrupted("alone", exact()).length();
        engineHas(1000);

        assertThat(interrupted("crowded", exact()).length()).isLessThan(alone + MOST * BYTES_OF_AN_ID);
    }

    @Test
    void ofABatchWithATokenNoneIsRecorded() throws Exception {
        engineHas(3);

        assertThat(interrupted("journal", new Workbench(folder).request())).doesNotContain("B-0", "B-2");
    }

    @ParameterizedTest
    @CsvSource({"0, NOT_QUEUED", "16, NOT_QUEUED", "17, UNKNOWN"})
    void whatIsNotRecordedIsNeverTakenForTheBatch(int batches, Recovered.Finding finding) throws Exception {
        engineHas(batches);
        interrupted("journal", exact());

        try (FileJournal journal = journal("journal");
                Qmaster qmaster = Qmaster.builder(backend).journal(journal).build()) {
            List<Recovered> recovered = qmaster.recover();

            assertThat(recovered).singleElement().satisfies(one -> {
                assertThat(one.finding()).isEqualTo(finding);
                assertThat(one.batch()).isEmpty();
            });
        }
    }
}
