package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same request from several concurrent processes. */
@Execution(ExecutionMode.CONCURRENT)
class RequestIdIT {
    private static final int PROCESSES = 10;

    @TempDir
    private Path folder;

    @Test
    void theSameRequestIdFromTenProcessesAtOnceIsOneBatch() throws Exception {
        QmasterProgram qmaster = QmasterProgram.simulating(folder, "10m");
        List<QmasterProgram.Launched> all = new ArrayList<>();
        for (int number = 0; number < PROCESSES; number++) {
            all.add(qmaster.launch(qmaster.submission("--request-id", "order 4711")));
        }

        Set<String> ids = new HashSet<>();
        for (QmasterProgram.Launched one : all) {
            QmasterProgram.Result result = one.result();
            assertThat(result.code()).as(result.err()).isZero();
            ids.add(result.out().strip());
        }

        assertThat(ids).hasSize(1);
        assertThat(qmaster.run("list", "--json").json()).hasSize(1);
        assertThat(JournalFileLines.meant(qmaster.state())).hasSize(1);
    }
}
